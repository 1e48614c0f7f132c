"""What the disk refused is named as the system names it, also by way of SQLite; nothing published is lost."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import files
from indexer.errors import CorruptIndex, PublishFailed, system_reason
from indexer.pipeline.journal import EmbeddingJournal
from indexer.store.format import LEXICAL_ROWS
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from indexer.store.writer import publish_failed
from tests.support.builders import current_generation, write_small_index
from tests.support.scripts.crash_writer import leftovers, seen_run, write_run


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space"),
        (errno.EACCES, "name a folder that you may write in"),
        (errno.EROFS, "name a folder that you may write in"),
        (errno.EIO, "check the disk"),
    ],
)
def test_sqlite_does_not_say_why_so_the_system_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    def refuse(step: str, path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "before_step", refuse)
    failed = publish_failed("it could not be written", tmp_path, sqlite3.OperationalError("disk I/O error"))
    assert failed.problem == f"it could not be written ({system_reason(OSError(number, ''))})"
    assert failed.remedy.startswith(remedy)
    assert failed.remedy.endswith("; the index is as it was before")
    assert list(tmp_path.iterdir()) == []


def test_where_the_system_has_no_complaint_sqlite_has_the_word(tmp_path: Path) -> None:
    failed = publish_failed("it could not be written", tmp_path, sqlite3.OperationalError("disk I/O error"))
    assert str(failed) == (
        "it could not be written (disk I/O error): check the disk; the index is as it was before"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    ("number", "reason"), [(0, "unable to open database file"), (errno.ENOSPC, "the disk is full")]
)
def test_a_journal_names_no_reason_that_nobody_gave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str, *, there: bool
) -> None:
    """SQLite could not open it, or the file beside it in which it keeps what it changes."""
    if there:
        EmbeddingJournal(tmp_path, "model", "1", 4).__exit__(None, None, None)

    def connect(name: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    def refuse(step: str, path: Path) -> None:
        if number:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sqlite3, "connect", connect)
    monkeypatch.setattr(files, "before_step", refuse)
    with pytest.raises(PublishFailed, match=rf"\({reason}\)"):
        EmbeddingJournal(tmp_path, "model", "1", 4)


def hide_what_is_new(monkeypatch: pytest.MonkeyPatch, index: Path, number: int) -> Callable[[], bool]:
    """From the next write of CURRENT on, reading it fails with this error. Whether that write has been."""
    before, read = (index / "CURRENT").read_bytes(), Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        data = read(path)
        if path.name == "CURRENT" and data != before:
            raise OSError(number, os.strerror(number))
        return data

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return lambda: read(index / "CURRENT") != before


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EMFILE])
def test_what_was_published_stays_although_it_cannot_be_told_that_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """CURRENT was just written and cannot be read: what it names must not be taken for unfinished."""
    index = tmp_path / "index"
    write_run(index, 1)
    hide_what_is_new(monkeypatch, index, number)
    write_run(index, 2)
    monkeypatch.undo()
    assert seen_run(index) == 2
    assert check(index) == []


def test_a_last_step_of_which_nothing_is_known_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    is_new = hide_what_is_new(monkeypatch, index, errno.EIO)

    def before_step(step: str, path: Path) -> None:
        if step == "sync folder" and path == index and is_new():
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "before_step", before_step)
    with pytest.raises(PublishFailed, match="which of the two it is") as failed:
        write_run(index, 2)
    assert "as it was" not in str(failed.value)
    monkeypatch.undo()
    assert seen_run(index) == 2
    write_run(index, 3)
    assert seen_run(index) == 3
    assert leftovers(index) == []


def test_a_folder_where_current_belongs(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    (index / "CURRENT" / "somebody's").write_text("work", "utf-8")
    with pytest.raises(PublishFailed, match="move it away"):
        write_run(index, 2)
    (index / "CURRENT" / "somebody's").unlink()
    write_run(index, 2)
    assert seen_run(index) == 2


@pytest.mark.parametrize("name", ["generations", "sources"])
def test_a_link_where_a_folder_of_the_index_belongs(tmp_path: Path, name: str) -> None:
    """What it leads to is left alone, and what the index needs is written into a folder of its own."""
    index, outside = tmp_path / "index", tmp_path / "outside"
    write_run(index, 1)
    (index / name).rename(outside)
    names = sorted(outside.rglob("*"))
    (index / name).symlink_to(outside)
    assert check(index) != []
    write_run(index, 2)
    assert not (index / name).is_symlink()
    assert sorted(outside.rglob("*")) == names
    assert seen_run(index) == 2
    assert check(index) == []


@pytest.mark.parametrize("row", [1 << 30, -1])
def test_rows_of_words_that_are_damaged_while_the_index_is_open(tmp_path: Path, row: int) -> None:
    index = tmp_path / "index"
    write_small_index(index)
    with IndexReader.open(index) as reader:
        terms = {"marac": 1.0}
        assert reader.lexical_scores(terms).any()
        path = current_generation(index) / LEXICAL_ROWS
        data = bytearray(path.read_bytes())
        values = (len(data) - 128) // 4
        data[128:] = int(row).to_bytes(4, "little", signed=True) * values
        path.write_bytes(data)
        with pytest.raises(CorruptIndex, match=r"lexical_rows\.npy is damaged"):
            reader.lexical_scores(terms)
