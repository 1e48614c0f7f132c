"""An index whose vectors are also kept in lists, here made small: against numpy, and damaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Float32Array
from indexer.errors import CorruptIndex
from indexer.files import file_facts
from indexer.sharing import encoders
from indexer.sharing.packing import pack_index
from indexer.sharing.unpacking import unpack_index
from indexer.store import vectors
from indexer.store.filters import Hit
from indexer.store.format import DATA_FILES, FORMAT_VERSION, LARGE_VERSION, Entry, Manifest, ReportEntry
from indexer.store.generations import load_manifest
from indexer.store.lists import search
from indexer.store.lists.layout import LIST_CODES, LIST_FILES, LIST_SIZES, number_of_lists
from indexer.store.npy import let_go
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import (
    DIMENSION,
    current_generation,
    flip,
    make_paragraph,
    make_report,
    make_report_entry,
    rewrite_manifest,
    write_small_index,
)
from tests.support.encoders import WordEncoder

ROWS = 1500
ALL = 10_000.0  # probes for each root of the number of lists: every list is read


def near_each_other(random: np.random.Generator, count: int) -> Float32Array:
    """Vectors in forty bunches; every tenth is one that there is already, as of a text that recurs."""
    bunches = random.standard_normal((40, DIMENSION))
    found = bunches[random.integers(0, 40, count)] + 0.4 * random.standard_normal((count, DIMENSION))
    found[::10] = found[random.integers(0, count, len(found[::10]))]
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float32)


def made_reports() -> list[ReportEntry]:
    values = near_each_other(np.random.default_rng(5), ROWS)
    reports = []
    for place, name in enumerate(("Saltby", "Wexcombe", "Aldermere")):
        report = make_report(name, date(2019, 1, 1 + place))
        made = make_report_entry(
            report, [make_paragraph(report, n + 1, f"{name} {n}.") for n in range(ROWS // 3)]
        )
        entries = tuple(
            Entry(entry.paragraph, entry.spans, values[place * ROWS // 3 + n], entry.sentence_vectors)
            for n, entry in enumerate(made.entries)
        )
        reports.append(ReportEntry(report, (), entries))
    return reports


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "index"
    write_small_index(folder, made_reports(), exact=ROWS - 1)
    return folder


@pytest.fixture
def reader(index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexReader]:
    """One that uses the lists for filters too, as with many rows."""
    monkeypatch.setattr(vectors, "_FEW", 20)
    with IndexReader.open(index) as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A smaller one, to be damaged."""
    write_small_index(tmp_path / "index", exact=0)
    return tmp_path / "index"


def of(index: Path) -> Manifest:
    return load_manifest(current_generation(index))


def by_numpy(reader: IndexReader, query: Float32Array, k: int, rows: list[int] | None) -> list[Hit]:
    values = reader.vectors(range(ROWS)).astype(np.float64) @ query.astype(np.float64)
    scores = values.astype(np.float32)
    among = sorted(set(range(ROWS) if rows is None else rows), key=lambda row: (-scores[row], row))
    return [Hit(row, float(scores[row])) for row in among[:k]]


def questions(count: int) -> Float32Array:
    return near_each_other(np.random.default_rng(9), count)


some_rows = st.one_of(st.none(), st.lists(st.integers(0, ROWS - 1), max_size=90), st.just(list(range(700))))


@given(seed=st.integers(0, 10_000), k=st.integers(0, ROWS + 50), rows=some_rows)
def test_reading_every_list_finds_what_numpy_finds(
    index: Path, seed: int, k: int, rows: list[int] | None
) -> None:
    query = near_each_other(np.random.default_rng(seed), 1)[0]
    with pytest.MonkeyPatch.context() as patch, IndexReader.open(index) as reader:
        patch.setattr(vectors, "_FEW", 20)
        patch.setattr(search, "_PROBES", ALL)
        found, expected = reader.nearest(query, k, rows), by_numpy(reader, query, k, rows)
    assert [hit.row for hit in found] == [hit.row for hit in expected]
    np.testing.assert_allclose([hit.score for hit in found], [hit.score for hit in expected], atol=1e-6)


@pytest.mark.parametrize("rows", [None, list(range(0, ROWS, 3))])
def test_nearly_all_of_the_first_ten_are_found_and_scores_are_exact(
    reader: IndexReader, rows: list[int] | None
) -> None:
    same = 0
    for query in questions(60):
        found, expected = reader.nearest(query, 10, rows), by_numpy(reader, query, 10, rows)
        same += len({hit.row for hit in found} & {hit.row for hit in expected})
        exact = {hit.row: hit.score for hit in by_numpy(reader, query, ROWS, rows)}
        assert [hit.score for hit in found] == pytest.approx([exact[hit.row] for hit in found], abs=1e-6)
        assert found == sorted(found, key=lambda hit: (-hit.score, hit.row))
        assert len(found) == 10
    assert same >= 0.99 * 600


def test_lists_are_read_and_not_every_vector(reader: IndexReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("every vector was read")

    monkeypatch.setattr(vectors.VectorStore, "_candidates", never)
    assert len(reader.nearest(questions(1)[0], 10)) == 10
    assert len(reader.nearest(questions(1)[0], 10, list(range(600)))) == 10


def test_pages_that_a_search_read_are_given_back(
    reader: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    monkeypatch.setattr(vectors, "let_go", given.append)
    first = reader.nearest(questions(1)[0], 10)
    assert [type(mapped) for mapped in given] == [np.memmap]
    monkeypatch.undo()
    assert reader.nearest(questions(1)[0], 10) == first
    let_go(np.zeros(3))  # what is not mapped has nothing to give back


def test_a_text_that_recurs_is_found_by_its_first_rows(tmp_path: Path) -> None:
    report = make_report("Saltby", date(2019, 1, 1))
    made = make_report_entry(report, [make_paragraph(report, n + 1, "The same words.") for n in range(400)])
    write_small_index(tmp_path / "index", [made], exact=0)
    with IndexReader.open(tmp_path / "index") as opened:
        assert [hit.row for hit in opened.nearest(opened.vector(7), 3)] == [0, 1, 2]


def test_few_rows_are_read_one_by_one(index: Path) -> None:
    with IndexReader.open(index) as opened:
        for query in questions(20):
            rows = list(range(5, ROWS, 2))
            assert opened.nearest(query, 10, rows) == by_numpy(opened, query, 10, rows)


def test_a_filter_that_lets_pass_only_what_is_far_away_gives_as_many_as_are_wanted(
    reader: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_PROBES", 0)
    monkeypatch.setattr(search, "_READ", 0)
    query = questions(1)[0]
    far = sorted(hit.row for hit in by_numpy(reader, query, ROWS, None)[-100:])
    assert reader.nearest(query, 10, far) == by_numpy(reader, query, 10, far)


def test_without_lists_in_faiss_every_vector_is_read(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "can_search", lambda _: False)
    with IndexReader.open(index) as opened:
        for query in questions(5):
            assert opened.nearest(query, 10) == by_numpy(opened, query, 10, None)


def test_an_index_up_to_the_size_is_of_the_format_that_it_was(tmp_path: Path) -> None:
    manifest = write_small_index(tmp_path / "index", made_reports(), exact=ROWS)
    assert (manifest.format_version, set(manifest.files)) == (FORMAT_VERSION, set(DATA_FILES))
    assert b'"lists"' not in manifest.serialise()
    assert {path.name for path in current_generation(tmp_path / "index").iterdir()} == {
        *DATA_FILES,
        "manifest.json",
    }


def test_a_large_index_says_so_and_holds_plain_arrays(index: Path) -> None:
    manifest = of(index)
    assert manifest.format_version == LARGE_VERSION
    assert set(manifest.files) == {*DATA_FILES, *LIST_FILES}
    folder = current_generation(index)
    arrays = {name: np.load(folder / name, allow_pickle=False) for name in LIST_FILES}
    assert manifest.lists == len(arrays[LIST_SIZES])
    assert arrays[LIST_SIZES].sum() == ROWS
    assert check(index) == []


def test_an_empty_index_has_no_lists(tmp_path: Path) -> None:
    manifest = write_small_index(tmp_path / "index", [], exact=0)
    assert (manifest.lists, manifest.format_version) == (0, FORMAT_VERSION)


def test_the_same_vectors_give_the_same_lists(own: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_small_index(again, exact=0)
    for name in LIST_FILES:
        first, second = (np.load(current_generation(each) / name) for each in (own, again))
        assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("vectors_", "lists"), [(1, 4), (500_000, 2_048), (1_000_000, 4_096), (10**7, 16_384)]
)
def test_how_many_lists(vectors_: int, lists: int) -> None:
    assert number_of_lists(vectors_) == lists


@pytest.mark.parametrize("name", LIST_FILES)
def test_an_altered_file_is_found(own: Path, name: str) -> None:
    flip(current_generation(own) / name, 130, 1)
    assert [name in problem for problem in check(own)] == [True]
    if name != LIST_CODES:  # large, and decides only what is found: as paragraphs.npy
        with pytest.raises(CorruptIndex, match=name):
            IndexReader.open(own)


@pytest.mark.parametrize("name", LIST_FILES)
def test_a_missing_or_shortened_file_is_found_on_opening(own: Path, name: str) -> None:
    path = current_generation(own) / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CorruptIndex, match=name):
        IndexReader.open(own)
    path.unlink()
    with pytest.raises(CorruptIndex, match="lacks a file"):
        IndexReader.open(own)


def _altered(index: Path, name: str, place: int, value: int) -> None:
    """The file's manifest agrees with it: as if the program had written it so."""
    path = current_generation(index) / name
    data = bytearray(path.read_bytes())
    data[place] = value
    path.write_bytes(data)
    facts = {each: vars_of(current_generation(index) / each) for each in of(index).data_files}
    rewrite_manifest(index, files=facts)


def vars_of(path: Path) -> dict[str, object]:
    facts = file_facts(path)
    return {"sha256": facts.sha256, "size": facts.size, "crc32": facts.crc32}


def _first_row_number(index: Path) -> int:
    """Where in list_codes.npy the first row number lies: after the codes of the first list with any."""
    sizes = np.load(current_generation(index) / LIST_SIZES)
    first = int(np.flatnonzero(sizes)[0])
    return 128 + -(-int(sizes[first]) // 8) * 8 * DIMENSION


def test_a_list_that_names_a_row_that_there_is_not(own: Path) -> None:
    _altered(own, LIST_CODES, _first_row_number(own) + 7, 0x40)
    assert check(own) == [f"{LIST_CODES}: a row is in no list, or in two"]
    with pytest.MonkeyPatch.context() as patch, IndexReader.open(own) as opened:
        patch.setattr(search, "_PROBES", ALL)
        with pytest.raises(CorruptIndex, match="names rows that there are not"):
            opened.nearest(opened.vector(0), len(opened) - 1)


def test_a_code_that_is_not_of_its_vector(own: Path) -> None:
    path = current_generation(own) / LIST_CODES
    _altered(own, LIST_CODES, 128, path.read_bytes()[128] ^ 0xFF)
    assert check(own) == [f"{LIST_CODES}: a code is not that of its vector"]


def test_sizes_that_do_not_add_up(own: Path) -> None:
    _altered(own, LIST_SIZES, 128, 200)
    with pytest.raises(CorruptIndex, match=f"{LIST_SIZES} is inconsistent"):
        IndexReader.open(own)


@pytest.mark.parametrize("changes", [{"lists": 0}, {"lists": 3}, {"format_version": FORMAT_VERSION}])
def test_a_manifest_that_contradicts_its_files(own: Path, changes: dict[str, int]) -> None:
    rewrite_manifest(own, **changes)
    with pytest.raises(CorruptIndex):
        IndexReader.open(own)


def test_a_large_index_travels_as_one_file(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "load_encoder", lambda _: WordEncoder())
    pack_index(index, tmp_path / "large.pinpoint")
    other = tmp_path / "other"
    write_small_index(other)  # the generation gets another name: its arrays are stamped again
    unpack_index(tmp_path / "large.pinpoint", other, replace=True, model="any")
    assert (check(other), of(other).lists) == ([], of(index).lists)


def test_many_readers_open_and_close(index: Path) -> None:
    query = questions(1)[0]
    for _ in range(30):
        with IndexReader.open(index) as opened:
            assert len(opened.nearest(query, 10)) == 10
