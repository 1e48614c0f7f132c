"""Are the lists those of the vectors? Each row in one list once, each code that of its vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from indexer.arrays import Float32Array

from .layout import LIST_CENTRES, LIST_CODES, LIST_RANGES, Lists, places, rows_in
from .make import codes_of

_UNIT = 1e-3


def problems(faiss: Any, lists: Lists, vectors: Float32Array) -> Iterator[str]:
    """One line each; none if nothing is wrong. Reads all vectors once, in the order of the lists."""
    lengths = np.sqrt(np.einsum("ij,ij->i", lists.centres, lists.centres, dtype=np.float64))
    if not (np.abs(lengths - 1.0) <= _UNIT).all():
        yield f"{LIST_CENTRES}: a centre is not of length 1"
    if not np.isfinite(lists.ranges).all() or (lists.ranges[1] < 0).any():
        yield f"{LIST_RANGES}: a range has no width"
        return
    rows = rows_in(lists)
    if not np.array_equal(np.sort(rows), np.arange(len(vectors))):
        yield f"{LIST_CODES}: a row is in no list, or in two"
        return
    dimension = vectors.shape[1]
    found = places(lists.sizes, dimension)
    ends = np.cumsum(lists.sizes)
    for start, size, end in zip(found.starts.tolist(), lists.sizes.tolist(), ends.tolist(), strict=True):
        held = lists.codes[start : start + size * dimension].reshape(size, dimension)
        if size and not np.array_equal(held, codes_of(faiss, vectors[rows[end - size : end]], lists.ranges)):
            yield f"{LIST_CODES}: a code is not that of its vector"
            return
