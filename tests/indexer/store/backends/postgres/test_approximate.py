"""Above a size near vectors come from an approximate index: with exact scores, and hardly one missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from indexer.store.backends.address import Address
from indexer.store.backends.postgres import publishing, vectors
from indexer.store.backends.postgres.connections import Connections, Rows
from indexer.store.backends.postgres.engine import PostgresEngine
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.conformance import choices, made_reports, queries
from tests.indexer.store.backends.postgres.conftest import silent
from tests.support.builders import write_small_index
from tests.support.engines.postgres import Server


@dataclass(slots=True)
class Pair:
    embedded: IndexReader
    other: IndexReader
    connections: Connections


@pytest.fixture(scope="module")
def pair(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder: Path = tmp_path_factory.mktemp("approximate") / "index"
    write_small_index(folder, made_reports(years=8))
    # So few rows PostgreSQL would rather read one by one.
    url = server.url("inspections", schema="approximate", options="-c enable_seqscan=off")
    engine = PostgresEngine(Address(url))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publishing, "APPROXIMATE_FROM", 0)
        patched.setattr(vectors, "_FEW", 0)
        patched.setattr(vectors, "_LOOKED_AT", 0)
        engine.publish(folder, silent)
        with IndexReader.open(folder) as embedded, IndexReader(*engine.open()) as other:
            yield Pair(embedded, other, engine.connections)
    engine.close()


def test_the_index_is_there_and_is_followed(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[str] = []
    ask = pair.connections.rows

    def explained(statement: str, given: Sequence[object] = ()) -> Rows:
        plans.append("\n".join(line for (line,) in ask(f"EXPLAIN {statement}", given)))
        return ask(statement, given)

    monkeypatch.setattr(pair.connections, "rows", explained)
    for rows in (None, np.arange(0, len(pair.embedded), 2)):
        pair.other.nearest(pair.embedded.vector(3), 5, rows)
        assert "Index Scan using vectors_1_embedding_idx" in plans.pop()
        assert plans == []


@pytest.mark.parametrize("k", [1, 10, 100, 2000])
def test_scores_are_exact_and_hardly_one_is_missing(pair: Pair, k: int) -> None:
    found, wanted = 0, 0
    for query in queries(pair.embedded):
        for rows in choices(pair.embedded):
            right = pair.embedded.nearest(query, len(pair.embedded), rows)
            scores = {hit.row: hit.score for hit in right}
            hits = pair.other.nearest(query, k, rows)
            assert len(hits) == min(k, len(right))  # a filter loses nothing
            assert all(scores[hit.row] == hit.score for hit in hits)
            assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.row))
            # Many texts recur here: among equal scores any row is as good.
            least = right[len(hits) - 1].score if hits else 0.0
            found += sum(1 for hit in hits if hit.score >= least)
            wanted += len(hits)
    assert found >= 0.99 * wanted
