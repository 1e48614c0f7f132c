"""The vectors of one generation, and the exact search over them. The only file that knows FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Float16Array, Float32Array, Int64Array
from indexer.errors import CorruptIndex, DimensionMismatch

from .format import MEND, PARAGRAPH_VECTORS, SENTENCE_OFFSETS, SENTENCE_VECTORS, Manifest
from .hits import Hit
from .npy import FLOAT16, FLOAT32, INT64, map_array

# FAISS sums in single precision and in an order that depends on its kernel; two unit vectors' product
# may be off by a few 1e-7 for it. Candidates within this margin are compared again in double precision.
_MARGIN = 1e-5


class VectorStore:
    """Vectors of n paragraphs and of their m sentences, all of `dimension` values, L2-normalised.

    Safe to use from several threads at once.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        import faiss  # here, because loading it takes longer than all else that opening does

        rows, sentences, self.dimension = (
            manifest.counts.paragraphs,
            manifest.counts.sentences,
            manifest.dimension,
        )
        # One query is some milliseconds of work: threads beyond the caller's wait for each other longer
        # than that wherever a core is busy (benchmarks: 5 ms with one, up to 24 ms with two).
        faiss.omp_set_num_threads(1)
        self._faiss: Any = faiss
        self._flat: Any = faiss.IndexFlatIP(self.dimension)
        mapped = map_array(folder / PARAGRAPH_VECTORS, FLOAT32, (rows, self.dimension))
        self._vectors: Float32Array = np.zeros((0, self.dimension), dtype=np.float32)
        if rows:
            self._flat.add(mapped)
            # The mapping is dropped and FAISS's own copy looked at instead: one copy in memory, not two.
            self._vectors = faiss.rev_swig_ptr(self._flat.get_xb(), rows * self.dimension).reshape(rows, -1)
        self._sentences: Float16Array = map_array(
            folder / SENTENCE_VECTORS, FLOAT16, (sentences, self.dimension)
        )
        offsets: Int64Array = np.array(map_array(folder / SENTENCE_OFFSETS, INT64, (rows + 1,)))
        if offsets[0] != 0 or offsets[-1] != sentences or (np.diff(offsets) < 0).any():
            raise CorruptIndex(f"{SENTENCE_OFFSETS} is inconsistent ({folder})", MEND)
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self._vectors)

    def vectors(self, rows: Sequence[int] | Int64Array) -> Float32Array:
        """(len(rows), dim) float32, a copy, in the order of `rows`."""
        return np.array(self._vectors[np.asarray(rows, dtype=np.int64)])

    def sentence_vectors(self, row: int) -> Float32Array:
        """(k, dim) float32, a copy of the values kept as float16, in text order."""
        return self._sentences[self.offsets[row] : self.offsets[row + 1]].astype(np.float32)

    def sentences_of(self, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        """See IndexReader.sentences_of."""
        firsts, lasts = self.offsets[rows], self.offsets[rows + 1]
        bounds = np.concatenate(([0], np.cumsum(lasts - firsts)))
        # Each place of the result less its row's first place, plus where that row begins in the file.
        places = np.arange(bounds[-1]) + np.repeat(firsts - bounds[:-1], lasts - firsts)
        return self._sentences[places].astype(np.float32), bounds

    def stored_bytes(self, row: int) -> bytes:
        """The row's values as they stand in paragraphs.npy, then in sentences.npy."""
        sentences = self._sentences[self.offsets[row] : self.offsets[row + 1]]
        paragraph: bytes = self._vectors[row].astype(FLOAT32).tobytes()
        return paragraph + sentences.tobytes()

    def nearest(self, query: Float32Array, k: int, rows: Int64Array | None) -> list[Hit]:
        """See IndexReader.nearest. rows: ascending, unique, within range."""
        query = np.ascontiguousarray(query, dtype=np.float32)
        if query.shape != (self.dimension,):
            raise DimensionMismatch(
                f"the query vector has shape {query.shape}, the index has dimension {self.dimension}",
                "search with the encoder that the index was made with",
            )
        if not np.isfinite(query).all():
            raise ValueError("the query vector holds a value that is not finite")
        total = len(self) if rows is None else len(rows)
        wanted = min(k, total)
        if wanted <= 0:
            return []
        return self._exact(query, self._candidates(query, wanted, total, rows), wanted)

    def _candidates(
        self, query: Float32Array, wanted: int, total: int, rows: Int64Array | None
    ) -> Int64Array:
        """At least `wanted` rows: all whose score is not clearly below that of the wanted-th."""
        parameters, bitmap = None, None
        if rows is not None:
            mask = np.zeros(len(self), dtype=bool)
            mask[rows] = True
            bitmap = np.packbits(mask, bitorder="little")
            parameters = self._faiss.SearchParameters(sel=self._faiss.IDSelectorBitmap(bitmap))
        asked = min(total, wanted + 16)
        while True:
            scores, found = self._flat.search(query[None, :], asked, params=parameters)
            if asked == total or scores[0, wanted - 1] - scores[0, asked - 1] > _MARGIN:
                kept: Int64Array = found[0][found[0] >= 0]
                return kept
            asked = min(total, asked * 4)  # many paragraphs tie: equal sentences recur in these reports

    def _exact(self, query: Float32Array, candidates: Int64Array, wanted: int) -> list[Hit]:
        """Score in double precision, so that the score of a row depends on nothing but row and query."""
        products = np.einsum(
            "ij,j->i", self._vectors[candidates].astype(np.float64), query.astype(np.float64)
        )
        scores = products.astype(np.float32)
        order = np.lexsort((candidates, -scores))[:wanted]
        return [Hit(int(candidates[place]), float(scores[place])) for place in order]
