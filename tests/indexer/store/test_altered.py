"""What was altered since it was written is not shown: found on opening, when quoted, when served."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from indexer.errors import CorruptIndex
from indexer.store.format import DATA_FILES, DATABASE, PARAGRAPH_VECTORS, SENTENCE_VECTORS, SOURCES
from indexer.store.generations import Fingerprints
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import alter, bless, current_generation, flip, source_bytes, write_small_index

LATE = "northmoor-2018-08-24"
VECTORS = (PARAGRAPH_VECTORS, SENTENCE_VECTORS)  # they decide the order of what is found, and are large


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.parametrize("name", [name for name in DATA_FILES if name not in VECTORS])
def test_a_flipped_bit_is_noticed_on_opening(index: Path, name: str) -> None:
    path, chance = current_generation(index) / name, random.Random(name)
    size = path.stat().st_size
    for place in (0, size - 1, *(chance.randrange(size) for _ in range(20))):
        flip(path, place, bit := chance.randrange(8))
        with pytest.raises(CorruptIndex, match=r"`pinpoint check` lists what is damaged"):
            IndexReader.open(index)
        flip(path, place, bit)
    IndexReader.open(index).close()


@pytest.mark.parametrize("name", DATA_FILES)
def test_a_file_of_another_generation_is_noticed_on_opening(index: Path, name: str) -> None:
    """Though it has the same size and is sound in itself."""
    first = current_generation(index)
    write_small_index(index)
    path = current_generation(index) / name
    assert path.stat().st_size == (first / name).stat().st_size
    shutil.copyfile(first / name, path)
    with pytest.raises(CorruptIndex, match=name):
        IndexReader.open(index)
    if name != DATABASE:
        bless(index)
        with pytest.raises(CorruptIndex, match=f"{name} belongs to another generation"):
            IndexReader.open(index)


def test_files_that_could_not_be_compared_are_not_trusted(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Fingerprints, "_run", lambda _: None)
    with pytest.raises(CorruptIndex, match="could not be compared with its manifest"):
        IndexReader.open(index)


# A change of each column, and of the boxes, that leaves the row readable.
CHANGES = [
    "UPDATE paragraphs SET text = replace(text, 'too late', 'in time') WHERE rowid = 4",
    "UPDATE paragraphs SET id = replace(id, 'para-27', 'para-26') WHERE rowid = 4",
    "UPDATE paragraphs SET report = 2 WHERE rowid = 4",
    "UPDATE paragraphs SET kind = 'recommendation' WHERE rowid = 4",
    "UPDATE paragraphs SET number = 72 WHERE rowid = 4",
    "UPDATE paragraphs SET printed = 0 WHERE rowid = 4",
    "UPDATE paragraphs SET part = 'lscb' WHERE rowid = 4",
    "UPDATE paragraphs SET section = '[]' WHERE rowid = 4",
    "UPDATE paragraphs SET grade = 'outstanding' WHERE rowid = 4",
    "UPDATE paragraphs SET page_first = 4 WHERE rowid = 4",
    "UPDATE paragraphs SET page_last = NULL WHERE rowid = 4",
    "UPDATE paragraphs SET text_sha256 = 'ab' WHERE rowid = 4",
    "UPDATE paragraphs SET spans = '[[0,5]]' WHERE rowid = 4",
    "UPDATE paragraphs SET footnotes = '[\"1 More.\"]' WHERE rowid = 4",
    "UPDATE paragraphs SET linked = '[7]' WHERE rowid = 4",
    "UPDATE paragraphs SET recommendation_mark = 0 WHERE rowid = 4",
    "UPDATE paragraphs SET vectors_crc32 = 7 WHERE rowid = 4",
    "UPDATE paragraphs SET seal = zeroblob(16) WHERE rowid = 4",
    "UPDATE boxes SET page = 4 WHERE paragraph = 4",
    "UPDATE boxes SET lines = zeroblob(32) WHERE paragraph = 4",
    "DELETE FROM boxes WHERE paragraph = 4",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_nothing_altered_is_quoted(index: Path, statement: str) -> None:
    alter(index, statement)
    with IndexReader.open(index, verify=True) as reader:
        with pytest.raises(CorruptIndex, match=r"is not what was written: `pinpoint check` lists"):
            reader.by_rows([3])
        assert [item.number for item in reader.by_rows([0, 1, 8])] == [27, 28, 1]
    assert any("is not what was written" in problem for problem in check(index))


def test_a_database_of_another_generation_is_not_quoted(index: Path) -> None:
    """Not even where the manifest has its checksum."""
    first = current_generation(index)
    write_small_index(index)
    shutil.copyfile(first / DATABASE, current_generation(index) / DATABASE)
    bless(index)
    with IndexReader.open(index) as reader, pytest.raises(CorruptIndex, match="is not what was written"):
        reader.get(f"{LATE}/para-27")


def test_an_altered_file_of_a_report_is_not_given(index: Path) -> None:
    with IndexReader.open(index) as reader:
        sha256 = reader.report(LATE).sha256
        path = index / SOURCES / f"{sha256}.pdf"
        assert (reader.sound_source(sha256), reader.source_bytes(sha256)) == (path, source_bytes(LATE))
        flip(path, 5, 0)
        for read in (reader.sound_source, reader.source_bytes):
            with pytest.raises(CorruptIndex, match="a report's file was altered"):
                read(sha256)
        path.unlink()
        assert (reader.sound_source(sha256), reader.source_bytes(sha256)) == (None, None)
