"""Indexing, asking and keeping keys where open files cannot be moved, replaced or removed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from indexer.pipeline import discovery
from indexer.store.reader import IndexReader
from search_api.access.keys import KeyStore
from tests.platforms.windows import name_problem, windows
from tests.support.index_bench import Bench
from tests.support.scripts.crash_writer import leftovers, seen_run, write_run
from tests.support.scripts.obedient_reader import write_report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc what is open")
_LONGEST_PATH = 260  # characters, where long paths are not switched on
_USERS_FOLDER = r"C:\Users\Firstname.Lastname.Longer\AppData\Local\pinpoint\index"


def test_the_fake_refuses_what_windows_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    with windows(monkeypatch):
        with (tmp_path / "folder" / "a").open("rb"):
            for act in (
                lambda: (tmp_path / "folder").rename(tmp_path / "other"),
                lambda: (tmp_path / "b").replace(tmp_path / "folder" / "a"),
                lambda: (tmp_path / "folder" / "a").unlink(),
            ):
                with pytest.raises(PermissionError):
                    act()
        with pytest.raises(FileExistsError):
            (tmp_path / "b").rename(tmp_path / "folder" / "a")
        (tmp_path / "b").replace(tmp_path / "folder" / "a")


@pytest.mark.slow
def test_a_folder_is_indexed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed, a new and a gone report, with the processes that read them; nothing of ours stays open."""
    bench = Bench(tmp_path)
    with windows(monkeypatch) as refused:
        write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "Visits are regular.")
        bench.run()
        write_report(bench.reports / "2.pdf", "Northmoor", "2018-08-24", "Staff know children well.")
        bench.run()
        write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "Visits are not regular.")
        bench.run()
        (bench.reports / "2.pdf").unlink()
        bench.run()
        assert bench.texts() == {"saltby-2022-05-16/para-1": "Visits are not regular."}
        assert refused == []
    assert leftovers(bench.index) == []


def test_what_a_reader_holds_goes_with_a_later_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    with windows(monkeypatch) as refused:
        write_run(index, 1)
        with IndexReader.open(index) as held:
            for run in (2, 3, 4):
                write_run(index, run)
                assert seen_run(index) == run
            assert held.by_rows([0])[0].text == "Written by run 1."  # whole, and still answered from
            assert refused
        del held
        write_run(index, 5)
    assert leftovers(index) == []


def test_keys_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(tmp_path / "keys.json")
    with windows(monkeypatch) as refused:
        store.add("one")
        store.add("two")
        kept = store.keys()
        assert [key.name for key in kept] == ["one", "two"]
        assert refused == []


def test_windows_takes_every_name_of_an_index(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_run(index, 1)
    names = [path.relative_to(index) for path in index.rglob("*")]
    assert [(name, why) for name in names for part in name.parts if (why := name_problem(part))] == []
    assert len({str(name).casefold() for name in names}) == len(names)
    longest = max(len(f"{_USERS_FOLDER}/{name}.tmp") for name in names)
    assert longest < _LONGEST_PATH - 40


def test_one_folder_in_two_spellings_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else reports that went from "Reports" would stay for whoever indexes "reports"."""
    monkeypatch.setattr(discovery, "_FOLDS_CASE", True)
    (tmp_path / "Réports").mkdir()
    (tmp_path / "Réports" / "A.pdf").write_bytes(b"%PDF")
    spelled = {
        discovery.key_of(tmp_path / name / "a.PDF") for name in ("Réports", "réports", "RE\u0301PORTS")
    }
    assert spelled == {(tmp_path.resolve() / "Réports" / "A.pdf").as_posix()}
    (tmp_path / "réports").mkdir()  # a file system that tells them apart
    assert discovery.key_of(tmp_path / "réports").endswith("/réports")
