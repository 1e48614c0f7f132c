"""BM25 weights of a collection as sparse vectors: made once when it is indexed, summed when it is searched.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the
1 that Lucene adds within the logarithm, so that no term counts against a paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array, Int32Array

from .analyser import terms

# Fitted on questions about reports: docs/decisions/0006-ranking.md.
K1, B = 0.6, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The weights of n paragraphs, term by term.

    bounds: term -> [first, last) in the two arrays; terms in ascending order. rows: (p,) int32, ascending
    within a term. weights: (p,) float32, what the term adds to the score of the row, above 0.
    """

    bounds: Mapping[str, tuple[int, int]]
    rows: Int32Array
    weights: Float32Array


def build(texts: Iterable[str]) -> Postings:
    """Postings of the paragraphs, row by row."""
    held: dict[str, list[tuple[int, int]]] = {}
    lengths = []
    for row, text in enumerate(texts):
        found = terms(text)
        lengths.append(len(found))
        for term, count in Counter(found).items():
            held.setdefault(term, []).append((row, count))
    length = np.array(lengths, dtype=np.float64)
    # Where every paragraph is empty there is no posting either.
    norm = K1 * (1 - B + B * length / max(float(length.mean()) if len(length) else 0.0, 1.0))
    bounds: dict[str, tuple[int, int]] = {}
    rows, weights = [], []
    first = 0
    for term in sorted(held):
        pairs = np.array(held[term], dtype=np.int64)
        bounds[term] = (first, first + len(pairs))
        first += len(pairs)
        counts = pairs[:, 1].astype(np.float64)
        gain = counts * (K1 + 1) / (counts + norm[pairs[:, 0]])
        rows.append(pairs[:, 0].astype(np.int32))
        weights.append((inverse_frequency(len(pairs), len(length)) * gain).astype(np.float32))
    none = np.zeros(0, np.int32)
    return Postings(
        bounds,
        np.concatenate([none, *rows]).astype(np.int32),
        np.concatenate([none, *weights]).astype(np.float32),
    )


def inverse_frequency(holding: int, total: int) -> float:
    """How much a term tells: ln(1 + (N - n + 1/2) / (n + 1/2)); never negative.

    holding: n, paragraphs with the term; total: N.
    """
    return float(np.log(1 + (total - holding + 0.5) / (holding + 0.5)))
