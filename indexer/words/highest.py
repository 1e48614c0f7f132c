"""The paragraphs with the highest sum of weights, without adding up all of them.

H. Turtle and J. Flood, "Query Evaluation: Strategies and Optimizations", 1995 (MaxScore): terms are added in
the order of the most that each can give. Once those that are left cannot lift a paragraph that has none of
the earlier ones among the first k, only paragraphs that are known already are looked up in the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int32Array, Int64Array

# Sums in single precision, in two orders, differ by some 1e-7 of their size; who asks compares again exactly.
_MARGIN = 1e-5
# Of more than this share of all rows, one pass over all is faster than looking them up.
_MANY = 1 / 16


class Weighed(NamedTuple):
    """One term of a query. rows: (m,), ascending; weights: (m,), above 0; factor: its own weight, above 0.

    most: the highest of `weights`.
    """

    rows: Int32Array
    weights: Float32Array
    factor: float
    most: float


def highest(
    terms: Sequence[Weighed], k: int, total: int, allowed: npt.NDArray[np.bool_] | None = None
) -> Int64Array:
    """Rows, ascending, among which the k highest sums of factor times weight are, with all that tie.

    total: number of all rows. allowed: (total,), whether each row may be among them; None for all. Few more
    than k rows are given, and of fewer than k with a sum above 0 all. Empty for k of 0 or less.
    """
    left = sorted((term for term in terms if len(term.rows)), key=lambda term: -term.factor * term.most)
    if k <= 0 or not left:
        return np.zeros(0, dtype=np.int64)
    # How much the terms from each place on can give together.
    ahead = [*np.cumsum([term.factor * term.most for term in reversed(left)])[::-1].tolist(), 0.0]
    sums = np.zeros(total, dtype=np.float32)
    seen: list[Int32Array] = []
    least = 0.0  # k rows have at least this much
    place = 0
    while place < len(left) and (place == 0 or ahead[place] >= least * (1 - _MARGIN)):
        term = left[place]
        rows, weights = term.rows, term.weights
        if allowed is not None:
            kept = allowed[rows]
            rows, weights = rows[kept], weights[kept]
        sums[rows] += np.float32(term.factor) * weights
        seen.append(rows)
        place += 1
        if place < len(left):
            held = sums[rows] if len(rows) < _MANY * total else sums
            held = held[held > least]  # few once a rare term is in: to sort all would take longest
            if len(held) >= k:
                least = float(np.partition(held, -k)[-k])
    found = _above(seen, sums, (least - ahead[place]) * (1 - _MARGIN))
    scores = sums[found]
    for at in range(place, len(left)):
        scores += _looked_up(left[at], found)
        if len(found) > k:
            least = max(least, float(np.partition(scores, -k)[-k]))
            kept = scores >= (least - ahead[at + 1]) * (1 - _MARGIN)
            found, scores = found[kept], scores[kept]
    if len(found) > k:
        found = found[scores >= np.partition(scores, -k)[-k] * np.float32(1 - _MARGIN)]
    return found


def summed(terms: Sequence[Weighed], rows: Int64Array) -> Float32Array:
    """(len(rows),) float32: of each of `rows` the sum of factor times weight, in the order of `terms`."""
    total = np.zeros(len(rows), dtype=np.float32)
    for term in terms:
        total += _looked_up(term, rows)
    return total


def _looked_up(term: Weighed, rows: Int64Array) -> Float32Array:
    """(len(rows),): what the term gives each."""
    given = np.zeros(len(rows), dtype=np.float32)
    if len(term.rows):
        places = np.searchsorted(term.rows, rows.astype(np.int32))
        places[places == len(term.rows)] = 0
        there = term.rows[places] == rows
        given[there] = np.float32(term.factor) * term.weights[places[there]]
    return given


def _above(seen: Sequence[Int32Array], sums: Float32Array, least: float) -> Int64Array:
    """Rows of any of `seen` with at least so much, and more than 0; ascending."""
    if sum(map(len, seen)) >= _MANY * len(sums):
        return np.flatnonzero(sums >= least if least > 0 else sums > 0)
    some = [rows[sums[rows] >= least] if least > 0 else rows for rows in seen]
    return np.unique(np.concatenate(some)).astype(np.int64)
