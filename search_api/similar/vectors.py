"""How near are paragraphs and sentences? By vectors less the index's mean, and less the side that they take.

Without the mean, which all share, any two paragraphs of the field are alike. Less the side, praise and
criticism of one matter lie together: "assessments are timely" beside "assessments are late".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.store.reader import IndexReader
from search_api.retrieval.polarity import Polarity

_SAMPLE = 1000  # paragraphs that the centre is taken from
_SHRINK = 50  # vectors of zeros counted into the centre, which a handful of reports cannot tell
_SURE = 0.6  # polarity from which on a sentence of the sample is praise or criticism
_FEWEST = 50  # sentences of either side that tell how the sides differ


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """mean: (dim,), of vectors of one sort. side: (k, dim), orthonormal: the directions in which praise and
    criticism differ; (0, dim) where that is not known.
    """

    mean: Float32Array
    side: Float32Array

    def unit(self, vectors: Float32Array, *, sideless: bool = False) -> Float32Array:
        """(..., dim): less the mean, and the side where asked, L2-normalised; zeros stay."""
        moved = vectors - self.mean
        if sideless:
            moved = moved - (moved @ self.side.T) @ self.side
        lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
        unit: Float32Array = (moved / np.where(lengths > 0, lengths, 1)).astype(np.float32)
        return unit

    def cosines(self, vectors: Float32Array, asked: Float32Array, *, sideless: bool = False) -> Float32Array:
        """(n, dim), (k, dim) -> (n, k): of each of the n vectors, L2-normalised, with each of the asked ones.

        asked: from `unit`, with the same `sideless`. By |x - c|^2 = 1 - 2xc + cc no moved copy of the n
        vectors is made.
        """
        taken = self.side if sideless else self.side[:0]
        products = vectors @ np.concatenate([asked, self.mean[None, :], taken]).T
        found: Float32Array = products[:, : len(asked)] - asked @ self.mean
        squares = np.float32(1) - np.float32(2) * products[:, len(asked)] + np.float32(self.mean @ self.mean)
        along = products[:, len(asked) + 1 :] - taken @ self.mean
        squares = squares - np.einsum("ij,ij->i", along, along)
        found /= np.sqrt(np.maximum(squares, np.float32(1e-6)))[:, None]
        return found


class Space:
    """The centres of one open index. What it keeps is derived from the index alone."""

    def __init__(self, reader: IndexReader, polarity: Polarity | None) -> None:
        self.reader = reader
        self._polarity = polarity

    @property
    def paragraphs(self) -> Centre:
        """Of the vectors of whole paragraphs."""
        return self._centres[0]

    @property
    def sentences(self) -> Centre:
        """Of the vectors of sentences."""
        return self._centres[1]

    @cached_property
    def _centres(self) -> tuple[Centre, Centre]:
        rows = np.unique(np.linspace(0, len(self.reader) - 1, _SAMPLE).astype(np.int64))
        sentences, _ = self.reader.sentences_of(rows)
        side = self._side(sentences)
        return Centre(_mean(self.reader.vectors(rows)), side), Centre(_mean(sentences), side)

    def _side(self, sentences: Float32Array) -> Float32Array:
        """The way from sure praise to sure criticism, and what the model of polarity looks along."""
        if self._polarity is None:
            return np.zeros((0, self.reader.dimension), np.float32)
        ways = [self._polarity.weights]
        said = self._polarity.of(sentences)
        wanting, well = sentences[said > _SURE], sentences[said < -_SURE]
        if min(len(wanting), len(well)) >= _FEWEST:
            ways.append(wanting.mean(axis=0) - well.mean(axis=0))
        basis, _ = np.linalg.qr(np.stack(ways).T.astype(np.float64))
        side: Float32Array = np.ascontiguousarray(basis.T, dtype=np.float32)
        return side


def _mean(vectors: Float32Array) -> Float32Array:
    """(n, dim) -> (dim,): the mean, drawn towards 0 where n is small."""
    mean: Float32Array = vectors.sum(axis=0) / np.float32(len(vectors) + _SHRINK)
    return mean


def all_rows(reader: IndexReader, step: int = 4000) -> list[Int64Array]:
    """Every row of the index, in pieces that fit into memory with the vectors of their sentences."""
    return [
        np.arange(first, min(first + step, len(reader)), dtype=np.int64)
        for first in range(0, len(reader), step)
    ]
