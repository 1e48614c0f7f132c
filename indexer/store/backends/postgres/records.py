"""The records of one generation, read from PostgreSQL."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int32Array, Int64Array, Spans
from indexer.errors import CorruptIndex
from indexer.records import KINDS, Acronym, Anomaly, Judgement, Paragraph, Report
from indexer.store import schema
from indexer.store.backends.protocol import MEND_COPY
from indexer.store.filters import RowFacts
from indexer.store.format import Manifest, Source

from . import tables
from .connections import Connections, Rows
from .lately import Lately
from .phrases import Frequencies, Places, any_of, bm25, phrase, words_of

_PIECE = 2000  # rows asked for at once
_PLACED = 20_000  # paragraphs whose place is remembered
_WORDS_HELD = 64 << 20  # bytes of positions


class PostgresRecords:
    """See protocol.Records. Threads may share one; the connections are those of the engine."""

    def __init__(self, connections: Connections, manifest: Manifest, serial: int) -> None:
        self._connections = connections
        self._manifest = manifest
        self._serial = serial
        self._closed = False
        self._placed: dict[str, tuple[int, int]] = {}
        self._words: Lately[Places] = Lately(_WORDS_HELD)

    def close(self) -> None:
        """Reading after it raises ValueError."""
        self._closed = True

    def check(self) -> None:
        """Compare the number of rows with the manifest's. Raises CorruptIndex."""
        counts = self._manifest.counts
        [found] = self._rows(
            "SELECT (SELECT count(*) FROM {reports}), (SELECT count(*) FROM {sources}),"
            " (SELECT count(*) - count(report) FROM {sources}),"
            " (SELECT coalesce(sum(length(kinds)), 0) FROM {facts}),"
            " (SELECT coalesce(max(rowid), 0) FROM {paragraphs})"
        )
        claimed = (counts.reports, counts.sources, counts.refused, counts.paragraphs, counts.paragraphs)
        if tuple(int(number) for number in found) != claimed:
            raise self._corrupt("its tables and its manifest disagree on the number of rows")

    def reports(self) -> tuple[Report, ...]:
        """See protocol.Records."""
        with self._reading():
            grades: dict[int, list[Judgement]] = {}
            for place, _, *fields in self._all("judgements", "report, position"):
                grades.setdefault(place, []).append(schema.read_judgement(tuple(fields)))
            return tuple(
                schema.read_report(row, tuple(grades.get(row[-1], ())))
                for row in self._all("reports", "place")
            )

    def acronyms(self) -> tuple[Acronym, ...]:
        """See protocol.Records."""
        with self._reading():
            return tuple(schema.read_acronym(row[1:]) for row in self._all("acronyms", "position"))

    def anomalies(self) -> dict[int, tuple[Anomaly, ...]]:
        """See protocol.Records."""
        found: dict[int, list[Anomaly]] = {}
        with self._reading():
            for place, _, *row in self._all("anomalies", "report, position"):
                found.setdefault(place, []).append(schema.read_anomaly(tuple(row)))
        return {place: tuple(items) for place, items in found.items()}

    def sources(self) -> tuple[Source, ...]:
        """See protocol.Records."""
        with self._reading():
            return tuple(schema.read_source(row[1:]) for row in self._all("sources", "position"))

    def rows_of_report(self, place: int) -> list[int]:
        """See protocol.Records."""
        found = self._rows("SELECT rowid FROM {paragraphs} WHERE report = %s ORDER BY rowid", (place,))
        return [rowid - 1 for (rowid,) in found]

    def row_of(self, paragraph_id: str) -> tuple[int, int] | None:
        """See protocol.Records."""
        if (known := self._placed.get(paragraph_id)) is not None and not self._closed:
            return known
        if not _can_be_sent(paragraph_id):
            return None
        found = self._rows("SELECT rowid, report FROM {paragraphs} WHERE id = %s", (paragraph_id,))
        return (found[0][0] - 1, found[0][1]) if found else None

    def by_rows(
        self, rows: Iterable[int], *, sealed: bool = True, boxes: bool = True
    ) -> dict[int, Paragraph]:
        """See protocol.Records."""
        found: dict[int, Paragraph] = {}
        if len(self._placed) > _PLACED:
            self._placed = {}
        placed = self._placed
        drawing = sealed or boxes
        wanted = tables.columns("paragraphs") if drawing else _WITHOUT_BOXES
        with self._reading():
            for *row, drawn in self._some(wanted, rows):
                lines = tables.unpack_boxes(drawn) if drawing else []
                if sealed and schema.seal(self._manifest.generation, tuple(row[:-1]), lines) != row[-1]:
                    raise self._corrupt(f"paragraph {row[1]} is not what was written")
                read = schema.read_boxes(lines) if boxes else ()
                found[row[0] - 1] = schema.read_paragraph(tuple(row), read)
                placed[row[1]] = row[0] - 1, row[2]
        return found

    def texts_of(self, rows: Iterable[int]) -> dict[int, str]:
        """See protocol.Records."""
        return {rowid - 1: text for rowid, text in self._some("rowid, text", rows)}

    def spans(self, row: int) -> Spans | None:
        """See protocol.Records."""
        return self.spans_of([row]).get(row)

    def spans_of(self, rows: Iterable[int]) -> dict[int, Spans]:
        """See protocol.Records."""
        with self._reading():
            return {rowid - 1: schema.read_spans(text) for rowid, text in self._some("rowid, spans", rows)}

    def rows_by_text(self) -> dict[str, int]:
        """See protocol.Records."""
        found = self._rows("SELECT text_sha256, min(rowid) - 1 FROM {paragraphs} GROUP BY text_sha256")
        return dict(found)

    def row_facts(self, reports: Sequence[Report], rows: int) -> RowFacts:
        """See protocol.Records."""
        places = self._fact("reports", np.dtype("<i4"))
        kinds = self._fact("kinds", np.dtype("i1"))
        if not (
            len(places) == len(kinds) == rows
            and (not rows or (places.min() >= 0 and places.max() < len(reports)))
            and (not rows or (kinds.min() >= 0 and kinds.max() < len(KINDS)))
        ):
            raise self._corrupt("a row is missing or has no report")
        return RowFacts(reports, places.astype(np.int32), kinds.astype(np.int8))

    def grades(self) -> list[str]:
        """See protocol.Records."""
        return [grade for (grade,) in self._rows("SELECT grade FROM {paragraphs} ORDER BY rowid")]

    def match(
        self, words: Sequence[str], first: int, last: int
    ) -> tuple[Int64Array, npt.NDArray[np.float64]]:
        """See protocol.Records."""
        found = self._phrases(words)
        rows = any_of(found)
        rows = rows[(rows >= first) & (rows <= last)]
        return rows, bm25(found, rows, self._lengths)

    def rows_with(self, words: Sequence[str]) -> list[int]:
        """See protocol.Records."""
        rows: list[int] = any_of(self._phrases(words)).tolist()
        return rows

    def phrase_texts(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """See protocol.Records."""
        return list(self.texts_of(self.rows_with(words)).items())

    def terms(self) -> Iterator[tuple[str, int, int]]:
        """See protocol.Records."""
        first = 0
        for term, holding in self._rows(
            "SELECT term, sum(holding)::int8 FROM {terms} GROUP BY term ORDER BY term"
        ):
            yield term, first, first + holding
            first += holding

    # What the others of this generation need

    def sentence_offsets(self) -> Int64Array:
        """(n + 1,): see protocol.Vectors.offsets."""
        counts = self._fact("sentences", np.dtype("<i4")).astype(np.int64)
        return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))

    def posted(self, term: str) -> Rows:
        """(rows, weights) of a term as they are kept, piece by piece."""
        if not _can_be_sent(term):
            return []
        return self._rows("SELECT rows, weights FROM {terms} WHERE term = %s ORDER BY piece", (term,))

    def holding(self, term: str) -> int:
        """How many rows a term has."""
        if not _can_be_sent(term):
            return 0
        found = self._rows("SELECT coalesce(sum(holding), 0)::int8 FROM {terms} WHERE term = %s", (term,))
        return int(found[0][0])

    @cached_property
    def _lengths(self) -> Int32Array:
        return self._fact("words", np.dtype("<i4")).astype(np.int32)

    def _phrases(self, words: Sequence[str]) -> list[Frequencies]:
        """Of each text that has a word."""
        found = [phrase([self._places(word) for word in cut]) for cut in map(words_of, words) if cut]
        if not found:
            self._rows("SELECT 1 WHERE false")  # a closed or lost index says so for every text
        return found

    def _places(self, word: str) -> Places:
        return self._words.get(word, self._fetched)

    def _fetched(self, word: str) -> Places:
        pieces = self._rows(
            "SELECT rows, counts, places FROM {words} WHERE word = %s ORDER BY piece", (word,)
        )
        rows, counts, places = (
            np.frombuffer(b"".join(piece[column] for piece in pieces), dtype="<i4") for column in range(3)
        )
        if len(rows) != len(counts) or counts.sum() != len(places):
            raise self._corrupt(f"the positions of the word {word[:40]!r} do not fit")
        return Places(rows, counts, places)

    def _fact(self, column: str, dtype: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
        pieces = self._rows("SELECT " + column + " FROM {facts} ORDER BY piece")
        return np.frombuffer(b"".join(piece for (piece,) in pieces), dtype=dtype)

    def _all(self, name: str, order: str) -> Rows:
        return self._rows(f"SELECT {tables.columns(name)} FROM {{{name}}} ORDER BY {order}")

    def _some(self, columns: str, rows: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        wanted = sorted({int(row) + 1 for row in rows})
        for start in range(0, len(wanted), _PIECE):
            yield from self._rows(
                "SELECT " + columns + " FROM {paragraphs} WHERE rowid = ANY(%s::int4[])",
                (wanted[start : start + _PIECE],),
            )

    def _rows(self, statement: str, given: Sequence[object] = ()) -> Rows:
        if self._closed:
            raise ValueError("the reader is closed")
        named = {name: tables.table(name, self._serial) for name in tables.COLUMNS}
        return self._connections.rows(statement.format(**named), given)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        if self._closed:
            raise ValueError("the reader is closed")
        try:
            yield
        except (struct.error, ValueError, TypeError, KeyError, IndexError) as error:
            raise self._corrupt(str(error)) from error

    def _corrupt(self, what: str) -> CorruptIndex:
        return CorruptIndex(f"the index in {self._connections.place.shown} is damaged: {what}", MEND_COPY)


def _can_be_sent(text: str) -> bool:
    """PostgreSQL takes neither NUL nor half a character; nothing that is kept holds them."""
    return "\0" not in text and text.encode("utf-8", "replace").decode() == text


_WITHOUT_BOXES = tables.columns("paragraphs").removesuffix("boxes") + "NULL"
