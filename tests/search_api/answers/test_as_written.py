"""An answer is chosen among paragraphs that were glanced at; what it quotes was read whole and is sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.errors import CorruptIndex
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.answers.answerer import Answerer
from search_api.retrieval.searcher import Searcher
from tests.support.builders import alter, make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

from .asking import SIDES, WIDE, answerer

QUESTION = "Are short breaks late?"


def entries() -> list[ReportEntry]:
    found = []
    for place, name in enumerate(("Northmoor", "Saltby", "Wexcombe")):
        report = make_report(name, date(2020, 1 + place, 5))
        found.append(
            make_report_entry(report, [
                make_paragraph(report, 1, f"Short breaks were late in {name}."),
                make_paragraph(report, 2, "Homes are well kept."),
                make_paragraph(report, 3, "Short breaks are praised by every family."),
            ], dimension=WIDE)
        )  # fmt: skip
    return found


def test_what_is_quoted_has_the_boxes_that_its_page_is_marked_with(tmp_path: Path) -> None:
    with answerer(tmp_path, entries()) as asked:
        answer = asked.ask(QUESTION)
        refused = asked.ask("zebra crossings")
    further = [item for group in answer.groups for item in group.further]
    quoted = [*answer.passages, *further, *filter(None, [refused.nearest_miss])]
    assert len(answer.passages) > 1
    assert all(item.paragraph.boxes for item in quoted)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paragraphs SET text = replace(text, 'late', 'fine') WHERE rowid = 1",
        "UPDATE paragraphs SET number = 7 WHERE rowid = 1",
        "UPDATE paragraphs SET report = 2 WHERE rowid = 1",
        "UPDATE paragraphs SET page_first = 9 WHERE rowid = 1",
        "DELETE FROM boxes WHERE paragraph = 1",
        "UPDATE boxes SET lines = zeroblob(32) WHERE paragraph = 1",
    ],
)
def test_nothing_that_was_altered_is_quoted(tmp_path: Path, statement: str) -> None:
    write_small_index(tmp_path / "index", entries(), dimension=WIDE)
    alter(tmp_path / "index", statement)
    with IndexReader.open(tmp_path / "index") as reader:
        asked = Answerer(Searcher(reader, WordEncoder(WIDE), default_register(), polarity=SIDES))
        with pytest.raises(CorruptIndex, match="is not what was written"):
            asked.ask(QUESTION)
