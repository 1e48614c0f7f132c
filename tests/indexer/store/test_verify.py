from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from indexer.errors import CorruptIndex, IncompatibleIndex, IndexNotFound, IndexNotReadable
from indexer.store.format import (
    DATA_FILES,
    DATABASE,
    LEXICAL_ROWS,
    LEXICAL_WEIGHTS,
    MANIFEST,
    PARAGRAPH_VECTORS,
    SENTENCE_VECTORS,
    SOURCES,
)
from indexer.store.npy import npy_end
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import (
    alter,
    bless,
    current_generation,
    flip,
    make_paragraph,
    make_report,
    make_report_entry,
    rewrite_manifest,
    small_reports,
    write_small_index,
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


def save(path: Path, values: npt.NDArray[Any]) -> None:
    """Write an array as a generation's."""
    np.save(path, values)
    with path.open("ab") as file:
        file.write(npy_end(path.parent.name))


def test_a_sound_index_has_no_problems(index: Path) -> None:
    assert check(index) == []


def test_no_index_and_another_version_are_errors_not_problems(index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound):
        check(tmp_path / "nowhere")
    rewrite_manifest(index, format_version=99)
    with pytest.raises(IncompatibleIndex):
        check(index)


@pytest.mark.parametrize("name", DATA_FILES)
def test_a_flipped_bit_anywhere_in_a_file_is_found(index: Path, name: str) -> None:
    path = current_generation(index) / name
    size = path.stat().st_size
    for place in {0, 7, size // 3, size // 2, size - 1, *range(0, size, max(1, size // 12))}:
        flip(path, place, place % 8)
        (problem,) = check(index)
        assert problem.startswith(f"{name} was altered")
        with pytest.raises(CorruptIndex, match=name):
            IndexReader.open(index, verify=True)
        flip(path, place, place % 8)
    assert check(index) == []


@pytest.mark.slow
def test_a_flipped_bit_in_pointer_or_manifest_is_found(index: Path) -> None:
    for path in (index / "CURRENT", current_generation(index) / MANIFEST):
        for place in range(0, path.stat().st_size, 5):
            flip(path, place, place % 8)
            assert len(check(index)) == 1
            flip(path, place, place % 8)


def test_a_flipped_bit_in_a_report_file_is_found(index: Path) -> None:
    for path in sorted((index / SOURCES).iterdir()):
        flip(path, 11, 3)
        (problem,) = check(index)
        assert problem == f"a report's file was altered: its SHA-256 is not its name ({path})"
        flip(path, 11, 3)


def test_a_missing_or_linked_report_file_is_found(index: Path, tmp_path: Path) -> None:
    path = next((index / SOURCES).iterdir())
    path.rename(tmp_path / "aside")
    assert check(index) == [f"a report's file is missing ({path})"]
    path.symlink_to(tmp_path / "aside")
    assert check(index) == [f"a report's file is missing ({path})"]


def test_several_problems_are_all_told(index: Path) -> None:
    folder = current_generation(index)
    (folder / PARAGRAPH_VECTORS).unlink()
    flip(folder / DATABASE, 5000, 1)
    next((index / SOURCES).iterdir()).unlink()
    assert len(check(index)) == 3


def test_vectors_that_changed_places_are_found(index: Path) -> None:
    path = current_generation(index) / PARAGRAPH_VECTORS
    data = path.read_bytes()
    path.write_bytes(data[:128] + data[192:256] + data[128:192] + data[256:])  # rows of 16 float32 each
    bless(index)
    IndexReader.open(index, verify=True).close()
    assert check(index) == [f"row {row}: its vectors belong to another row" for row in (0, 1)]


def test_sentence_vectors_that_are_not_unit_vectors_are_found(index: Path) -> None:
    path = current_generation(index) / SENTENCE_VECTORS
    data = path.read_bytes()
    path.write_bytes(data[:128] + b"\0" * 32 + data[160:])
    bless(index)
    assert check(index) == ["row 0: its vectors belong to another row", "row 0: a vector is not of length 1"]


ANOTHER_TEXTS_WORDS = "the lexical index does not belong to the paragraphs"
ANOTHER_TEXTS_ACRONYMS = "the acronyms do not belong to the paragraphs"


@pytest.mark.parametrize("name", [LEXICAL_ROWS, LEXICAL_WEIGHTS])
def test_words_of_another_paragraph_are_found(index: Path, name: str) -> None:
    path = current_generation(index) / name
    values = np.load(path)
    values[[0, -1]] = values[[-1, 0]] + values.dtype.type(1)
    save(path, values)
    bless(index)
    IndexReader.open(index, verify=True).close()
    assert check(index) == [ANOTHER_TEXTS_WORDS]


def test_a_weight_that_is_a_little_off_is_found(index: Path) -> None:
    path = current_generation(index) / LEXICAL_WEIGHTS
    values = np.load(path)
    values[7] *= np.float32(1.001)
    save(path, values)
    bless(index)
    assert check(index) == [ANOTHER_TEXTS_WORDS]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM terms WHERE term = 'marac'",
        "UPDATE terms SET term = 'maracs' WHERE term = 'marac'",
        "UPDATE terms SET last = last - 1 WHERE term = 'marac'",
        "UPDATE terms SET first = 0, last = 1 WHERE term = 'marac'",
        "INSERT INTO terms VALUES ('zebra', 0, 1)",
    ],
)
def test_a_changed_table_of_terms_is_found(index: Path, statement: str) -> None:
    alter(index, statement)
    assert check(index) == [ANOTHER_TEXTS_WORDS]


@pytest.fixture
def with_acronym(tmp_path: Path) -> Path:
    """An index of one report that defines an acronym."""
    report = make_report("Saltby")
    text = "The safe harbour panel (SHP) meets weekly. SHP minutes are kept."
    write_small_index(tmp_path / "one", [make_report_entry(report, [make_paragraph(report, 1, text)])])
    return tmp_path / "one"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM acronyms",
        "UPDATE acronyms SET short = 'SHQ'",
        "UPDATE acronyms SET paragraphs = 4",
        "UPDATE acronyms SET as_word = 1",
        "UPDATE acronyms SET senses = replace(senses, 'harbour', 'haven')",
        "INSERT INTO acronyms SELECT 1, 'ZZ', paragraphs, as_word, senses FROM acronyms",
    ],
)
def test_a_changed_table_of_acronyms_is_found(with_acronym: Path, statement: str) -> None:
    assert check(with_acronym) == []
    alter(with_acronym, statement)
    assert check(with_acronym) == [ANOTHER_TEXTS_ACRONYMS]


@pytest.mark.parametrize("senses", ["not JSON", "[[1]]", "7"])
def test_acronyms_that_cannot_be_read_are_found(with_acronym: Path, senses: str) -> None:
    alter(with_acronym, f"UPDATE acronyms SET senses = '{senses}'")
    assert any("is damaged" in problem for problem in check(with_acronym))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE paragraphs SET text = 'altered, but just as long as it ever was before' WHERE rowid = 2",
            "row 1: the text",
        ),
        ("UPDATE paragraphs SET spans = '[[0,5000]]' WHERE rowid = 3", "row 2: its sentence spans"),
        ("UPDATE paragraphs SET spans = '[[9,4],[5,9]]' WHERE rowid = 3", "row 2: its sentence spans"),
        ("UPDATE paragraphs SET spans = '[]' WHERE rowid = 3", "row 2: 0 sentences have 1 vectors"),
        ("UPDATE paragraphs SET spans = 'not JSON' WHERE rowid = 3", "is damaged"),
        ("UPDATE paragraphs SET kind = 'nonsense' WHERE rowid = 3", "is damaged"),
        ("UPDATE reports SET framework = 'harbour' WHERE place = 0", "unknown framework 'harbour'"),
        ("UPDATE judgements SET area = 'moorings' WHERE report = 0", "unknown area 'moorings'"),
        ("UPDATE judgements SET grade = 'fine' WHERE report = 0", "unknown grade 'fine'"),
        ("UPDATE paragraphs SET report = 77 WHERE rowid = 3", "a row is missing or has no report"),
        ("UPDATE paragraphs SET rowid = 77 WHERE rowid = 9", "disagree on the number of rows"),
        ("DELETE FROM paragraphs WHERE rowid = 4", "disagree on the number of rows"),
        ("DELETE FROM sources WHERE position = 0", "disagree on the number of rows"),
        ("UPDATE reports SET published = 'yesterday'", "is damaged"),
        (
            "UPDATE sources SET sha256 = '00' WHERE position = 1",
            "no source has the bytes of northmoor-2018-08-24",
        ),
        ("UPDATE reports SET media = 'text' WHERE place = 0", "keeps files that no report was read from"),
        ("PRAGMA user_version = 7", "disagree on the number of rows"),
        ("UPDATE paragraphs SET report = 0 WHERE rowid = 3", "rec-6 is kept with northmoor-2016"),
        ("UPDATE boxes SET lines = x'00' WHERE paragraph = 3", "is damaged"),
        ("DROP TABLE anomalies", "is damaged"),
        ("DROP TABLE boxes", "is damaged"),
        ("DROP TABLE terms", "is damaged"),
        ("DROP TABLE acronyms", "is damaged"),
    ],
)
def test_a_database_that_disagrees_with_the_rest_is_found(index: Path, statement: str, said: str) -> None:
    alter(index, statement)
    problems = check(index)
    assert any(said in problem for problem in problems), problems


def test_a_generation_copied_from_another_index_is_sound_there_or_found(index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_small_index(other, small_reports()[:1])
    folder = current_generation(other)
    moved = index / "generations" / folder.name
    shutil.copytree(folder, moved)
    (index / "CURRENT").write_text(f"{folder.name}\n")
    assert check(index) == []
    (index / "CURRENT").write_text(f"{current_generation(index).name[:-8]}{'0' * 8}\n")
    assert "lacks the generation" in check(index)[0]


def test_a_file_that_may_not_be_read_is_no_damage(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true_open = Path.open
    hidden = {DATABASE, next((index / SOURCES).iterdir()).name}

    def refuse(path: Path, *arguments: object, **named: object) -> object:
        if path.name in hidden:
            raise PermissionError(13, "Permission denied")
        return true_open(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(IndexNotReadable, match=r"\(permission denied\): check who may read that folder"):
        check(index)
    flip(current_generation(index) / PARAGRAPH_VECTORS, 200, 1)
    problems = check(index)
    assert [PARAGRAPH_VECTORS in problem for problem in problems] == [True, False, False]
    assert all("cannot be read (permission denied)" in problem for problem in problems[1:])


def test_problems_are_single_lines(index: Path) -> None:
    body = json.loads((current_generation(index) / MANIFEST).read_bytes())
    body["encoder_name"] = "two\nlines"
    (current_generation(index) / MANIFEST).write_text(json.dumps(body))
    (problem,) = check(index)
    assert "\n" not in problem
