"""What an evidence brief takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import Field

from indexer.anomalies import warning
from search_api.briefs.records import Brief, Evidence
from search_api.citations import cite
from search_api.question.request import Request
from search_api.schemas.base import CoverageReply, Iso, Json, OfGeneration, Reply, Span, coverage_json
from search_api.schemas.comparing.praised import About
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_json
from search_api.schemas.parameters import DateTyped, NoParameters

Side = Literal["praise", "criticism", "mixed", "neutral", ""]
ReportSide = Literal["praised", "criticised", "both", "mentioned", "not mentioned"]


class BriefParameters(NoParameters):
    """The subject, whose brief it is, days of publication, and the kind of file."""

    about: About = Field(
        description="A theme, or a term with its other names. Only one thing.", examples=["supervision"]
    )
    authority: str = Field(
        min_length=1,
        max_length=100,
        pattern="[A-Za-z]",
        description="Whose brief it is.",
        examples=["Torbay"],
    )
    since: DateTyped = Field(
        default="", description="Only reports published from this date.", examples=["2016"]
    )
    until: DateTyped = Field(
        default="", description="Only reports published by this date.", examples=["2024"]
    )

    def request(self) -> Request:
        """Its dates, as the index takes them."""
        given = {"since": self.since, "until": self.until}
        return Request.named({name: (day,) for name, day in given.items() if day})


class BriefFileParameters(BriefParameters):
    """The same with the kind of file."""

    format: Literal["json", "docx", "html", "md"] = Field(
        default="json", description="JSON, a Word file, a web page or Markdown.", examples=["docx"]
    )


class BriefEvidenceReply(ParagraphReply):
    """A sentence with its side, verbatim."""

    quote: str = Field(description="Word for word: `span` of `text`.")
    span: Span
    side: Side
    score: float = Field(description="Of likeness, where one was taken; else 0.")


class BriefElsewhereReply(BriefEvidenceReply):
    """The praise of one authority."""

    but: BriefEvidenceReply | None = Field(
        description="A criticism on the subject in the same report, or null."
    )


class BriefToldReply(Reply):
    """What one report says of the subject."""

    report: str
    published: Iso
    side: ReportSide
    sentences: dict[str, int] = Field(description="Sentences on the subject, by side.")
    shown: list[BriefEvidenceReply]


class BriefGroupReply(Reply):
    """The reports of some authorities."""

    name: str
    authorities: list[str] = Field(description="Those with a report here.")
    missing: list[str] = Field(description="Those of the group without a report here, where that is told.")
    reports: int
    counts: dict[ReportSide, int] = Field(description="Reports by what they say; they add up to `reports`.")


class BriefRecommendedReply(BriefEvidenceReply):
    """Something that is asked for."""

    alike: list[str] = Field(description="Ids of paragraphs of other reports that say nearly the same.")


class BriefReply(OfGeneration):
    """What inspectors found on a subject, here and elsewhere."""

    subject: str
    theme: str = Field(description="The key of the theme that was taken; '' for a term.")
    authority: str
    title: str
    made: Iso
    own: list[BriefToldReply] = Field(description="The authority's reports, newest first.")
    groups: list[BriefGroupReply]
    near_whose: str = Field(description="The name of the group that `criticised` and `praised` are of.")
    criticised: list[BriefEvidenceReply]
    praised: list[BriefEvidenceReply]
    elsewhere: list[BriefElsewhereReply]
    authorities_praised: int = Field(
        description="Other authorities that are praised in their newest report that takes a side."
    )
    authorities_clear: int = Field(description="Of those, authorities that it does not criticise on it.")
    authorities_searched: int = Field(description="Other authorities with a report within the dates.")
    recommended: list[BriefRecommendedReply]
    recommending: int = Field(description="Reports of other authorities that recommend something on it.")
    named: list[BriefEvidenceReply] = Field(
        description="Sentences of others that only name it, where no praise or criticism is given."
    )
    nearest: list[BriefEvidenceReply] = Field(description="What comes nearest, where no report speaks of it.")
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, made: Brief) -> BriefReply:
        """The reply for a brief."""
        given = _json(made, _followed)
        given |= {"generation": made.generation, "coverage": CoverageReply.of(made.coverage)}
        return cls.model_validate(given)


def brief_json(made: Brief) -> Json:
    """As BriefReply, without the generation and what a program needs to follow up."""
    return _json(made, _evidence)


def brief_quotes(made: Brief) -> Json:
    """The same with {id, citation, quote, side, check} for each sentence, without its paragraph."""
    return _json(made, _quoted)


def _evidence(item: Evidence) -> Json:
    return paragraph_json(item.report, item.paragraph, item.anomalies) | {
        "citation": cite(item.report, item.paragraph),
        "quote": item.quote,
        "span": list(item.span),
        "side": item.side,
        "score": item.score,
    }


def _followed(item: Evidence) -> Json:
    return _evidence(item) | followed_up(item.report, item.paragraph)


def _quoted(item: Evidence) -> Json:
    return {
        "id": item.paragraph.id,
        "citation": cite(item.report, item.paragraph),
        "quote": item.quote,
        "side": item.side,
        "check": warning(item.anomalies),
    }


def _json(made: Brief, evidence: Callable[[Evidence], Json]) -> Json:
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
        "authorities_praised": made.praised,
        "authorities_clear": made.clear,
        "authorities_searched": made.others,
        "recommended": [
            evidence(item.evidence) | {"alike": [each.paragraph.id for each in item.alike]}
            for item in made.recommended
        ],
        "recommending": made.recommending,
        "named": [evidence(item) for item in made.named],
        "nearest": [evidence(item) for item in made.nearest],
        "notes": list(made.notes),
        "coverage": coverage_json(made.coverage),
    }
