"""What an engine offers: records, vectors and postings of one sealed generation, and how it takes one over.

The embedded files (database.py, vectors.py, postings.py beside this folder) are the reference: any other
engine holds a copy of a generation that was published there, and answers every call as they do, rows, order
and scores included. `IndexReader` stands on these and on nothing else. Objects that read may be used from
several threads at once, and see the generation that they were opened on for as long as they are open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float16Array, Float32Array, Int32Array, Int64Array, Spans
from indexer.records import Acronym, Anomaly, Paragraph, Report
from indexer.store.filters import Hit, RowFacts
from indexer.store.format import Manifest, Source

# Texts of which one must stand in a paragraph: each a word or several in a row, compared as FTS5 does it
# with unicode61 and Porter's stemming. A text without a letter or digit stands nowhere.
Words = Sequence[str]


# What to do about a copy that is damaged.
MEND_COPY = "`pinpoint publish --again` copies it anew"


class Records(Protocol):
    """Reports, paragraphs and words by row: what database.RecordStore says of each."""

    def close(self) -> None:
        """Give back what is held. Reading after it raises ValueError."""
        ...

    def reports(self) -> tuple[Report, ...]:
        """In the order of their places, which are 0, 1, 2 ..."""
        ...

    def acronyms(self) -> tuple[Acronym, ...]:
        """Every acronym, in the order in which they were written."""
        ...

    def anomalies(self) -> dict[int, tuple[Anomaly, ...]]:
        """Place of a report -> what was unusual in it, in reading order; none without any."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """Every file that was looked at, in the order in which they were written."""
        ...

    def rows_of_report(self, place: int) -> list[int]:
        """Rows of the paragraphs of the report at this place, ascending."""
        ...

    def row_of(self, paragraph_id: str) -> tuple[int, int] | None:
        """(row, place of the report), None if no paragraph has that id."""
        ...

    def by_rows(
        self, rows: Iterable[int], *, sealed: bool = True, boxes: bool = True
    ) -> dict[int, Paragraph]:
        """Row -> paragraph, for the rows that exist. sealed: each is compared with its seal.

        Raises CorruptIndex for one that is not what was written.
        """
        ...

    def texts_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Row -> text alone, for the rows that exist."""
        ...

    def spans(self, row: int) -> Spans | None:
        """Sentence spans of a row, None for a row that does not exist."""
        ...

    def spans_of(self, rows: Iterable[int]) -> dict[int, Spans]:
        """Row -> sentence spans, for the rows that exist."""
        ...

    def rows_by_text(self) -> dict[str, int]:
        """SHA-256 of a paragraph's text -> the first row that has it."""
        ...

    def row_facts(self, reports: Sequence[Report], rows: int) -> RowFacts:
        """Report and kind of each of the rows 0 to `rows` - 1. reports: in the index's order."""
        ...

    def grades(self) -> list[str]:
        """The grade printed for the section of each row, "" for none, in the order of the rows."""
        ...

    def match(self, words: Words, first: int, last: int) -> tuple[Int64Array, npt.NDArray[np.float64]]:
        """Rows from `first` to `last` that hold any of `words`, ascending, and SQLite's bm25() negated.

        The statistics are those of the whole index, whatever the range.
        """
        ...

    def rows_with(self, words: Words) -> list[int]:
        """Rows that hold any of `words`, in no order and without scores."""
        ...

    def phrase_texts(self, words: Words) -> list[tuple[int, str]]:
        """Row and text of every paragraph that holds any of `words`, in no order and without scores."""
        ...

    def terms(self) -> Iterator[tuple[str, int, int]]:
        """Every index term in order with [first, last) of its weights among all."""
        ...


class Vectors(Protocol):
    """Vectors of n paragraphs and of their m sentences: what vectors.VectorStore says of each."""

    @property
    def offsets(self) -> Int64Array:
        """(n + 1,): where each paragraph's sentences begin among all. Not to be changed."""
        ...

    def vectors(self, rows: Sequence[int] | Int64Array) -> Float32Array:
        """(len(rows), dim) float32, in the order of `rows`."""
        ...

    def sentence_vectors(self, row: int) -> Float32Array:
        """(k, dim) float32 of the values kept as float16, in text order."""
        ...

    def stored_sentences(self, row: int) -> Float16Array:
        """(k, dim) float16, as they are kept, in text order."""
        ...

    def sentences_of(self, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        """(m, dim) float32, and bounds (len(rows) + 1,): rows[i] has those at bounds[i] to bounds[i + 1]."""
        ...

    def nearest(self, query: Float32Array, k: int, rows: Int64Array | None) -> list[Hit]:
        """At most k rows nearest to `query`, best first, ties by row; among `rows` (ascending, unique)."""
        ...


class Postings(Protocol):
    """BM25 weights by term: what postings.LexicalStore says of each."""

    def scores(self, weights: Mapping[str, float]) -> Float32Array:
        """(n,) float32: the sum over the terms of weight times BM25; 0 where no term stands."""
        ...

    def posting(self, term: str) -> tuple[Int32Array, Float32Array]:
        """Rows that hold the term, ascending, and its weight in each; two empty ones where none does."""
        ...

    def rarity(self, term: str) -> float:
        """The term's inverse frequency in the index; 0.0 where no paragraph holds it."""
        ...

    def holding(self, term: str) -> npt.NDArray[np.int32]:
        """Rows of the paragraphs that hold the term, ascending."""
        ...


class Kept(Protocol):
    """The files that reports were read from."""

    def path(self, sha256: str) -> Path | None:
        """A file with the bytes of that SHA-256, to be read only; None if none is kept."""
        ...


class Opened(NamedTuple):
    """One generation, open."""

    manifest: Manifest
    records: Records
    vectors: Vectors
    postings: Postings
    kept: Kept


class OpenedRecords(NamedTuple):
    """One generation, open, without its vectors, which another engine holds."""

    manifest: Manifest
    records: Records
    postings: Postings
    kept: Kept


class Engine(Protocol):
    """One index on an engine. May be used from several threads; made once a process for each address.

    Every method raises EngineUnavailable where the engine is away, too old, or refuses; IncompatibleIndex
    for an index of another format; a read that loses its connection is tried once more.
    """

    def current(self) -> str:
        """Name of the generation that is published. Raises NothingPublished."""
        ...

    def open(self) -> Opened:
        """The generation that is published. Raises NothingPublished, CorruptIndex."""
        ...

    def publish(self, index: Path, note: Note) -> str:
        """Make the current generation of the folder `index` the engine's; its name.

        In one step: readers see the old one or the new one, whole. One that is current there already is
        left alone. What a publish that was killed left behind is removed. note: told what is being done,
        and of how many steps how many are done. Raises PublishFailed.
        """
        ...


class Note(Protocol):
    """Hears how far a publish is."""

    def __call__(self, what: str, done: int, of: int) -> None:
        """what: as in "paragraphs"; done, of: how many."""
        ...
