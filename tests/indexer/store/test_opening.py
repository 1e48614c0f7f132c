"""What is noticed, refused or left alone when an index is opened."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CorruptIndex, IndexNotFound
from indexer.store import generations
from indexer.store.format import DATA_FILES, DATABASE, PARAGRAPH_VECTORS, Manifest
from indexer.store.npy import npy_header
from indexer.store.reader import IndexReader
from tests.support.builders import current_generation, small_reports, write_small_index

LATE = "northmoor-2018-08-24"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.parametrize(
    "name", ["plain", "with space", "100% #1?mode=rw&x", "it's 'quoted'", "é\u2028\U0001f4c1"]
)
def test_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    write_small_index(tmp_path / name / "index")
    with IndexReader.open(tmp_path / name / "index") as reader:
        assert len(reader.paragraphs(LATE)) == 4


def test_a_relative_folder(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(index.parent)
    with IndexReader.open(Path("index")) as reader:
        assert len(reader) == 9


def test_reading_changes_nothing(index: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    with IndexReader.open(index, verify=True) as reader:
        reader.keyword(["marac"], 5)
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == before


def test_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match=r"there is no index in .*: run `pinpoint index"):
        IndexReader.open(tmp_path / "nowhere")
    (tmp_path / "generations").mkdir()
    with pytest.raises(IndexNotFound):
        IndexReader.open(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"../x\n",
        b"/etc\n",
        b"gen-000001-0a1b2c3d/../x\n",
        b"\xff\xfe",
        b"gen-000001-0a1b2c3d\r\n",
        b"x" * 1000,
        b"C:\\gen-000001-0a1b2c3d\n",
        b"gen-000009-00000000\n",
    ],
)
def test_a_pointer_that_names_no_generation(index: Path, content: bytes) -> None:
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(CorruptIndex):
        IndexReader.open(index)


def test_links_are_not_followed(index: Path, tmp_path: Path) -> None:
    folder = current_generation(index)
    for path in (
        folder / DATABASE,
        folder / PARAGRAPH_VECTORS,
        folder / "manifest.json",
        index / "CURRENT",
        folder,
    ):
        aside = tmp_path / "aside"
        path.rename(aside)
        path.symlink_to(aside, target_is_directory=aside.is_dir())
        with pytest.raises(CorruptIndex):
            IndexReader.open(index)
        path.unlink()
        aside.rename(path)
    IndexReader.open(index).close()


@pytest.mark.parametrize("name", DATA_FILES)
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b""])
def test_another_size_is_noticed_on_opening(index: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = current_generation(index) / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CorruptIndex, match=name):
        IndexReader.open(index)


@pytest.mark.parametrize("name", DATA_FILES)
def test_a_missing_file_is_noticed_on_opening(index: Path, name: str) -> None:
    (current_generation(index) / name).unlink()
    with pytest.raises(CorruptIndex, match=name):
        IndexReader.open(index)


class _Planted:
    """Makes a file when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", [name for name in DATA_FILES if name.endswith(".npy")])
@pytest.mark.parametrize("header", ["|O", "<f8", ">f4", "fortran", "shape", "pickle", "version 2"])
def test_an_array_of_another_kind_is_refused_unread(
    index: Path, tmp_path: Path, name: str, header: str
) -> None:
    path = current_generation(index) / name
    data, planted = path.read_bytes(), tmp_path / "planted"
    rows = np.load(path).shape
    forged = {
        "|O": npy_header(np.dtype(object), rows),
        "<f8": npy_header(np.dtype("<f8"), rows),
        ">f4": npy_header(np.dtype(">f4"), rows),
        "fortran": data[:200].replace(b"False, ", b"True,  ")[:128],
        "shape": npy_header(np.dtype("<f4"), (rows[0] + 1, *rows[1:])),
        "pickle": pickle.dumps(_Planted(planted)),
        "version 2": data[:6] + b"\x02" + data[7:128],
    }[header]
    path.write_bytes(forged + data[len(forged) :])
    assert path.stat().st_size == len(data)
    with pytest.raises(CorruptIndex, match=name):
        IndexReader.open(index)
    assert not planted.exists()


def test_offsets_that_do_not_rise_are_refused(index: Path) -> None:
    path = current_generation(index) / "sentence_offsets.npy"
    data = bytearray(path.read_bytes())
    data[-16:-8] = np.int64(99).tobytes()
    path.write_bytes(data)
    with pytest.raises(CorruptIndex, match="sentence_offsets"):
        IndexReader.open(index)


def test_a_database_of_other_rows_is_refused(index: Path, tmp_path: Path) -> None:
    write_small_index(tmp_path / "other", small_reports()[:2])
    other = (current_generation(tmp_path / "other") / DATABASE).read_bytes()
    path = current_generation(index) / DATABASE
    size = path.stat().st_size
    path.write_bytes(other.ljust(size, b"\0")[:size])
    with pytest.raises(CorruptIndex, match=DATABASE):
        IndexReader.open(index)
    path.write_bytes(os.urandom(size))
    with pytest.raises(CorruptIndex, match=DATABASE):
        IndexReader.open(index)


def test_a_file_that_may_not_be_read(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true_open = Path.open

    def refuse(path: Path, *arguments: object, **named: object) -> object:
        if path.name in ("manifest.json", PARAGRAPH_VECTORS):
            raise PermissionError(13, "Permission denied")
        return true_open(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CorruptIndex, match="permission denied"):
        IndexReader.open(index)


def test_a_generation_removed_just_before_it_is_opened(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true_manifest = generations.checked_manifest
    published: list[str] = []

    def publish_twice_first(folder: Path, *, verify: bool) -> Manifest:
        while len(published) < 2:
            published.append(write_small_index(index, small_reports()[:1]).generation)
        return true_manifest(folder, verify=verify)

    monkeypatch.setattr("indexer.store.reader.checked_manifest", publish_twice_first)
    with IndexReader.open(index) as reader:
        assert reader.generation == published[1]
        assert len(reader) == 2
