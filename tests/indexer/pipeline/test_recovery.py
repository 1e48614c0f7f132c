"""An index that cannot be read is not replaced by less: what was indexed is found, or the run is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import CorruptIndex, IncompatibleIndex, IndexNotReadable, InvalidRequest
from indexer.pipeline.recovery import begin, encoder_before
from indexer.pipeline.summary import IndexSummary
from indexer.store.format import (
    CURRENT,
    DATA_FILES,
    DATABASE,
    FORMAT_VERSION,
    GENERATIONS,
    LARGE_VERSION,
    MANIFEST,
)
from tests.support.builders import current_generation, rewrite_manifest
from tests.support.builders import flip as flip_bit
from tests.support.index_bench import Bench, Notes
from tests.support.scripts.obedient_reader import write_report

A, B, C = "Saltby", "Northmoor", "Eastmere"


class Folders(Bench):
    """Folders a, b and c of one report each; `a` was indexed first, then `b`, in a generation of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.a, self.b, self.c = (self.reports / name for name in "abc")
        write_report(self.a / "1.pdf", A, "2022-05-16", "About Saltby.")
        write_report(self.b / "1.pdf", B, "2018-08-24", "About Northmoor.")
        write_report(self.c / "1.pdf", C, "2020-02-03", "About Eastmere.")
        self.run(self.a)
        self.run(self.b)
        self.notes = Notes()

    def add_c(self, **options: object) -> IndexSummary:
        return self.run(self.c, progress=self.notes, **options)

    def authorities(self) -> set[str]:
        return {text.removeprefix("About ").removesuffix(".") for text in self.texts().values()}

    def contents(self) -> dict[str, bytes]:
        """Every published file."""
        return {
            path.relative_to(self.index).as_posix(): path.read_bytes()
            for path in self.index.rglob("*")
            if path.is_file() and path.name != "lock"
        }

    @property
    def earlier(self) -> Path:
        (folder,) = set((self.index / GENERATIONS).iterdir()) - {current_generation(self.index)}
        return folder


@pytest.fixture
def bench(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def flip(path: Path) -> None:
    flip_bit(path, path.stat().st_size // 2, 2)


def flip_of(name: str) -> Callable[[Folders], object]:
    return lambda bench: flip(current_generation(bench.index) / name)


DAMAGES: dict[str, Callable[[Folders], object]] = {
    **{f"a byte of {name}": flip_of(name) for name in (*DATA_FILES, MANIFEST)},
    "no database": lambda it: (current_generation(it.index) / DATABASE).unlink(),
    "an empty database": lambda it: (current_generation(it.index) / DATABASE).write_bytes(b""),
    "no manifest": lambda it: (current_generation(it.index) / MANIFEST).unlink(),
    "no CURRENT": lambda it: (it.index / CURRENT).unlink(),
    "an empty CURRENT": lambda it: (it.index / CURRENT).write_bytes(b""),
    "a garbled CURRENT": lambda it: (it.index / CURRENT).write_bytes(b"gen-00000\xff"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_nothing_that_was_indexed_is_dropped(bench: Folders, damage: str) -> None:
    DAMAGES[damage](bench)
    if (bench.index / CURRENT).exists():
        before = {name: data for name, data in bench.contents().items() if name != CURRENT}
    else:
        before = bench.contents()
    bench.add_c()
    assert bench.authorities() == {A, B, C}
    (note,) = bench.notes.said
    assert note.startswith("the index is damaged (")
    assert str(bench.a) in note
    after = bench.contents()
    assert {name: after.get(name) for name in before} == before  # nothing that was published is swept


@pytest.mark.parametrize("damage", ["no generation", "an empty generation", "CURRENT names another"])
def test_a_generation_that_tells_nothing(bench: Folders, damage: str) -> None:
    """The files that the index keeps tell then whether something would be dropped."""
    current = current_generation(bench.index)
    if damage == "CURRENT names another":
        (bench.index / CURRENT).write_text("gen-000009-00000000\n")
        bench.add_c()
        assert bench.authorities() == {A, B, C}
        return
    shutil.rmtree(current)
    if damage == "an empty generation":
        current.mkdir()
    before = bench.contents()
    with pytest.raises(
        CorruptIndex, match=r"keeps a report found in none of these folders .*: name all folders"
    ):
        bench.add_c()
    assert (bench.contents(), bench.notes.said) == (before, [])
    bench.run(bench.b, bench.c)
    assert bench.authorities() == {A, B, C}


def test_going_on_without_what_is_not_found(bench: Folders) -> None:
    shutil.rmtree(current_generation(bench.index))
    bench.add_c(rebuild=True)
    assert bench.authorities() == {A, C}
    assert bench.notes.said[0].endswith("what was indexed since from other folders must be indexed again")
    assert len(list((bench.index / "sources").iterdir())) == 3


def test_what_is_sound_is_not_embedded_again_and_the_next_run_tidies(bench: Folders) -> None:
    flip(current_generation(bench.index) / DATABASE)
    summary = bench.add_c()
    assert (summary.indexed, summary.unchanged, summary.embedded) == (2, 1, 2)
    assert len(list((bench.index / GENERATIONS).iterdir())) == 3
    (bench.c / "1.pdf").unlink()
    write_report(bench.c / "1.pdf", C, "2020-02-03", "About Westmere.")
    bench.add_c()
    assert len(bench.notes.said) == 1
    assert len(list((bench.index / GENERATIONS).iterdir())) == 2
    assert bench.authorities() == {A, B, "Westmere"}


@pytest.mark.parametrize("name", [DATABASE, MANIFEST, DATA_FILES[1]])
def test_without_a_sound_generation_the_folders_are_read_again(bench: Folders, name: str) -> None:
    flip(bench.earlier / DATABASE)
    flip(current_generation(bench.index) / name)
    summary = bench.add_c()
    assert (bench.authorities(), summary.indexed) == ({A, B, C}, 3)
    assert "every report is read again, and takes in again what was indexed before" in bench.notes.said[0]


def test_where_nothing_tells_what_was_indexed_the_run_is_refused(bench: Folders) -> None:
    for folder in (bench.earlier, current_generation(bench.index)):
        for name in (DATABASE, MANIFEST):
            (folder / name).write_bytes(b"")
    before = bench.contents()
    with pytest.raises(
        CorruptIndex, match=r"does not tell which folders .*: name all of them and add --rebuild"
    ):
        bench.add_c()
    assert bench.contents() == before
    bench.run(bench.a, bench.b, bench.c, rebuild=True)
    assert bench.authorities() == {A, B, C}


def test_only_takes_what_is_named(bench: Folders) -> None:
    flip(current_generation(bench.index) / DATABASE)
    bench.add_c(only=True)
    assert bench.authorities() == {C}
    assert "takes in only the paths given now (--only)" in bench.notes.said[0]


def test_a_folder_that_is_not_there_now_ends_the_run(bench: Folders) -> None:
    flip(current_generation(bench.index) / DATA_FILES[1])
    (bench.b / "1.pdf").unlink()  # not in the generation before: nothing holds it
    before = bench.contents()
    for _ in range(2):
        with pytest.raises(CorruptIndex, match=r"b, which was indexed before, cannot be read: .*add --only"):
            bench.add_c()
        shutil.rmtree(bench.b, ignore_errors=True)
    assert bench.contents() == before


def test_a_folder_that_is_not_there_but_whose_reports_are_held(bench: Folders) -> None:
    flip(current_generation(bench.index) / DATA_FILES[1])
    shutil.rmtree(bench.a)
    summary = bench.add_c()
    assert bench.authorities() == {A, B, C}
    assert [item.path for item in summary.refused] == [str(bench.a)]


def test_a_first_run(bench: Folders, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"there is no index in .*: name the folders to index"):
        begin(tmp_path / "none", [], only=False, rebuild=True)
    assert not begin(tmp_path / "none", [bench.a], only=False, rebuild=False).note


@pytest.mark.parametrize("place", ["current", "earlier"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_newer_index_is_never_touched(bench: Folders, place: str, rebuild: bool) -> None:
    current, earlier = current_generation(bench.index), bench.earlier
    if place == "earlier":
        (bench.index / CURRENT).write_text(f"{earlier.name}\n")
    rewrite_manifest(bench.index, format_version=LARGE_VERSION + 1, more=["of which nothing is known"])
    if place == "earlier":
        (bench.index / CURRENT).write_text(f"{current.name}\n")
        flip(current / DATABASE)
    before = bench.contents()
    with pytest.raises(IncompatibleIndex, match=f"format version {LARGE_VERSION + 1}.*update the program"):
        bench.add_c(rebuild=rebuild)
    assert bench.contents() == before


def test_an_older_index_is_read_again_when_told_to(bench: Folders) -> None:
    rewrite_manifest(bench.index, format_version=FORMAT_VERSION - 1)
    before = bench.contents()
    with pytest.raises(IncompatibleIndex, match="`pinpoint index --rebuild` reads the indexed folders again"):
        bench.add_c()
    assert bench.contents() == before
    shutil.rmtree(bench.a)
    with pytest.raises(CorruptIndex, match=r"version \d.* and .*a, which was indexed before, cannot be read"):
        bench.add_c(rebuild=True)
    assert bench.contents() == before
    write_report(bench.a / "1.pdf", A, "2022-05-16", "About Saltby.")
    bench.add_c(rebuild=True)
    assert bench.authorities() == {A, B, C}
    assert bench.notes.said[0].startswith(f"the index has format version {FORMAT_VERSION - 1}")
    assert {name: data for name, data in bench.contents().items() if name in before and name != CURRENT} == {
        name: data for name, data in before.items() if name != CURRENT
    }


def test_rebuilding_a_sound_index_looks_at_all_its_folders(bench: Folders) -> None:
    write_report(bench.a / "2.pdf", A, "2023-05-16", "About Saltby later.")
    summary = bench.add_c(rebuild=True)
    assert (summary.indexed, summary.unchanged, bench.notes.said) == (2, 2, [])


@pytest.mark.parametrize("name", [CURRENT, MANIFEST, DATABASE, DATA_FILES[1]])
def test_what_may_not_be_read_is_no_damage(
    bench: Folders, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = bench.contents()
    true_open = Path.open

    def refuse(path: Path, *arguments: object, **named: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return true_open(path, *arguments, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        with pytest.raises(IndexNotReadable, match=r"\(permission denied\): check who may read that folder"):
            bench.add_c(rebuild=True)
    assert bench.contents() == before


def test_a_folder_of_generations_that_may_not_be_entered(
    bench: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_lstat = Path.lstat

    def refuse(path: Path) -> object:
        if GENERATIONS in path.parent.parts:
            raise PermissionError(13, "Permission denied")
        return true_lstat(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "lstat", refuse)
        with pytest.raises(IndexNotReadable, match="permission denied"):
            begin(bench.index, [bench.c], only=False, rebuild=False)


@pytest.mark.parametrize("sound", [True, False])
def test_what_was_said_of_files_is_remembered(bench: Folders, sound: bool) -> None:
    said = json.dumps({"authority": B, "kind": "generic"}, sort_keys=True)
    folders = [current_generation(bench.index)] + ([] if sound else [bench.earlier])
    for folder in folders:
        with closing(sqlite3.connect(folder / DATABASE)) as database, database:
            database.execute("UPDATE sources SET given = ? WHERE path LIKE '%/b/1.pdf'", (said,))
            database.execute("UPDATE sources SET given = '{nonsense' WHERE path LIKE '%/a/1.pdf'")
    with closing(begin(bench.index, [bench.c], only=False, rebuild=False)) as beginning:
        given = beginning.known.given
        assert given((bench.b / "1.pdf").as_posix(), "") == said
        assert given((bench.a / "1.pdf").as_posix(), "") == ""
        assert given("/elsewhere.pdf", "00" * 32) == ""


def test_the_encoder_stays_what_it_was(bench: Folders, tmp_path: Path) -> None:
    flip(current_generation(bench.index) / MANIFEST)
    assert encoder_before(bench.index) == "hash-encoder"
    (bench.index / CURRENT).unlink()
    assert encoder_before(bench.index) == "hash-encoder"
    assert encoder_before(tmp_path / "none") == ""
