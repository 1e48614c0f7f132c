"""The vectors of one generation in Milvus: candidates from there, scores in double precision from here.

docs/scale/milvus.md says why a row's score is the same as from the embedded files, bit for bit.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from indexer.arrays import Float16Array, Float32Array, Int64Array
from indexer.errors import CorruptIndex
from indexer.store.backends.protocol import MEND_COPY
from indexer.store.filters import Hit, best_hits, usable_query

from .client import Client
from .facts import Facts
from .layout import AUTHORITY, MOST_HITS, ROW, SENTENCES, VECTOR, search_parameters
from .ranges import cover, expression, pieces, ranges_of, size

# Milvus sums in single precision and in an order that depends on its machine: see vectors.py of the store.
_MARGIN = 1e-5
_FEW = 256  # rows: fetching their vectors is as quick as a search, and exact whatever the index
_SPARE = 64  # hits asked for beyond those wanted, so that one search shows that none is missing
_FETCHED = 1_000  # rows at once: 1.5 MB of vectors of 384 values
_MOST_AUTHORITIES = 32  # named in a search; of more, Milvus reads all partitions anyway


class MilvusVectors:
    """As store.vectors.VectorStore. Safe to use from several threads at once."""

    def __init__(self, client: Client, collection: str, facts: Facts) -> None:
        self._client = client
        self._collection = collection
        self._facts = facts
        self.dimension = facts.manifest.dimension
        self.offsets = facts.offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def vectors(self, rows: Sequence[int] | Int64Array) -> Float32Array:
        """(len(rows), dim) float32, in the order of `rows`."""
        wanted = np.asarray(rows, dtype=np.int64)
        found = np.empty((len(wanted), self.dimension), dtype=np.float32)
        distinct, places = np.unique(wanted, return_inverse=True)
        held = np.empty((len(distinct), self.dimension), dtype=np.float32)
        for start, _, rows_read in self._read(distinct, VECTOR):
            for place, vector in enumerate(rows_read):
                held[start + place] = vector
        found[:] = held[places.reshape(-1)]
        return found

    def sentence_vectors(self, row: int) -> Float32Array:
        """(k, dim) float32 of the values kept as float16, in text order."""
        return self.stored_sentences(row).astype(np.float32)

    def stored_sentences(self, row: int) -> Float16Array:
        """(k, dim) float16, as they are kept, in text order."""
        return self._sentences(np.array([row], dtype=np.int64))[int(row)]

    def sentences_of(self, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        """See IndexReader.sentences_of."""
        wanted = np.asarray(rows, dtype=np.int64)
        held = self._sentences(np.unique(wanted))
        lengths = self.offsets[wanted + 1] - self.offsets[wanted]
        bounds = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        found = np.empty((int(bounds[-1]), self.dimension), dtype=np.float32)
        for row, first, last in zip(wanted.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            found[first:last] = held[row]
        return found, bounds

    def stored_bytes(self, row: int) -> bytes:
        """The row's values as they stand in paragraphs.npy, then in sentences.npy."""
        paragraph: bytes = self.vectors([row])[0].astype("<f4").tobytes()
        return paragraph + self.stored_sentences(row).astype("<f2").tobytes()

    def nearest(self, query: Float32Array, k: int, rows: Int64Array | None) -> list[Hit]:
        """See IndexReader.nearest. rows: ascending, unique, within range."""
        query = usable_query(query, self.dimension)
        total = len(self) if rows is None else len(rows)
        wanted = min(k, total)
        if wanted <= 0:
            return []
        if wanted == total or total <= _FEW:
            return self._exact(query, np.arange(total) if rows is None else rows, wanted)
        return self._exact(query, self._candidates(query, wanted, rows), wanted)

    def _candidates(self, query: Float32Array, wanted: int, rows: Int64Array | None) -> Int64Array:
        """At least `wanted` rows: all whose score is not clearly below that of the wanted-th."""
        exactly = np.array([[0, len(self)]]) if rows is None else ranges_of(rows)
        searched = cover(exactly)
        asked = self._kept(searched)
        share = size(searched) / size(exactly)  # a filter in crumbs lets rows in that it must not
        most = min(int(wanted * share) + _SPARE, MOST_HITS)
        while True:
            found, scores = self._search(query, most, asked)
            lowest = float(scores[-1]) if len(found) == most else -np.inf  # none unseen scores higher
            found, scores = _within(found, scores, rows)
            if len(found) >= wanted and lowest < (least := _least(scores, wanted)):
                return found[scores >= least]
            if most == MOST_HITS or lowest == -np.inf:
                break
            most = min(4 * most, MOST_HITS)
        return self._among_all(query, exactly, wanted)

    def _among_all(self, query: Float32Array, ranges: Int64Array, wanted: int) -> Int64Array:
        """As `_candidates`, of more rows than Milvus gives at once, or where a graph missed too many."""
        parts = []
        for part in pieces(ranges, MOST_HITS):
            if self._facts.index == "FLAT":
                parts.append(self._search(query, MOST_HITS, self._kept(part)))
            else:
                rows = np.concatenate([np.arange(first, last) for first, last in part.tolist()])
                parts.append((rows, self.vectors(rows) @ query))
        found = np.concatenate([rows for rows, _ in parts])
        scores = np.concatenate([values for _, values in parts])
        if len(found) < wanted:
            raise CorruptIndex("Milvus finds fewer paragraphs than the index holds", MEND_COPY)
        return found[scores >= _least(scores, wanted)]

    def _search(self, query: Float32Array, most: int, asked: str) -> tuple[Int64Array, Float32Array]:
        """Rows and scores, best first."""
        hits = self._client.search(
            self._collection, VECTOR, query, most, asked, search_parameters(self._facts.index, most)
        )
        return np.array([row for row, _ in hits], dtype=np.int64), np.array(
            [score for _, score in hits], dtype=np.float32
        )

    def _kept(self, ranges: Int64Array) -> str:
        """The expression for these ranges, with the authorities that they lie in; "" for all rows."""
        if len(ranges) == 1 and ranges[0, 0] == 0 and ranges[0, 1] == len(self):
            return ""
        named = self._facts.authorities_within(ranges)
        said = expression(ROW, ranges)
        return said if len(named) > _MOST_AUTHORITIES else f"{AUTHORITY} in {named} and ({said})"

    def _exact(self, query: Float32Array, candidates: Int64Array, wanted: int) -> list[Hit]:
        candidates = np.sort(candidates)
        return best_hits(query, candidates, self.vectors(candidates), wanted)

    def _sentences(self, rows: Int64Array) -> dict[int, Float16Array]:
        found: dict[int, Float16Array] = {}
        for _, part, values in self._read(rows, SENTENCES):
            for row, value in zip(part.tolist(), values, strict=True):
                data = b"".join(base64.b64decode(text) for text in value)
                count = int(self.offsets[row + 1] - self.offsets[row])
                if len(data) != 2 * count * self.dimension:
                    raise CorruptIndex(
                        f"the sentences of row {row} in Milvus are not what was written", MEND_COPY
                    )
                found[row] = np.frombuffer(data, dtype="<f2").reshape(count, self.dimension)
        return found

    def _read(self, rows: Int64Array, field: str) -> Iterator[tuple[int, Int64Array, list[Any]]]:
        """(first place, rows, the field of each) of ascending, unique rows, some at a time."""
        for start in range(0, len(rows), _FETCHED):
            part = rows[start : start + _FETCHED]
            found = {
                int(item[ROW]): item[field]
                for item in self._client.by_keys(self._collection, part.tolist(), (ROW, field))
            }
            if len(found) != len(part):
                raise CorruptIndex("Milvus lacks paragraphs of the index", MEND_COPY)
            yield start, part, [found[row] for row in part.tolist()]


def _least(scores: Float32Array, wanted: int) -> float:
    """What a row must score to be compared again."""
    return float(np.partition(scores, len(scores) - wanted)[len(scores) - wanted]) - _MARGIN


def _within(
    found: Int64Array, scores: Float32Array, rows: Int64Array | None
) -> tuple[Int64Array, Float32Array]:
    if rows is None:
        return found, scores
    places = np.minimum(np.searchsorted(rows, found), len(rows) - 1)
    wanted = rows[places] == found
    return found[wanted], scores[wanted]
