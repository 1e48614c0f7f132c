"""What a search understood and found: records, handed on from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.arrays import Float32Array, Spans
from indexer.records import Anomaly, Paragraph, Report
from indexer.store.filters import Hit
from search_api.question.records import (
    NO_LOOKUP,
    Coverage,
    Expansion,
    LookedUp,
    Offer,
    Parsed,
    Scope,
    Understanding,
)
from search_api.question.request import Request
from search_api.question.words import Terms

from .fusion import Signals


@dataclass(frozen=True, slots=True)
class Scored:
    """A paragraph found. rank: from 1 over the whole list, whatever the offset. score: the fused one,
    comparable within one search only. cosine: of the whole paragraph. spans: half-open spans in its
    text of the sentences nearest to the query, in text order. anomalies: those that touch the paragraph.
    """

    paragraph: Paragraph
    report: Report
    score: float
    rank: int
    cosine: float
    spans: Spans
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What the query and the filters were taken to mean. terms: of `question.rest`, which is searched.

    query, request: as asked. parsed: the query as it was read, whatever was typed beside it. expansions:
    what else is searched for a stretch of `question.rest`. notes: one sentence on each. unknown: content
    words that no report holds, those of filters apart. offers: what some of them may be misspellings of; the
    scope's notes say so. lookup: the paragraphs that it names. read_as: the query, where it was made of one
    that follows another; "" otherwise.
    """

    query: str
    request: Request
    parsed: Parsed
    terms: Terms
    scope: Scope
    question: Understanding
    expansions: tuple[Expansion, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    lookup: LookedUp = NO_LOOKUP
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """results: best first; equal scores are ordered by row. total: paragraphs ranked in all. mentioned: those
    within the filters that mention the one matter with a name that is asked about, None for no such matter.
    """

    query: str
    understood: Understood
    results: tuple[Scored, ...]
    total: int
    coverage: Coverage
    mentioned: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What is known of each candidate. The other fields are as in Ranking."""

    signals: Signals
    asked: str
    vector: Float32Array
    sentences: dict[int, Float32Array]
    said: dict[int, Float32Array]
    side: float


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every candidate of one query, before any page of results is cut.

    hits: fused, best first. asked: the text that was encoded; vector: of it, (dim,). sentences: row ->
    cosine of each of its sentences, in text order. said: row -> polarity of each, as Polarity.of; zeros
    where nothing is known. side: what the query asks for, as Polarity.of_query.
    """

    hits: tuple[Hit, ...]
    asked: str
    vector: Float32Array
    sentences: dict[int, Float32Array]
    said: dict[int, Float32Array]
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """paragraphs: that are searched where this is the field's only value and all other filters hold."""

    name: str
    paragraphs: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """field: the name of a filter, or "year". values: in the filter's order; years latest first; else by
    name.
    """

    field: str
    values: tuple[FacetValue, ...]
