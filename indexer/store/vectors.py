"""The vectors of one generation, and the search over them. The only file that loads FAISS.

docs/decisions/0015-exact-scan.md says how they are scanned, and why; running/0030-lists-above-a-size.md what
is done where there are too many.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Float16Array, Float32Array, Int64Array
from indexer.errors import CorruptIndex

from .filters import Hit, best_hits, usable_query
from .format import MEND, PARAGRAPH_VECTORS, SENTENCE_OFFSETS, SENTENCE_VECTORS, Manifest
from .lists.checks import problems
from .lists.layout import LIST_CENTRES, LIST_CODES, LIST_RANGES, LIST_SIZES, Lists, places
from .lists.make import make_lists
from .lists.search import ListSearch, can_search
from .npy import FLOAT16, FLOAT32, INT64, UINT8, let_go, map_array

# FAISS sums in single precision and in an order that depends on its kernel; two unit vectors' product may be
# off by a few 1e-7 for it. Candidates within this margin are compared again in double precision.
_MARGIN = 1e-5
# Of more than this share of all rows, reading all is faster than copying those that are wanted.
_MOST_COPIED = 1 / 3
# As many rows as a filter leaves are read one by one, even where there are lists: some 10 ms.
_FEW = 20_000


@cache
def _faiss() -> Any:
    # At the first import it logs which build it tries, and which fails before one is found.
    logging.getLogger("faiss.loader").setLevel(logging.WARNING)
    import faiss  # here, because loading it takes longer than all else that opening does

    return faiss


def lists_of(paragraphs: Path, rows: int, dimension: int) -> Lists:
    """Lists of the vectors in a file that was just written. Raises CorruptIndex, IndexNotReadable."""
    return make_lists(_faiss(), np.asarray(map_array(paragraphs, FLOAT32, (rows, dimension))))


class VectorStore:
    """Vectors of n paragraphs and of their m sentences, all of `dimension` values, L2-normalised.

    Safe to use from several threads at once.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._faiss = _faiss()
        rows, sentences, self.dimension = (
            manifest.counts.paragraphs,
            manifest.counts.sentences,
            manifest.dimension,
        )
        # Mapped, so that opening reads nothing; a plain array, as each use of a memmap costs more.
        self._mapped = map_array(folder / PARAGRAPH_VECTORS, FLOAT32, (rows, self.dimension))
        self._vectors: Float32Array = np.asarray(self._mapped)
        self._sentences: Float16Array = np.asarray(
            map_array(folder / SENTENCE_VECTORS, FLOAT16, (sentences, self.dimension))
        )
        offsets: Int64Array = np.array(map_array(folder / SENTENCE_OFFSETS, INT64, (rows + 1,)))
        if offsets[0] != 0 or offsets[-1] != sentences or (np.diff(offsets) < 0).any():
            raise CorruptIndex(f"{SENTENCE_OFFSETS} is inconsistent ({folder})", MEND)
        self.offsets = offsets
        self._lists = _mapped(folder, manifest) if manifest.lists else None
        readable = self._lists is not None and can_search(self._faiss)
        self._search = ListSearch(self._faiss, self._lists) if self._lists and readable else None

    def __len__(self) -> int:
        return len(self._vectors)

    def vectors(self, rows: Sequence[int] | Int64Array) -> Float32Array:
        """(len(rows), dim) float32, a copy, in the order of `rows`."""
        return np.array(self._vectors[np.asarray(rows, dtype=np.int64)])

    def sentence_vectors(self, row: int) -> Float32Array:
        """(k, dim) float32, a copy of the values kept as float16, in text order."""
        return self._sentences[self.offsets[row] : self.offsets[row + 1]].astype(np.float32)

    def stored_sentences(self, row: int) -> Float16Array:
        """(k, dim) float16, a copy of the values as they are kept, in text order."""
        return np.array(self._sentences[self.offsets[row] : self.offsets[row + 1]])

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
        query = usable_query(query, self.dimension)
        total = len(self) if rows is None else len(rows)
        wanted = min(k, total)
        if wanted <= 0:
            return []
        if self._search is not None and wanted < total and (rows is None or total > _FEW):
            near = self._search.candidates(query, wanted, rows)
            if len(near) and not (near[0] >= 0 and near[-1] < len(self)):
                raise CorruptIndex(f"{LIST_CODES} is damaged: it names rows that there are not", MEND)
            if len(near) >= wanted:
                found = self._best(query, near, wanted)
                let_go(self._mapped)
                return found
        return self._best(query, self._candidates(query, wanted, rows), wanted)

    def list_problems(self) -> Iterator[str]:
        """How the lists differ from the vectors that they were made of; none if they do not."""
        if self._lists is not None:
            yield from problems(self._faiss, self._lists, self._vectors)

    def _candidates(self, query: Float32Array, wanted: int, rows: Int64Array | None) -> Int64Array:
        """At least `wanted` rows: all whose score is not clearly below that of the wanted-th."""
        if rows is None or len(rows) > _MOST_COPIED * len(self):
            scores = self._products(self._vectors, query)
            scores = scores if rows is None else scores[rows]
        else:
            scores = self._products(self._vectors[rows], query)
        least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
        near = np.flatnonzero(scores >= least - np.float32(_MARGIN))
        kept: Int64Array = near if rows is None else rows[near]
        return kept

    def _products(self, vectors: Float32Array, query: Float32Array) -> Float32Array:
        """(n, dim), (dim,) -> (n,): read where the vectors lie, on the caller's thread alone."""
        found = np.empty(len(vectors), dtype=np.float32)
        pointer = self._faiss.swig_ptr
        self._faiss.fvec_inner_products_ny(
            pointer(found), pointer(query), pointer(vectors), self.dimension, len(vectors)
        )
        return found

    def _best(self, query: Float32Array, candidates: Int64Array, wanted: int) -> list[Hit]:
        return best_hits(query, candidates, self._vectors[candidates], wanted)


def _mapped(folder: Path, manifest: Manifest) -> Lists:
    number, dimension = manifest.lists, manifest.dimension
    sizes: Int64Array = np.array(map_array(folder / LIST_SIZES, INT64, (number,)))
    if (sizes < 0).any() or int(sizes.sum()) != manifest.counts.paragraphs:
        raise CorruptIndex(f"{LIST_SIZES} is inconsistent ({folder})", MEND)
    return Lists(
        np.asarray(map_array(folder / LIST_CENTRES, FLOAT32, (number, dimension))),
        sizes,
        np.asarray(map_array(folder / LIST_RANGES, FLOAT32, (2, dimension))),
        np.asarray(map_array(folder / LIST_CODES, UINT8, (places(sizes, dimension).length,))),
    )
