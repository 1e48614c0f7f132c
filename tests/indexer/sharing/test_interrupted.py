"""Stopped before any of its steps, unpacking leaves the old index in use, and the next run finishes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import files
from indexer.errors import PublishFailed
from indexer.sharing.unpacking import unpack_index
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.reliability.scene import leftovers
from tests.support.builders import small_reports, write_small_index

from .conftest import MODEL


def _old(folder: Path) -> Path:
    """An index of two of the archive's reports, published twice: the archive's gets another number."""
    for _ in range(2):
        write_small_index(folder, small_reports()[1:])
    return folder


def _steps(archive: Path, there: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    steps: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(files, "before_step", lambda step, _: steps.append(step))
        unpack_index(archive, there, model=MODEL, replace=True)
    return len(steps)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "begin"), [(OSError(28, "No space left on device"), 0), (KeyboardInterrupt(), 3)]
)
def test_wherever_it_fails_the_old_index_stays(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, begin: int
) -> None:
    first = _old(tmp_path / "first")
    count = _steps(archive, shutil.copytree(first, tmp_path / "counted"), monkeypatch)
    assert count > 25
    seen = set()
    for place in sorted({*range(begin, count, 6), *range(count - 6 + begin % 2, count, 2)}):
        there = shutil.copytree(first, tmp_path / f"there-{place}")
        left = [place]

        def fail(step: str, path: Path, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise trouble

        with monkeypatch.context() as patched:
            patched.setattr(files, "before_step", fail)
            try:
                unpack_index(archive, there, model=MODEL, replace=True)
                state = "done"
            except (PublishFailed, KeyboardInterrupt):
                state = "failed"
        with IndexReader.open(there, verify=True) as reader:
            number = len(reader.reports())
        seen.add((state, number))
        assert (state, number) in {("failed", 2), ("failed", 3), ("done", 3)}, place
        unpack_index(archive, there, model=MODEL, replace=True)
        with IndexReader.open(there, verify=True) as reader:
            assert len(reader.reports()) == 3
        assert (check(there), leftovers(there)) == ([], []), place
        shutil.rmtree(there)
    assert ("failed", 2) in seen


_CODE = """
import os, sys
from pathlib import Path
from indexer import files
from indexer.sharing import encoders
from indexer.sharing.unpacking import unpack_index
from tests.support.encoders import WordEncoder
encoders.load_encoder = lambda _: WordEncoder()
left = int(sys.argv[3])
def step(name, path):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
files.before_step = step
unpack_index(Path(sys.argv[1]), Path(sys.argv[2]), model="any", replace=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_killed_it_leaves_the_old_index_and_the_next_run_finishes(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    first = _old(tmp_path / "first")
    count = _steps(archive, shutil.copytree(first, tmp_path / "counted"), monkeypatch)
    there = shutil.copytree(first, tmp_path / "there")
    command = [sys.executable, "-c", _CODE, str(archive), str(there), str(int(share * (count - 8)))]
    path = os.pathsep.join(filter(None, sys.path))
    assert subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, check=False).returncode == 9
    with IndexReader.open(there, verify=True) as reader:
        assert len(reader.reports()) == 2
    assert check(there) == []
    unpack_index(archive, there, model=MODEL, replace=True)
    assert (check(there), leftovers(there)) == ([], [])
