"""An index in Milvus: the same hits as from a folder, whole generations only, and refusals in one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.errors import (
    CorruptIndex,
    EngineUnavailable,
    IncompatibleIndex,
    InvalidRequest,
    NothingPublished,
)
from indexer.store.backends.address import Address
from indexer.store.reader import IndexReader
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

pytest.importorskip("pymilvus", reason="needs the extra `milvus`")
pytest.importorskip("milvus_lite", reason="needs milvus-lite, which only tests use")

from indexer.store.backends.milvus import client as clients
from indexer.store.backends.milvus import facts, layout, vectors
from indexer.store.backends.milvus.client import Client
from indexer.store.backends.milvus.engine import MilvusEngine
from tests.support.engines.milvus import FolderRecords, in_process

_WORDS = ("children", "leaders", "risk", "visits", "plans", "homes", "MARAC", "health", "school", "review")


def _quiet(what: str, done: int, of: int) -> None:
    """As Note."""


def _many(index: Path, seed: int = 0) -> None:
    """Some 600 paragraphs of four authorities, a third of them twice the same: ties."""
    chosen = np.random.default_rng(seed)
    reports = []
    for number, authority in enumerate(("Ashmoor", "Eastvale", "Northmoor", "Saltby")):
        report = make_report(authority, date(2015 + number, 3, 4), urn=f"8000{number}")
        texts = [" ".join(chosen.choice(_WORDS, 4)).capitalize() + "." for _ in range(100)]
        texts += texts[:50]
        reports.append(
            make_report_entry(
                report, [make_paragraph(report, place + 1, text) for place, text in enumerate(texts)]
            )
        )
    write_small_index(index, reports)


def _tiny(index: Path, dimension: int = 16) -> None:
    """Nine paragraphs of one report; another dimension makes another index of them."""
    report = make_report("Saltby", date(2022, 5, 16))
    items = [make_paragraph(report, number, f"{_WORDS[number]} of {number}.") for number in range(1, 10)]
    write_small_index(index, [make_report_entry(report, items, dimension=dimension)], dimension=dimension)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with in_process(tmp_path_factory.mktemp("milvus") / "data") as found:
        yield found


@pytest.fixture(scope="module")
def engine(port: int, tmp_path_factory: pytest.TempPathFactory) -> MilvusEngine:
    return _engine(port, "many", tmp_path_factory.mktemp("records"))


@pytest.fixture(scope="module")
def pair(
    engine: MilvusEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[IndexReader, IndexReader]]:
    folder = tmp_path_factory.mktemp("many") / "index"
    _many(folder)
    engine.publish(folder, _quiet)
    with IndexReader.open(folder) as embedded, IndexReader(*engine.open()) as other:
        yield embedded, other


def _engine(port: int, name: str, records: Path) -> MilvusEngine:
    return MilvusEngine(Address(f"http://127.0.0.1:{port}/{name}?partitions=2"), FolderRecords(records))


def _choices(total: int) -> list[np.ndarray[Any, np.dtype[np.int64]] | None]:
    chosen = np.random.default_rng(5)
    crumbs = np.unique(chosen.integers(0, total, 250))
    return [None, np.arange(150, 300), np.arange(0, total, 2), crumbs, np.array([1, 2, 599]), np.arange(0)]


@pytest.mark.parametrize("limits", ["usual", "small"])
def test_hits_are_those_of_the_folder_bit_for_bit(
    pair: tuple[IndexReader, IndexReader], limits: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded, other = pair
    asked = [embedded.vector(599), np.random.default_rng(1).standard_normal(16).astype(np.float32)]
    if limits == "small":
        monkeypatch.setattr(vectors, "_FEW", 3)
        monkeypatch.setattr(vectors, "_SPARE", 2)
        monkeypatch.setattr(vectors, "MOST_HITS", 40)
        monkeypatch.setattr(vectors, "_FETCHED", 30)
    for query, k in zip(asked, (3, 55), strict=True):
        for rows in _choices(len(embedded)):
            assert other.nearest(query, k, rows) == embedded.nearest(query, k, rows)
    assert other.nearest(asked[0], 300) == embedded.nearest(asked[0], 300)


def test_a_graph_finds_nearly_all_and_scores_them_alike(
    pair: tuple[IndexReader, IndexReader], port: int, engine: MilvusEngine, tmp_path: Path
) -> None:
    embedded, _ = pair
    address = Address(f"http://127.0.0.1:{port}/graph?partitions=1&index=hnsw")
    graph = MilvusEngine(address, FolderRecords(tmp_path / "records"))
    graph.publish(Path(engine._records.folder), _quiet)  # type: ignore[attr-defined]
    with IndexReader(*graph.open()) as other:
        assert (
            graph._client._connected().describe_index(
                graph._layout.collection(other.generation), layout.VECTOR
            )["index_type"]
            == "HNSW"
        )
        for row in range(0, 600, 60):
            for rows in (None, np.arange(100, 500)):
                exact = embedded.nearest(embedded.vector(row), 10, rows)
                found = other.nearest(embedded.vector(row), 10, rows)
                # Of paragraphs that score alike, a graph may find others.
                assert [hit.score for hit in found] == [hit.score for hit in exact]


def test_vectors_are_those_of_the_folder(pair: tuple[IndexReader, IndexReader]) -> None:
    embedded, other = pair
    rows = [599, 0, 3, 3, 200]
    assert other.vectors(rows).tobytes() == embedded.vectors(rows).tobytes()
    (found, bounds), (kept, kept_bounds) = other.sentences_of(rows), embedded.sentences_of(rows)
    assert found.tobytes() == kept.tobytes()
    assert bounds.tolist() == kept_bounds.tolist()
    assert other.stored_sentences(5).tobytes() == embedded.stored_sentences(5).tobytes()
    assert other.sentence_offsets.tolist() == embedded.sentence_offsets.tolist()


def test_sparse_search_finds_what_the_postings_score_highest(
    pair: tuple[IndexReader, IndexReader], engine: MilvusEngine
) -> None:
    embedded, _ = pair
    terms = list(embedded.term_counts())
    scores = embedded.lexical_scores({terms[0]: 1.0, terms[3]: 2.0})
    place = engine._layout.collection(embedded.generation)
    hits = engine._client.search(place, layout.TERMS, {1: 1.0, 4: 2.0}, 20, "", {})
    best = np.sort(scores)[::-1][:20]
    assert np.allclose([score for _, score in hits], best, rtol=1e-5)
    assert np.allclose([scores[row] for row, _ in hits], best, rtol=1e-5)


def test_nothing_published_is_said(port: int, tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        _engine(port, "none", tmp_path).open()


def test_each_publish_is_seen_whole_and_two_older_ones_stay(port: int, tmp_path: Path) -> None:
    engine = _engine(port, "often", tmp_path / "records")
    readers = []
    for seed in range(4):
        _tiny(tmp_path / "index", 16 + seed)
        name = engine.publish(tmp_path / "index", _quiet)
        readers.append(IndexReader(*engine.open()))
        assert engine.current() == name == readers[-1].generation
    [alias] = [engine._client._connected().describe_alias("often")["collection_name"]]
    assert alias == engine._layout.collection(name)
    held = {engine._layout.generation(found) for found in engine._client.collections()} - {None}
    assert held == {reader.generation for reader in readers[1:]}
    for number, reader in enumerate(readers[1:], 17):
        assert reader.nearest(reader.vector(2), 1)[0].row == 2
        assert reader.dimension == number
    with pytest.raises(CorruptIndex, match="does not hold what the index names"):
        readers[0].vector(2)


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", ["insert", "finish", "seal", "point"])
def test_a_publish_that_was_killed_leaves_the_old_one_and_the_next_clears_up(
    port: int, tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = _engine(port, f"killed_{moment}", tmp_path / "records")
    _tiny(tmp_path / "index")
    old = engine.publish(tmp_path / "index", _quiet)
    _tiny(tmp_path / "index", 24)

    def killed(self: Client, name: str, *given: Any, **named: Any) -> None:
        if moment == "seal" and not name.endswith("_facts"):
            usual(self, name, *given, **named)
            return
        raise _Killed

    called = "create" if moment == "seal" else moment
    usual = getattr(Client, called)
    with monkeypatch.context() as patched:
        patched.setattr(Client, called, killed)
        with pytest.raises(_Killed):
            engine.publish(tmp_path / "index", _quiet)
    with IndexReader(*engine.open()) as reader:
        assert (reader.generation == old) == (moment != "point")  # what is current was said before the alias
        assert reader.nearest(reader.vector(1), 1)[0].row == 1
    _tiny(tmp_path / "index", 32)
    new = engine.publish(tmp_path / "index", _quiet)
    held = {engine._layout.generation(found) for found in engine._client.collections()} - {None}
    assert held == set(engine._records.held())
    with IndexReader(*engine.open()) as reader:
        assert (reader.generation, reader.dimension) == (new, 32)


def test_a_generation_that_is_there_is_not_written_again(
    engine: MilvusEngine,
    pair: tuple[IndexReader, IndexReader],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Client, "insert", None)
    monkeypatch.setattr(Client, "drop", None)
    folder = Path(engine._records.folder)  # type: ignore[attr-defined]
    engine.publish(folder, _quiet)
    assert engine.current() == pair[0].generation


def test_a_reader_refuses_another_layout(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = _engine(port, "newer", tmp_path / "records")
    _tiny(tmp_path / "index")
    with monkeypatch.context() as patched:
        patched.setattr(facts, "FORMAT", 7)
        engine.publish(tmp_path / "index", _quiet)
    with pytest.raises(IncompatibleIndex, match=r"layout 7, this program reads layout 1.*update") as refused:
        engine.open()
    assert refused.value.newer


def test_a_collection_that_lost_rows_is_refused(port: int, tmp_path: Path) -> None:
    engine = _engine(port, "holes", tmp_path / "records")
    _tiny(tmp_path / "index")
    name = engine.publish(tmp_path / "index", _quiet)
    engine._client._connected().delete(engine._layout.collection(name), ids=[4])
    with pytest.raises(CorruptIndex, match="holds 8 of 9 paragraphs"):
        engine.open()
    engine.publish(tmp_path / "index", _quiet)
    with IndexReader(*engine.open()) as reader:
        assert len(reader.vectors(range(9))) == 9


def test_a_milvus_that_is_away_is_said_in_one_line(tmp_path: Path) -> None:
    engine = _engine(9, "away", tmp_path)
    _tiny(tmp_path / "index")
    with pytest.raises(EngineUnavailable, match=r"^Milvus at 127.0.0.1:9 does not answer: start it"):
        engine.publish(tmp_path / "index", _quiet)


def test_a_milvus_that_is_too_old_is_said(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "OLDEST", (9, 1))
    with pytest.raises(
        EngineUnavailable, match=r"version milvus.lite-[\d.]+, which is too old.*9\.1 or newer"
    ):
        Client(Address(f"http://127.0.0.1:{port}/old")).collections()


def test_a_lost_connection_is_tried_once_more(
    pair: tuple[IndexReader, IndexReader], engine: MilvusEngine
) -> None:
    _, other = pair
    engine._client._connected().close()
    assert other.vectors([3]).tobytes() == pair[0].vectors([3]).tobytes()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://h/a-b", "cannot name an index"),
        ("http://h/a?index=IVF", "'IVF' is no index"),
        ("http://h/a?partitions=0", "from 1 to 1024"),
        ("http://h/a", "does not say where the reports' text lies"),
        ("http://h/a?records=/folder", "does not say where"),
    ],
)
def test_an_address_that_cannot_be_is_refused(address: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        MilvusEngine(Address(address))
