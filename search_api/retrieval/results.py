"""What a search understood and found: records, handed on from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.arrays import Float32Array, Spans
from indexer.records import Paragraph, Report
from indexer.store.hits import Hit
from search_api.question.expansions import Expansion
from search_api.question.scope import Coverage, Scope
from search_api.question.spelling import Offer
from search_api.question.understanding import Understanding
from search_api.question.words import Terms

from .fusion import Signals


@dataclass(frozen=True, slots=True)
class Scored:
    """A paragraph found. rank: from 1 over the whole list, whatever the offset. score: the fused one,
    comparable within one search only. cosine: of the whole paragraph. spans: half-open spans in its
    text of the sentences nearest to the query, in text order.
    """

    paragraph: Paragraph
    report: Report
    score: float
    rank: int
    cosine: float
    spans: Spans


@dataclass(frozen=True, slots=True)
class Understood:
    """What the query and the filters were taken to mean. terms: of `question.rest`, which is searched.

    expansions: what else is searched for a stretch of `question.rest`. notes: one sentence on each.
    unknown: content words that no report holds, those of filters apart. offers: what some of them may be
    misspellings of; the scope's notes say so.
    """

    terms: Terms
    scope: Scope
    question: Understanding
    expansions: tuple[Expansion, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """results: best first; equal scores are ordered by row. total: paragraphs ranked in all."""

    query: str
    understood: Understood
    results: tuple[Scored, ...]
    total: int
    coverage: Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """vector, sentences, said, side: as in Ranking."""

    signals: Signals
    vector: Float32Array
    sentences: dict[int, Float32Array]
    said: dict[int, Float32Array]
    side: float


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every candidate of one query, before any page of results is cut.

    hits: fused, best first. vector: the query's, (dim,). sentences: row -> cosine of each of its
    sentences, in text order. said: row -> polarity of each, as Polarity.of; zeros where nothing is known.
    side: what the query asks for, as Polarity.of_query.
    """

    hits: tuple[Hit, ...]
    vector: Float32Array
    sentences: dict[int, Float32Array]
    said: dict[int, Float32Array]
    side: float = 0.0
