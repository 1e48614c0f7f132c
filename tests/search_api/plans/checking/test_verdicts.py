"""The verdict on each kind of claim, over made-up reports of two fictional authorities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.records import Judgement, Report
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.held_reports import HeldReports
from search_api.plans.checking.records import Finding
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

VISITS = "Visits to children at home are regular and well recorded."
PLANS = "Plans for children are vague and reviews come too late."
CARERS = "Foster carers value the training that they are given each spring."
LETTER = "Partners share what they know of exploited children without delay."
STAFF = "Managers keep a close watch on how many cases each worker holds."
OLD = "Old words that were put right in the version after this one."
HEAD = "# Northmoor improvement plan\n\n"
URL = "https://pinpoint.example.gov.uk/paragraphs/northmoor-2018-08-24"


def _report(year: int, month: int = 8, day: int = 24, **changes: object) -> Report:
    judged = (Judgement("overall", "Overall effectiveness", "inadequate", "Inadequate"),)
    facts: dict[str, object] = {"inspection_start": None, "inspection_end": None, "judgements": judged}
    return make_report("Northmoor", date(year, month, day), **(facts | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """2014, replaced by that of 2015; 2018; 2022, and a JTAI letter of the same year."""
    newer = _report(2015)
    older = _report(2014, superseded_by=newer.id)
    middle = _report(2018)
    latest = _report(2022, 5, 16, framework="ilacs")
    letter = _report(2022, 11, 2, framework="jtai", judgements=())
    made = [
        (older, {3: OLD}),
        (newer, {3: "New words that put right what the version before this one had."}),
        (middle, {27: VISITS, 28: PLANS, 29: "Leaders know their services."}),
        (latest, {5: CARERS, 6: "Care leavers are in touch with their advisers.", 27: STAFF}),
        (letter, {5: LETTER}),
    ]
    entries = [
        make_report_entry(
            report, [make_paragraph(report, at, text, page=at % 9 + 1) for at, text in texts.items()]
        )
        for report, texts in made
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("verdicts") / "index"
    write_small_index(folder, entries)
    with Index(IndexReader.open(folder), encoder=WordEncoder()) as opened:
        yield opened


def findings(index: Index, text: str, name: str = "plan.md") -> list[Finding]:
    return list(check_draft(index, name, (HEAD + text).encode(), suggest=False).findings)


def verdicts(index: Index, text: str) -> list[str]:
    return [item.verdict for item in findings(index, text)]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"“{VISITS}” (Ofsted 2018, para 27).", "right"),
        (f"Paragraph 27 of the 2018 report says: ‘{VISITS}’", "right"),
        (f"“{VISITS}” (Ofsted 2018, page 1).", "right"),
        (f"“{LETTER}” (JTAI letter, page 6).", "right"),
        (f"“{LETTER}” (JTAI letter, 2022: 5).", "right"),
        (f"“{VISITS}” [source]({URL}/para-27).", "right"),
        (f"“{VISITS}” ([Ofsted 2018, para 27]({URL}/para-27)).", "right"),
        ("“Visits to children at home are rare and well recorded.” (Ofsted 2018, para 27).", "differs"),
        (f"“{VISITS}” (Ofsted 2018, para 28).", "elsewhere"),
        (f"“{VISITS}” (Ofsted 2018, para 88).", "no number"),
        (f"“{VISITS}” ({URL}/para-88)", "no number"),
        (f"“{VISITS}” (Ofsted 2017, para 27).", "no report"),
        (f"“{VISITS}” (Ofsted 2018, para 27, p 7).", "wrong page"),
        ("Action A follows from paragraph 5 of the 2022 report.", "ambiguous"),
        ("Action A follows from paragraph 27 of the Ofsted report.", "ambiguous"),
        (f"“{VISITS}” ([Ofsted 2018, para 27]({URL}/para-28)).", "ambiguous"),
        (f"“{OLD}” (Ofsted 2014, para 3).", "superseded"),
        (f"In our latest inspection (Ofsted 2018, para 27) it says “{VISITS}”.", "superseded"),
        ("In 2018 Ofsted judged our services to be good overall.", "wrong grade"),
        ("In 2018 Ofsted judged our services to be inadequate overall.", "right"),
        (f"Inspectors told us that “{VISITS}”.", "uncited"),
    ],
)  # fmt: skip
def test_each_verdict(index: Index, text: str, verdict: str) -> None:
    assert verdicts(index, text) == [verdict]


def test_a_missing_paragraph_of_an_id_offers_the_one_that_has_the_words(index: Index) -> None:
    [item] = findings(index, f"“{VISITS}” ({URL}/para-88)")
    assert [each.paragraph.id for each in item.offers] == ["northmoor-2018-08-24/para-27"]


def test_each_quotation_of_a_sentence_is_of_its_own_number(index: Index) -> None:
    other = PLANS.replace("late", "early")
    text = f"In 2018 Ofsted said that “{VISITS}” (para 27) and that “{other}” (para 28)."
    assert verdicts(index, text) == ["right", "differs"]


def test_quotations_that_one_number_leads_up_to_are_all_of_it(index: Index) -> None:
    text = f"Paragraph 27 of the 2018 report begins “{VISITS}” and goes on “{PLANS}”."
    assert verdicts(index, text) == ["right", "elsewhere"]


def test_a_number_is_not_carried_from_a_report_that_nobody_cited(index: Index) -> None:
    text = f"See paragraph 27.\n\n“{VISITS}” (Ofsted 2018, para 27).\n\nSee paragraph 27."
    assert verdicts(index, text) == ["ambiguous", "right", "right"]


def test_days_by_which_something_is_done_say_nothing_of_the_report(index: Index) -> None:
    table = (
        "| What | Words | Source | Deadline |\n|---|---|---|---|\n"
        f"| Visits | “{VISITS}” | 2018, para 27 | May 2022 |\n"
        f"| Carers | “{CARERS}” | Ofsted 2022, para 5 | July 2018 |"
    )
    assert verdicts(index, table) == ["right", "right"]


@pytest.mark.parametrize(
    "text",
    [
        f"“{VISITS}”. Source: Ofsted’s report of 24 August 2018, para 27.",
        f"By August 2018 much had changed. “{VISITS}” is how paragraph 27 of that report begins.",
        f"The report “{VISITS}” is cited in paragraph 27 in 2018.",
        f"> {VISITS}\n\n— Ofsted, 2018, para 27",
        f"Inspectors wrote “{VISITS}”[^1]\n\n[^1]: Ofsted 2018, para 27.",
    ],
)
def test_which_report_is_meant_is_read_from_around_it(index: Index, text: str) -> None:
    assert verdicts(index, text) == ["right"]


@pytest.mark.parametrize(
    "text",
    ["This plan answers Ofsted’s reports up to 16 May 2022.", "What inspectors said elsewhere"],
)
def test_titles_and_names_of_reports_claim_nothing(index: Index, text: str) -> None:
    assert [item for item in findings(index, text) if item.verdict == "uncited"] == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"Inspectors named as a strength that “{PLANS}” (Ofsted 2018, para 28).", "side reversed"),
        (f"Inspectors were concerned: “{VISITS}” (Ofsted 2018, para 27).", "side reversed"),
        (
            f"Members should note the criticism in paragraph 27 of the 2018 report: “{VISITS}”",
            "side reversed",
        ),
        (f"## Strengths\n\n- “{PLANS}” (Ofsted 2018, para 28)", "side reversed"),
        (f"| Strength | Source |\n|---|---|\n| “{PLANS}” | Ofsted 2018, para 28 |", "side reversed"),
        (f"Inspectors named as a strength that “{VISITS}” (Ofsted 2018, para 27).", "right"),
        (f"## Areas for improvement\n\n- “{PLANS}” (Ofsted 2018, para 28)", "right"),
        (f"It should be a strength, they say: “{PLANS}” (Ofsted 2018, para 28).", "right"),
    ],
)
def test_a_side_that_the_words_speak_against(
    index: Index, monkeypatch: pytest.MonkeyPatch, text: str, verdict: str
) -> None:
    def sides(here: HeldReports, paragraph: object, spans: object = ()) -> list[tuple[str, float, int]]:
        words = getattr(paragraph, "text", "")
        return [("criticism", 0.3, 0)] if words == PLANS else [("praise", -0.3, 0)]

    monkeypatch.setattr(HeldReports, "sides", sides)
    assert verdicts(index, text) == [verdict]


@pytest.mark.parametrize("side", [("mixed", 0.0, 0), ("praise", -0.4, 0)])
def test_words_that_take_no_side_plainly_are_doubted_in_a_remark(
    index: Index, monkeypatch: pytest.MonkeyPatch, side: tuple[str, float, int]
) -> None:
    monkeypatch.setattr(HeldReports, "sides", lambda *_: [side])
    [item] = findings(index, f"Inspectors named as a strength that “{PLANS}” (Ofsted 2018, para 28).")
    assert item.verdict == "right"
    assert any("do not plainly say so" in remark for remark in item.remarks)
