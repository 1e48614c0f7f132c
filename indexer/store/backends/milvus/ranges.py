"""Rows of a filter as ranges, and ranges as expressions of Milvus. Nothing here knows Milvus itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.arrays import Int64Array

# Each range costs the parser and every segment a comparison.
MOST_RANGES = 128


def ranges_of(rows: Int64Array) -> Int64Array:
    """(r, 2): the half-open ranges [first, last) that ascending, unique rows make up."""
    if not len(rows):
        return np.zeros((0, 2), dtype=np.int64)
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate(([0], breaks + 1))]
    lasts = rows[np.concatenate((breaks, [len(rows) - 1]))] + 1
    return np.stack((firsts, lasts), axis=1).astype(np.int64)


def cover(ranges: Int64Array, most: int = MOST_RANGES) -> Int64Array:
    """At most `most` ranges that hold all of these, ascending: the smallest gaps are filled first."""
    if len(ranges) <= most:
        return ranges
    gaps = ranges[1:, 0] - ranges[:-1, 1]
    kept = np.sort(np.argpartition(-gaps, most - 2)[: most - 1]) if most > 1 else np.zeros(0, dtype=np.int64)
    firsts = ranges[np.concatenate(([0], kept + 1)), 0]
    lasts = ranges[np.concatenate((kept, [len(ranges) - 1])), 1]
    return np.stack((firsts, lasts), axis=1).astype(np.int64)


def pieces(ranges: Int64Array, rows: int, most: int = MOST_RANGES) -> Iterator[Int64Array]:
    """The same rows in order, at most `rows` and `most` ranges at a time."""
    held: list[tuple[int, int]] = []
    room = rows
    for first, last in ranges.tolist():
        while first < last:
            end = min(last, first + room)
            held.append((first, end))
            room -= end - first
            first = end
            if not room or len(held) == most:
                yield np.array(held, dtype=np.int64)
                held, room = [], rows
    if held:
        yield np.array(held, dtype=np.int64)


def size(ranges: Int64Array) -> int:
    """Rows within the ranges."""
    return int((ranges[:, 1] - ranges[:, 0]).sum())


def expression(field: str, ranges: Int64Array) -> str:
    """What keeps the rows within the ranges, as in "(row >= 3 and row < 9) or row == 12"."""
    said = [
        f"{field} == {first}" if last == first + 1 else f"({field} >= {first} and {field} < {last})"
        for first, last in ranges.tolist()
    ]
    return " or ".join(said)
