"""The tables of an index in PostgreSQL, and what each row holds.

Some tables are there once. The others are made for each generation, with its number at the end of their
names: to remove a generation is to drop them, and who reads another is not in the way. Their rows are those
of the embedded index (store/schema.py), value by value, so that every paragraph keeps its seal.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from indexer.store.schema import Row

# Version of these tables; that of the records within is the manifest's `format_version`.
LAYOUT = 1
PIECE_ROWS = 1 << 20  # rows whose postings of one term or word stand in one value: far below 1 GB
FILE_PIECE = 1 << 22  # bytes of a report's file that stand in one value

ONCE = """
CREATE TABLE layout (version int NOT NULL);
CREATE TABLE generations (
  serial int PRIMARY KEY,
  name text NOT NULL UNIQUE,
  manifest bytea NOT NULL,
  vectors text NOT NULL CHECK (vectors IN ('exact', 'approximate', 'elsewhere')),
  published timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE current (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  serial int NOT NULL REFERENCES generations (serial) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE files (
  name text COLLATE "C" NOT NULL,
  piece int NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (name, piece)
);
ALTER TABLE files ALTER COLUMN bytes SET STORAGE EXTERNAL;
"""
ONCE_TABLES = ("layout", "generations", "current", "files")

# Columns of each generation's tables: name and type. Text that names files may hold bytes that are not UTF-8.
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "reports": (
        ("id", "text"), ("authority", "text"), ("urn", "text"), ("title", "text"), ("framework", "text"),
        ("inspection_start", "text"), ("inspection_end", "text"), ("published", "text"),
        ("published_source", "text"), ("lead_inspector", "text"), ("pages", "int8"), ("source", "bytea"),
        ("sha256", "text"), ("media", "text"), ("other_authorities", "text"), ("agencies", "text"),
        ("made", "text"), ("superseded_by", "text"), ("place", "int4"),
    ),
    "judgements": (
        ("report", "int4"), ("position", "int4"), ("area", "text"), ("printed_name", "text"),
        ("grade", "text"), ("printed_grade", "text"),
    ),
    "anomalies": (
        ("report", "int4"), ("position", "int4"), ("kind", "text"), ("page", "int8"), ("detail", "text"),
        ("paragraphs", "text"),
    ),
    "paragraphs": (
        ("rowid", "int4"), ("id", "text"), ("report", "int4"), ("kind", "text"), ("number", "int8"),
        ("printed", "int4"), ("part", "text"), ("section", "text"), ("grade", "text"),
        ("page_first", "int8"), ("page_last", "int8"), ("text", "text"), ("text_sha256", "text"),
        ("spans", "text"), ("footnotes", "text"), ("linked", "text"), ("recommendation_mark", "int4"),
        ("vectors_crc32", "int8"), ("seal", "bytea"), ("boxes", "bytea"),
    ),
    "sources": (
        ("position", "int4"), ("path", "bytea"), ("root", "bytea"), ("sha256", "text"), ("size", "int8"),
        ("mtime_ns", "int8"), ("parser", "text"), ("report", "text"), ("reason", "bytea"), ("given", "text"),
    ),
    "acronyms": (
        ("position", "int4"), ("short", "text"), ("paragraphs", "int8"), ("as_word", "int8"),
        ("senses", "text"),
    ),
    # In pieces of PIECE_ROWS rows. rows: int32, ascending; weights: float32; counts, places: int32.
    "terms": (
        ("term", "text"), ("piece", "int4"), ("holding", "int4"), ("rows", "bytea"), ("weights", "bytea"),
    ),
    "words": (
        ("word", "text"), ("piece", "int4"), ("holding", "int4"), ("rows", "bytea"), ("counts", "bytea"),
        ("places", "bytea"),
    ),
    # Of each row in turn: place of its report (int32), code of its kind (int8), sentences and words (int32).
    "facts": (
        ("piece", "int4"), ("reports", "bytea"), ("kinds", "bytea"), ("sentences", "bytea"),
        ("words", "bytea"),
    ),
    "vectors": (("rowid", "int4"), ("embedding", "vector")),
    "sentences": (("rowid", "int4"), ("vectors", "bytea")),  # float16, one after another
}  # fmt: skip

VECTOR_TABLES = ("vectors", "sentences")

# What is made when the rows are in: faster, and one table after another is whole.
_KEYS = {
    "reports": ("ADD PRIMARY KEY (place)", "ADD UNIQUE (id)"),
    "judgements": ("ADD PRIMARY KEY (report, position)",),
    "anomalies": ("ADD PRIMARY KEY (report, position)",),
    "paragraphs": ("ADD PRIMARY KEY (rowid)", "ADD UNIQUE (id)"),
    "sources": ("ADD PRIMARY KEY (position)",),
    "acronyms": ("ADD PRIMARY KEY (position)",),
    "terms": ("ADD PRIMARY KEY (term, piece)",),
    "words": ("ADD PRIMARY KEY (word, piece)",),
    "facts": ("ADD PRIMARY KEY (piece)",),
    "vectors": ("ADD PRIMARY KEY (rowid)",),
    "sentences": ("ADD PRIMARY KEY (rowid)",),
}
_NULLABLE = {"inspection_start", "inspection_end", "pages", "page", "page_first", "page_last"}
_RUN = struct.Struct("<ii")


def table(name: str, serial: int) -> str:
    """The name of a generation's table."""
    return f"{name}_{serial}"


def of_generation(serial: int, *, vectors: bool = True) -> tuple[str, ...]:
    """The names of a generation's tables. vectors: whether those of the vectors are among them."""
    return tuple(table(name, serial) for name in COLUMNS if vectors or name not in VECTOR_TABLES)


def create(name: str, serial: int, dimension: int) -> str:
    """The statement that makes one table of a generation. dimension: of its vectors."""
    columns = []
    for column, kind in COLUMNS[name]:
        kind = f"vector({dimension})" if kind == "vector" else kind
        # Compared byte by byte, as the embedded index does; other orders change with the operating system.
        collated = ' COLLATE "C"' if kind == "text" else ""
        null = "" if column in _NULLABLE or (name, column) == ("sources", "report") else " NOT NULL"
        columns.append(f"{column} {kind}{collated}{null}")
    return f"CREATE TABLE {table(name, serial)} ({', '.join(columns)})"


def finish(name: str, serial: int) -> Iterator[str]:
    """The statements that give a filled table its keys and indexes."""
    for key in _KEYS[name]:
        yield f"ALTER TABLE {table(name, serial)} {key}"
    if name == "paragraphs":
        yield f"CREATE INDEX ON {table(name, serial)} (report)"


def storage(name: str, serial: int) -> Iterator[str]:
    """Values that are not compressed: numbers, which do not shrink. Vectors stand within the row."""
    for column, kind in COLUMNS[name]:
        if kind == "vector":
            yield f"ALTER TABLE {table(name, serial)} ALTER COLUMN {column} SET STORAGE PLAIN"
        elif kind == "bytea" and name in ("sentences", "terms", "words", "facts"):
            yield f"ALTER TABLE {table(name, serial)} ALTER COLUMN {column} SET STORAGE EXTERNAL"


def columns(name: str) -> str:
    """The columns of a table, as a statement lists them."""
    return ", ".join(column for column, _ in COLUMNS[name])


def types(name: str) -> list[str]:
    """The types of its columns."""
    return [kind for _, kind in COLUMNS[name]]


def pack_boxes(boxes: Iterable[Row]) -> bytes:
    """(page, lines) of `boxes` of the embedded index, in order, as one value."""
    return b"".join(_RUN.pack(page, len(lines)) + lines for page, lines in boxes)


def unpack_boxes(data: bytes) -> list[Row]:
    """What `pack_boxes` was given. Raises struct.error where it is cut short."""
    found: list[Row] = []
    at = 0
    while at < len(data):
        page, size = _RUN.unpack_from(data, at)
        at += _RUN.size + size
        found.append((page, data[at - size : at]))
    return found
