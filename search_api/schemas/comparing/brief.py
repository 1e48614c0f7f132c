"""What an evidence brief takes and gives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from search_api.briefs.records import Brief, Evidence
from search_api.citations import cite
from search_api.schemas.base import CoverageReply, Iso, Json, OfGeneration, Reply, Span, coverage_json
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_json

Side = Literal["praise", "criticism", "mixed", "neutral", ""]
ReportSide = Literal["praised", "criticised", "both", "mentioned", "not mentioned"]


class EvidenceReply(ParagraphReply):
    """A sentence with its side, verbatim."""

    quote: str = Field(description="Word for word: `span` of `text`.")
    span: Span
    side: Side
    score: float = Field(description="Of likeness, where one was taken; else 0.")


class ElsewhereReply(EvidenceReply):
    """The praise of one authority."""

    but: EvidenceReply | None = Field(description="A criticism on the subject in the same report, or null.")


class ToldReply(Reply):
    """What one report says of the subject."""

    report: str
    published: Iso
    side: ReportSide
    sentences: dict[str, int] = Field(description="Sentences on the subject, by side.")
    shown: list[EvidenceReply]


class GroupReply(Reply):
    """The reports of some authorities."""

    name: str
    authorities: list[str] = Field(description="Those with a report here.")
    missing: list[str] = Field(description="Those of the group without a report here, where that is told.")
    reports: int
    counts: dict[ReportSide, int] = Field(description="Reports by what they say; they add up to `reports`.")


class RecommendedReply(EvidenceReply):
    """Something that is asked for."""

    alike: list[str] = Field(description="Ids of paragraphs of other reports that say nearly the same.")


class BriefReply(OfGeneration):
    """What inspectors found on a subject, here and elsewhere."""

    subject: str
    theme: str = Field(description="The key of the theme that was taken; '' for a term.")
    authority: str
    title: str
    made: Iso
    own: list[ToldReply] = Field(description="The authority's reports, newest first.")
    groups: list[GroupReply]
    near_whose: str = Field(description="The name of the group that `criticised` and `praised` are of.")
    criticised: list[EvidenceReply]
    praised: list[EvidenceReply]
    elsewhere: list[ElsewhereReply]
    recommended: list[RecommendedReply]
    recommending: int = Field(description="Reports of other authorities that recommend something on it.")
    nearest: list[EvidenceReply] = Field(description="What comes nearest, where no report speaks of it.")
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, made: Brief) -> BriefReply:
        """The reply for a brief."""
        given = _json(made, follow=True)
        given |= {"generation": made.generation, "coverage": CoverageReply.of(made.coverage)}
        return cls.model_validate(given)


def brief_json(made: Brief) -> Json:
    """As BriefReply, without the generation and what a program needs to follow up."""
    return _json(made, follow=False)


def _json(made: Brief, *, follow: bool) -> Json:
    def evidence(item: Evidence) -> Json:
        found = paragraph_json(item.report, item.paragraph, item.anomalies) | {
            "citation": cite(item.report, item.paragraph),
            "quote": item.quote,
            "span": list(item.span),
            "side": item.side,
            "score": item.score,
        }
        return found | followed_up(item.report, item.paragraph) if follow else found

    return {
        "subject": made.subject,
        "theme": made.theme,
        "authority": made.authority,
        "title": made.title,
        "made": made.made.isoformat(),
        "own": [
            {
                "report": told.report.id,
                "published": told.report.published.isoformat(),
                "side": told.side,
                "sentences": dict(told.sides),
                "shown": [evidence(item) for item in told.shown],
            }
            for told in made.own
        ],
        "groups": [
            {
                "name": group.name,
                "authorities": list(group.authorities),
                "missing": list(group.missing),
                "reports": group.reports,
                "counts": dict(group.counts),
            }
            for group in made.groups
        ],
        "near_whose": made.near_whose,
        "criticised": [evidence(item) for item in made.near.get("criticism", ())],
        "praised": [evidence(item) for item in made.near.get("praise", ())],
        "elsewhere": [
            evidence(item) | {"but": None if item.but is None else evidence(item.but)}
            for item in made.elsewhere
        ],
        "recommended": [
            evidence(item.evidence) | {"alike": [each.paragraph.id for each in item.alike]}
            for item in made.recommended
        ],
        "recommending": made.recommending,
        "nearest": [evidence(item) for item in made.nearest],
        "notes": list(made.notes),
        "coverage": coverage_json(made.coverage),
    }
