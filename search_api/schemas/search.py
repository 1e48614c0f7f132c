"""What a search and its filters give."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from search_api.citations import cite
from search_api.question.filters import Filter, named
from search_api.retrieval.results import Scored, SearchResult, Understood

from .base import CoverageReply, Iso, Json, OfGeneration, Reply, Span, coverage_json, iso
from .paragraphs import ParagraphReply, followed_up, paragraph_json


class FoundReply(ParagraphReply):
    """A paragraph that a search found."""

    rank: int = Field(description="Position in the whole list, from 1.")
    score: float = Field(
        description="Weighted sum of similarity and words. Compare it only within one reply."
    )
    cosine: float = Field(description="Cosine of the query and the whole paragraph, -1 to 1.")
    spans: list[Span] = Field(description="Sentences of `text` closest to the query, in text order.")


def further_filters() -> tuple[Filter, ...]:
    """Filters of the table that have no field of their own in these shapes."""
    own = ("authority", "region", "framework", "grade", "kind")
    return tuple(item for item in named() if item.name not in own)


class MentionReply(Reply):
    """A part of the question that was understood; [start, end) in Unicode code points."""

    field: str
    value: str = Field(description="Starts with 'not' if everything but this is meant.")
    text: str
    start: int
    end: int


class AlsoSearchedReply(Reply):
    """Other names for part of the question, which were also searched."""

    typed: str
    names: list[str] = Field(description="All the meanings, if an acronym has more than one.")
    ambiguous: bool


class UnderstoodReply(Reply):
    """The filters in force, typed or read from the question, and what was searched."""

    terms: list[str]
    acronyms: list[str]
    authorities: list[str]
    reports: list[str] | None = Field(
        description="Ids of the reports left by dates, grades or 'latest' in the question; null if none."
    )
    since: Iso | None
    until: Iso | None
    frameworks: list[str]
    kinds: list[str]
    grades: list[str]
    latest: bool = Field(description="Whether only each authority's newest report of those is searched.")
    # Filters that the table has beside these.
    __annotations__ |= {item.plural: list[str] for item in further_filters()}
    polarity: str | None = Field(description="'strength' or 'weakness'; not a filter.")
    understood_from: list[MentionReply]
    also_searched: list[AlsoSearchedReply]
    rest: str = Field(description="The words that were searched.")
    read_as: str = Field(description="The question as it was read, if it follows another; '' otherwise.")
    notes: list[str] = Field(description="Why a filter leaves nothing, and possible misspellings.")
    expansion_notes: list[str] = Field(description="`also_searched` as sentences.")

    @classmethod
    def of(cls, understood: Understood) -> UnderstoodReply:
        """How the question was read, as programs get it."""
        return cls.model_validate(understood_json(understood))


class SearchReply(OfGeneration):
    """Ranked paragraphs."""

    query: str
    understood: UnderstoodReply
    results: list[FoundReply]
    total: int = Field(description="Number of paragraphs ranked.")
    mentioned: int | None = Field(
        description="Number of paragraphs within the filters that mention what is asked about; null if that "
        "has no name, or the query names several."
    )
    limit: int
    offset: int
    coverage: CoverageReply

    @classmethod
    def of(cls, result: SearchResult, generation: str, limit: int, offset: int) -> SearchReply:
        """The reply for results found in this generation. limit, offset: as asked for."""
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
    region: dict[str, int] = Field(description="Regions of authorities in the register.")
    framework: dict[str, int]
    grade: dict[str, int] = Field(description="Overall grade, for reports that have one.")
    kind: dict[str, int]
    __annotations__ |= {item.name: dict[str, int] for item in further_filters()}
    year: dict[str, int]
    notes: list[str]
    coverage: CoverageReply


def search_json(result: SearchResult) -> Json:
    """{query, understood, results: [{...paragraph, score, rank, citation, spans}], total, mentioned,
    coverage}.
    """
    return {
        "query": result.query,
        "understood": understood_json(result.understood),
        "results": [_scored(found) for found in result.results],
        "total": result.total,
        "mentioned": result.mentioned,
        "coverage": coverage_json(result.coverage),
    }


def understood_json(understood: Understood) -> Mapping[str, object]:
    """{terms, acronyms, authorities, reports, since, until, frameworks, kinds, grades, latest, polarity,
    understood_from: [{field, value, text, start, end}],
    also_searched: [{typed, names, ambiguous}], rest, read_as, notes, expansion_notes}.

    Filters in force, typed or read from the question. reports: ids that dates, grades or "latest" of
    the question leave, null where it said none. polarity: "strength" or "weakness", null; no filter.
    understood_from: the stretches of the query that said them. also_searched: other names of what the
    query names; of an ambiguous acronym all its meanings. rest: what was searched. read_as: the query, where
    it was made of one that follows another, or "". notes: on the filters;
    expansion_notes: on those other names; one sentence each.
    """
    chosen, question = understood.scope.chosen, understood.question
    return {
        "terms": list(understood.terms.content),
        "acronyms": list(understood.terms.acronyms),
        "authorities": sorted(chosen.of("authority")),
        "reports": None if question.reports is None else sorted(question.reports),
        "since": iso(chosen.since) or question.since or None,
        "until": iso(chosen.until) or question.until or None,
        "frameworks": sorted(chosen.of("framework")),
        "kinds": sorted(chosen.of("kind")),
        "grades": sorted(chosen.of("grade")),
        "latest": chosen.latest,
        **{item.plural: sorted(chosen.of(item.name)) for item in further_filters()},
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
        "read_as": understood.read_as,
        "notes": list(understood.scope.notes),
        "expansion_notes": list(understood.notes),
    }


def _scored(found: Scored) -> Json:
    return paragraph_json(found.report, found.paragraph, found.anomalies) | {
        "score": round(found.score, 6),
        "rank": found.rank,
        "citation": cite(found.report, found.paragraph),
        "spans": [list(span) for span in found.spans],
    }
