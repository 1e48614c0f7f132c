"""The copies of the reports that an index keeps are made whole by the next run, also where nothing is new."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.pipeline import run
from indexer.store.verify import check
from tests.support.encoders import HashEncoder
from tests.support.index_bench import Bench, Notes
from tests.support.scripts.obedient_reader import READER, write_report

pytestmark = pytest.mark.slow


def _altered(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 something else\n")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def _no_sources(path: Path) -> None:
    shutil.rmtree(path.parent)


def _linked_sources(path: Path) -> None:
    path.parent.rename(path.parents[2] / "elsewhere")
    path.parent.symlink_to(path.parents[2] / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "count"),
    [(Path.unlink, 1), (_altered, 1), (_folder, 1), (_link, 1), (_no_sources, 2), (_linked_sources, 2)],
)
def test_a_damaged_copy_is_made_again(tmp_path: Path, damage: Callable[[Path], None], count: int) -> None:
    bench = Bench(tmp_path)
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    write_report(bench.reports / "2.pdf", "Northmoor", "2021-05-16")
    first = bench.run()
    damage(sorted((bench.index / "sources").iterdir())[0])
    assert check(bench.index) != []
    notes = Notes()
    again = bench.run(progress=notes)
    assert (again.published, again.generation) == (False, first.generation)
    assert check(bench.index) == []
    assert len(notes.said) == 1
    assert notes.said[0].startswith(f"{count} file")
    assert "copied again" in notes.said[0]


def test_a_copy_that_nothing_can_be_copied_from_stays_as_it_is(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    away = tmp_path / "away"
    write_report(away / "2.pdf", "Northmoor", "2021-05-16")
    bench.run(bench.reports, away)
    shutil.rmtree(away)
    (kept,) = [path for path in (bench.index / "sources").iterdir() if b"Northmoor" in path.read_bytes()]
    _altered(kept)
    notes = Notes()
    summary = run.index_paths([bench.reports], bench.index, HashEncoder, reader=READER, progress=notes)
    assert not summary.published
    assert notes.said == []
    (problem,) = check(bench.index)
    assert kept.name in problem
