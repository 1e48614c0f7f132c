"""Filters as ranges of rows, and weights by paragraph: what goes to Milvus, without Milvus."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.arrays import Int64Array
from indexer.store.backends.milvus.ranges import cover, expression, pieces, ranges_of, size
from indexer.store.backends.milvus.weights import by_row


def _rows(ranges: Int64Array) -> list[int]:
    return [row for first, last in ranges.tolist() for row in range(first, last)]


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [
        ([], []),
        ([4], [[4, 5]]),
        ([0, 1, 2], [[0, 3]]),
        ([0, 2, 3, 9], [[0, 1], [2, 4], [9, 10]]),
    ],
)
def test_rows_become_ranges(rows: list[int], ranges: list[list[int]]) -> None:
    found = ranges_of(np.array(rows, dtype=np.int64))
    assert found.tolist() == ranges
    assert _rows(found) == rows
    assert size(found) == len(rows)


@pytest.mark.parametrize("most", [1, 2, 3, 10, 1000])
def test_a_cover_holds_every_row_in_few_ranges(most: int) -> None:
    rows = np.unique(np.random.default_rng(7).integers(0, 400, 90))
    found = cover(ranges_of(rows), most)
    assert len(found) <= most
    assert set(rows.tolist()) <= set(_rows(found))
    assert (found[1:, 0] > found[:-1, 1]).all()
    assert _rows(found)[0] == rows[0]
    assert _rows(found)[-1] == rows[-1]


def test_a_cover_fills_the_smallest_gaps() -> None:
    assert cover(ranges_of(np.array([0, 2, 90, 93, 500])), 3).tolist() == [[0, 3], [90, 94], [500, 501]]


@pytest.mark.parametrize(("at_once", "most"), [(1, 1), (7, 2), (50, 3), (1000, 1000)])
def test_pieces_hold_every_row_once_and_no_more_than_allowed(at_once: int, most: int) -> None:
    rows = np.unique(np.random.default_rng(3).integers(0, 200, 80))
    parts = list(pieces(ranges_of(rows), at_once, most))
    assert [row for part in parts for row in _rows(part)] == rows.tolist()
    assert all(size(part) <= at_once and len(part) <= most for part in parts)


def test_an_expression_names_ranges_and_single_rows() -> None:
    assert expression("row", ranges_of(np.array([3, 4, 5, 9]))) == "(row >= 3 and row < 6) or row == 9"


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_weights_by_row_are_those_by_term(block: int) -> None:
    rows = np.array([0, 2, 4, 2, 3, 4], dtype=np.int32)  # term 1: 0 2 4; term 2: none; term 3: 2 3 4
    weights = np.arange(1, 7, dtype=np.float32)
    found = list(by_row(rows, weights, np.array([0, 3, 3, 6]), 6, block))
    assert found == [{1: 1.0}, {0: 1.0}, {1: 2.0, 3: 4.0}, {3: 5.0}, {1: 3.0, 3: 6.0}, {0: 1.0}]
