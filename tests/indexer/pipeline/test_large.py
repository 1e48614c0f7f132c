"""Above a size that can be set, an index keeps its vectors in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.configuration import NAME, number_said
from indexer.errors import InvalidRequest
from indexer.store.format import LARGE_VERSION
from indexer.store.generations import load_manifest
from indexer.store.verify import check
from tests.support.builders import current_generation
from tests.support.index_bench import Bench
from tests.support.scripts.obedient_reader import write_report


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "About Saltby.")
    return bench


def test_the_setting_makes_a_large_index_of_a_small_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINPOINT_EXACT_PARAGRAPHS", "0")
    bench.run()
    manifest = load_manifest(current_generation(bench.index))
    assert (manifest.format_version, manifest.lists) == (LARGE_VERSION, 1)
    assert check(bench.index) == []
    write_report(bench.reports / "2.pdf", "Northmoor", "2018-08-24", "About Northmoor.")
    monkeypatch.delenv("PINPOINT_EXACT_PARAGRAPHS")
    assert bench.run().embedded == 1  # what a large index held is taken over
    assert load_manifest(current_generation(bench.index)).lists == 0


@pytest.mark.parametrize("typed", ["many", "-1", "1.5", "٣"])
def test_a_size_that_is_no_number_is_refused_before_anything_is_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("PINPOINT_EXACT_PARAGRAPHS", typed)
    with pytest.raises(InvalidRequest, match="PINPOINT_EXACT_PARAGRAPHS is"):
        bench.run()
    assert not bench.index.exists()


def test_the_settings_file_says_it_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINPOINT_CONFIG", str(tmp_path / NAME))
    for said, number in (("exact_paragraphs = 7", 7), ("", 5)):
        (tmp_path / NAME).write_text(said)
        assert number_said("exact_paragraphs", 5) == number
    (tmp_path / NAME).write_text("exact_paragraphs = true")
    with pytest.raises(InvalidRequest, match="exact_paragraphs is"):
        number_said("exact_paragraphs", 5)
