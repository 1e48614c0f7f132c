"""The BM25 weights of one generation: scores of all its paragraphs for a weighted set of terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.arrays import Float32Array, Int32Array, Spans
from indexer.errors import CorruptIndex
from indexer.words.bm25 import build, inverse_frequency

from .format import LEXICAL_ROWS, LEXICAL_WEIGHTS, MEND, Manifest
from .npy import FLOAT32, INT32, map_array


class TermBounds(Protocol):
    """What the postings need of the database (database.py)."""

    def postings(self, term: str) -> tuple[int, int] | None:
        """Where the term's postings begin and end; None where no paragraph holds it."""
        ...

    def terms(self) -> Iterator[tuple[str, int, int]]:
        """Every index term with its bounds."""
        ...

    def texts(self) -> Iterator[tuple[str, str, Spans, int]]:
        """Every paragraph's text, and what is kept with it, in the order of the rows."""
        ...


class LexicalStore:
    """Postings in mapped files, the bounds of each term in the database. Threads may share one."""

    def __init__(self, folder: Path, manifest: Manifest, records: TermBounds) -> None:
        shape = (manifest.counts.postings,)
        self._records = records
        self._paragraphs = manifest.counts.paragraphs
        self._rows: Int32Array = map_array(folder / LEXICAL_ROWS, INT32, shape)
        self._weights: Float32Array = map_array(folder / LEXICAL_WEIGHTS, FLOAT32, shape)

    def scores(self, weights: Mapping[str, float]) -> Float32Array:
        """(n,) float32: the sum over the terms of weight times BM25; 0 where no term stands."""
        total = np.zeros(self._paragraphs, dtype=np.float32)
        for term, weight in weights.items():
            bounds = self._records.postings(term)
            if bounds is not None:
                rows = self._checked(self._rows[slice(*bounds)])
                # A row stands once in a term's postings, so that no addition is lost.
                total[rows] += np.float32(weight) * self._weights[slice(*bounds)]
        return total

    def posting(self, term: str) -> tuple[Int32Array, Float32Array]:
        """Rows that hold the term, ascending, and its weight in each; not to be changed."""
        bounds = self._records.postings(term) or (0, 0)
        rows = self._checked(self._rows[slice(*bounds)])
        return np.asarray(rows), np.asarray(self._weights[slice(*bounds)])

    def rarity(self, term: str) -> float:
        """The term's inverse frequency in the index; 0.0 where no paragraph holds it."""
        bounds = self._records.postings(term)
        return inverse_frequency(bounds[1] - bounds[0], self._paragraphs) if bounds else 0.0

    def holding(self, term: str) -> Int32Array:
        """Rows of the paragraphs that hold the term, ascending."""
        bounds = self._records.postings(term)
        return np.array(self._checked(self._rows[slice(*bounds)]) if bounds else [], dtype=np.int32)

    def _checked(self, rows: Int32Array) -> Int32Array:
        """The rows of a term, which exist and rise; of a file damaged since it was opened they need not."""
        if len(rows) and not (rows[0] >= 0 and rows[-1] < self._paragraphs and (np.diff(rows) > 0).all()):
            raise CorruptIndex(f"{LEXICAL_ROWS} is damaged: the rows of a term do not fit", MEND)
        return rows

    def problems(self) -> list[str]:
        """How the stored postings differ from those that the stored texts give; [] if they do not."""
        postings = build(text for text, *_ in self._records.texts())
        same = (
            {term: (first, last) for term, first, last in self._records.terms()} == postings.bounds
            and np.array_equal(self._rows, postings.rows)
            and np.allclose(self._weights, postings.weights, rtol=1e-5, atol=0)
        )
        return [] if same else ["the lexical index does not belong to the paragraphs"]
