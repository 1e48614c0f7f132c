"""How fast, and how complete, is the search for near vectors in PostgreSQL? On simulated paragraphs.

    python -m benchmarks.engines.pgvector --index DIR [--paragraphs 1000000]

Starts a server of its own in a temporary folder. Vectors are mixed from those of the index, so that
neighbours are as crowded as those of real reports (benchmarks/scale/simulated.py). Questions are other draws
of the same mix, half of them with noise. What is timed is all of `nearest`: asking, PostgreSQL's search, its
answer, and scoring it exactly.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.scale.simulated import Mixture
from indexer.arrays import Float32Array, Int64Array
from indexer.store.backends.address import Address
from indexer.store.backends.postgres import connections, tables
from indexer.store.backends.postgres.filling import vector_copy
from indexer.store.backends.postgres.publishing import make_approximate
from indexer.store.backends.postgres.records import PostgresRecords
from indexer.store.backends.postgres.vectors import PostgresVectors
from indexer.store.reader import IndexReader
from tests.support.engines.postgres import Server, running

DEPTH = 200  # candidates that a search asks for
QUESTIONS = 100


def fill(server: Server, mixture: Mixture, paragraphs: int, dimension: int) -> connections.Place:
    server.database("simulated")
    place = connections.place_of(Address(server.url("simulated")))
    server.run("CREATE SCHEMA pinpoint", database="simulated")
    connection, _ = connections.connect(place)
    with connection:
        began = time.perf_counter()
        with connection.transaction():
            for statement in (tables.create("vectors", 1, dimension), *tables.storage("vectors", 1)):
                connection.execute(statement.encode())
            with connection.cursor().copy(b"COPY vectors_1 FROM STDIN (FORMAT BINARY)") as copy:
                for piece in vector_copy(mixture.blocks(paragraphs)):
                    copy.write(piece)
            for statement in tables.finish("vectors", 1):
                connection.execute(statement.encode())
            print(f"rows in: {time.perf_counter() - began:.0f} s", flush=True)
        with connection.transaction():
            began = time.perf_counter()
            make_approximate(connection, 1, paragraphs, dimension)
            print(f"approximate index: {time.perf_counter() - began:.0f} s", flush=True)
        connection.execute("VACUUM ANALYZE vectors_1")
        sizes = connection.execute(
            "SELECT relname, pg_size_pretty(pg_relation_size(oid)) FROM pg_class"
            " WHERE relname LIKE 'vectors_1%'"
        ).fetchall()
        print(", ".join(f"{name} {size}" for name, size in sizes), flush=True)
    return place


def truth(mixture: Mixture, paragraphs: int, questions: Float32Array, rows: Int64Array | None) -> Int64Array:
    """(q, DEPTH) rows, best first, by reading all."""
    kept = np.ones(paragraphs, dtype=bool)
    if rows is not None:
        kept[:] = False
        kept[rows] = True
    scores = np.zeros((len(questions), 0), dtype=np.float32)
    held = np.zeros((len(questions), 0), dtype=np.int64)
    for first, block in _placed(mixture.blocks(paragraphs)):
        own = np.flatnonzero(kept[first : first + len(block)])
        scores = np.concatenate((scores, questions @ block[own].T), axis=1)
        held = np.concatenate((held, np.broadcast_to(own + first, (len(questions), len(own)))), axis=1)
        if scores.shape[1] > DEPTH:
            best = np.argpartition(-scores, DEPTH - 1, axis=1)[:, :DEPTH]
            scores = np.take_along_axis(scores, best, axis=1)
            held = np.take_along_axis(held, best, axis=1)
    return np.take_along_axis(held, np.argsort(-scores, axis=1), axis=1)


def _placed(blocks: Iterator[Float32Array]) -> Iterator[tuple[int, Float32Array]]:
    first = 0
    for block in blocks:
        yield first, block
        first += len(block)


def choices(paragraphs: int) -> dict[str, Int64Array | None]:
    """As filters give them: rows of a report stand together."""
    reports = np.arange(paragraphs) // 100
    random = np.random.default_rng(5)
    shares = {"a tenth, by report": 0.1, "a hundredth, by report": 0.01, "a thousandth, by report": 0.001}
    picked: dict[str, Int64Array | None] = {"all": None}
    for name, share in shares.items():
        chosen = random.random(int(reports[-1]) + 1) < share
        picked[name] = np.flatnonzero(chosen[reports])
    picked["one kind: every eighth row"] = np.arange(0, paragraphs, 8)
    return picked


def measure(
    place: connections.Place, mixture: Mixture, paragraphs: int, dimension: int, efs: list[int]
) -> None:
    questions = np.concatenate(list(mixture.blocks(QUESTIONS, seed=77)))
    # Half of them as far from every paragraph as a question is from what answers it.
    random = np.random.default_rng(9)
    questions[::2] += random.standard_normal(questions[::2].shape).astype(np.float32) * np.float32(0.035)
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    print(
        "| rows | number | ef_search | p50, ms | p95, ms | recall@10 | recall@200 |"
        "\n|---|---|---|---|---|---|---|"
    )
    for name, rows in choices(paragraphs).items():
        right = truth(mixture, paragraphs, questions, rows)
        for ef in efs:
            connections.EF_SEARCH = ef
            held = connections.Connections(place)
            vectors = PostgresVectors(
                held, cast("PostgresRecords", None), 1, (paragraphs, dimension), approximate=True
            )
            times, ten, all_ = [], [], []
            for number, question in enumerate([*questions[:10], *questions]):
                began = time.perf_counter()
                found = [hit.row for hit in vectors.nearest(question, DEPTH, rows)]
                if number < 10:
                    continue  # the first ones read from the disk
                times.append(1000 * (time.perf_counter() - began))
                wanted = right[number - 10].tolist()
                ten.append(len(set(found[:10]) & set(wanted[:10])) / len(wanted[:10]))
                all_.append(len(set(found) & set(wanted)) / len(wanted))
            held.close()
            p50, p95 = np.percentile(times, [50, 95])
            count = paragraphs if rows is None else len(rows)
            print(
                f"| {name} | {count:,} | {ef} | {p50:.0f} | {p95:.0f}"
                f" | {np.mean(ten):.3f} | {np.mean(all_):.3f} |",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--ef", type=int, nargs="+", default=[connections.EF_SEARCH])
    parser.add_argument("--shared-buffers", default="3GB")
    given = parser.parse_args()
    with IndexReader.open(given.index) as reader:
        base, dimension = reader.vectors(range(len(reader))), reader.dimension
    mixture = Mixture(base)
    with running(shared_buffers=given.shared_buffers, max_wal_size="8GB") as server:
        place = fill(server, mixture, given.paragraphs, dimension)
        measure(place, mixture, given.paragraphs, dimension, given.ef)


if __name__ == "__main__":
    main()
