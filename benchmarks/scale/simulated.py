"""Vectors of as many paragraphs as wanted, made of those of a real index, for benchmarks only.

    python -m benchmarks.scale.simulated --index DIR [--topics TSV]

Each is a mix of a real vector with one of its near neighbours, moved a little along the difference of two
other neighbours, plus a little noise: so it lies where real paragraphs lie. The command compares a sample
as large as the real index with it: how near is the k-th paragraph to real questions, and how many
directions do near ones lie in. Where the sample is as crowded, a larger draw from the same mix is what a
larger index of the same kind of reports would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers.common import QUERIES, queries_of
from indexer.arrays import Float32Array, Int64Array

NEIGHBOURS = 16  # of a vector, among which its partners are drawn
ALONG = 0.45  # of the difference of two neighbours that a mix is moved by
NOISE = 0.10  # length beside a vector of length 1
BLOCK = 20_000  # vectors made at once


class Mixture:
    """Draws vectors that lie as those of `base` do. base: (n, dim), of length 1."""

    def __init__(self, base: Float32Array) -> None:
        self._base = base
        self._near = nearest_of(base, base, NEIGHBOURS + 1)[0][:, 1:]

    def blocks(self, count: int, seed: int = 11) -> Iterator[Float32Array]:
        """`count` vectors of length 1, in blocks of at most BLOCK; the same for the same seed."""
        random = np.random.default_rng(seed)
        for first in range(0, count, BLOCK):
            yield self._block(min(BLOCK, count - first), random)

    def _block(self, count: int, random: np.random.Generator) -> Float32Array:
        base, near = self._base, self._near
        chosen = random.integers(0, len(base), count)
        partners = near[chosen[:, None], random.integers(0, NEIGHBOURS, (count, 3))]
        share = random.uniform(0, 0.5, (count, 1)).astype(np.float32)
        mixed = base[chosen] * (1 - share) + base[partners[:, 0]] * share
        mixed += np.float32(ALONG) * (base[partners[:, 1]] - base[partners[:, 2]])
        noise = random.standard_normal(mixed.shape, dtype=np.float32)
        mixed += noise * np.float32(NOISE / np.sqrt(mixed.shape[1]))
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        return mixed


def nearest_of(
    vectors: Float32Array, queries: Float32Array, k: int, block: int = 500
) -> tuple[Int64Array, Float32Array]:
    """(q, k) rows and cosines, best first, exact."""
    rows, cosines = [], []
    for first in range(0, len(queries), block):
        scores = queries[first : first + block] @ vectors.T
        best = np.argpartition(scores, len(vectors) - k, axis=1)[:, len(vectors) - k :]
        held = np.take_along_axis(scores, best, axis=1)
        order = np.argsort(-held, axis=1)
        rows.append(np.take_along_axis(best, order, axis=1).astype(np.int64))
        cosines.append(np.take_along_axis(held, order, axis=1))
    return np.concatenate(rows), np.concatenate(cosines)


def directions(cosines: Float32Array) -> float:
    """The local intrinsic dimension, by maximum likelihood (Levina and Bickel 2005), median of the queries.

    cosines: (q, k) of the k nearest, best first.
    """
    distances = np.sqrt(np.maximum(2 - 2 * cosines.astype(np.float64), 1e-12))
    logs = np.log(distances[:, -1:] / distances[:, :-1])
    return float(np.median(1 / logs.mean(axis=1)))


def questions_in(topics: Path | None) -> Float32Array:
    """(q, dim): real questions, encoded with the shipped encoder."""
    from indexer.encoders.load import load_encoder

    encoder = load_encoder()
    texts: Sequence[str] = queries_of(topics) if topics else QUERIES
    return np.stack([encoder.encode_query(text) for text in texts]).astype(np.float32)


def row(name: str, vectors: Float32Array, queries: Float32Array) -> str:
    """A line of the table: cosines of the k-th nearest to the queries (medians), and directions."""
    cosines = nearest_of(vectors, queries, 1000)[1]
    told = " | ".join(f"{np.median(cosines[:, k - 1]):.3f}" for k in (1, 10, 100, 1000))
    return f"| {name} | {len(vectors):,} | {told} | {directions(cosines[:, :100]):.0f} |"


def real_vectors(index: Path) -> Float32Array:
    """(n, dim): a copy of the paragraphs' vectors of a published index."""
    from indexer.store.reader import IndexReader

    with IndexReader.open(index) as reader:
        return reader.vectors(np.arange(len(reader)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="of real reports, which is only read")
    parser.add_argument("--topics", type=Path, help="a file of qid<TAB>query; else queries of our own")
    given = parser.parse_args()
    base, queries = real_vectors(given.index), questions_in(given.topics)
    sample = np.concatenate(list(Mixture(base).blocks(len(base))))
    print(
        "| vectors | number | nearest | 10th | 100th | 1,000th | directions |\n|---|---|---|---|---|---|---|"
    )
    print(row("real", base, queries))
    print(row("simulated", sample, queries))


if __name__ == "__main__":
    main()
