"""How an answer stands: sides and counts, inspections in order, authorities in turn, alike ones folded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from indexer.records import Acronym, Sense
from search_api.answers.answerer import Answerer
from search_api.answers.asks import NO_RANKS, meaning
from search_api.answers.quotations.order import ASKED, CONCERNS, STRENGTHS
from search_api.answers.quotations.records import Answer
from search_api.retrieval.searcher import Searcher
from tests.support.builders import make_paragraph, make_report, make_report_entry

from .asking import WIDE, answerer


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    entries = []
    for place, name in enumerate(("Northmoor", "Saltby", "Wexcombe", "Eastvale")):
        for year in (2018, 2022):
            report = make_report(name, date(year, 1 + place, 5))
            entries.append(
                make_report_entry(report, [
                    make_paragraph(report, 1, "Keep short breaks under review.", kind="recommendation"),
                    make_paragraph(report, 2, f"Short breaks were late in {name} in {year}."),
                    make_paragraph(report, 3, "Short breaks are praised by every family."),
                    make_paragraph(report, 4, f"Managers of {name} praised supervision of staff."),
                ], dimension=WIDE)
            )  # fmt: skip
    with answerer(tmp_path_factory.mktemp("shape"), entries) as opened:
        yield opened


def searching(asked: Answerer) -> Searcher:
    assert isinstance(asked.searcher, Searcher)
    return asked.searcher


def labels(answer: Answer) -> list[str]:
    return [group.label for group in answer.groups]


def test_sides_stand_apart_with_their_counts_the_newest_first(asked: Answerer) -> None:
    answer = asked.ask("what did inspectors say about short breaks?", limit=12)
    assert labels(answer) == [CONCERNS, STRENGTHS, ASKED]
    assert [group.count for group in answer.groups] == [8, 8, 8]
    passages = {passage.paragraph.id: passage for passage in answer.passages}
    assert [name for group in answer.groups for name in group.passages] == list(passages)
    for group in answer.groups:
        published = [passages[name].report.published for name in group.passages]
        assert published == sorted(published, reverse=True)
    concerns = [passages[name] for name in answer.groups[0].passages]
    assert {passage.side for passage in concerns} == {"criticism"}
    assert len({passage.report.authority for passage in concerns}) == min(4, len(concerns))


def test_what_many_reports_say_in_the_same_words_stands_once(asked: Answerer) -> None:
    answer = asked.ask("short breaks", limit=12)
    strengths = [passage for passage in answer.passages if passage.side == "praise"]
    assert [passage.alike for passage in strengths] == [7]


def test_who_asks_for_a_side_gets_its_groups_only(asked: Answerer) -> None:
    assert labels(asked.ask("weaknesses in short breaks")) == [CONCERNS, ASKED]
    assert labels(asked.ask("strengths of short breaks")) == [STRENGTHS]
    both = asked.ask("which councils offer short breaks, and who was criticised for it?")
    assert {CONCERNS, STRENGTHS} <= set(labels(both))


def test_inspections_of_one_authority_stand_in_order(asked: Answerer) -> None:
    answer = asked.ask("short breaks in Saltby")
    assert labels(answer) == ["Saltby, 5 February 2022", "Saltby, 5 February 2018"]
    reports = [passage.report.id for passage in answer.passages]
    assert [name for name, _ in groupby(reports)] == ["saltby-2022-02-05", "saltby-2018-02-05"]


def test_authorities_are_compared_in_groups(asked: Answerer) -> None:
    answer = asked.ask("short breaks: Saltby v Wexcombe")
    assert labels(answer) == ["Saltby", "Wexcombe"]
    assert len({len(group.passages) for group in answer.groups}) == 1


def test_who_does_it_is_named(asked: Answerer) -> None:
    answer = asked.ask("which councils offer short breaks?", limit=4)
    assert (
        "‘short breaks’ is mentioned in reports on 4 authorities: Eastvale; Northmoor; Saltby; Wexcombe."
        in answer.remarks
    )
    assert len({passage.report.authority for passage in answer.passages}) == 4


def test_lists_are_counted_and_set_beside_the_one_before(asked: Answerer) -> None:
    one = asked.ask("what was Saltby told to improve in 2022?")
    assert one.remarks == ("Saltby, 5 February 2022: 1 recommendation.",)
    both = asked.ask(
        "how many things was Saltby told to improve in 2022, and which were on the list last time?"
    )
    assert both.remarks == (
        "Saltby, 5 February 2022: 1 recommendation.",
        "Saltby, 5 February 2018: 1 recommendation.",
    )
    assert len(both.passages) == 2
    assert "Searched 2 of 8 reports" in both.coverage.text  # with that of the time before
    assert both.coverage.paragraphs_searched == 2 * one.coverage.paragraphs_searched


def test_two_lists_are_both_quoted(asked: Answerer) -> None:
    answer = asked.ask(
        "what did Saltby have to improve in 2022, and what was Wexcombe told to improve in 2018?"
    )
    assert [len(group.passages) for group in answer.groups] == [1, 1]
    assert {passage.report.id for passage in answer.passages} == {"saltby-2022-02-05", "wexcombe-2018-03-05"}
    assert "Searched 2 of 8 reports" in answer.coverage.text


def test_two_questions_of_two_authorities_are_both_answered(asked: Answerer) -> None:
    answer = asked.ask("how are short breaks in Saltby, and how is supervision in Wexcombe in 2018?")
    assert {passage.report.authority for passage in answer.passages} == {"Saltby", "Wexcombe"}
    of_wexcombe = [passage for passage in answer.passages if passage.report.authority == "Wexcombe"]
    assert {passage.paragraph.number for passage in of_wexcombe} == {4}


def test_each_of_two_questions_keeps_its_own_date_and_kind(asked: Answerer) -> None:
    answer = asked.ask(
        "how were short breaks in Saltby in 2018, and what does the 2022 report say about supervision?"
    )
    first, second = answer.groups
    assert {name.partition("/")[0] for name in first.passages} == {"saltby-2018-02-05"}
    assert {name.partition("/")[0] for name in second.passages} == {"saltby-2022-02-05"}
    answer = asked.ask("what was good about short breaks in Saltby in 2022 and what was it told to fix?")
    assert [group.passages for group in answer.groups][1] == ("saltby-2022-02-05/rec-1",)
    assert "saltby-2022-02-05/para-3" in answer.groups[0].passages
    assert "4 paragraphs" in answer.coverage.text


def test_a_second_question_that_only_points_back_is_no_question_of_its_own(asked: Answerer) -> None:
    answer = asked.ask("were short breaks late in Saltby in 2022, and who praised them?")
    assert answer.answered
    assert not any("answers this part" in remark for remark in answer.remarks)


def test_whether_it_was_put_right_is_a_question_of_both_years(asked: Answerer) -> None:
    answer = asked.ask(
        "what did the 2018 inspection of Saltby want of short breaks, and was it put right by 2022?"
    )
    assert [label.partition(", judged")[0] for label in labels(answer)] == [
        "Saltby, 5 February 2022", "Saltby, 5 February 2018",
    ]  # fmt: skip
    assert len(answer.understood.scope.reports) == 2


def test_meanings_are_told() -> None:
    once = Acronym("EDT", (Sense("emergency duty team", 1, "northmoor-2018-08-24/para-2"),), 4)
    assert meaning(once) == "EDT stands for emergency duty team (1 paragraph)."
    twice = Acronym(
        "EDT", (Sense("emergency duty team", 9, "a/para-1"), Sense("early day trust", 2, "b/para-1")), 20
    )
    assert meaning(twice) == (
        "EDT has 2 meanings in these reports: emergency duty team (9 paragraphs); "
        "early day trust (2 paragraphs)."
    )


def test_nobody_is_ranked(asked: Answerer) -> None:
    answer = asked.ask("which council is best at short breaks?")
    assert answer.remarks[0] == NO_RANKS
    assert NO_RANKS not in asked.ask("which councils offer short breaks?").remarks
    assert NO_RANKS not in asked.ask("best practice in short breaks in Saltby").remarks


def test_a_figure_of_a_year_is_taken_from_the_report_after_it(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2016, 3, 29))
    entry = make_report_entry(report, [
        make_paragraph(report, 18, "At 31 March 2015, 179 children were looked after.", kind="context"),
        make_paragraph(report, 19, "At 31 March 2014, 150 children were looked after.", kind="context"),
    ], dimension=WIDE)  # fmt: skip
    with answerer(tmp_path, [entry]) as opened:
        told = opened.ask("how many children were looked after in Northmoor in 2015?")
        assert [passage.paragraph.number for passage in told.passages] == [18]
        assert told.remarks == ("These passages of other reports speak of 2015.",)
        assert "Northmoor has no report of 2015 in this index; it has 2016." in told.understood.scope.notes
        assert not opened.ask("how many children were looked after in Northmoor in 2012?").answered


def test_all_mentions_are_listed_the_newest_first(asked: Answerer) -> None:
    found = searching(asked).search("supervision in Saltby or Wexcombe", mentioned=True)
    assert [item.paragraph.id for item in found.results] == [
        "wexcombe-2022-03-05/para-4", "saltby-2022-02-05/para-4",
        "wexcombe-2018-03-05/para-4", "saltby-2018-02-05/para-4",
    ]  # fmt: skip
    assert found.mentioned == found.total == 4
    free = searching(asked).search("plans that nobody wrote", mentioned=True)
    assert free.mentioned is None


def test_what_is_not_on_the_side_asked_for_is_said(asked: Answerer) -> None:
    answer = asked.ask("weaknesses in supervision in Saltby 2022")
    assert [passage.paragraph.number for passage in answer.passages] == [4]
    assert answer.remarks[-1] == "No passage that mentions it says that anything is wanting."


def test_other_authorities_with_the_same_finding_are_cited(asked: Answerer) -> None:
    answer = asked.ask("which councils were late with short breaks?", limit=2)
    concerns = next(group for group in answer.groups if group.label == CONCERNS)
    quoted = {
        passage.report.authority for passage in answer.passages if passage.paragraph.id in concerns.passages
    }
    further = [passage.report.authority for passage in concerns.further]
    assert quoted.isdisjoint(further)
    assert quoted | set(further) == {"Northmoor", "Saltby", "Wexcombe", "Eastvale"}
    assert len(further) == len(set(further))
    published = [passage.report.published for passage in concerns.further]
    assert published == sorted(published, reverse=True)
    of_one = asked.ask("short breaks in Saltby 2022", limit=1)
    assert all(not group.further for group in of_one.groups)


def test_what_was_recommended_comes_first_where_that_is_asked(asked: Answerer) -> None:
    assert labels(asked.ask("who was told to sort out short breaks?", limit=6))[0] == ASKED


def test_a_side_that_nobody_takes_is_said(asked: Answerer) -> None:
    answer = asked.ask("weaknesses in supervision of staff")
    assert "No passage found says that anything is wanting." in answer.remarks


def test_a_change_is_told_from_both_sides(asked: Answerer) -> None:
    answer = asked.ask("has Saltby sorted out the problems with short breaks?")
    assert [label.partition(", judged")[0] for label in labels(answer)] == [
        "Saltby, 5 February 2022", "Saltby, 5 February 2018",
    ]  # fmt: skip
    assert 3 in {passage.paragraph.number for passage in answer.passages}  # what is well now


def test_a_report_that_nothing_is_quoted_from_is_named(tmp_path: Path) -> None:
    early, late = make_report("Northmoor", date(2016, 1, 5)), make_report("Northmoor", date(2022, 1, 5))
    entries = [
        make_report_entry(early, [
            make_paragraph(early, 1, "Staff meet their own managers each week for a talk."),
        ], dimension=WIDE),
        make_report_entry(late, [make_paragraph(late, 1, "Homes are warm.")], dimension=WIDE),
    ]  # fmt: skip
    with answerer(tmp_path, entries) as opened:
        answer = opened.ask("do Northmoor staff meet their own managers each week for a talk?")
        assert "No passage near enough to quote in: Northmoor, 5 January 2022." in answer.remarks


def test_a_bullet_alone_brings_the_finding_behind_it(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2022, 1, 5), framework="ilacs")
    entry = make_report_entry(report, [
        make_paragraph(report, 1, "The response to private fostering.", kind="improvement"),
        make_paragraph(report, 7, "The response to carers who foster for friends is late and weak."),
        make_paragraph(report, 8, "Cars are parked outside."),
    ], dimension=WIDE)  # fmt: skip
    with answerer(tmp_path, [entry], answer_evidence=-1.0) as opened:
        answer = opened.ask("private fostering response in Northmoor 2022")
        assert answer.passages[0].paragraph.kind == "improvement"
        assert all(item.paragraph.number != 8 for item in answer.passages)
