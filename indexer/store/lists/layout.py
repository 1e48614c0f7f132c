"""The files of a large index: vectors in eight bits, in lists of near ones.

docs/decisions/running/0030-lists-above-a-size.md says why; docs/index-format.md describes the files.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array

LIST_CENTRES = "list_centres.npy"
LIST_SIZES = "list_sizes.npy"
LIST_RANGES = "list_ranges.npy"
LIST_CODES = "list_codes.npy"
LIST_FILES = (LIST_CENTRES, LIST_SIZES, LIST_RANGES, LIST_CODES)

# Paragraphs up to which every search reads all vectors. The scan takes 90 ms of a core for each million.
EXACT = 500_000

UInt8Array = npt.NDArray[np.uint8]

_ALIGNED = 8  # rows in a list, rounded up: so that the row numbers behind its codes are aligned
_ROW = 8  # bytes of a row number


class Lists(NamedTuple):
    """centres: (l, dim) float32, of length 1. sizes: (l,) int64, of the lists. ranges: (2, dim) float32: the
    least of each value, and the width from there to the most. codes: (bytes,): the lists, as `places` says.
    """

    centres: Float32Array
    sizes: Int64Array
    ranges: Float32Array
    codes: UInt8Array


class Places(NamedTuple):
    """Of each list: rows that it has room for, and where it begins. (l,) int64 each; length: bytes in all.

    A list is its vectors' codes, `dim` bytes each, then their row numbers, eight bytes each.
    """

    rooms: Int64Array
    starts: Int64Array
    length: int


def number_of_lists(vectors: int) -> int:
    """The power of two nearest to four times the square root."""
    return 1 << round(math.log2(4 * math.sqrt(max(vectors, 1))))


def places(sizes: Int64Array, dimension: int) -> Places:
    """Where each list lies among the codes."""
    rooms = -(-sizes // _ALIGNED) * _ALIGNED
    ends = np.cumsum(rooms * (dimension + _ROW))
    return Places(rooms, ends - rooms * (dimension + _ROW), int(ends[-1]) if len(ends) else 0)


def rows_in(lists: Lists) -> Int64Array:
    """(n,): the rows of the lists, one list after another."""
    dimension = lists.centres.shape[1]
    found = places(lists.sizes, dimension)
    pieces = [
        lists.codes[start + room * dimension : start + room * dimension + size * _ROW].view("<i8")
        for size, room, start in zip(lists.sizes, found.rooms, found.starts, strict=True)
    ]
    return np.concatenate(pieces).astype(np.int64) if pieces else np.zeros(0, np.int64)
