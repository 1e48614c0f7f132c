"""Which rows hold words in a row, and how high does SQLite's bm25() score them? From tables of positions.

PostgreSQL's own text search keeps at most 256 positions of a word in a text and none after the 16,383rd,
and cuts words in its own way: a phrase that the embedded index finds could be missed in silence. Here the
words are those that SQLite's FTS5 cut and stemmed when the generation was made, with every position.
"""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int32Array, Int64Array
from indexer.store.database import quoted

# As in SQLite's fts5_aux.c.
_K1, _B, _LEAST_IDF = 1.2, 0.75, 1e-6
_ROOM = 1 << 32  # above every position


class Places(NamedTuple):
    """Where one word stands. rows: (r,) ascending; counts: (r,); places: (sum of counts,), row by row."""

    rows: Int32Array
    counts: Int32Array
    places: Int32Array


class Frequencies(NamedTuple):
    """rows: ascending; counts: how often the phrase begins in each."""

    rows: Int64Array
    counts: Int64Array


NOWHERE = Frequencies(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def phrase(words: Sequence[Places]) -> Frequencies:
    """Where the words stand one after another."""
    if not words or any(not len(word.rows) for word in words):
        return NOWHERE
    if len(words) == 1:
        return Frequencies(words[0].rows.astype(np.int64), words[0].counts.astype(np.int64))
    common = _common([word.rows for word in words])
    begins: Int64Array | None = None
    # The rarest first: what is left can only shrink.
    for place in sorted(range(len(words)), key=lambda place: len(words[place].places)):
        word = words[place]
        kept = np.isin(word.rows, common, assume_unique=True)
        rows = np.repeat(word.rows.astype(np.int64), word.counts)[np.repeat(kept, word.counts)]
        found = rows * _ROOM + word.places[np.repeat(kept, word.counts)] + (len(words) - place)
        begins = found if begins is None else np.intersect1d(begins, found, assume_unique=True)
        if not len(begins):
            return NOWHERE
    rows, counts = np.unique(np.asarray(begins) // _ROOM, return_counts=True)
    return Frequencies(rows.astype(np.int64), counts.astype(np.int64))


def _common(rows: Sequence[Int32Array]) -> Int32Array:
    shortest = sorted(rows, key=len)
    common = shortest[0]
    for others in shortest[1:]:
        common = np.intersect1d(common, others, assume_unique=True)
    return common


def any_of(phrases: Sequence[Frequencies]) -> Int64Array:
    """Rows of at least one of them, ascending."""
    return np.unique(np.concatenate([found.rows for found in (NOWHERE, *phrases)]))


def bm25(phrases: Sequence[Frequencies], rows: Int64Array, lengths: Int32Array) -> npt.NDArray[np.float64]:
    """The scores of SQLite, to the last bit: minus its `bm25`. lengths: words of every row."""
    total = len(lengths)
    average = float(int(lengths.sum(dtype=np.int64))) / float(total) if total else 1.0
    scores = np.zeros(len(rows), dtype=np.float64)
    length = lengths[rows].astype(np.float64)
    for found in phrases:
        holding = len(found.rows)
        idf = math.log((total - holding + 0.5) / (holding + 0.5))
        idf = idf if idf > 0.0 else _LEAST_IDF
        frequency = np.zeros(len(rows), dtype=np.float64)
        _, here, there = np.intersect1d(rows, found.rows, assume_unique=True, return_indices=True)
        frequency[here] = found.counts[there]
        norm = frequency + _K1 * (1 - _B + _B * length / average)
        scores += idf * ((frequency * (_K1 + 1.0)) / norm)
    return scores


class Tokeniser:
    """FTS5's own reading of a text that is looked for. Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.executescript(
            'CREATE VIRTUAL TABLE given USING fts5 (text, tokenize = "porter unicode61 remove_diacritics 2");'
            "CREATE VIRTUAL TABLE words USING fts5vocab (given, instance);"
        )

    def words(self, text: str) -> tuple[str, ...]:
        """The words of the text in order; none where it has no letter or digit."""
        with self._lock:
            self._database.execute("DELETE FROM given")
            # As the embedded index has it quoted, less the marks.
            plain = quoted(text)[1:-1].replace('""', '"')
            self._database.execute("INSERT INTO given (rowid, text) VALUES (1, ?)", (plain,))
            return tuple(
                word for (word,) in self._database.execute('SELECT term FROM words ORDER BY "offset"')
            )


@lru_cache(maxsize=1)
def _tokeniser() -> Tokeniser:
    return Tokeniser()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """See Tokeniser.words."""
    return _tokeniser().words(text)
