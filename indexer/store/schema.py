"""The SQLite database of a generation: its tables, and how records become rows and come back.

Text that names files may hold bytes that are not UTF-8 (Linux allows them), so those columns pass
as bytes with `surrogatepass`, both ways; all other text is plain UTF-8.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from indexer.arrays import Spans
from indexer.records import Acronym, Anomaly, Box, Judgement, Paragraph, Report, Sense, unlisted

from .format import FORMAT_VERSION, Entry, Source

APPLICATION_ID = 0x50696E70  # "Pinp": tells whose database it is

Row = tuple[Any, ...]

_Record = TypeVar("_Record", Judgement, Paragraph, Report)

SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT_VERSION};
CREATE TABLE reports (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  authority TEXT NOT NULL,
  urn TEXT NOT NULL,
  title TEXT NOT NULL,
  framework TEXT NOT NULL,
  inspection_start TEXT,
  inspection_end TEXT,
  published TEXT NOT NULL,
  published_source TEXT NOT NULL,
  lead_inspector TEXT NOT NULL,
  pages INTEGER,
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  media TEXT NOT NULL,
  other_authorities TEXT NOT NULL,
  agencies TEXT NOT NULL,
  made TEXT NOT NULL,
  superseded_by TEXT NOT NULL
);
CREATE TABLE judgements (
  report INTEGER NOT NULL REFERENCES reports (place),
  position INTEGER NOT NULL,
  area TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  grade TEXT NOT NULL,
  printed_grade TEXT NOT NULL,
  PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE TABLE anomalies (
  report INTEGER NOT NULL REFERENCES reports (place),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  page INTEGER,
  detail TEXT NOT NULL,
  paragraphs TEXT NOT NULL,
  PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE TABLE paragraphs (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  report INTEGER NOT NULL REFERENCES reports (place),
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  printed INTEGER NOT NULL,
  part TEXT NOT NULL,
  section TEXT NOT NULL,
  grade TEXT NOT NULL,
  page_first INTEGER,
  page_last INTEGER,
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  spans TEXT NOT NULL,
  footnotes TEXT NOT NULL,
  linked TEXT NOT NULL,
  recommendation_mark INTEGER NOT NULL,
  vectors_crc32 INTEGER NOT NULL,
  seal BLOB NOT NULL
);
CREATE INDEX paragraphs_by_report ON paragraphs (report, kind);
CREATE TABLE boxes (
  paragraph INTEGER NOT NULL REFERENCES paragraphs (rowid),
  position INTEGER NOT NULL,
  page INTEGER NOT NULL,
  lines BLOB NOT NULL,
  PRIMARY KEY (paragraph, position)
) WITHOUT ROWID;
CREATE TABLE sources (
  position INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  root TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  parser TEXT NOT NULL,
  report TEXT REFERENCES reports (id),
  reason TEXT NOT NULL,
  given TEXT NOT NULL
);
CREATE TABLE terms (
  term TEXT PRIMARY KEY,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE acronyms (
  position INTEGER PRIMARY KEY,
  short TEXT NOT NULL,
  paragraphs INTEGER NOT NULL,
  as_word INTEGER NOT NULL,
  senses TEXT NOT NULL
);
CREATE VIRTUAL TABLE lexical USING fts5 (
  text, content = 'paragraphs', tokenize = "porter unicode61 remove_diacritics 2"
);
"""

INSERT_REPORT = (
    "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?)"
)
INSERT_JUDGEMENT = "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?)"
INSERT_ANOMALY = "INSERT INTO anomalies VALUES (?, ?, ?, ?, ?, ?)"
INSERT_PARAGRAPH = f"INSERT INTO paragraphs VALUES ({', '.join('?' * 19)})"
INSERT_BOXES = "INSERT INTO boxes VALUES (?, ?, ?, ?)"
INSERT_SOURCE = (
    "INSERT INTO sources VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, ?, ?, CAST(? AS TEXT), ?)"
)
INSERT_ACRONYM = "INSERT INTO acronyms VALUES (?, ?, ?, ?, ?)"
INSERT_TERM = "INSERT INTO terms VALUES (?, ?, ?)"

SELECT_REPORTS = (
    "SELECT id, authority, urn, title, framework, inspection_start, inspection_end, published, "
    "published_source, lead_inspector, pages, CAST(source AS BLOB), sha256, media, "
    "other_authorities, agencies, made, superseded_by, place "
    "FROM reports ORDER BY place"
)
SELECT_PARAGRAPHS = (
    "SELECT rowid, id, report, kind, number, printed, part, section, grade, page_first, page_last, text, "
    "text_sha256, spans, footnotes, linked, recommendation_mark, vectors_crc32, seal FROM paragraphs"
)
SELECT_ACRONYMS = "SELECT short, paragraphs, as_word, senses FROM acronyms ORDER BY position"
SELECT_SOURCES = (
    "SELECT CAST(path AS BLOB), CAST(root AS BLOB), sha256, size, mtime_ns, parser, report, "
    "CAST(reason AS BLOB), given FROM sources ORDER BY position"
)

_LINE = struct.Struct("<4d")
_SEALED = "\0".join(["%s"] * 19)  # the generation and the columns of a paragraph but its seal


def report_row(place: int, report: Report) -> Row:
    """For INSERT_REPORT. place: in the index's order of reports, from 0."""
    return (
        place, report.id, report.authority, report.urn, report.title, report.framework,
        _iso(report.inspection_start), _iso(report.inspection_end), _iso(report.published),
        report.published_source, report.lead_inspector, report.pages, to_bytes(report.source),
        report.sha256, report.media, _spell(report.other_authorities), _spell(report.agencies),
        report.made, report.superseded_by,
    )  # fmt: skip


def read_report(row: Row, judgements: tuple[Judgement, ...]) -> Report:
    """row: of SELECT_REPORTS. Raises ValueError for a framework that is not in the table of kinds."""
    return _listed(Report(
        id=row[0], authority=row[1], urn=row[2], title=row[3], framework=row[4],
        inspection_start=_date(row[5]), inspection_end=_date(row[6]),
        published=date.fromisoformat(row[7]), published_source=row[8], lead_inspector=row[9],
        judgements=judgements, pages=row[10], source=from_bytes(row[11]), sha256=row[12], media=row[13],
        other_authorities=tuple(json.loads(row[14])), agencies=tuple(json.loads(row[15])),
        made=row[16], superseded_by=row[17],
    ))  # fmt: skip


def judgement_rows(place: int, judgements: Iterable[Judgement]) -> Iterator[Row]:
    """For INSERT_JUDGEMENT, in the order given. place: of the report."""
    for position, item in enumerate(judgements):
        yield place, position, item.area, item.printed_name, item.grade, item.printed_grade


def read_judgement(row: Row) -> Judgement:
    """row: area, printed name, grade, printed grade. Raises ValueError as `read_report` does."""
    return _listed(Judgement(*row))


def anomaly_rows(place: int, anomalies: Iterable[Anomaly]) -> Iterator[Row]:
    """For INSERT_ANOMALY, in the order given. place: of the report."""
    for position, item in enumerate(anomalies):
        yield place, position, item.kind, item.page, item.detail, _spell(item.paragraphs)


def read_anomaly(row: Row) -> Anomaly:
    """row: kind, page, detail, paragraphs."""
    return Anomaly(row[0], row[1], row[2], tuple(json.loads(row[3])))


def seal(generation: str, row: Row, boxes: Sequence[Row]) -> bytes:
    """The first 16 bytes of a SHA-256 over all that is kept of a paragraph, and its generation.

    row: of `paragraphs`, without the seal; no text holds NUL. boxes: (page, lines) of `boxes`, in order.
    """
    digest = hashlib.sha256((_SEALED % (generation, *row)).encode())
    for page, lines in boxes:
        digest.update(b"\0%d\0" % page + lines)
    return digest.digest()[:16]


def paragraph_row(
    generation: str, rowid: int, place: int, entry: Entry, vectors_crc32: int, boxes: Sequence[Row]
) -> Row:
    """For INSERT_PARAGRAPH. rowid: from 1. place: of the report. vectors_crc32: CRC-32 of its vectors.

    boxes: its rows of INSERT_BOXES.
    """
    item = entry.paragraph
    row = (
        rowid, item.id, place, item.kind, item.number, int(item.printed), item.part,
        _spell(item.section), item.grade, item.page_first, item.page_last, item.text,
        hashlib.sha256(item.text.encode()).hexdigest(), _spell(entry.spans), _spell(item.footnotes),
        _spell(item.linked), int(item.recommendation_mark), vectors_crc32,
    )  # fmt: skip
    return *row, seal(generation, row, [box[2:] for box in boxes])


def read_paragraph(row: Row, boxes: tuple[Box, ...]) -> Paragraph:
    """row: of SELECT_PARAGRAPHS. Raises ValueError for a kind that is not in the table of kinds."""
    return _listed(Paragraph(
        id=row[1], kind=row[3], number=row[4], printed=bool(row[5]), part=row[6],
        section=_listing(row[7]), grade=row[8], page_first=row[9], page_last=row[10],
        text=row[11], boxes=boxes, footnotes=_listing(row[14]),
        linked=_listing(row[15]), recommendation_mark=bool(row[16]),
    ))  # fmt: skip


def read_spans(text: str) -> Spans:
    """Half-open spans of sentences, from the column `spans`."""
    return tuple((start, end) for start, end in json.loads(text))


def box_rows(rowid: int, boxes: Iterable[Box]) -> Iterator[Row]:
    """One row for each run of lines on one page."""
    for position, (page, lines) in enumerate(groupby(boxes, key=lambda box: box.page)):
        yield rowid, position, page, b"".join(_LINE.pack(x.left, x.bottom, x.right, x.top) for x in lines)


def read_boxes(rows: Iterable[Row]) -> tuple[Box, ...]:
    """The boxes of (page, lines) of `boxes`, in order. lines: four little-endian doubles each, in points."""
    return tuple(Box(page, *sides) for page, lines in rows for sides in _LINE.iter_unpack(lines))


def source_row(position: int, source: Source) -> Row:
    """For INSERT_SOURCE. position: in the order of the files, from 0."""
    return (
        position, to_bytes(source.path), to_bytes(source.root), source.sha256, source.size,
        source.mtime_ns, source.parser, source.report, to_bytes(source.reason), source.given,
    )  # fmt: skip


def read_source(row: Row) -> Source:
    """row: of SELECT_SOURCES."""
    return Source(
        path=from_bytes(row[0]), root=from_bytes(row[1]), sha256=row[2], size=row[3], mtime_ns=row[4],
        parser=row[5], report=row[6], reason=from_bytes(row[7]), given=row[8],
    )  # fmt: skip


def acronym_row(position: int, acronym: Acronym) -> Row:
    """For INSERT_ACRONYM. position: in the order of the acronyms, from 0."""
    senses = ([item.expansion, item.definitions, item.defined_in] for item in acronym.senses)
    return position, acronym.short, acronym.paragraphs, acronym.as_word, _spell(senses)


def read_acronym(row: Row) -> Acronym:
    """row: of SELECT_ACRONYMS."""
    senses = tuple(Sense(*fields) for fields in json.loads(row[3]))
    return Acronym(short=row[0], senses=senses, paragraphs=row[1], as_word=row[2])


def to_bytes(text: str) -> bytes:
    """A path or reason as UTF-8; bytes of a file name that are not UTF-8 survive as lone surrogates."""
    return text.encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> str:
    """What `to_bytes` was given."""
    return data.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=4096)
def _listing(text: str) -> tuple[Any, ...]:
    """Names of sections above all, which many paragraphs share; or none."""
    return tuple(json.loads(text))


def _listed(record: _Record) -> _Record:
    if field := unlisted(record):
        raise ValueError(f"unknown {field} {str(getattr(record, field))[:80]!r}")
    return record


def _spell(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
