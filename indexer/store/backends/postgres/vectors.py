"""The vectors of one generation in PostgreSQL, and the search over them.

pgvector finds candidates; which of them are nearest, and with which score, is decided here, in double
precision from the vectors as they were written, as the embedded index does it. An exact search therefore
gives the same rows and scores to the last bit; an approximate one gives the same scores, and may miss a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.arrays import Float16Array, Float32Array, Int64Array
from indexer.errors import CorruptIndex
from indexer.store.backends.protocol import MEND_COPY
from indexer.store.filters import Hit, best_hits, usable_query

from . import tables
from .connections import Connections, Rows
from .records import PostgresRecords

# pgvector sums in single precision; two unit vectors' product may be off by a few 1e-7 for it.
_MARGIN = 1e-5
_PIECE = 5000  # rows asked for at once
_SPARE = 16  # candidates beyond those wanted, before it is known whether they are enough
# Of so few rows all are compared; of more, the approximate index is followed, unless the filter keeps so
# small a part of all that following it would look at more than these rows.
_FEW = 20_000
_LOOKED_AT = 4  # rows of the approximate index that cost what reading one of a filter's rows costs, roughly
_OVERSCAN = 1.25
_FEW_RANGES = 64  # of rows: each is looked up by itself


class PostgresVectors:
    """See protocol.Vectors. Threads may share one."""

    def __init__(
        self, connections: Connections, records: PostgresRecords, serial: int, shape: tuple[int, int],
        *, approximate: bool,
    ) -> None:  # fmt: skip
        self._connections = connections
        self._records = records
        self._rows, self.dimension = shape
        self._approximate = approximate
        self._vectors = tables.table("vectors", serial)
        self._sentences = tables.table("sentences", serial)
        self._value = np.dtype([("head", ">i4"), ("vector", ">f4", (self.dimension,))])

    def __len__(self) -> int:
        return self._rows

    @cached_property
    def offsets(self) -> Int64Array:
        """See protocol.Vectors."""
        return self._records.sentence_offsets()

    def vectors(self, rows: Sequence[int] | Int64Array) -> Float32Array:
        """See protocol.Vectors."""
        wanted = np.asarray(rows, dtype=np.int64)
        each, places = np.unique(wanted, return_inverse=True)
        found: list[tuple[int, bytes]] = []
        for start in range(0, len(each), _PIECE):
            found += self._ask(
                f"SELECT rowid, embedding FROM {self._vectors} WHERE rowid = ANY(%s::int4[])",
                ((each[start : start + _PIECE] + 1).tolist(),),
            )
        held, values = self._read(found)
        if len(held) != len(each):
            raise self._corrupt("a paragraph has no vector")
        order = np.argsort(held)
        read: Float32Array = values[order][places]
        return read

    def sentence_vectors(self, row: int) -> Float32Array:
        """See protocol.Vectors."""
        return self.stored_sentences(row).astype(np.float32)

    def stored_sentences(self, row: int) -> Float16Array:
        """See protocol.Vectors."""
        [data] = self._stored([row])
        return np.frombuffer(data, dtype="<f2").reshape(-1, self.dimension).copy()

    def sentences_of(self, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        """See protocol.Vectors."""
        stored = self._stored(np.asarray(rows, dtype=np.int64).tolist())
        sizes = np.array([len(data) for data in stored], dtype=np.int64) // (2 * self.dimension)
        bounds: Int64Array = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
        values = np.frombuffer(b"".join(stored), dtype="<f2").reshape(-1, self.dimension)
        return values.astype(np.float32), bounds

    def nearest(self, query: Float32Array, k: int, rows: Int64Array | None) -> list[Hit]:
        """See protocol.Vectors."""
        query = usable_query(query, self.dimension)
        total = len(self) if rows is None else len(rows)
        wanted = min(k, total)
        if wanted <= 0:
            return []
        if self._approximate and self._worth_following(wanted, total):
            candidates, values = self._followed(query, wanted, rows)
            if len(candidates) >= wanted:
                return best_hits(query, candidates, values, wanted)
        asked = wanted + _SPARE
        while True:
            candidates, values = self._compared(query, asked, rows)
            hits = best_hits(query, candidates, values, len(candidates))
            # What was not returned is no nearer than the last that was, but for the margin.
            if len(hits) >= total or hits[-1].score + _MARGIN < hits[wanted - 1].score:
                return hits[:wanted]
            asked *= 4

    def _worth_following(self, wanted: int, total: int) -> bool:
        return total > _FEW and total * total > _LOOKED_AT * wanted * len(self)

    def _compared(
        self, query: Float32Array, asked: int, rows: Int64Array | None
    ) -> tuple[Int64Array, Float32Array]:
        """The `asked` nearest of all these rows, by pgvector's sums: every one is read."""
        # Adding 0 keeps the approximate index out.
        nearest = " ORDER BY (embedding <#> %s::vector) + 0 LIMIT %s"
        given: list[object]
        if rows is None or len(rows) == len(self):
            source, given = self._vectors, []
        else:
            firsts, lasts = ranges(rows)
            if len(firsts) <= _FEW_RANGES:
                # OFFSET keeps the two apart, so that each range is looked up in the key of the table.
                source = (
                    "unnest(%s::int4[], %s::int4[]) AS r (first, last), LATERAL (SELECT rowid, embedding"
                    f" FROM {self._vectors} WHERE rowid BETWEEN r.first AND r.last OFFSET 0) AS v"
                )
                given = [(firsts + 1).tolist(), (lasts + 1).tolist()]
            elif len(rows) * 10 <= len(self):
                source, given = f"{self._vectors} WHERE rowid = ANY(%s::int4[])", [(rows + 1).tolist()]
            else:
                source, given = f"{self._vectors} WHERE rowid <@ %s::int4multirange", [_multirange(rows)]
        found = self._ask(f"SELECT rowid, embedding FROM {source}{nearest}", (*given, _text(query), asked))
        return self._read(found)

    def _followed(
        self, query: Float32Array, wanted: int, rows: Int64Array | None
    ) -> tuple[Int64Array, Float32Array]:
        """Near rows by the approximate index, with some to spare; perhaps fewer than wanted."""
        half = f"halfvec({self.dimension})"
        within = "" if rows is None else "WHERE rowid <@ %s::int4multirange "
        given: list[object] = [] if rows is None else [_multirange(rows)]
        found = self._ask(
            f"SELECT rowid, embedding FROM {self._vectors} {within}"
            f"ORDER BY (embedding::{half}) <#> %s::{half} LIMIT %s",
            (*given, _text(query), int(wanted * _OVERSCAN) + _SPARE),
        )
        return self._read(found)

    def _stored(self, rows: Sequence[int]) -> list[bytes]:
        wanted = sorted({row + 1 for row in rows})
        found: dict[int, bytes] = {}
        for start in range(0, len(wanted), _PIECE):
            found.update(
                self._ask(
                    f"SELECT rowid, vectors FROM {self._sentences} WHERE rowid = ANY(%s::int4[])",
                    (wanted[start : start + _PIECE],),
                )
            )
        try:
            stored = [found[row + 1] for row in rows]
        except KeyError as error:
            raise self._corrupt("a paragraph has no vectors of its sentences") from error
        if any(len(data) % (2 * self.dimension) for data in found.values()):
            raise self._corrupt("the vectors of a paragraph's sentences are cut short")
        return stored

    def _read(self, found: Rows) -> tuple[Int64Array, Float32Array]:
        """Rows, and their vectors, of (row id, vector as PostgreSQL sends it)."""
        held = np.fromiter((rowid for rowid, _ in found), dtype=np.int64, count=len(found)) - 1
        data = b"".join(value for _, value in found)
        if len(data) != len(found) * self._value.itemsize:
            raise self._corrupt("a vector has another length")
        return held, np.frombuffer(data, dtype=self._value)["vector"].astype(np.float32)

    def _ask(self, statement: str, given: Sequence[object]) -> Rows:
        return self._connections.rows(statement, given)

    def _corrupt(self, what: str) -> CorruptIndex:
        return CorruptIndex(f"the index in {self._connections.place.shown} is damaged: {what}", MEND_COPY)


def ranges(rows: Int64Array) -> tuple[Int64Array, Int64Array]:
    """First and last of each run of rows without a gap. rows: ascending, unique, not empty."""
    ends = np.flatnonzero(np.diff(rows) != 1)
    return rows[np.concatenate(([0], ends + 1))], rows[np.concatenate((ends, [len(rows) - 1]))]


def _multirange(rows: Int64Array) -> str:
    firsts, lasts = ranges(rows)
    pairs = zip((firsts + 1).tolist(), (lasts + 1).tolist(), strict=True)
    return "{" + ",".join(f"[{first},{last}]" for first, last in pairs) + "}"


def _text(query: Float32Array) -> str:
    """As pgvector reads it; nine digits name a float32 exactly."""
    return "[" + ",".join(format(value, ".9g") for value in query.tolist()) + "]"
