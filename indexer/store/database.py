"""The records of one generation, read from its SQLite database."""

from __future__ import annotations

import errno
import os
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int64Array, Spans
from indexer.errors import CorruptIndex
from indexer.records import KINDS, Acronym, Anomaly, Judgement, Paragraph, Report

from . import schema
from .filters import RowFacts
from .format import FORMAT_VERSION, MEND, Counts, Source, is_sha256, not_readable

_Run = Callable[..., sqlite3.Cursor]

# SQLite's codes for what the system refused, and the error that is meant where opening the file shows none;
# 0 where that may be any, and SQLite's own words are all that is known.
_REFUSED = {
    sqlite3.SQLITE_CANTOPEN: 0,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}
_PLACED = 20_000  # paragraphs whose place is remembered: some 3 MB
_PIECE = 500  # rows asked for at once: SQLite allows 999 parameters in a statement on old builds


class TracedSource(NamedTuple):
    """A file that a database of any format lists. report: whether it became one. given: as in Source."""

    path: str
    root: str
    sha256: str
    report: bool
    given: str


class RecordStore:
    """Reads by row: row i is the paragraph with rowid i + 1.

    One connection, made at once so that it outlives the removal of the generation, shared by all
    threads under a lock. Every method raises CorruptIndex where the database does not hold what
    its schema says.
    """

    def __init__(self, path: Path, generation: str) -> None:
        self._path = path
        self._generation = generation
        self._lock = threading.RLock()
        self._closed = False
        self._placed: dict[str, tuple[int, int]] = {}  # as `row_of`, of paragraphs that were read
        try:
            path.open("rb").close()  # SQLite does not say whether it may not read a file or cannot
            self._connection = sqlite3.connect(
                database_uri(path), uri=True, check_same_thread=False, isolation_level=None
            )
        except OSError as error:
            raise not_readable(path, error) from error
        except sqlite3.Error as error:
            raise self._corrupt(error) from error

    def close(self) -> None:
        """Close the database. Reading after it raises ValueError."""
        with self._lock:
            self._closed = True
            self._connection.close()

    def check(self, counts: Counts) -> None:
        """Compare the schema's version and the number of rows with the manifest's."""
        with self._reading() as run:
            (application,), (version,) = chain(run("PRAGMA application_id"), run("PRAGMA user_version"))
            ((paragraphs, last),) = run("SELECT count(*), coalesce(max(rowid), 0) FROM paragraphs")
            ((reports,),) = run("SELECT count(*) FROM reports")
            ((sources, refused),) = run("SELECT count(*), count(*) - count(report) FROM sources")
        found = (application, version, paragraphs, last, reports, sources, refused)
        claimed = (
            schema.APPLICATION_ID, FORMAT_VERSION, counts.paragraphs, counts.paragraphs, counts.reports,
            counts.sources, counts.refused,
        )  # fmt: skip
        if found != claimed:
            raise CorruptIndex(
                f"{self._path.name} and the manifest disagree on the number of rows ({self._path})", MEND
            )

    def reports(self) -> tuple[Report, ...]:
        """In the order of their places, which are 0, 1, 2 ..."""
        with self._reading() as run:
            grades: dict[int, list[Judgement]] = {}
            for place, *fields in run(
                "SELECT report, area, printed_name, grade, printed_grade FROM judgements "
                "ORDER BY report, position"
            ):
                grades.setdefault(place, []).append(schema.read_judgement(fields))
            return tuple(
                schema.read_report(row, tuple(grades.get(row[-1], ()))) for row in run(schema.SELECT_REPORTS)
            )

    def postings(self, term: str) -> tuple[int, int] | None:
        """[first, last) of an index term's weights, None where no paragraph holds it."""
        with self._reading() as run:
            found = run("SELECT first, last FROM terms WHERE term = ?", (term,)).fetchone()
            return found and (int(found[0]), int(found[1]))

    def terms(self) -> Iterator[tuple[str, int, int]]:
        """Every index term with its bounds, in the order of `Postings.bounds`."""
        with self._reading() as run:
            yield from run("SELECT term, first, last FROM terms ORDER BY term")

    def acronyms(self) -> tuple[Acronym, ...]:
        """Every acronym, in the order in which they were written."""
        with self._reading() as run:
            return tuple(schema.read_acronym(row) for row in run(schema.SELECT_ACRONYMS))

    def anomalies(self) -> dict[int, tuple[Anomaly, ...]]:
        """Place of a report in `reports` -> what was unusual in it, in reading order; none without any."""
        found: dict[int, list[Anomaly]] = {}
        with self._reading() as run:
            for place, *row in run(
                "SELECT report, kind, page, detail, paragraphs FROM anomalies ORDER BY report, position"
            ):
                found.setdefault(place, []).append(schema.read_anomaly(tuple(row)))
        return {place: tuple(items) for place, items in found.items()}

    def sources(self) -> tuple[Source, ...]:
        """Every file that was looked at, in the order in which they were written."""
        with self._reading() as run:
            return tuple(schema.read_source(row) for row in run(schema.SELECT_SOURCES))

    def rows_of_report(self, place: int) -> list[int]:
        """Rows of the paragraphs of the report at this place, ascending."""
        with self._reading() as run:
            return [
                rowid - 1
                for (rowid,) in run("SELECT rowid FROM paragraphs WHERE report = ? ORDER BY rowid", (place,))
            ]

    def row_of(self, paragraph_id: str) -> tuple[int, int] | None:
        """(row, place of the report), None if no paragraph has that id."""
        if (known := self._placed.get(paragraph_id)) is not None and not self._closed:
            return known
        with self._reading() as run:
            for rowid, place in run("SELECT rowid, report FROM paragraphs WHERE id = ?", (paragraph_id,)):
                return rowid - 1, place
        return None

    def by_rows(
        self, rows: Iterable[int], *, sealed: bool = True, boxes: bool = True
    ) -> dict[int, Paragraph]:
        """Row -> paragraph, for the rows that exist. sealed: each is compared with its seal, which holds of
        the boxes, too. boxes: False to leave them out.
        """
        found: dict[int, Paragraph] = {}
        if len(self._placed) > _PLACED:
            self._placed = {}
        placed = self._placed
        with self._reading() as run:
            for piece, marks in _pieces(rows):
                drawn: dict[int, list[schema.Row]] = {}
                if boxes:
                    for rowid, *lines in run(
                        f"SELECT paragraph, page, lines FROM boxes WHERE paragraph IN ({marks}) "
                        "ORDER BY paragraph, position",
                        piece,
                    ):
                        drawn.setdefault(rowid, []).append(lines)
                for row in run(f"{schema.SELECT_PARAGRAPHS} WHERE rowid IN ({marks})", piece):
                    rowid, its = row[0], drawn.get(row[0], ())
                    if sealed and schema.seal(self._generation, row[:-1], its) != row[-1]:
                        raise CorruptIndex(
                            f"the index is damaged: paragraph {row[1]} is not what was written", MEND
                        )
                    found[rowid - 1] = schema.read_paragraph(row, schema.read_boxes(its))
                    placed[row[1]] = rowid - 1, row[2]
        return found

    def texts_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Row -> text alone, for the rows that exist: much less to read than whole paragraphs."""
        found: dict[int, str] = {}
        with self._reading() as run:
            for piece, marks in _pieces(rows):
                for rowid, text in run(f"SELECT rowid, text FROM paragraphs WHERE rowid IN ({marks})", piece):
                    found[rowid - 1] = text
        return found

    def spans(self, row: int) -> Spans | None:
        """Sentence spans of a row, None for a row that does not exist."""
        with self._reading() as run:
            for (text,) in run("SELECT spans FROM paragraphs WHERE rowid = ?", (row + 1,)):
                return schema.read_spans(text)
        return None

    def spans_of(self, rows: Iterable[int]) -> dict[int, Spans]:
        """Row -> sentence spans, for the rows that exist."""
        found: dict[int, Spans] = {}
        with self._reading() as run:
            for piece, marks in _pieces(rows):
                for rowid, text in run(
                    f"SELECT rowid, spans FROM paragraphs WHERE rowid IN ({marks})", piece
                ):
                    found[rowid - 1] = schema.read_spans(text)
        return found

    def texts(self) -> Iterator[tuple[str, str, Spans, int]]:
        """(text, its SHA-256, sentence spans, CRC-32 of the vectors) of each row in order."""
        with self._reading() as run:
            for text, digest, spans, crc in run(
                "SELECT text, text_sha256, spans, vectors_crc32 FROM paragraphs ORDER BY rowid"
            ):
                yield text, digest, schema.read_spans(spans), crc

    def rows_by_text(self) -> dict[str, int]:
        """SHA-256 of a paragraph's text -> the first row that has it."""
        with self._reading() as run:
            rows = run("SELECT text_sha256, rowid FROM paragraphs ORDER BY rowid DESC")
            return {digest: rowid - 1 for digest, rowid in rows}

    def row_facts(self, reports: Sequence[Report], rows: int) -> RowFacts:
        """Report and kind of each of the rows 0 to `rows` - 1.

        reports: in the index's order. Raises CorruptIndex where a row is missing or has no report.
        """
        codes = {kind: code for code, kind in enumerate(KINDS)}
        with self._reading() as run:
            facts = run(
                "SELECT rowid - 1, report, kind FROM paragraphs INDEXED BY paragraphs_by_report"
            ).fetchall()
            found = np.array(
                [(row, place, codes[kind]) for row, place, kind in facts], dtype=np.int64
            ).reshape(-1, 3)
        if (
            sorted(found[:, 0].tolist()) != list(range(rows))
            or not np.isin(found[:, 1], range(len(reports))).all()
        ):
            raise self._corrupt("a row is missing or has no report")
        report_of_row = np.empty(rows, dtype=np.int32)
        kind_of_row = np.empty(rows, dtype=np.int8)
        report_of_row[found[:, 0]] = found[:, 1]
        kind_of_row[found[:, 0]] = found[:, 2]
        return RowFacts(reports, report_of_row, kind_of_row)

    def grades(self) -> list[str]:
        """The grade printed for the section of each row, "" for none, in the order of the rows."""
        with self._reading() as run:
            return [str(grade) for (grade,) in run("SELECT grade FROM paragraphs ORDER BY rowid")]

    def match(
        self, words: Sequence[str], first: int, last: int
    ) -> tuple[Int64Array, npt.NDArray[np.float64]]:
        """Rows from `first` to `last` that hold any of `words`, ascending, and their bm25() negated.

        The statistics that bm25() uses are those of the whole index, whatever the range.
        """
        with self._reading() as run:
            found = run(
                "SELECT rowid, bm25(lexical) FROM lexical WHERE lexical MATCH ? AND rowid BETWEEN ? AND ?",
                (_any_of(words), first + 1, last + 1),
            ).fetchall()
        table = np.array(found, dtype=np.float64).reshape(-1, 2)
        return table[:, 0].astype(np.int64) - 1, -table[:, 1]

    def rows_with(self, words: Sequence[str]) -> list[int]:
        """Rows that hold any of `words`, in no order and without scores."""
        with self._reading() as run:
            found = run("SELECT rowid FROM lexical WHERE lexical MATCH ?", (_any_of(words),))
            return [int(rowid) - 1 for (rowid,) in found]

    def phrase_texts(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """Row and text of every paragraph that holds any of `words`, in no order and without scores."""
        with self._reading() as run:
            return [
                (int(rowid) - 1, str(text))
                for rowid, text in run(
                    "SELECT rowid, text FROM lexical WHERE lexical MATCH ?", (_any_of(words),)
                )
            ]

    def foreign_tables(self) -> tuple[list[str], list[str]]:
        """Tables, indexes, views and triggers that we did not write, or not so; those that are missing."""
        # Tables that SQLite itself makes for a word index are written as its version writes them.
        listed = (
            "SELECT type, name, tbl_name, CASE WHEN name LIKE 'lexical_%' THEN '' ELSE coalesce(sql, '') END "
            "FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
        )
        with closing(sqlite3.connect(":memory:")) as plain:
            plain.executescript(schema.SCHEMA)
            ours = set(plain.execute(listed))
        with self._reading() as run:
            found = set(run(listed))
        foreign = [f"{kind} {name} does not belong in an index" for kind, name, *_ in sorted(found - ours)]
        missing = [f"{kind} {name} is missing" for kind, name, *_ in sorted(ours - found)]
        return foreign[:3], missing[:3]

    def integrity(self) -> list[str]:
        """What SQLite's own checks of structure and references complain of."""
        with self._reading() as run:
            damage = [text for (text,) in run("PRAGMA integrity_check(5)") if text != "ok"]
            return damage + [
                f"a row of {table} refers to nothing" for table, *_ in run("PRAGMA foreign_key_check")
            ]

    @contextmanager
    def _reading(self) -> Iterator[_Run]:
        with self._lock:
            if self._closed:
                raise ValueError("the reader is closed")
            try:
                yield self._connection.execute
            except (sqlite3.Error, struct.error, ValueError, TypeError, KeyError, IndexError) as error:
                raise self._corrupt(error) from error

    def _corrupt(self, error: Exception | str) -> CorruptIndex:
        refused = system_error(error, self._path) if isinstance(error, Exception) else None
        if refused is not None:
            return not_readable(self._path, refused)
        return CorruptIndex(f"{self._path.name} of the index is damaged ({self._path}): {error}", MEND)


def traced_sources(path: Path) -> tuple[TracedSource, ...] | None:
    """The files that a database of any format lists, if it can tell, whatever else is wrong with it."""
    try:
        with closing(sqlite3.connect(database_uri(path), uri=True)) as database:
            columns = {name for _, name, *_ in database.execute("PRAGMA table_info(sources)")}
            given = "given" if "given" in columns else "''"  # what a user says of a file: since format 3
            rows = database.execute(
                "SELECT CAST(path AS BLOB), CAST(root AS BLOB), sha256, report IS NOT NULL, "
                f"CAST({given} AS BLOB) FROM sources ORDER BY position"
            ).fetchall()
        return tuple(
            TracedSource(
                schema.from_bytes(name), schema.from_bytes(root), sha256, bool(report), given.decode()
            )
            for name, root, sha256, report, given in rows
            if is_sha256(sha256) or not report
        )
    except (sqlite3.Error, OSError, ValueError, TypeError, AttributeError):
        return None


def system_error(error: Exception, path: Path) -> OSError | None:
    """What the system refused where SQLite could not use the file, None where the file is to blame."""
    number = _REFUSED.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if number is None:
        return None
    try:
        with path.open("rb"):
            return OSError(number, os.strerror(number) if number else str(error))
    except OSError as seen:
        return seen


def _pieces(rows: Iterable[int]) -> Iterator[tuple[list[int], str]]:
    """Row ids, ascending, as many at a time as one statement takes, and a mark for each."""
    wanted = sorted({row + 1 for row in rows})
    for start in range(0, len(wanted), _PIECE):
        piece = wanted[start : start + _PIECE]
        yield piece, ",".join("?" * len(piece))


def _any_of(words: Sequence[str]) -> str:
    """An FTS5 expression that matches where one of `words` stands."""
    return " OR ".join(quoted(text) for text in words)


def quoted(text: str) -> str:
    """`text` as one FTS5 string, whatever it holds: its tokens in a row, or nothing if it has none."""
    plain = text.replace("\0", " ").encode("utf-8", "replace").decode()
    return '"' + plain.replace('"', '""') + '"'


def database_uri(path: Path) -> str:
    """The file as SQLite's URI: read-only, and immutable so that no lock or journal is looked for."""
    posix = path.absolute().as_posix()
    slashes = "//" if posix.startswith("/") else "///"
    return f"file:{slashes}{quote(os.fsencode(posix), safe='/:')}?mode=ro&immutable=1"
