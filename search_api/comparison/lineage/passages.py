"""One report, ready to be compared: its sentences, their vectors and the matters that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array, Int64Array, Spans
from indexer.kinds.table import HEADINGS
from indexer.records import Paragraph, Report
from indexer.store.filters import Filters
from indexer.store.reader import IndexReader

from .matters import Matters

ADVICE = ("recommendation", "improvement")
COMPARED = frozenset({"finding", "summary", *ADVICE})
_BOARD = re.compile(r"\bL?[A-Z]{0,3}SCB\b|safeguarding children(?:['’]s)? board|the board\b", re.IGNORECASE)
# What a board does itself, whether or not the sentence names it: an authority's audits are not the board's.
_BOARDS_WORK = re.compile(
    r"\b(?:audit\w*|section 11|quality assur\w+|performance|data(?: ?sets?)?|dashboard|scorecard|scrutin\w+"
    r"|training|polic(?:y|ies)|procedures|evaluat\w+|serious case|child death|annual report|business plan"
    r"|partner agencies|to account|members)\b",
    re.IGNORECASE,
)
_SHORT = 30  # characters: "This is a strength." is alike wherever it stands
_SAMPLE = 1000  # paragraphs that the centre is taken from
_SHRINK = 50  # vectors of zeros counted into the centre, which a handful of reports cannot tell
_AREAS = tuple(
    (re.compile(item.pattern, re.IGNORECASE), item.area) for item in HEADINGS if item.area is not None
)
_IN_HEADING = (
    (re.compile(r"adoption", re.IGNORECASE), "adoption"),
    (re.compile(r"care leavers|leaving care", re.IGNORECASE), "care_leavers"),
    (_BOARD, "lscb"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """The mean vectors, (dim,), of an index's paragraphs and of their sentences."""

    paragraph: Float32Array
    sentence: Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """n paragraphs of one report with m sentences, those that are short left out where others are there.

    vectors: (n, dim), sentence_vectors: (m, dim); centred, L2-normalised. of: (m,) the paragraph of each
    sentence; places: (m,) its place among the paragraph's spans. named, stems: of each sentence; whole: of
    each paragraph, both together. areas: of each paragraph, "" for unknown; board: whether it is of the part
    on a safeguarding board.
    """

    report: Report
    rows: Int64Array
    paragraphs: Sequence[Paragraph]
    spans: Sequence[Spans]
    vectors: Float32Array
    sentence_vectors: Float32Array
    of: Int64Array
    places: Int64Array
    named: Sequence[frozenset[str]]
    stems: Sequence[frozenset[str]]
    whole: Sequence[frozenset[str]]
    areas: Sequence[str]
    board: Sequence[bool]


def centres_of(reader: IndexReader) -> Centres:
    """Without them any two paragraphs of the field are alike."""
    rows = np.unique(np.linspace(0, max(len(reader) - 1, 0), _SAMPLE).astype(np.int64))
    sentences, _ = reader.sentences_of(rows)
    return Centres(_centre(reader.vectors(rows)), _centre(sentences))


def passages_of(reader: IndexReader, report: Report, centres: Centres, matters: Matters) -> Passages:
    """What is compared of a report: findings, summaries, recommendations and bullets."""
    rows = reader.select(Filters(reports=frozenset({report.id}), kinds=COMPARED))
    rows = np.zeros(0, np.int64) if rows is None else rows
    paragraphs, spans = reader.by_rows(rows), reader.spans_of(rows)
    sentences, bounds = reader.sentences_of(rows)
    of: list[int] = []
    places: list[int] = []
    kept: list[int] = []
    named: list[frozenset[str]] = []
    stems: list[frozenset[str]] = []
    whole: list[frozenset[str]] = []
    for number, (paragraph, found) in enumerate(zip(paragraphs, spans, strict=True)):
        telling = [at for at, (start, end) in enumerate(found) if end - start >= _SHORT]
        every: frozenset[str] = frozenset()
        for at in telling or range(len(found)):
            names, roots = matters.of(paragraph.text[slice(*found[at])])
            of.append(number)
            places.append(at)
            kept.append(int(bounds[number]) + at)
            named.append(names)
            stems.append(roots)
            every |= names | roots
        whole.append(every)
    headed = [area_of(paragraph.section, paragraph.part) for paragraph in paragraphs]
    return Passages(
        report=report,
        rows=rows,
        paragraphs=paragraphs,
        spans=spans,
        vectors=_unit(reader.vectors(rows) - centres.paragraph),
        sentence_vectors=_unit(sentences[kept] - centres.sentence),
        of=np.array(of, np.int64),
        places=np.array(places, np.int64),
        named=named,
        stems=stems,
        whole=whole,
        areas=headed,
        board=[area == "lscb" for area in headed],
    )


def area_of(section: Sequence[str], part: str = "") -> str:
    """The area of judgement that a paragraph's headings name, the nearest first; "" where none does."""
    if part == "lscb":
        return "lscb"
    for heading in reversed(section):
        for pattern, area in _IN_HEADING:
            if area == "lscb" and pattern.search(heading):
                return area
    for heading in reversed(section):
        plain = heading.strip()
        for known, area in _AREAS:
            if known.fullmatch(plain):
                return str(area)
        for pattern, area in _IN_HEADING:
            if pattern.search(plain):
                # "Children in care and care leavers" holds both; its findings are told apart by their words.
                return "looked_after" if re.search(r"in care and|looked after", plain, re.I) else area
    return ""


def names_a_board(text: str) -> bool:
    """Whether a text speaks of a Local Safeguarding Children Board."""
    return _BOARD.search(text) is not None


def of_a_boards_work(text: str) -> bool:
    """Whether what a report says of a board is of its own work, which only what names a board answers."""
    return names_a_board(text) or _BOARDS_WORK.search(text) is not None


def _centre(vectors: Float32Array) -> Float32Array:
    centre: Float32Array = vectors.sum(axis=0) / np.float32(len(vectors) + _SHRINK)
    return centre


def _unit(vectors: Float32Array) -> Float32Array:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Float32Array = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
