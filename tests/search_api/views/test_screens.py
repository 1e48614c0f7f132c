"""The first screens of views over the samples: what they say is counted, and every pin opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.store.reader import IndexReader
from search_api.index.index import Index
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


def test_a_contrast_shows_both_sides(index: Index) -> None:
    found = view_of(index, "what do good and inadequate councils say about MARAC?")
    assert all(line.side.startswith(("Judged good", "Judged inadequate")) for line in found.lines)


def test_what_cannot_be_shown_is_said_and_the_answer_stands(index: Index) -> None:
    answer = index.ask("what do good and inadequate councils say about MARAC and the LADO?")
    assert answer.view is None or answer.view.note
    assert answer.coverage.reports_indexed == 6
