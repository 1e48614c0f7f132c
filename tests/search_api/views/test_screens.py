"""The first screens of views over the samples: what they say is counted, and every pin opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from indexer.store.reader import IndexReader
from search_api.comparison.lineage.saying import in_words
from search_api.index.index import Index
from search_api.views.followed_screens import of_tracker
from search_api.views.records import View
from tests.support.api_bench import sample_index
from tests.support.encoders import HashEncoder


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index(IndexReader.open(sample_index()), encoder=HashEncoder()) as opened:
        yield opened


def view_of(index: Index, question: str) -> View:
    found = index.ask(question).view
    assert found is not None
    for line in found.lines:
        for pin in line.pins:
            if "/" in pin.id:
                assert pin.quote in index.get(pin.id).paragraph.text
            else:
                assert index.report(pin.id).report.id == pin.id
            assert pin.citation
    return found


def test_movements_name_both_inspections(index: Index) -> None:
    found = view_of(index, "which councils moved from requires improvement to good?")
    assert found.page == "/grades?from=requires+improvement&to=good&area=overall"
    assert found.lines[0].text == ("Saltby: requires improvement (22 July 2019) to good (13 November 2023)")
    assert len(found.lines[0].pins) == 2
    assert "moves from requires improvement to good" in found.note or "move from" in found.note
    assert len(found.lines) + found.more == len(
        index.grades("overall", before="requires improvement", after="good").rows
    )


def test_a_trend_has_a_line_for_every_year_with_a_report(index: Index) -> None:
    found = view_of(index, "trend of MARAC")
    years = sorted({report.published.year for report in index.reader.reports()}, reverse=True)
    assert [line.text.partition(":")[0] for line in found.lines] == [str(year) for year in years]
    for line in found.lines:
        assert bool(line.pins) == ("mentioned in 0 of" not in line.text)


def test_a_trend_counts_as_the_count_of_paragraphs_does(index: Index) -> None:
    """So the answer and ‘Over time’ never differ on the same words."""
    for words in ("MARAC", "neglect", "private fostering"):
        told = index.tally(index.understand(words))
        assert told is not None
        found = view_of(index, f"trend of {words}")
        assert told.sentence in found.note
        searched = sum(int(line.text.split(" of ")[1].split()[0]) for line in found.lines)
        mentioned = sum(int(line.text.split("mentioned in ")[1].split()[0]) for line in found.lines)
        assert (searched, mentioned) == (told.searched, told.reports)


def test_a_contrast_shows_both_sides(index: Index) -> None:
    found = view_of(index, "what do good and inadequate councils say about MARAC?")
    assert all(line.side.startswith(("Judged good", "Judged inadequate")) for line in found.lines)


def test_what_cannot_be_shown_is_said_and_the_answer_stands(index: Index) -> None:
    answer = index.ask("what do good and inadequate councils say about MARAC and the LADO?")
    assert answer.view is None or answer.view.note
    assert answer.coverage.reports_indexed == 6


def test_silence_gives_the_nearest_sentence_of_each_report(index: Index) -> None:
    found = view_of(index, "which reports do not mention private fostering?")
    silent = index.silence.on("private fostering").silent
    assert len(found.lines) + found.more == len(silent)
    assert all(line.pins and line.pins[0].quote for line in found.lines)


def test_the_tracker_says_what_the_inspection_says_of_each(index: Index) -> None:
    found = view_of(index, "how have Northmoor's recommendations been followed up?")
    rows = [row for row in index.lineage("Northmoor").rows if row.latest]
    assert found.page == "/authorities/northmoor/tracker"
    assert found.lines
    for line in found.lines:
        row = next(row for row in rows if row.paragraph.id == line.pins[0].id)
        assert row.latest is not None
        assert line.pins[0].quote == row.paragraph.text  # the recommendation's own words
        fates = [(in_words(item), item.matches[0].quote if item.matches else "") for item in row.outcomes]
        assert [(pin.note.partition(": ")[2], pin.quote) for pin in line.pins[1:]] == fates[::-1]
    assert {line.pins[0].id for line in found.lines} == {row.paragraph.id for row in rows}
    # The totals come first, in the words of the list.
    totals = found.note.split(".")[0].removeprefix("By the newest inspection after each: ").split("; ")
    shown = Counter(line.pins[1].note.partition(": ")[2].lower() for line in found.lines)
    assert sorted(totals) == sorted(f"{count} {words}" for words, count in shown.items())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("what became of Northmoor's recommendation 99?", "has that number: these are all."),
        ("what became of Northmoor's recommendations of 2001?", "No inspection of that year"),
    ],
)
def test_what_the_tracker_does_not_have_is_said(index: Index, asked: str, said: str) -> None:
    lineage = index.lineage("Northmoor")
    assert said in of_tracker(lineage, asked)[2]
    assert said not in of_tracker(lineage, "what became of Northmoor's recommendations?")[2]


def test_only_the_newest_report_s_own_recommendations_wait(index: Index) -> None:
    rows = index.lineage("Northmoor").rows
    waiting = replace(rows[0], outcomes=())
    later = replace(waiting, report=replace(waiting.report, published=date(2030, 1, 2)))
    lineage = replace(index.lineage("Northmoor"), rows=(*rows, waiting, waiting, later))
    note = of_tracker(lineage, "what became of Northmoor's recommendations?")[2]
    assert "1 recommendation of the report published 2 January 2030 cannot be followed yet" in note


def test_the_tracker_takes_the_number_and_the_years_of_the_question(index: Index) -> None:
    lineage = index.lineage("Northmoor")
    row = next(row for row in lineage.rows if row.outcomes and row.paragraph.label == "3")
    early = row.outcomes[0]
    late = replace(
        early, report=replace(early.report, published=date(2030, 1, 2)), verdict="repeated", matches=()
    )
    lineage = replace(lineage, rows=(replace(row, outcomes=(replace(early, verdict="addressed"), late)),))
    first, year = row.report.published.year, early.report.published.year
    of_year = of_tracker(lineage, f"has recommendation 3 of {first} been met by {year}?")[0]
    assert of_year[0].pins[0].id == row.paragraph.id
    assert [pin.note.partition(": ")[2] for pin in of_year[0].pins[1:]] == [
        in_words(replace(early, verdict="addressed"))
    ]
    every = of_tracker(lineage, "has recommendation 3 been met?")[0][0].pins
    assert "repeated" in every[1].note.lower()
    assert len(every) == 3  # its words, and both rounds
    found = view_of(index, f"has recommendation 3 of {first} been met in Northmoor?")
    assert [line.pins[0].id for line in found.lines] == [row.paragraph.id]


def test_from_weak_to_strong_shows_both_paragraphs(index: Index) -> None:
    found = view_of(index, "which councils were weak on supervision and are now strong?")
    assert all(len(line.pins) == 2 for line in found.lines)
    assert "criticised for this before" in found.note


def test_a_table_counts_every_row_with_a_report(index: Index) -> None:
    found = view_of(index, "MARAC by authority")
    held = index.matrix_of("MARAC", "authority")
    assert len(found.lines) + found.more == len([row for row in held.rows if held.totals[row].searched])
    assert all(" of " in line.text for line in found.lines)
    assert view_of(index, "map of MARAC").page == "/matrix?about=MARAC&show=map"
