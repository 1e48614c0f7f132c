"""From what several views say of each candidate to one score. Pure functions over arrays.

Convex combination of scores: S. Bruch, S. Gai and A. Ingber, "An analysis of fusion functions for hybrid
retrieval", ACM TOIS 2023 (arXiv 2210.11934). Each score is used as it is: a cosine, or a share of the
most that BM25 could give, so that what a view says of one candidate does not depend on the others.
Reciprocal rank fusion: G. V. Cormack, C. L. A. Clarke and S. Buettcher, SIGIR 2009.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.store.filters import Hit
from search_api.settings import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What is known of c candidates; every array is (c,) and follows `rows`, which ascend.

    paragraph: cosine of the whole paragraph. sentence: of its best sentence; that of the paragraph
    where it has none. lexical: BM25 as a share of the most that the query's terms could give. named:
    share of the query's acronyms that it prints. polarity: agreement with the query's, in [-1, 1], 0
    where the query takes no side.
    """

    rows: Int64Array
    paragraph: Float32Array
    sentence: Float32Array
    lexical: Float32Array
    named: Float32Array
    polarity: Float32Array


def convex(signals: Signals, weights: Weights) -> Float32Array:
    """(c,): the weighted sum of the signals."""
    total: Float32Array = (
        np.float32(weights.paragraph) * signals.paragraph
        + np.float32(weights.sentence) * signals.sentence
        + np.float32(weights.lexical) * signals.lexical
        + np.float32(weights.named) * signals.named
        + np.float32(weights.polarity) * signals.polarity
    )
    return total


def reciprocal_rank(signals: Signals, weights: Weights, k: float = 60.0) -> Float32Array:
    """(c,): the sum over the signals of weight / (k + rank), ranks from 1, equal values sharing the better.

    A signal that says nothing of a candidate (0, or below) gives it nothing. `polarity` takes no part:
    most candidates tie in it.
    """
    total = np.zeros(len(signals.rows), dtype=np.float32)
    for weight, values in (
        (weights.paragraph, signals.paragraph),
        (weights.sentence, signals.sentence),
        (weights.lexical, signals.lexical),
        (weights.named, signals.named),
    ):
        better = np.searchsorted(np.sort(-values), -values, side="left")
        total += np.where(values > 0, weight / (k + 1 + better), 0).astype(np.float32)
    return total


def best_first(rows: Int64Array, scores: Float32Array) -> tuple[Hit, ...]:
    """Equal scores are ordered by row."""
    order = np.lexsort((rows, -scores))
    return tuple(Hit(int(rows[place]), float(scores[place])) for place in order)


def highest(scores: Float32Array, k: int, rows: Int64Array | None) -> Int64Array:
    """Rows of the k highest scores above 0, among `rows`, in no order; at a tie the lower rows."""
    among = np.flatnonzero(scores > 0) if rows is None else rows[scores[rows] > 0]
    if len(among) > k:
        among = among[scores[among] >= np.partition(scores[among], -k)[-k]]
        among = among[np.lexsort((among, -scores[among]))[:k]]
    return among.astype(np.int64)


def within(rows: Int64Array, allowed: Int64Array | None) -> Int64Array:
    """Those of the rows that are allowed; None for all."""
    return rows if allowed is None else rows[np.isin(rows, allowed, assume_unique=True)]
