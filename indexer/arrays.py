"""The arrays that pass between rooms, by name: dtypes here, shapes where they are used."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
Float16Array = npt.NDArray[np.float16]
Int64Array = npt.NDArray[np.int64]
Int32Array = npt.NDArray[np.int32]

Spans = tuple[tuple[int, int], ...]  # half-open [start, end) in characters of a text, in its order


def products(vectors: Float32Array, vector: Float32Array) -> Float32Array:
    """(n, dim), (dim,) -> (n,): the inner product of each with the vector, which depends on no other row.

    On the caller's thread alone: for so little work the other threads of BLAS wait longer than they compute.
    """
    found: Float32Array = np.einsum("ij,j->i", vectors, vector)
    return found


def in_both(rows: Int64Array | None, others: Int64Array | None) -> Int64Array | None:
    """Rows that are in both, ascending as they are; None stands for all."""
    if rows is None or others is None:
        return others if rows is None else rows
    both: Int64Array = np.intersect1d(rows, others, assume_unique=True)
    return both
