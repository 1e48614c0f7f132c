"""Benchmarks of a server publish generations that a reader takes."""

from __future__ import annotations

from pathlib import Path

from benchmarks.republish import publish
from indexer.store.generations import current_name
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import write_small_index


def test_a_generation_that_is_published_again_is_sound_and_the_same(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_small_index(index)
    first = current_name(index)
    with IndexReader.open(index, verify=True) as before:
        for _ in range(3):
            publish(index)
        assert check(index) == []
        with IndexReader.open(index, verify=True) as after:
            assert after.generation != first
            assert after.reports() == before.reports()
            for report in before.reports():
                assert after.paragraphs(report.id) == before.paragraphs(report.id)
