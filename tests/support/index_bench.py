"""A folder of obedient reports and an index of it, for tests of the pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer.pipeline import run
from indexer.pipeline.summary import IndexSummary, Silent
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.encoders import HashEncoder
from tests.support.scripts.obedient_reader import READER


class Bench:
    """A folder of reports, an index of it, and the encoder in use."""

    def __init__(self, folder: Path) -> None:
        self.reports = folder / "reports"
        self.reports.mkdir()
        self.index = folder / "index"
        self.encoder = HashEncoder()

    def run(self, *paths: Path, **options: Any) -> IndexSummary:
        """Index `paths` (default: all reports); the index is sound after it."""
        self.encoder.encoded = 0
        summary = run.index_paths(
            paths or (self.reports,),
            self.index,
            lambda: self.encoder,
            workers=2,
            reader=READER,
            **options,
        )
        if summary.generation:
            assert check(self.index) == []
            assert summary.embedded == self.encoder.encoded
            with IndexReader.open(self.index) as reader:
                assert (reader.generation, len(reader)) == (summary.generation, summary.paragraphs)
                assert len(reader.reports()) == summary.reports
        return summary

    def texts(self) -> dict[str, str]:
        """Paragraph id -> text, for the whole index."""
        with IndexReader.open(self.index) as reader:
            return {
                item.id: item.text for report in reader.reports() for item in reader.paragraphs(report.id)
            }


class Notes(Silent):
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)


def counts(summary: IndexSummary) -> tuple[int, int, int, int]:
    """indexed, unchanged, removed, refused."""
    return summary.indexed, summary.unchanged, summary.removed, len(summary.refused)
