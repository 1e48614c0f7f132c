"""The highest sums are those that adding up everything finds."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.arrays import Float32Array, Int64Array
from indexer.words.highest import Weighed, highest, summed


def made(random: np.random.Generator, total: int, count: int) -> list[Weighed]:
    """Terms from very rare to very common, the rare ones telling more, as words do."""
    found = []
    for _ in range(count):
        share = float(random.choice([0.0, 0.001, 0.01, 0.1, 0.5, 0.9]))
        rows = np.sort(random.choice(total, int(share * total), replace=False)).astype(np.int32)
        # Few different weights, so that sums tie.
        worth = float(np.log(1 + (total - len(rows) + 0.5) / (len(rows) + 0.5)))
        weights = (worth * random.choice([0.5, 1.0, 1.25], len(rows))).astype(np.float32)
        factor = float(random.choice([1.0, 1.0, 2.0, 0.3]))
        found.append(Weighed(rows, weights, factor, float(weights.max()) if len(rows) else 0.0))
    return found


def everything(terms: list[Weighed], total: int) -> Float32Array:
    sums = np.zeros(total, dtype=np.float32)
    for term in terms:
        sums[term.rows] += np.float32(term.factor) * term.weights
    return sums


def first(sums: Float32Array, rows: Int64Array, k: int) -> list[int]:
    """The k highest of `rows` above 0; at a tie the lower rows."""
    rows = rows[sums[rows] > 0]
    return sorted(rows[np.lexsort((rows, -sums[rows]))][:k].tolist())


@pytest.mark.parametrize("seed", range(60))
def test_the_highest_are_found_and_all_that_tie(seed: int) -> None:
    random = np.random.default_rng(seed)
    total = int(random.choice([1, 40, 3000]))
    terms = made(random, total, int(random.integers(0, 9)))
    sums = everything(terms, total)
    allowed = None if seed % 3 else random.random(total) < 0.3
    rows = np.arange(total) if allowed is None else np.flatnonzero(allowed)
    for k in (1, 7, 100, 5000):
        found = highest(terms, k, total, allowed)
        assert first(sums, found, k) == first(sums, rows, k)
        assert (np.diff(found) > 0).all()
        assert np.isin(found, rows).all()
        assert np.array_equal(summed(terms, found), sums[found])


def test_common_terms_are_not_added_up_where_they_can_change_nothing() -> None:
    """What a rare word gives a hundred paragraphs, the common ones cannot make up for."""
    total = 100_000
    rare = np.arange(0, total, 500, dtype=np.int32)
    common = np.arange(total, dtype=np.int32)
    terms = [
        Weighed(common, np.full(total, 0.1, np.float32), 1.0, 0.1),
        Weighed(rare, np.full(len(rare), 5.0, np.float32), 1.0, 5.0),
    ]
    assert np.array_equal(highest(terms, 100, total), rare)


def test_none_are_wanted_or_none_are_there() -> None:
    nothing = Weighed(np.zeros(0, np.int32), np.zeros(0, np.float32), 1.0, 0.0)
    assert highest([nothing], 5, 10).tolist() == []
    assert highest([], 5, 10).tolist() == []
    assert highest(made(np.random.default_rng(1), 40, 4), 0, 40).tolist() == []
    assert summed([nothing], np.arange(3)).tolist() == [0, 0, 0]
