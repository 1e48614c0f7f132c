"""What the lineage of recommendations gives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from search_api.citations import cite
from search_api.comparison.lineage.records import Followed, Lineage, Match, Outcome
from search_api.schemas.base import AnomalyReply, Framework, Iso, Json, OfGeneration, Reply, Span
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_fields, paragraph_json


class InspectionReply(Reply):
    """An inspection of the authority, in the order of publication."""

    report: str = Field(description="The report's id.")
    framework: Framework
    published: Iso


class MatchReply(Reply):
    """A paragraph of a later inspection on the same matter."""

    id: str
    citation: str
    permalink: str
    quote: str = Field(description="The sentence that answers, word for word: `span` of its paragraph.")
    span: Span
    source_span: Span = Field(description="The sentence of the recommendation that it answers.")
    score: float = Field(description="How near the two are, at most 1; comparable within one index.")
    side: Literal["praise", "criticism", "mixed", "neutral", ""] = Field(
        description="Which side the sentence takes; '' where that is not known."
    )
    beside: list[str] = Field(
        description="Other sentences of the paragraph that count in the verdict, word for word."
    )
    matters: list[str] = Field(description="Terms and words that both name, the most telling first.")
    said: list[str] = Field(description="Words of the sentence on progress or an earlier inspection.")
    anomalies: list[AnomalyReply] = Field(description="What to check on the page before you quote it.")


class OutcomeReply(Reply):
    """What one later inspection says of one recommendation."""

    report: str
    verdict: Literal[
        "repeated", "still a concern", "improving", "addressed", "unclear", "not mentioned"
    ]  # fmt: skip
    sure: Literal["clear", "likely", "uncertain"] = Field(
        description="How sure the verdict is. A program judges it: read the quotations before you use it."
    )
    why: str
    matches: list[MatchReply]


class FollowedReply(ParagraphReply):
    """A recommendation or 'needs to improve' bullet, and the later inspections, oldest first."""

    outcomes: list[OutcomeReply]


class LineageReply(OfGeneration):
    """What became of an authority's recommendations, the oldest report first."""

    authority: str
    inspections: list[InspectionReply]
    recommendations: list[FollowedReply]
    notes: list[str]

    @classmethod
    def of(cls, found: Lineage, generation: str) -> LineageReply:
        """The reply for what was found in this generation."""
        plain = lineage_json(found)
        rows = [
            paragraph_fields(row.report, row.paragraph, row.anomalies) | {"outcomes": item["outcomes"]}
            for row, item in zip(found.rows, plain["recommendations"], strict=True)
        ]
        return cls.model_validate(plain | {"generation": generation, "recommendations": rows})


def lineage_json(found: Lineage) -> Json:
    """{authority, inspections: [{report, framework, published}], recommendations: [{...paragraph, citation,
    outcomes: [{report, verdict, sure, why, matches: [{id, citation, permalink, quote, span, source_span,
    score, side, beside, matters, said, anomalies}]}]}], notes}.
    """
    return {
        "authority": found.authority,
        "inspections": [
            {"report": item.id, "framework": item.framework, "published": item.published.isoformat()}
            for item in found.reports
        ],
        "recommendations": [_followed(row) for row in found.rows],
        "notes": list(found.notes),
    }


def _followed(row: Followed) -> Json:
    return paragraph_json(row.report, row.paragraph, row.anomalies) | {
        "citation": cite(row.report, row.paragraph),
        "outcomes": [_outcome(item) for item in row.outcomes],
    }


def _outcome(item: Outcome) -> Json:
    return {
        "report": item.report.id,
        "verdict": item.verdict,
        "sure": item.sure,
        "why": item.why,
        "matches": [match_json(match) for match in item.matches],
    }


def match_json(item: Match) -> Json:
    """The fields of MatchReply."""
    plain = paragraph_json(item.report, item.paragraph, item.anomalies)
    more = followed_up(item.report, item.paragraph)
    return {
        "id": item.paragraph.id,
        "citation": more["citation"],
        "permalink": more["permalink"],
        "quote": item.quote,
        "span": list(item.span),
        "source_span": list(item.source_span),
        "score": item.score,
        "side": item.side,
        "beside": list(item.quotes_beside),
        "matters": list(item.matters),
        "said": list(item.said),
        "anomalies": plain["anomalies"],
    }
