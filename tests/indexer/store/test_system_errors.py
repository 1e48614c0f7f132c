"""What the operating system refuses is named as that, never as damage, and nothing is begun anew for it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.authorities.catalogue import load_catalogue
from indexer.authorities.register import Register
from indexer.cli import app
from indexer.encoders.export import FACTS_FILE, read_facts
from indexer.errors import IndexNotReadable, PinpointError, PublishFailed, system_reason
from indexer.pipeline.journal import EmbeddingJournal
from indexer.pipeline.recovery import begin
from indexer.reading.copies.archive import WordArchive
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.quick_checks import quick_problem
from indexer.store.format import CURRENT, DATABASE, LOCK, MANIFEST, PENDING
from indexer.store.generations import name_or_none
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from search_api.access.keys import KeyStore
from tests.support.builders import write_small_index

ERRORS = {
    errno.EACCES: "permission denied",
    errno.EMFILE: "too many files are open",
    errno.EIO: "the disk reports an error",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EROFS: "the disk can only be read",
    errno.ENOSPC: "the disk is full",
}


@contextmanager
def refused(path: Path, number: int) -> Iterator[None]:
    """Every call that opens this file fails with this error."""

    def guarded(true: Callable[..., object]) -> Callable[..., object]:
        def opening(file: object, *arguments: object, **options: object) -> object:
            if isinstance(file, str | bytes | os.PathLike) and Path(os.fsdecode(file)) == path:
                raise OSError(number, os.strerror(number), str(file))
            return true(file, *arguments, **options)

        return opening

    connect = sqlite3.connect

    def connecting(name: str, *arguments: object, **options: object) -> object:
        if path.name in str(name):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return connect(name, *arguments, **options)  # type: ignore[call-overload]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("io.open", guarded(open))
        patch.setattr("builtins.open", guarded(open))
        patch.setattr("os.open", guarded(os.open))
        patch.setattr("sqlite3.connect", connecting)
        yield


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.parametrize("number", ERRORS)
def test_a_file_of_the_index_that_cannot_be_read_is_not_called_damaged(
    index: Path, number: int, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = [path for path in index.rglob("*") if path.is_file() and path.name != LOCK]
    assert len(paths) > 5
    for path in paths:
        with refused(path, number):
            assert app.main(["check", "--index", str(index)]) == 3, path
        out, err = capfd.readouterr()
        assert out == "", path
        assert f"{path} cannot be read ({ERRORS[number]})" in err
        assert err.count("\n") == 1
    assert app.main(["check", "--index", str(index)]) == 0


@pytest.mark.parametrize("name", [CURRENT, MANIFEST, DATABASE])
def test_an_index_that_cannot_be_read_is_not_begun_anew(index: Path, name: str) -> None:
    """That would lose the reports of every other folder."""
    with refused(next(index.rglob(name)), errno.EMFILE):
        for ask in (
            lambda: begin(index, [], only=False, rebuild=False),
            lambda: IndexReader.open(index),
            lambda: check(index),
        ):
            with pytest.raises(IndexNotReadable, match="too many files are open"):
                ask()
        if name == CURRENT:
            with pytest.raises(IndexNotReadable):
                name_or_none(index)


def test_a_folder_that_cannot_be_looked_into(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lstat(_: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "lstat", lstat)
    with pytest.raises(IndexNotReadable, match="permission denied"):
        IndexReader.open(index)


def test_a_journal_that_cannot_be_opened_is_kept(index: Path) -> None:
    """What it holds took hours; a sound one is not thrown away because too many files are open."""
    with EmbeddingJournal(index, "model", "1", 4):
        pass
    journal = next(path for path in index.iterdir() if path.name.startswith(PENDING))
    with (
        refused(journal, errno.EMFILE),
        pytest.raises(PublishFailed, match="too many files are open"),
    ):
        EmbeddingJournal(index, "model", "1", 4)
    assert journal.exists()


@pytest.mark.parametrize("number", ERRORS)
def test_files_that_users_name(tmp_path: Path, number: int, samples: Path) -> None:
    path, report = tmp_path / "file.csv", tmp_path / "report.pdf"
    path.write_text("x", encoding="utf-8")
    with refused(path, number):
        for load in (load_catalogue, Register.load):
            with pytest.raises(PinpointError, match=ERRORS[number]):
                load(path)
        with pytest.raises(OSError, match=os.strerror(number)):
            WordArchive(path)
    shutil.copy(next(samples.rglob("*.pdf")), report)
    with refused(report, number):
        assert ERRORS[number] in quick_problem(report, ReadLimits())


def test_keys_and_models(tmp_path: Path) -> None:
    keys, facts = tmp_path / "keys.json", tmp_path / FACTS_FILE
    KeyStore(keys).add("Council portal")
    with (
        refused(keys, errno.EACCES),
        pytest.raises(PinpointError, match=r"cannot read .*permission denied: check who"),
    ):
        KeyStore(keys).keys()
    facts.write_text("{}", encoding="utf-8")
    with pytest.raises(PinpointError, match="damaged"):
        read_facts(tmp_path)
    with refused(facts, errno.EIO), pytest.raises(PinpointError, match="the disk reports an error"):
        read_facts(tmp_path)


def test_reasons_are_plain_words() -> None:
    for number, reason in ERRORS.items():
        assert system_reason(OSError(number, os.strerror(number))) == reason
    assert system_reason(OSError("no number")) == "no number"
    assert system_reason(OSError()) == "OSError"
