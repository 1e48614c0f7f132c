"""What goes into each table of a generation, read from the embedded one as it was written."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.records import KINDS
from indexer.store import schema
from indexer.store.database import database_uri
from indexer.store.format import (
    DATABASE,
    LEXICAL_ROWS,
    LEXICAL_WEIGHTS,
    PARAGRAPH_VECTORS,
    SENTENCE_OFFSETS,
    SENTENCE_VECTORS,
    Manifest,
)
from indexer.store.npy import FLOAT16, FLOAT32, INT32, INT64, map_array

from . import tables

_AT_ONCE = 2000  # vectors in one message
_INSTANCES = 1 << 16  # positions of words taken from SQLite at once

# What COPY takes in its binary form begins and ends with these.
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"


class Sealed:
    """A sealed generation, read table by table. Close it when done."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._database = sqlite3.connect(database_uri(folder / DATABASE), uri=True, isolation_level=None)

    def close(self) -> None:
        """Give back the database."""
        self._database.close()

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, in the order of its columns."""
        match name:
            case "reports":
                yield from self._database.execute(schema.SELECT_REPORTS)
            case "paragraphs":
                yield from self._paragraphs()
            case "sources":
                for position, row in enumerate(self._database.execute(schema.SELECT_SOURCES)):
                    yield position, *row[:8], row[8]
            case "terms":
                yield from self._terms()
            case "words":
                yield from self._words()
            case "facts":
                yield from self._facts()
            case "judgements" | "anomalies" | "acronyms":
                columns = tables.columns(name)
                yield from self._database.execute(f"SELECT {columns} FROM {name}")
            case _:
                raise KeyError(name)

    def vector_copy(self) -> Iterator[bytes]:
        """The rows of `vectors` as COPY takes them."""
        dimension, total = self._manifest.dimension, self._manifest.counts.paragraphs
        vectors = map_array(self._folder / PARAGRAPH_VECTORS, FLOAT32, (total, dimension))
        return vector_copy(vectors[start : start + _AT_ONCE] for start in range(0, total, _AT_ONCE))

    def sentence_copy(self) -> Iterator[bytes]:
        """The rows of `sentences` as COPY takes them."""
        dimension, counts = self._manifest.dimension, self._manifest.counts
        vectors = map_array(self._folder / SENTENCE_VECTORS, FLOAT16, (counts.sentences, dimension))
        offsets = self._offsets().tolist()
        head = struct.Struct(">hiii")
        yield COPY_HEAD
        for start in range(0, counts.paragraphs, _AT_ONCE):
            last = min(start + _AT_ONCE, counts.paragraphs)
            message = []
            for row in range(start, last):
                data = vectors[offsets[row] : offsets[row + 1]].tobytes()
                message += [head.pack(2, 4, row + 1, len(data)), data]
            yield b"".join(message)
        yield COPY_END

    def _offsets(self) -> Int64Array:
        offsets: Int64Array = np.array(
            map_array(self._folder / SENTENCE_OFFSETS, INT64, (self._manifest.counts.paragraphs + 1,))
        )
        return offsets

    def _paragraphs(self) -> Iterator[tuple[Any, ...]]:
        with closing(self._database.cursor()) as drawing:
            runs = groupby(
                drawing.execute("SELECT paragraph, page, lines FROM boxes ORDER BY paragraph, position"),
                key=itemgetter(0),
            )
            following = next(runs, None)
            for row in self._database.execute(f"{schema.SELECT_PARAGRAPHS} ORDER BY rowid"):
                drawn: Iterable[tuple[Any, ...]] = ()
                if following is not None and following[0] == row[0]:
                    drawn = [(page, lines) for _, page, lines in following[1]]
                    following = next(runs, None)
                yield *row, tables.pack_boxes(drawn)

    def _terms(self) -> Iterator[tuple[Any, ...]]:
        shape = (self._manifest.counts.postings,)
        rows = map_array(self._folder / LEXICAL_ROWS, INT32, shape)
        weights = map_array(self._folder / LEXICAL_WEIGHTS, FLOAT32, shape)
        for term, first, last in self._database.execute("SELECT term, first, last FROM terms ORDER BY term"):
            held, given = rows[first:last], weights[first:last]
            for piece, start, end in _pieces(held):
                yield term, piece, end - start, held[start:end].tobytes(), given[start:end].tobytes()

    def _words(self) -> Iterator[tuple[Any, ...]]:
        for word, found in self._instances():
            rows, firsts, counts = np.unique(found[:, 0], return_index=True, return_counts=True)
            for piece, start, end in _pieces(rows):
                first = firsts[start]
                last = firsts[end - 1] + counts[end - 1]
                yield (
                    word, piece, end - start, rows[start:end].astype("<i4").tobytes(),
                    counts[start:end].astype("<i4").tobytes(), found[first:last, 1].astype("<i4").tobytes(),
                )  # fmt: skip

    def _instances(self) -> Iterator[tuple[str, Int64Array]]:
        """Each word of the generation's own FTS5 index with (row, position) of every place, ascending."""
        self._database.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.instances USING fts5vocab (main, lexical, instance)"
        )
        listed = self._database.execute('SELECT term, doc - 1, "offset" FROM temp.instances')
        held: list[tuple[int, int]] = []
        word: str | None = None
        while taken := listed.fetchmany(_INSTANCES):
            for term, found in groupby(taken, key=itemgetter(0)):
                if word is not None and term != word:
                    yield word, np.array(held, dtype=np.int64).reshape(-1, 2)
                    held = []
                word = term
                held += [(row, place) for _, row, place in found]
        if word is not None:
            yield word, np.array(held, dtype=np.int64).reshape(-1, 2)

    def _facts(self) -> Iterator[tuple[Any, ...]]:
        total = self._manifest.counts.paragraphs
        codes = {kind: code for code, kind in enumerate(KINDS)}
        places, kinds = np.zeros(total, dtype="<i4"), np.zeros(total, dtype="i1")
        for rowid, place, kind in self._database.execute("SELECT rowid, report, kind FROM paragraphs"):
            places[rowid - 1], kinds[rowid - 1] = place, codes[kind]
        sentences = np.diff(self._offsets()).astype("<i4")
        words = np.zeros(total, dtype="<i4")
        for rowid, size in self._database.execute("SELECT id, sz FROM lexical_docsize"):
            words[rowid - 1] = _varint(size)
        for start in range(0, total, tables.PIECE_ROWS):
            cut = slice(start, start + tables.PIECE_ROWS)
            yield (
                start // tables.PIECE_ROWS, places[cut].tobytes(), kinds[cut].tobytes(),
                sentences[cut].tobytes(), words[cut].tobytes(),
            )  # fmt: skip


def vector_copy(blocks: Iterable[Float32Array]) -> Iterator[bytes]:
    """Rows of `vectors`, from the first on, as COPY takes them. blocks: (some, dim) each."""
    yield COPY_HEAD
    done = 0
    for block in blocks:
        dimension = block.shape[1]
        row = np.dtype([
            ("fields", ">i2"), ("four", ">i4"), ("rowid", ">i4"), ("size", ">i4"), ("dimension", ">i2"),
            ("unused", ">i2"), ("vector", ">f4", (dimension,)),
        ])  # fmt: skip
        message = np.zeros(len(block), dtype=row)
        message["fields"], message["four"] = 2, 4
        message["rowid"] = np.arange(done + 1, done + 1 + len(block))
        message["size"], message["dimension"] = 4 + 4 * dimension, dimension
        message["vector"] = block
        done += len(block)
        yield message.tobytes()
    yield COPY_END


def _pieces(rows: Int64Array) -> Iterator[tuple[int, int, int]]:
    """(piece, [first, last) within `rows`) of each piece that has rows; rows ascending."""
    pieces = np.asarray(rows) // tables.PIECE_ROWS
    found, firsts = np.unique(pieces, return_index=True)
    ends = [*firsts[1:].tolist(), len(rows)]
    yield from zip(found.tolist(), firsts.tolist(), ends, strict=True)


def _varint(data: bytes) -> int:
    """The first number of an FTS5 `sz`: seven bits a byte, the highest first, the eighth bit: more follow."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            break
    return number
