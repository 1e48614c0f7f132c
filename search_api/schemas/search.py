"""What a search and its filters give."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from search_api.citations import cite
from search_api.retrieval.results import Scored, SearchResult, Understood

from .base import CoverageReply, Iso, Json, OfGeneration, Reply, Span, coverage_json, iso
from .paragraphs import ParagraphReply, followed_up, paragraph_json


class FoundReply(ParagraphReply):
    """A paragraph that a search found."""

    rank: int = Field(description="From 1 over the whole list, whatever the offset.")
    score: float = Field(
        description="Weighted sum of likeness and words: orders one reply, compares with none."
    )
    cosine: float = Field(description="Of the query and the whole paragraph, -1 to 1.")
    spans: list[Span] = Field(description="Sentences of `text` nearest to the query, in text order.")


class MentionReply(Reply):
    """A stretch of the question that was understood; [start, end) in Unicode code points."""

    field: str
    value: str = Field(description="'not …' where all but this is meant.")
    text: str
    start: int
    end: int


class AlsoSearchedReply(Reply):
    """Other names of what a stretch of the question names, which were searched too."""

    typed: str
    names: list[str] = Field(description="Of an ambiguous acronym all its meanings.")
    ambiguous: bool


class UnderstoodReply(Reply):
    """The filters in force, typed or read from the question, and what was searched."""

    terms: list[str]
    acronyms: list[str]
    authorities: list[str]
    reports: list[str] | None = Field(
        description="Ids left by dates, grades or 'latest' in the question; null where it said none."
    )
    since: Iso | None
    until: Iso | None
    frameworks: list[str]
    kinds: list[str]
    grades: list[str]
    polarity: str | None = Field(description="'strength' or 'weakness'; not a filter.")
    understood_from: list[MentionReply]
    also_searched: list[AlsoSearchedReply]
    rest: str = Field(description="What was searched.")
    notes: list[str] = Field(description="Why a filter leaves nothing; what may be a misspelling of what.")
    expansion_notes: list[str] = Field(description="What `also_searched` says, one sentence each.")

    @classmethod
    def of(cls, understood: Understood) -> UnderstoodReply:
        return cls.model_validate(understood_json(understood))


class SearchReply(OfGeneration):
    """Ranked paragraphs."""

    query: str
    understood: UnderstoodReply
    results: list[FoundReply]
    total: int = Field(description="Paragraphs ranked in all.")
    limit: int
    offset: int
    coverage: CoverageReply

    @classmethod
    def of(cls, result: SearchResult, generation: str, limit: int, offset: int) -> SearchReply:
        given = search_json(result)
        given |= {
            "generation": generation,
            "limit": limit,
            "offset": offset,
            "results": [
                plain | followed_up(item.report, item.paragraph) | {"cosine": round(item.cosine, 6)}
                for item, plain in zip(result.results, given["results"], strict=True)
            ],
            "coverage": CoverageReply.of(result.coverage),
        }
        return cls.model_validate(given)


class FacetsReply(OfGeneration):
    """Paragraphs within the filters, counted by the values of each field; none with 0."""

    authority: dict[str, int]
    region: dict[str, int] = Field(description="Of authorities that the register knows.")
    framework: dict[str, int]
    grade: dict[str, int] = Field(description="Of the overall judgement, for reports that have one.")
    kind: dict[str, int]
    year: dict[str, int]
    notes: list[str]
    coverage: CoverageReply


def search_json(result: SearchResult) -> Json:
    """{query, understood, results: [{...paragraph, score, rank, citation, spans}], total, coverage}."""
    return {
        "query": result.query,
        "understood": understood_json(result.understood),
        "results": [_scored(found) for found in result.results],
        "total": result.total,
        "coverage": coverage_json(result.coverage),
    }


def understood_json(understood: Understood) -> Mapping[str, object]:
    """{terms, acronyms, authorities, reports, since, until, frameworks, kinds, grades, polarity,
    understood_from: [{field, value, text, start, end}],
    also_searched: [{typed, names, ambiguous}], rest, notes, expansion_notes}.

    Filters in force, typed or read from the question. reports: ids that dates, grades or "latest" of
    the question leave, null where it said none. polarity: "strength" or "weakness", null; no filter.
    understood_from: the stretches of the query that said them. also_searched: other names of what the
    query names; of an ambiguous acronym all its meanings. rest: what was searched. notes: on the filters;
    expansion_notes: on those other names; one sentence each.
    """
    filters, question = understood.scope.filters, understood.question
    return {
        "terms": list(understood.terms.content),
        "acronyms": list(understood.terms.acronyms),
        "authorities": sorted(filters.authorities),
        "reports": None if question.reports is None else sorted(question.reports),
        "since": iso(filters.since) or question.since or None,
        "until": iso(filters.until) or question.until or None,
        "frameworks": sorted(filters.frameworks),
        "kinds": sorted(filters.kinds),
        "grades": sorted(filters.grades or question.grades),
        "polarity": question.polarity or None,
        "understood_from": [
            {
                "field": item.field,
                "value": item.value,
                "text": item.text,
                "start": item.start,
                "end": item.end,
            }
            for item in question.mentions
        ],
        "also_searched": [
            {"typed": item.typed, "names": list(item.alternatives), "ambiguous": item.ambiguous}
            for item in understood.expansions
        ],
        "rest": question.rest,
        "notes": list(understood.scope.notes),
        "expansion_notes": list(understood.notes),
    }


def _scored(found: Scored) -> Json:
    return paragraph_json(found.report, found.paragraph) | {
        "score": round(found.score, 6),
        "rank": found.rank,
        "citation": cite(found.report, found.paragraph),
        "spans": [list(span) for span in found.spans],
    }
