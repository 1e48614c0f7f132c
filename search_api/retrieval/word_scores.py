"""What a query's words say of paragraphs: all of them added up, or in a large index only the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.words.highest import Weighed, summed
from indexer.words.highest import highest as highest_sums

from .fusion import highest, within


class WordScores(Protocol):
    """BM25 of a query as a share of the most that its terms could give, in [0, 1], of any paragraph."""

    def highest(self, k: int, rows: Int64Array | None) -> Int64Array:
        """Rows of the k highest scores above 0, among `rows`, in no order; at a tie the lower rows."""
        ...

    def at(self, rows: Int64Array) -> Float32Array:
        """(len(rows),) float32: the score of each of `rows`, which ascend."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AllScores:
    """Scores of every paragraph. scores: (n,) float32."""

    scores: Float32Array

    def highest(self, k: int, rows: Int64Array | None) -> Int64Array:
        """See WordScores."""
        return highest(self.scores, k, rows)

    def at(self, rows: Int64Array) -> Float32Array:
        """See WordScores."""
        found: Float32Array = self.scores[rows]
        return found


class OtherNames(NamedTuple):
    """Other names of what was typed. rows: that hold one, ascending; typed: its terms; worth: of a name."""

    rows: Int64Array
    typed: Sequence[Weighed]
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class BestScores:
    """Scores added up where they may matter; the same as AllScores gives, digit by digit.

    most: of the scores of n paragraphs before they become shares, 0 where no term is in the index.
    """

    terms: Sequence[Weighed]
    others: Sequence[OtherNames]
    most: float
    n: int

    def highest(self, k: int, rows: Int64Array | None) -> Int64Array:
        """See WordScores."""
        allowed = None
        if rows is not None:
            allowed = np.zeros(self.n, dtype=bool)
            allowed[rows] = True
        # Another name only adds: who is among the first has it, or would be among them without.
        some = [highest_sums(self.terms, k, self.n, allowed)]
        some += [within(item.rows, rows) for item in self.others]
        found = np.unique(np.concatenate(some))
        scores = self.at(found)
        return found[highest(scores, k, None)]

    def at(self, rows: Int64Array) -> Float32Array:
        """See WordScores."""
        scores = summed(self.terms, rows)
        for item in self.others:
            there = np.isin(rows, item.rows, assume_unique=True)
            held = summed(item.typed, rows[there])
            scores[there] += np.maximum(np.float32(item.worth) - held, 0)
        return np.minimum(scores / np.float32(self.most), 1) if self.most else scores
