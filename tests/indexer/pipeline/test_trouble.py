"""What goes wrong while indexing is said in one line, and the index that was there stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer import files
from indexer.errors import IndexLocked, IndexNotFound, PinpointError, PublishFailed
from indexer.pipeline import hands, run
from indexer.pipeline.journal import JOURNAL
from indexer.sandbox.pool import read_all
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from indexer.store.writer import locked
from tests.support.encoders import HashEncoder
from tests.support.index_bench import Bench, counts
from tests.support.scripts.obedient_reader import READER, write, write_report


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_nothing_to_index_makes_no_index(bench: Bench) -> None:
    write(bench.reports / "x.pdf", "refuse it")
    summary = bench.run(bench.reports, bench.reports / "nothing")
    assert (counts(summary), summary.generation) == ((0, 0, 0, 2), "")
    with pytest.raises(IndexNotFound):
        IndexReader.open(bench.index)


def test_without_a_report_no_model_is_loaded(bench: Bench) -> None:
    def factory() -> HashEncoder:
        raise AssertionError("loaded")

    summary = run.index_paths([bench.reports], bench.index, factory, reader=READER)
    assert len(summary.refused) == 1


def test_an_index_in_use(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    with locked(bench.index), pytest.raises(IndexLocked):
        bench.run()


class _Stop(HashEncoder):
    """Stops after so many paragraphs, as Ctrl-C would."""

    def __init__(self, after: int, error: Callable[[], BaseException]) -> None:
        super().__init__()
        self.after = after
        self.error = error

    def encode_paragraphs(self, items: Any) -> Any:
        for number, result in enumerate(super().encode_paragraphs(items)):
            if number == self.after:
                raise self.error()
            yield result


def test_what_an_interrupted_run_embedded_is_not_embedded_again(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", *(f"Text {n}." for n in range(10)))
    bench.encoder = _Stop(7, KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    assert (bench.index / JOURNAL).exists()
    bench.encoder = HashEncoder()
    assert bench.run().embedded == 3
    assert not (bench.index / JOURNAL).exists()


def test_a_disk_that_fills_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "One.")
    bench.run()
    write_report(bench.reports / "2.pdf", "Saltby", "2023-05-16", "Two.")

    def full(step: str, path: Path) -> None:
        if step == "write" and path.name == "paragraphs.npy":
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "before_step", full)
        with pytest.raises(PublishFailed, match=r"the disk is full.*free some space"):
            bench.run()
    assert list(bench.texts().values()) == ["One."]
    assert check(bench.index) == []
    assert (counts(bench.run()), bench.encoder.encoded) == ((1, 1, 0, 0), 0)


class _Broken(HashEncoder):
    def encode_paragraphs(self, items: Any) -> Any:
        for result in super().encode_paragraphs(items):
            result.paragraph[:] = float("nan")
            yield result


def test_a_model_that_gives_rubbish(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    bench.encoder = _Broken()
    with pytest.raises(PinpointError, match="hash-encoder gave a vector of length nan"):
        bench.run()


def test_a_file_that_changes_while_it_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "Before.")

    def change_and_read(*args: Any, **options: Any) -> Any:
        write_report(path, "Saltby", "2022-05-16", "After.")
        return read_all(*args, **options)

    monkeypatch.setattr(hands, "read_all", change_and_read)
    assert bench.run().refused[0].reason == "it changed while it was being read: index it again"
    monkeypatch.undo()
    bench.run()
    assert list(bench.texts().values()) == ["After."]


def test_more_versions_of_a_day_than_ids_and_twins_of_those_left_out(bench: Bench) -> None:
    for number in range(10):
        write_report(bench.reports / f"{number:02}.pdf", "Saltby", "2022-05-16", f"Version {number}.")
    for name, head, text in (
        ("10", "twin", "Version 9."),
        ("11", "twin", "Version 8."),
        ("12", "", "Version 9."),
    ):
        (bench.reports / f"{name}.pdf").write_text(
            f"%PDF-obey {head}\nreport Saltby 2022-05-16\n{text}\n", encoding="utf-8"
        )
    for _ in range(2):
        summary = bench.run()
        assert (summary.reports, len(summary.duplicates)) == (9, 1)
        assert {Path(item.path).stem: item.reason for item in summary.refused} == dict.fromkeys(
            ("09", "10", "12"), "there are nine reports of this authority and day already"
        )
