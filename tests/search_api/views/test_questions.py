"""Views on silence, recommendations, turned weaknesses, tables and maps; and grades in further wordings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_api.question.request import Request
from search_api.retrieval.searcher import Searcher
from search_api.views.recognise import view_of
from search_api.views.records import View
from tests.search_api.views.made_up import searcher_of

BEST, GOOD, WORST = "outstanding", "good", "inadequate"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with searcher_of(tmp_path_factory.mktemp("views")) as made:
        yield made


def view(searcher: Searcher, text: str, mine: str = "") -> View | None:
    return view_of(searcher.understand(text, Request(mine=mine)))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("which reports do not mention private fostering?", "private fostering"),
        ("who doesn't mention neglect", "neglect"),
        ("councils that never speak of exploitation", "exploitation"),
        ("which councils say nothing about early help?", "early help"),
        ("any reports silent on domestic abuse?", "domestic abuse"),
        ("reports without a mention of unregistered homes", "unregistered homes"),
        ("no mention of caseloads", "caseloads"),
        ("which reports is private fostering not mentioned in?", "private fostering"),
        ("which inspections leave out supervision?", "supervision"),
        ("which councils' reports have nothing on neglect?", "neglect"),
        ("reports with no reference to private fostering", "private fostering"),
        ("where is exploitation missing from the reports?", "exploitation"),
    ],
)
def test_silence(searcher: Searcher, text: str, subject: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.subject) == ("silence", subject)
    assert found.page.startswith("/silence?about=")


@pytest.mark.parametrize(
    "text",
    [
        "how have Northmoor's recommendations been followed up?",
        "what happened to the recommendations of Northmoor's 2018 inspection",
        "did Northmoor do what Ofsted told it to do?",
        "track Northmoor's recommendations",
        "which of Northmoor's areas for improvement are still outstanding?",
        "has recommendation 3 of 2018 been met by Northmoor?",
        "progress against recommendations, Northmoor",
        "status of Northmoor's recommendations",
        "which of the things Northmoor was told to improve are still a problem?",
    ],
)
def test_what_became_of_recommendations(searcher: Searcher, text: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.authorities, found.page) == (
        "tracker", ("Northmoor",), "/authorities/northmoor/tracker",
    )  # fmt: skip
    assert not found.note


def test_our_recommendations_ask_whose_they_are(searcher: Searcher) -> None:
    unknown = view(searcher, "have our recommendations been met?")
    assert unknown is not None
    assert unknown.note
    assert not unknown.page
    known = view(searcher, "have our recommendations been met?", mine="Saltby")
    assert known is not None
    assert known.page == "/authorities/saltby/tracker"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("who turned supervision around?", "supervision"),
        ("which councils were weak on neglect and are now strong?", "neglect"),
        ("from weak to strong on early help", "early help"),
        ("weakness that became a strength: caseloads", "caseloads"),
        ("which authorities went from criticised to praised for supervision?", "supervision"),
        ("who got better at return home interviews?", "return home interviews"),
        ("who should we ring about private fostering?", "private fostering"),
        ("who was struggling with caseloads but isn't any more?", "caseloads"),
        ("authorities with a weakness in neglect that is now a strength", "neglect"),
    ],
)
def test_from_weak_to_strong(searcher: Searcher, text: str, subject: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.subject) == ("turned", subject)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("map of neglect", [("about", "neglect"), ("show", "map")]),
        (
            "show me a map of private fostering across England",
            [("about", "private fostering"), ("show", "map")],
        ),
        ("where in England is exploitation criticised?", [("about", "exploitation"), ("show", "map")]),
        ("map of the latest grades", [("show", "map-grade")]),
        ("heat map of inadequate councils", [("show", "map-grade")]),
        ("neglect by region", [("about", "neglect"), ("show", "region")]),
        ("caseloads by authority and year", [("about", "caseloads"), ("show", "authority")]),
        ("early help: regional breakdown", [("about", "early help"), ("show", "region")]),
        ("how does each region do on neglect?", [("about", "neglect"), ("show", "region")]),
        ("which parts of the country are praised for neglect?", [("about", "neglect"), ("show", "region")]),
        ("which regions criticise supervision most?", [("about", "supervision"), ("show", "region")]),
    ],
)
def test_tables_and_maps(searcher: Searcher, text: str, given: list[tuple[str, str]]) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.path, list(found.given)) == ("matrix", "/matrix", given)


def test_an_authority_beside_its_neighbours_is_a_table(searcher: Searcher) -> None:
    found = view(searcher, "compare Torbay with its statistical neighbours on neglect")
    assert found is not None
    assert (found.kind, found.subject, found.authorities[0]) == ("matrix", "neglect", "Torbay")
    assert len([value for name, value in found.given if name == "authority"]) == len(found.authorities) > 5


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("what sets outstanding councils apart on supervision?", (BEST, WORST)),
        ("what do good councils do about neglect that inadequate ones don't?", (GOOD, WORST)),
        ("what does good look like for early help compared with inadequate?", (GOOD, WORST)),
    ],
)
def test_grades_in_two_clauses(searcher: Searcher, text: str, grades: tuple[str, str]) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, found.grades) == ("contrast", grades)


@pytest.mark.parametrize(
    ("text", "way"),
    [("who has improved since their last inspection?", "up"), ("councils that got worse", "down"),
     ("who's gone backwards since their last inspection?", "down"),
     ("which authorities declined at their latest inspection", "down")],
)  # fmt: skip
def test_movements_without_the_word_grade(searcher: Searcher, text: str, way: str) -> None:
    found = view(searcher, text)
    assert found is not None, text
    assert (found.kind, dict(found.given)) == ("movements", {"area": "overall", "way": way})


@pytest.mark.parametrize(
    "text",
    [
        "Northmoor got outstanding, but were they given any recommendations on caseloads?",
        "what recommendations were made to Northmoor on supervision?",
        "which recommendations mention supervision?",
        "does Northmoor not have enough foster carers?",
        "which councils do not have enough foster carers?",
        "which reports mention that managers do not have time?",
        "did Northmoor improve supervision?",
        "how did councils turn supervision round?",
        "do leaders map exploitation?",
        "which children are mapped by region?",
        "how are children matched by area?",
        "who supports care leavers who improved at school?",
    ],
)
def test_what_only_looks_like_these_views(searcher: Searcher, text: str) -> None:
    assert view(searcher, text) is None


def test_a_trend_is_of_the_matter_and_not_of_the_words_that_count_it(searcher: Searcher) -> None:
    for text in (
        "how has criticism of supervision changed over time",
        "number of reports mentioning supervision by year",
        "are concerns about supervision growing",
        "year by year: supervision",
        "graph of supervision mentions",
        "change in mentions of supervision 2015 to 2025",
        "are more councils being criticised for supervision than before",
        "has talk of supervision grown?",
        "have mentions of supervision increased since 2018?",
    ):
        found = view(searcher, text)
        assert found is not None, text
        assert (found.kind, found.subject) == ("trend", "supervision")
