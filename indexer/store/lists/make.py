"""Lists of near vectors: which centres there are, and which vectors belong to each.

Centres are found in two steps, groups and then lists within each group, which takes a small part of the
time of finding all at once. The same vectors give the same lists on the same machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from indexer.arrays import Float32Array, Int64Array

from .layout import Lists, number_of_lists, places

_SAMPLE = 40  # vectors for each list, of which its centre is learned
_ROUNDS = 8  # of k-means
_GROUPS = 4  # in which a vector's list is looked for
_BLOCK = 50_000  # vectors read at once
_SEED = 7


def make_lists(faiss: Any, vectors: Float32Array, number: int | None = None) -> Lists:
    """Lists of all `vectors`, (n, dim) of length 1, n at least 1, read from first to last three times.

    number: of lists, about; else as many as suit n. Holds n * (dim + 16) bytes at once.
    """
    tree = _Tree(faiss, vectors, min(number or number_of_lists(len(vectors)), len(vectors)))
    least, most = vectors[0].copy(), vectors[0].copy()
    list_of = np.empty(len(vectors), np.int32)
    for first, block in _blocks(vectors):
        least, most = np.minimum(least, block.min(0)), np.maximum(most, block.max(0))
        list_of[first : first + len(block)] = tree.nearest(block)
    ranges = np.stack([least, most - least]).astype(np.float32)
    sizes = np.bincount(list_of, minlength=len(tree.centres)).astype(np.int64)
    return Lists(tree.centres, sizes, ranges, _filled(faiss, vectors, list_of, sizes, ranges))


def codes_of(faiss: Any, vectors: Float32Array, ranges: Float32Array) -> Any:
    """(n, dim) uint8: each value in 256 steps of its range."""
    coder = faiss.ScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit)
    faiss.copy_array_to_vector(np.ascontiguousarray(ranges).reshape(-1), coder.trained)
    return coder.compute_codes(np.ascontiguousarray(vectors))


def _filled(faiss: Any, vectors: Float32Array, list_of: Any, sizes: Int64Array, ranges: Float32Array) -> Any:
    dimension = vectors.shape[1]
    rooms, starts, length = places(sizes, dimension)
    codes = np.zeros(length, np.uint8)
    behind = starts + rooms * dimension
    given = np.zeros(len(sizes), np.int64)  # rows of each list that have a place
    for first, block in _blocks(vectors):
        coded = codes_of(faiss, block, ranges)
        order = np.argsort(list_of[first : first + len(block)], kind="stable")
        lists, begins, counts = np.unique(
            list_of[first : first + len(block)][order], return_index=True, return_counts=True
        )
        for one, begin, count in zip(lists.tolist(), begins.tolist(), counts.tolist(), strict=True):
            chosen = order[begin : begin + count]
            at = starts[one] + given[one] * dimension
            codes[at : at + count * dimension] = coded[chosen].reshape(-1)
            at = behind[one] + given[one] * 8
            codes[at : at + count * 8] = (chosen + first).astype("<i8").view(np.uint8)
            given[one] += count
    return codes


class _Tree:
    """Groups of centres. centres: (l, dim), those of a group together."""

    def __init__(self, faiss: Any, vectors: Float32Array, number: int) -> None:
        self._faiss = faiss
        random = np.random.default_rng(_SEED)
        size = min(len(vectors), _SAMPLE * number)
        sample = vectors[np.sort(random.choice(len(vectors), size, replace=False))]
        self._groups = self._learned(sample, max(1, round(number**0.5)))
        of = self._best(sample, self._groups, 1)[1][:, 0]
        centres = []
        for group in range(len(self._groups)):
            held = sample[of == group]
            share = max(1, round(number * len(held) / size))
            centres.append(self._learned(held, share) if len(held) else self._groups[group : group + 1])
        self.centres = np.concatenate(centres)
        self._bounds = np.cumsum([0, *(len(each) for each in centres)])

    def nearest(self, block: Float32Array) -> Any:
        """(b,) int32: the list of each vector; among the groups that are nearest to it."""
        groups = self._best(block, self._groups, min(_GROUPS, len(self._groups)))[1]
        best = np.full(len(block), -np.inf, np.float32)
        found = np.zeros(len(block), np.int32)
        for group in range(len(self._groups)):
            held = np.flatnonzero((groups == group).any(axis=1))
            if not held.size:
                continue
            first, last = self._bounds[group : group + 2]
            scores, places_ = self._best(block[held], self.centres[first:last], 1)
            better = scores[:, 0] > best[held]
            best[held[better]] = scores[better, 0]
            found[held[better]] = places_[better, 0] + first
        return found

    def _learned(self, vectors: Float32Array, number: int) -> Float32Array:
        number = min(number, len(vectors))
        means = self._faiss.Kmeans(
            vectors.shape[1], number, niter=_ROUNDS, spherical=True, seed=_SEED,
            min_points_per_centroid=1, max_points_per_centroid=1000,
        )  # fmt: skip
        means.train(np.ascontiguousarray(vectors))
        centres: Float32Array = means.centroids.reshape(number, -1)
        return centres

    def _best(self, vectors: Float32Array, among: Float32Array, k: int) -> tuple[Float32Array, Int64Array]:
        metric = self._faiss.METRIC_INNER_PRODUCT
        found: tuple[Float32Array, Int64Array] = self._faiss.knn(
            np.ascontiguousarray(vectors), among, k, metric=metric
        )
        return found


def _blocks(vectors: Float32Array) -> Iterator[tuple[int, Float32Array]]:
    for first in range(0, len(vectors), _BLOCK):
        yield first, np.ascontiguousarray(vectors[first : first + _BLOCK])
