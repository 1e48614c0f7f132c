"""What similar findings give, and who turned a weakness into a strength."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from search_api.citations import cite
from search_api.schemas.base import CoverageReply, Json, Kind, OfGeneration, Reply, Span, coverage_json
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_fields, paragraph_json
from search_api.similar.names import ScopeName, Side
from search_api.similar.records import Common, Place, SimilarFinding, SimilarResult, Turned, TurnedResult

SideLabel = Literal["praise", "criticism", "mixed", "neutral", ""]


class CommonReply(Reply):
    """A sentence, and how many other reports say it too."""

    span: Span
    reports: int = Field(description="Other reports that say nearly the same, from the same side.")
    in_words: int = Field(description="Those of them that say it in nearly the same words.")
    boilerplate: bool = Field(description="Whether so many do that the sentence tells little.")


class SimilarFindingReply(ParagraphReply):
    """A paragraph that says nearly what another says, or the opposite; the nearest of its report."""

    rank: int = Field(description="Position in the whole list, from 1.")
    score: float = Field(
        description="0.7 times `sentence_cosine` plus 0.3 times `cosine`, at most 1; comparable between "
        "paragraphs of one index."
    )
    sentence_cosine: float = Field(
        description="Cosine of the closest pair of sentences. Like `cosine`, less the index's mean vector."
    )
    cosine: float = Field(description="Cosine of the whole paragraphs.")
    quote: str = Field(description="The matching sentence: `span` of `text`.")
    span: Span
    source_span: Span = Field(description="The matching sentence in the text of the paragraph you gave.")
    label: SideLabel = Field(description="The side of the matching sentence; '' if unknown.")
    source_label: SideLabel = Field(description="The side of its fellow in the paragraph you gave.")
    common: CommonReply | None = Field(description="How common `quote` is; null unless you asked for it.")


class SimilarReply(OfGeneration):
    """What other reports say that is nearest to a paragraph, best first, one paragraph of each report."""

    paragraph: ParagraphReply
    authorities: Literal["other", "same", "any"] = Field(description="Whose reports were compared.")
    side: Side = Field(description="The side asked for.")
    scope: list[ScopeName] = Field(description="Limits on whose reports were compared; all hold.")
    kinds: list[Kind] = Field(description="Kinds of paragraph that were compared.")
    common: list[CommonReply] = Field(
        description="How common each sentence of the paragraph is; empty unless you asked for it."
    )
    results: list[SimilarFindingReply]
    reports: int = Field(
        description="Reports with a similar paragraph. Not all make the same point: say 'about'."
    )
    searched: int = Field(description="Reports within the filters that were compared.")
    total: int
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, result: SimilarResult, generation: str, limit: int, offset: int) -> SimilarReply:
        """The reply for similar paragraphs found in this generation. limit, offset: as asked for."""
        given = similar_json(result)
        given |= {
            "generation": generation,
            "limit": limit,
            "offset": offset,
            "paragraph": paragraph_fields(result.report, result.paragraph, result.anomalies),
            "results": [
                plain | followed_up(item.report, item.paragraph)
                for item, plain in zip(result.results, given["results"], strict=True)
            ],
            "coverage": CoverageReply.of(result.coverage),
        }
        return cls.model_validate(given)


class PlaceReply(ParagraphReply):
    """One sentence of one paragraph."""

    quote: str = Field(description="The sentence: `span` of `text`.")
    span: Span
    label: SideLabel = Field(description="Its side; '' if unknown.")


class TurnedReply(Reply):
    """An authority whose weakness was a strength at a later inspection."""

    rank: int = Field(description="Position in the whole list, from 1.")
    authority: str
    score: float = Field(
        description="The least of `pair_score` and of how near both sentences are to what you asked about."
    )
    pair_score: float = Field(description="Cosine of both sentences, praise and criticism left aside.")
    weak: PlaceReply = Field(description="The criticism.")
    strong: PlaceReply = Field(description="Praise of the same matter at a later inspection.")


class WeakToStrongReply(OfGeneration):
    """Authorities that turned a weakness into a strength, best first."""

    about: str
    kind: Literal["paragraph", "theme", "term"] = Field(description="What `about` is.")
    label: str = Field(description="The theme or term by its name; '' for a paragraph.")
    asked: list[PlaceReply] = Field(description="The sentences of the paragraph that were compared.")
    scope: list[ScopeName]
    results: list[TurnedReply]
    total: int = Field(description="Authorities that turned it.")
    weak: int = Field(description="Authorities criticised for it before their latest inspection.")
    searched: int = Field(description="Authorities with two inspections or more within the filters.")
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, result: TurnedResult, generation: str, limit: int, offset: int) -> WeakToStrongReply:
        """The reply of this generation. limit, offset: as asked for."""
        given = turned_json(result)
        given |= {
            "generation": generation,
            "limit": limit,
            "offset": offset,
            "asked": [_followed(place) for place in result.asked],
            "results": [
                plain | {"weak": _followed(item.weak), "strong": _followed(item.strong)}
                for item, plain in zip(result.results, given["results"], strict=True)
            ],
            "coverage": CoverageReply.of(result.coverage),
        }
        return cls.model_validate(given)


def similar_json(result: SimilarResult) -> Json:
    """{paragraph: {...paragraph, citation}, authorities, side, scope, kinds, reports, searched, total, notes,
    common: [{span, reports, in_words, boilerplate}], results: [{...paragraph, score, sentence_cosine, cosine,
    rank, citation, quote, span, source_span, label, source_label, common}], coverage}. quote: the sentence
    that matches, `span` of the text.
    """
    return {
        "paragraph": paragraph_json(result.report, result.paragraph, result.anomalies)
        | {"citation": cite(result.report, result.paragraph)},
        "authorities": result.authorities,
        "side": result.side,
        "scope": list(result.scopes),
        "kinds": sorted(result.kinds),
        "reports": result.reports,
        "searched": result.searched,
        "total": result.total,
        "notes": list(result.notes),
        "common": [common_json(item) for item in result.common],
        "results": [_similar(found) for found in result.results],
        "coverage": coverage_json(result.coverage),
    }


def _similar(found: SimilarFinding) -> Json:
    return paragraph_json(found.report, found.paragraph, found.anomalies) | {
        "score": found.score,
        "sentence_cosine": round(found.sentence_cosine, 6),
        "cosine": round(found.cosine, 6),
        "rank": found.rank,
        "citation": cite(found.report, found.paragraph),
        "quote": found.paragraph.text[slice(*found.span)],
        "span": list(found.span),
        "source_span": list(found.source_span),
        "label": found.label,
        "source_label": found.source_label,
        "common": common_json(found.common) if found.common else None,
    }


def common_json(item: Common) -> Json:
    """{span, reports, in_words, boilerplate}."""
    return {
        "span": list(item.span),
        "reports": item.reports,
        "in_words": item.in_words,
        "boilerplate": item.boilerplate,
    }


def turned_json(result: TurnedResult) -> Json:
    """{about, kind, label, scope, total, weak, searched, notes, asked: [place], results: [{rank, authority,
    score, pair_score, weak: place, strong: place}], coverage}. place: {...paragraph, citation, quote, span,
    label}.
    """
    return {
        "about": result.about,
        "kind": result.kind,
        "label": result.label,
        "scope": list(result.scopes),
        "total": result.authorities,
        "weak": result.weak,
        "searched": result.searched,
        "notes": list(result.notes),
        "asked": [_place(place) for place in result.asked],
        "results": [_turned(item) for item in result.results],
        "coverage": coverage_json(result.coverage),
    }


def _turned(item: Turned) -> Json:
    return {
        "rank": item.rank,
        "authority": item.authority,
        "score": item.score,
        "pair_score": item.pair_score,
        "weak": _place(item.weak),
        "strong": _place(item.strong),
    }


def _place(place: Place) -> Json:
    return paragraph_json(place.report, place.paragraph, place.anomalies) | {
        "citation": cite(place.report, place.paragraph),
        "quote": place.quote,
        "span": list(place.span),
        "label": place.label,
    }


def _followed(place: Place) -> Json:
    return _place(place) | followed_up(place.report, place.paragraph)
