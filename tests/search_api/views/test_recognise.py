"""Which view a question asks for: paraphrases of each kind are taken, and what only looks like one is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_api.question.request import Request
from search_api.retrieval.searcher import Searcher
from search_api.views.recognise import view_of
from search_api.views.records import View
from tests.search_api.views.made_up import searcher_of

BEST, GOOD, RI, WORST = "outstanding", "good", "requires improvement", "inadequate"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with searcher_of(tmp_path_factory.mktemp("views")) as made:
        yield made


def view(searcher: Searcher, text: str, mine: str = "") -> View | None:
    return view_of(searcher.understand(text, Request(mine=mine)))


@pytest.mark.parametrize(
    ("text", "grades", "area"),
    [
        ("which councils moved from inadequate to good on leadership", (WORST, GOOD), "leadership"),
        ("which authorities went from inadequate straight to good for care leavers?", (WORST, GOOD),
         "care_leavers"),
        ("list the councils that improved from requires improvement to good", (RI, GOOD), "overall"),
        ("who has dropped from good to inadequate since 2018?", (GOOD, WORST), "overall"),
        ("councils that fell from outstanding to good in the South West", (BEST, GOOD), "overall"),
        ("have any councils climbed from inadequate to outstanding?", (WORST, BEST), "overall"),
        ("how many authorities moved from requiring improvement to good?", (RI, GOOD), "overall"),
        ("which LAs came out of inadequate?", (WORST, ""), "overall"),
        ("which councils lost their outstanding judgement?", (BEST, ""), "overall"),
        ("which councils have improved to outstanding?", ("", BEST), "overall"),
        ("show me councils no longer inadequate for help and protection", (WORST, ""), "help_and_protection"),
        ("which councils improved their leadership grade?", ("", ""), "leadership"),
    ],
)  # fmt: skip
def test_movements_of_grades(searcher: Searcher, text: str, grades: tuple[str, str], area: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.grades, found.area) == ("movements", grades, area)
    assert found.page.startswith("/grades")


@pytest.mark.parametrize(
    "text",
    [
        "how do councils move from inadequate to good?",
        "how did Northmoor move from inadequate to good?",
        "what did councils that moved from inadequate to good do about caseloads?",
        "which councils moved children from unregistered homes to good placements?",
        "why did leadership improve from inadequate to good",
        "did Wexcombe move from inadequate to good on leadership?",
        "children move from good foster homes to inadequate ones",
        "which councils rated good have strong supervision?",
        "good practice in outstanding councils",
    ],
)
def test_no_movements(searcher: Searcher, text: str) -> None:
    found = view(searcher, text)
    assert found is None or found.kind != "movements"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("trend of neglect", "neglect"),
        ("what is the trend in private fostering?", "private fostering"),
        ("show me the national trend for return home interviews", "return home interviews"),
        ("neglect over time", "neglect"),
        ("supervision by year", "supervision"),
        ("caseloads: trend", "caseloads"),
        ("how has domestic abuse changed over the years?", "domestic abuse"),
        ("is neglect mentioned more often than it was?", "neglect"),
        ("has early help become more common over time?", "early help"),
        ("how often is supervision criticised each year?", "supervision"),
        ("how many reports mention unregistered homes by year", "unregistered homes"),
        ("is exploitation on the rise?", "exploitation"),
    ],
)
def test_trends(searcher: Searcher, text: str, subject: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.subject) == ("trend", subject)
    assert found.page.startswith("/matrix?about=")


@pytest.mark.parametrize(
    "text",
    [
        "how well do leaders analyse trends in missing episodes?",
        "trends in performance data are used by managers to plan services",
        "do managers understand trend data?",
        "which councils are good at analysing trends?",
        "how has neglect changed in Northmoor over time?",
        "children waiting over time for assessments in Northmoor",
        "what did inspectors say about neglect?",
        "more social workers are needed",
    ],
)
def test_no_trend(searcher: Searcher, text: str) -> None:
    found = view(searcher, text)
    assert found is None or found.kind != "trend"


@pytest.mark.parametrize(
    ("text", "names", "subject"),
    [
        (
            "compare Saltby and Wexcombe on care leavers' accommodation",
            ("Saltby", "Wexcombe"),
            "care leavers' accommodation",
        ),
        ("Saltby versus Wexcombe: neglect", ("Saltby", "Wexcombe"), "neglect"),
        ("how does Northmoor differ from Wexcombe on supervision?", ("Northmoor", "Wexcombe"), "supervision"),
        ("is Saltby better than Wexcombe at early help?", ("Saltby", "Wexcombe"), "early help"),
        (
            "set Northmoor, Saltby and Wexcombe side by side on caseloads",
            ("Northmoor", "Saltby", "Wexcombe"),
            "caseloads",
        ),
        ("neglect: Saltby or Wexcombe?", ("Saltby", "Wexcombe"), "neglect"),
    ],
)  # fmt: skip
def test_comparisons(searcher: Searcher, text: str, names: tuple[str, ...], subject: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.authorities, found.subject) == ("compare", names, subject)


def test_the_own_authority_can_be_compared(searcher: Searcher) -> None:
    found = view(searcher, "compare us with Wexcombe on neglect", mine="Northmoor")
    assert found is not None
    assert (found.kind, found.authorities) == ("compare", ("Northmoor", "Wexcombe"))


@pytest.mark.parametrize(
    "text",
    [
        "reports on Saltby and Wexcombe since 2018",
        "what did inspectors say about neglect in Saltby and Wexcombe?",
        "compare Saltby with its last inspection",
        "violence against children in Saltby and Wexcombe",
        "more than 20 children in Saltby and Wexcombe",
        "how do councils compare on neglect?",
    ],
)
def test_no_comparison(searcher: Searcher, text: str) -> None:
    found = view(searcher, text)
    assert found is None or found.kind != "compare"


@pytest.mark.parametrize(
    ("text", "grades", "subject"),
    [
        ("what do outstanding and inadequate councils say about neglect?", (BEST, WORST), "neglect"),
        ("compare good and outstanding authorities on supervision", (GOOD, BEST), "supervision"),
        ("outstanding vs inadequate: early help", (BEST, WORST), "early help"),
        ("what is the difference between good and requires improvement councils on caseloads?", (GOOD, RI),
         "caseloads"),
        ("what sets outstanding apart from inadequate sections on private fostering?", (BEST, WORST),
         "private fostering"),
    ],
)  # fmt: skip
def test_contrasts(searcher: Searcher, text: str, grades: tuple[str, str], subject: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.grades, found.subject) == ("contrast", grades, subject)


@pytest.mark.parametrize(
    "text",
    [
        "neglect in good or outstanding councils",
        "councils rated good and outstanding",
        "which councils moved from outstanding to inadequate?",
        "good and bad practice in early help",
        "is practice good and are outstanding actions tracked?",
    ],
)
def test_no_contrast(searcher: Searcher, text: str) -> None:
    found = view(searcher, text)
    assert found is None or found.kind != "contrast"


@pytest.mark.parametrize(
    ("text", "count", "subject"),
    [
        ("three councils praised for supervision where we are criticised", 3, "supervision"),
        ("which councils are praised for neglect where we were criticised?", 0, "neglect"),
        ("5 authorities that are strong on early help where we are weak", 5, "early help"),
        ("who does well at private fostering when we are told to improve?", 0, "private fostering"),
        ("where we are criticised for supervision, which councils are praised?", 0, "supervision"),
        ("find councils commended for caseloads but we are struggling", 0, "caseloads"),
    ],
)
def test_praise_where_the_own_authority_is_criticised(
    searcher: Searcher, text: str, count: int, subject: str
) -> None:
    found = view(searcher, text, mine="Northmoor")
    assert found is not None, text
    assert (found.kind, found.count, found.subject) == ("praised", count, subject)
    assert found.authorities == ("Northmoor",)
    assert ("mine", "Northmoor") in found.given
    unknown = view(searcher, text)
    assert unknown is not None
    assert unknown.kind == "praised"
    assert "which authority is yours" in unknown.note


def test_praise_where_a_named_authority_is_criticised(searcher: Searcher) -> None:
    found = view(searcher, "which councils are praised for supervision where Northmoor is criticised?")
    assert found is not None
    assert (found.kind, found.authorities, found.note) == ("praised", ("Northmoor",), "")


@pytest.mark.parametrize(
    "text",
    [
        "which councils were praised and which were criticised for supervision?",
        "where are we criticised?",
        "where is Northmoor praised and where is it criticised?",
        "councils praised for supervision",
        "who was criticised for supervision?",
        "what do we do well where others fail?",
    ],
)
def test_no_praise_elsewhere(searcher: Searcher, text: str) -> None:
    found = view(searcher, text, mine="Northmoor")
    assert found is None or found.kind != "praised"


def test_exact_words_and_pasted_text_ask_for_no_view(searcher: Searcher) -> None:
    text = "trend of neglect"
    assert view_of(searcher.understand(text, Request(literal=True))) is None
    assert view(searcher, f'"{text}"') is None
    assert view(searcher, f"{text} " + "and so on for very many words that describe a thing " * 5) is None


def test_filters_go_with_a_view(searcher: Searcher) -> None:
    found = view(searcher, "trend of neglect in the South West since 2018")
    assert found is not None
    assert ("region", "South West") in found.given
    assert ("since", "2018-01-01") in found.given
    assert found.subject == "neglect"
