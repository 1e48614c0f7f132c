"""Whatever step fails, whenever the process dies: readers see one whole generation, the next run works."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer import files
from indexer.errors import PublishFailed
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.paths import SCRIPTS, child_environment
from tests.support.scripts.crash_writer import leftovers, seen_run, write_run

pytestmark = pytest.mark.slow

_POSIX = pytest.mark.skipif(os.name == "nt", reason="forks and kills processes as POSIX does")


class FailAt:
    """Stands in for before_step: raises `error` at step `number`, from 1, and if `lasting` ever after."""

    def __init__(self, number: int, error: BaseException, *, lasting: bool = False) -> None:
        self.number, self.error, self.lasting, self.count = number, error, lasting, 0

    def __call__(self, step: str, path: Path) -> None:
        self.count += 1
        if self.count == self.number or (self.lasting and self.count > self.number):
            raise self.error


def steps_of_a_run(index: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Publish three runs so that there is something to remove, and count the steps of the third."""
    write_run(index, 1)
    write_run(index, 2)
    counter = FailAt(0, OSError())
    with monkeypatch.context() as patched:
        patched.setattr(files, "before_step", counter)
        write_run(index, 3)
    return counter.count


def attempt(index: Path, run: int) -> PublishFailed | None:
    """Write, and return the failure: a step that only tidies up may fail without one."""
    try:
        write_run(index, run)
    except PublishFailed as failed:
        return failed
    return None


@pytest.mark.parametrize("lasting", [False, True], ids=["one step fails", "all later steps fail too"])
def test_a_full_disk_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool) -> None:
    index = tmp_path / "index"
    total = steps_of_a_run(index, monkeypatch)
    assert total > 30
    run, failures = 3, 0
    for number in range(1, total + 1):
        before, run = seen_run(index), run + 1
        with monkeypatch.context() as patched:
            error = OSError(errno.ENOSPC, "No space left on device")
            patched.setattr(files, "before_step", FailAt(number, error, lasting=lasting))
            failed = attempt(index, run)
        if failed is not None:
            failures += 1
            assert "the disk is full" in str(failed)
        published = failed is None or "in place" in str(failed)
        assert seen_run(index) == (run if published else before)
        assert check(index) == []
        run += 1
        write_run(index, run)
        assert seen_run(index) == run
        assert leftovers(index) == []
    assert failures > 25


def test_a_failed_run_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    total = steps_of_a_run(index, monkeypatch)
    for number in range(1, total + 1):
        names = {path.relative_to(index) for path in index.rglob("*")}
        with monkeypatch.context() as patched:
            patched.setattr(files, "before_step", FailAt(number, OSError(errno.EIO, "Input/output error")))
            failed = attempt(index, 3 + number)
        if failed is not None and "in place" not in str(failed):
            left = {path.relative_to(index) for path in index.rglob("*")}
            assert left <= names  # fewer where it removed what an earlier failure had left


def test_an_interruption_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    total = steps_of_a_run(index, monkeypatch)
    for number in range(1, total + 1):
        with monkeypatch.context() as patched:
            patched.setattr(files, "before_step", FailAt(number, KeyboardInterrupt()))
            with pytest.raises(KeyboardInterrupt):
                write_run(index, 3 + number)
        assert check(index) == []
        assert seen_run(index) in range(3, 4 + number)
    write_run(index, 999)
    assert leftovers(index) == []


@pytest.mark.parametrize("step", ["create", "rename"])
def test_a_folder_that_may_not_be_written_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    index = tmp_path / "index"
    write_run(index, 1)

    def refuse(now: str, path: Path) -> None:
        if now == step:
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files, "before_step", refuse)
    with pytest.raises(PublishFailed, match=r"permission denied.*--index"):
        write_run(index, 2)
    assert seen_run(index) == 1


def run_script(mode: str, index: Path) -> list[list[str]]:
    """The lines that crash_writer.py prints, as words. Single-threaded, since it forks."""
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "crash_writer.py"), mode, str(index)],
        env=child_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


@_POSIX
def test_a_process_that_ends_at_any_step(tmp_path: Path) -> None:
    lines = run_script("steps", tmp_path / "index")
    steps = [line for line in lines if line[0] == "step"]
    assert [line[2] for line in steps[:-1]] == ["9"] * (len(steps) - 1)
    assert steps[-1][2:] == ["0", "False", "True", "0"]  # the last was let finish
    seen = [tuple(line[3:]) for line in steps]
    assert set(seen) == {
        ("True", "False", "0"),
        ("False", "True", "0"),
    }  # the old or the new, never a mixture
    assert len(steps) > 30
    assert {tuple(line) for line in lines if line[0] == "next"} == {("next", "True", "0")}


@_POSIX
def test_processes_killed_at_random_moments(tmp_path: Path) -> None:
    lines = run_script("kills", tmp_path / "index")
    kills = [line for line in lines if line[0] == "kill"]
    assert len(kills) == 40
    assert {tuple(line) for line in kills} == {("kill", "True", "True", "0")}
    assert {tuple(line) for line in lines if line[0] == "next"} == {("next", "True", "0")}


_LIMITED = """
import resource, sys
from pathlib import Path
from tests.support.builders import stand_ins
from tests.support.scripts.crash_writer import marked_reports, write_run
from indexer.errors import PublishFailed
index = Path(sys.argv[1])
stand_ins(index.with_name("index-files"), marked_reports(2))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write_run(index, 2)
except PublishFailed as error:
    print(error)
"""


@_POSIX
@pytest.mark.parametrize("limit", [10, 200, 5_000, 40_000])
def test_files_that_the_system_cuts_short(tmp_path: Path, limit: int) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    names = set(index.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(index), str(limit)],
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "could not be written" in done.stdout
    assert "the index is as it was before" in done.stdout
    assert set(index.rglob("*")) == names
    assert check(index) == []
    write_run(index, 3)
    assert seen_run(index) == 3


def test_a_reader_outlives_the_removal_of_its_generation(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    with IndexReader.open(index) as reader:
        folder = index / "generations" / reader.generation
        write_run(index, 2)
        write_run(index, 3)
        if os.name != "nt":
            assert not folder.exists()
        first = reader.by_rows([0])[0]
        assert first.text == "Written by run 1."
        assert [hit.row for hit in reader.keyword(["run"], 1)] == [0]
        assert len(reader.nearest(reader.vector(0), 2)) == 2
        assert reader.sentence_vectors(0).shape == (1, reader.dimension)
        assert sum(reader.facets()["kind"].values()) == len(reader)
    assert seen_run(index) == 3


def test_opening_while_generations_come_and_go(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    stop = threading.Event()
    failures: list[BaseException] = []

    def publish() -> None:
        run = 2
        try:
            while not stop.is_set():
                write_run(index, run)
                run += 1
        except BaseException as error:
            failures.append(error)
            raise

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        seen = [seen_run(index) for _ in range(150)]
    finally:
        stop.set()
        writer.join()
    assert failures == []
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
