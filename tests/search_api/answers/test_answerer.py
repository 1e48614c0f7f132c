"""Answers on small fictional indexes: verbatim, cited, spread over reports and kinds, refused when weak."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from indexer.records import Kind
from indexer.store.format import ReportEntry
from search_api.answers.quotations.order import spread
from search_api.answers.quotations.records import Evidence, Passage
from search_api.answers.whole import NOT_ANSWERED
from search_api.question.request import Request
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
)

from .asking import WIDE, answerer


def marac_reports() -> list[ReportEntry]:
    """Two reports of Northmoor, one of Wexcombe: MARAC in many long findings and one recommendation."""
    early, late = make_report("Northmoor", date(2016, 1, 5)), make_report("Northmoor", date(2018, 8, 24))
    other = make_report("Wexcombe", date(2022, 5, 16), framework="ilacs")
    return [
        make_report_entry(early, [
            make_paragraph(early, 28, "The chair is new. MARAC is well attended. This has helped families."),
            make_paragraph(early, 29, "Placements are stable and most children stay in the same school."),
        ], dimension=WIDE),
        make_report_entry(late, [
            make_paragraph(late, 6, "Improve information-sharing in MARAC.", kind="recommendation"),
            *(make_paragraph(late, number, f"MARAC meets weekly. MARAC action {number} was late for MARAC.")
              for number in range(17, 29)),
        ], dimension=WIDE),
        make_report_entry(other, [
            make_paragraph(other, 4, "Police, health and housing come to MARAC."),
            make_paragraph(other, 5, "Care leavers value their personal advisers."),
        ], dimension=WIDE),
    ]  # fmt: skip


def test_no_report_or_kind_crowds_out_another(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("what did inspectors say about MARAC?", limit=6)
    assert answer.answered
    ids = [passage.paragraph.id for passage in answer.passages]
    assert len(ids) == 6
    assert {
        "northmoor-2018-08-24/rec-6",
        "northmoor-2016-01-05/para-28",
        "wexcombe-2022-05-16/para-4",
    } <= set(ids)


def test_passages_of_one_report_stand_together(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("what did inspectors say about MARAC?", limit=8)
    reports = {passage.paragraph.id: passage.report.id for passage in answer.passages}
    for group in answer.groups:
        order = [reports[name] for name in group.passages]
        assert order == sorted(order, key=order.index)
    assert len(set(reports.values())) == 3


def test_filters_reach_the_answer(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("MARAC", Request(authorities=("wexcombe",)))
    assert [passage.paragraph.id for passage in answer.passages] == ["wexcombe-2022-05-16/para-4"]
    assert answer.passages[0].citation.startswith("Ofsted, Wexcombe, ")
    assert answer.passages[0].citation.endswith("published 16 May 2022, paragraph 4, page 3")
    assert answer.coverage.reports_searched == 1


def test_weak_evidence_is_not_an_answer(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("what did inspectors say about blockchain ledgers?")
    assert not answer.answered
    assert answer.passages == ()
    assert answer.text == f"{NOT_ANSWERED} No report uses the word ‘blockchain’ or ‘ledgers’."
    assert answer.nearest_miss is None  # nothing is near: it would only look foolish
    assert answer.evidence.unknown == ("blockchain", "ledgers")


def test_an_empty_scope_has_no_nearest_miss(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("MARAC", Request(authorities=("Torbay",)))
    assert not answer.answered
    assert answer.nearest_miss is None
    assert answer.text == "This index has no report on Torbay."


def findings(*texts: str, kind: Kind = "finding") -> ReportEntry:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [make_paragraph(report, number, text, kind=kind) for number, text in enumerate(texts, 1)]
    return make_report_entry(report, paragraphs, dimension=WIDE)


def quotes(folder: Path, reports: Sequence[ReportEntry], question: str) -> list[str]:
    with answerer(folder, reports, answer_evidence=-1) as asked:
        return [passage.quote for passage in asked.ask(question).passages]


PRAISE, BLAME = "The MARAC of the town is praised.", "Papers for the MARAC of the town come late to all."


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("weaknesses in the MARAC of the town", BLAME),
        ("concerns about the MARAC", BLAME),
        ("strengths of the MARAC", PRAISE),
        ("the MARAC of the town", PRAISE),
    ],
)
def test_the_side_that_is_asked_for_comes_first(tmp_path: Path, question: str, first: str) -> None:
    assert quotes(tmp_path, [findings(PRAISE, BLAME)], question)[0] == first


def test_more_acronyms_do_not_put_the_opposite_first(tmp_path: Path) -> None:
    praise = "The MARAC and the MASH are praised."
    reports = [findings(praise, BLAME)]
    assert quotes(tmp_path / "a", reports, "weaknesses of MARAC and MASH")[0] == BLAME
    assert quotes(tmp_path / "b", reports, "MARAC and MASH")[0] == praise


def test_what_is_recommended_is_no_strength(tmp_path: Path) -> None:
    asked = findings("Life story books for the children of the town.", kind="improvement")
    found = findings("Life story books are praised by the children of the older town and its carers.")
    merged = ReportEntry(asked.report, (), (*asked.entries, *found.entries))
    assert quotes(tmp_path / "a", [merged], "strengths of life story books")[0].startswith(
        "Life story books are"
    )
    assert quotes(tmp_path / "b", [merged], "weaknesses of life story books")[0].startswith(
        "Life story books for"
    )


def test_words_that_only_say_the_side_are_no_part_of_the_matter(tmp_path: Path) -> None:
    reports = [findings("The board has weaknesses in its website.", "Foster carers wait for the panel.")]
    with answerer(tmp_path, reports) as asked:
        passages = asked.ask("weaknesses in the panel").passages
    assert [passage.share for passage in passages if "panel" in passage.quote] == [pytest.approx(1.0)]


def test_a_vector_alone_tells_little_of_what_a_question_asks_for(tmp_path: Path) -> None:
    reports = [findings("Visits by the town are praised.", "Visits of the town are late.")]
    with answerer(tmp_path, reports) as asked:
        told = {passage.quote: passage.agreement for passage in asked.ask("late visits").passages}
        wondered = {passage.quote: passage.agreement for passage in asked.ask("are visits late?").passages}
    late = "Visits of the town are late."
    assert told[late] > 0.4
    assert wondered[late] == pytest.approx(told[late] / 4, rel=0.5)


def test_a_label_never_stands_before_a_finding(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    context = [
        make_paragraph(report, 1, "Signs of Safety", kind="context"),
        make_paragraph(report, 2, "The town uses Signs of Safety.", kind="context"),
    ]
    finding = make_paragraph(report, 3, "Signs of Safety is the model in every plan of the town.")
    entry = make_report_entry(report, [*context, finding], dimension=WIDE)
    found = quotes(tmp_path / "a", [entry], "signs of safety")
    assert found == [finding.text, context[1].text, context[0].text]
    # Unless labels are all there is.
    alone = make_report_entry(report, context[:1], dimension=WIDE)
    assert quotes(tmp_path / "b", [alone], "signs of safety") == ["Signs of Safety"]


def test_what_is_counted_is_looked_for_in_the_context_too(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    entry = make_report_entry(report, [
        make_paragraph(report, 1, "There are 12 adopters in the town.", kind="context"),
        make_paragraph(report, 2, "There are workers for adopters of the town, and they are kind."),
    ], dimension=WIDE)  # fmt: skip
    first = {
        question: quotes(tmp_path / question[:3], [entry], question)[0]
        for question in ("how many adopters are there", "adopters of the town")
    }
    assert first["how many adopters are there"].startswith("There are 12")
    assert first["adopters of the town"].startswith("There are workers")


def test_what_is_far_beside_the_point_is_left_out(tmp_path: Path) -> None:
    near = "Children of the harbour wards wait for a dentist."
    far = "Horses of the moor, seen from the harbour, graze by a long and stony lane every summer evening."
    assert quotes(tmp_path, [findings(near, far)], "children waiting for a dentist in the harbour wards") == [
        near
    ]


def test_a_question_of_grades_is_answered_by_the_covers(tmp_path: Path) -> None:
    entry = findings("Half of the children go to schools judged outstanding.", "Leadership has improved.")
    with answerer(tmp_path, [entry]) as asked:
        alone = asked.ask("is Northmoor outstanding?")
        beside = asked.ask("how was leadership in Northmoor judged")
        other = asked.ask("leadership in Northmoor")
    assert (alone.answered, alone.passages, alone.judgements) == (True, (), (entry.report,))
    assert beside.judgements == (entry.report,)
    assert [passage.quote for passage in beside.passages] == ["Leadership has improved."]
    assert other.judgements == ()


def test_the_covers_answer_nothing_about_another_matter(tmp_path: Path) -> None:
    with answerer(tmp_path, [findings("Leadership has improved.")]) as asked:
        answer = asked.ask("what was the Ofsted rating of zebra crossings in Northmoor")
    assert (answer.answered, answer.judgements) == (False, ())


def test_who_asks_for_recommendations_gets_those_there_are(tmp_path: Path) -> None:
    texts = ("Improve the visits.", "Ensure that horses of the moor are counted by the warden every summer.")
    reports = [findings(*texts, kind="recommendation")]
    assert set(quotes(tmp_path / "a", reports, "what were the recommendations for Northmoor")) == set(texts)
    assert quotes(tmp_path / "b", reports, "recommendations about visits") == [texts[0]]


def test_spread_fills_up_when_nobody_else_waits() -> None:
    report, other = make_report("Northmoor"), make_report("Saltby")
    passages = [
        *(_passage(report, number) for number in (1, 2, 3, 4)),
        _passage(other, 1),
    ]
    assert [item.paragraph.id for item in spread(passages, 3)] == [
        "northmoor-2018-08-24/para-1",
        "northmoor-2018-08-24/para-2",
        "saltby-2018-08-24/para-1",
    ]
    assert len(spread(passages, 4)) == 4
    assert spread(passages, 99) == passages


def test_evidence_weighs_nearness_what_is_left_over_and_missing_names() -> None:
    assert Evidence(0.4).score == pytest.approx(0.4)
    assert Evidence(0.4, pull=0.1, rarest=0.5).score == pytest.approx(0.4 - 0.03 - 0.15)
    assert Evidence(0.4, pull=-0.1).score == pytest.approx(0.43)
    assert Evidence(0.4, unknown=("zebra",)).score == pytest.approx(0.4)
    assert Evidence(0.4, unknown=("wexcombe",), missing=("Wexcombe",)).score == pytest.approx(0.0)


def test_words_that_no_paragraph_found_holds_count_by_their_rarity(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        held = asked.ask("MARAC").evidence
        unknown = asked.ask("MARAC zebras").evidence
    assert (held.rarest, held.pull) == (0.0, 0.0)
    assert unknown.rarest == pytest.approx(1.0)
    # Without the zebras the question comes nearer to what the reports say.
    assert unknown.pull > 0
    assert unknown.score < held.score


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("MARAC in Eastvale?", ("Eastvale",)),
        ("MARAC at the eastvale", ()),
        ("MARAC in 2033", ("2033",)),
        ("MARAC for zebras and Zebras", ("Zebras",)),
    ],
)
def test_unknown_names_and_years_are_told_from_unknown_words(
    tmp_path: Path, question: str, missing: tuple[str, ...]
) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        assert asked.ask(question, Request(literal=True)).evidence.missing == missing


def test_a_name_understood_as_a_filter_is_not_missing(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        for question in ("Northmoor", "the work of MARAC in Northmoor"):
            assert asked.ask(question).evidence.missing == ()


def test_what_is_not_indexed_is_said_and_nothing_else_is_quoted(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        absent = asked.ask("How does MARAC work in Torbay?")
        undated = asked.ask("Northmoor 2031: MARAC")
    assert (absent.answered, absent.passages, absent.nearest_miss) == (False, (), None)
    assert absent.text.startswith("Torbay is not among the ")
    assert not undated.answered
    assert undated.text.startswith("Northmoor has no report of 2031 in this index; it has ")


def test_a_refusal_names_who_is_never_mentioned(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        answer = asked.ask("How often does the zoo in Eastvale feed zebras?")
    assert answer.text == f"{NOT_ANSWERED} No report uses the word ‘Eastvale’."


def test_the_threshold_decides(tmp_path: Path) -> None:
    with answerer(tmp_path, marac_reports()) as asked:
        score = asked.ask("held every month").evidence.score
    for folder, threshold, answered in (("a", score - 0.01, True), ("b", score + 0.01, False)):
        with answerer(tmp_path / folder, marac_reports(), answer_evidence=threshold) as asked:
            assert asked.ask("held every month").answered is answered


def _passage(report: object, number: int) -> Passage:
    from indexer.records import Report

    assert isinstance(report, Report)
    paragraph = make_paragraph(report, number)
    return Passage(paragraph.text, 0, paragraph, report, (), (0, len(paragraph.text)), 0.5, 0.5, 0.5)
