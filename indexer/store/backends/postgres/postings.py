"""The BM25 weights of one generation, read from PostgreSQL: the scores are those of store/postings.py."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from indexer.arrays import Float32Array, Int32Array
from indexer.errors import CorruptIndex
from indexer.store.backends.protocol import MEND_COPY
from indexer.words.bm25 import inverse_frequency

from .lately import Lately
from .records import PostgresRecords

_HELD = 64 << 20  # bytes of weights


class PostgresPostings:
    """See protocol.Postings. A row for each term and piece; what was used lately is held."""

    def __init__(self, records: PostgresRecords, paragraphs: int) -> None:
        self._records = records
        self._paragraphs = paragraphs
        self._held: Lately[tuple[Int32Array, Float32Array]] = Lately(_HELD)

    def scores(self, weights: Mapping[str, float]) -> Float32Array:
        """See protocol.Postings."""
        total = np.zeros(self._paragraphs, dtype=np.float32)
        for term, weight in weights.items():
            rows, values = self._posted(term)
            # A row stands once in a term's postings, so that no addition is lost.
            total[rows] += np.float32(weight) * values
        return total

    def rarity(self, term: str) -> float:
        """See protocol.Postings."""
        holding = self._records.holding(term)
        return inverse_frequency(holding, self._paragraphs) if holding else 0.0

    def holding(self, term: str) -> Int32Array:
        """See protocol.Postings."""
        return np.array(self._posted(term)[0])

    def _posted(self, term: str) -> tuple[Int32Array, Float32Array]:
        return self._held.get(term, self._fetched)

    def posting(self, term: str) -> tuple[Int32Array, Float32Array]:
        """See protocol.Postings."""
        return self._posted(term)

    def _fetched(self, term: str) -> tuple[Int32Array, Float32Array]:
        pieces = self._records.posted(term)
        rows = np.frombuffer(b"".join(piece for piece, _ in pieces), dtype="<i4")
        weights = np.frombuffer(b"".join(piece for _, piece in pieces), dtype="<f4")
        if len(rows) != len(weights) or (
            len(rows) and not (rows[0] >= 0 and rows[-1] < self._paragraphs and (np.diff(rows) > 0).all())
        ):
            raise CorruptIndex(f"the rows of the term {term[:40]!r} do not fit the index", MEND_COPY)
        return rows, weights
