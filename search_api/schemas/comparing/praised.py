"""What praise of others beside the criticism of one authority takes and gives."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from search_api.citations import cite
from search_api.comparison.elsewhere.records import Finding, PraisedElsewhere
from search_api.question.request import Request
from search_api.schemas.base import CoverageReply, Json, OfGeneration, Span, coverage_json
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_json
from search_api.schemas.parameters import MOST_RESULTS, Filters

About = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern="[A-Za-z0-9]")]


class PraisedParameters(Filters):
    """The subject, whose criticism is meant, who may be praised, and filters."""

    about: About = Field(
        description="A theme, or a term with its other names. Only one thing.", examples=["supervision"]
    )
    mine: str = Field(
        min_length=1,
        max_length=100,
        pattern="[A-Za-z]",
        description="The authority that is criticised.",
        examples=["Torbay"],
    )
    whose: Literal["all", "neighbours", "region"] = Field(
        default="all",
        description="Who may be praised: all others, its neighbours or its region.",
        examples=["neighbours"],
    )
    limit: int = Field(
        default=10, ge=1, le=MOST_RESULTS, description="Maximum number of authorities.", examples=[3]
    )

    def request(self) -> Request:
        """As the index takes it."""
        return Request.named(self.given(), mine=self.mine)


class FindingReply(ParagraphReply):
    """A sentence with its side, verbatim."""

    quote: str = Field(description="Word for word: `span` of `text`.")
    span: Span
    side: Literal["praise", "criticism", "mixed", "neutral", ""]
    score: float = Field(
        description="Of praise the cosine with the nearest criticism of `mine`; 0 if there is none."
    )


class PraiseReply(FindingReply):
    """The praise of one authority."""

    but: FindingReply | None = Field(
        description="A criticism on the subject in the same report; null for none."
    )


class PraisedReply(OfGeneration):
    """Authorities praised for what one is criticised for."""

    subject: str
    theme: str = Field(description="The key of the theme that was taken; '' for a term.")
    mine: str
    own: list[FindingReply] = Field(description="What it is criticised for, the newest report first.")
    own_total: int
    others: list[PraiseReply] = Field(
        description="One of each authority, in its newest report that takes a side on the subject: those "
        "without criticism there first, then the nearest praise."
    )
    authorities: int = Field(description="Other authorities that are praised in that report.")
    clear: int = Field(description="Of those, authorities that it does not criticise on the subject.")
    speaking: int = Field(description="Other authorities whose reports speak of the subject.")
    searched: int = Field(description="Other authorities with a report within the filters.")
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, found: PraisedElsewhere, generation: str) -> PraisedReply:
        """The reply for what was found in this generation."""
        given = praised_json(found)
        for items, plain in ((found.own, given["own"]), (found.others, given["others"])):
            for item, one in zip(items, plain, strict=True):
                one |= followed_up(item.report, item.paragraph)
                if item.but is not None:
                    one["but"] |= followed_up(item.but.report, item.but.paragraph)
        given |= {"generation": generation, "coverage": CoverageReply.of(found.coverage)}
        return cls.model_validate(given)


def praised_json(found: PraisedElsewhere) -> Json:
    """{subject, theme, mine, own: [finding], own_total, others: [{...finding, but: finding or null}],
    authorities, speaking, searched, notes, coverage}; finding: {...paragraph, citation, quote, span, side,
    score}.
    """
    return {
        "subject": found.subject,
        "theme": found.theme,
        "mine": found.mine,
        "own": [_finding(item) for item in found.own],
        "own_total": found.own_total,
        "others": [
            _finding(item) | {"but": None if item.but is None else _finding(item.but)}
            for item in found.others
        ],
        "authorities": found.authorities,
        "clear": found.clear,
        "speaking": found.speaking,
        "searched": found.searched,
        "notes": list(found.notes),
        "coverage": coverage_json(found.coverage),
    }


def _finding(item: Finding) -> Json:
    return paragraph_json(item.report, item.paragraph, item.anomalies) | {
        "citation": cite(item.report, item.paragraph),
        "quote": item.quote,
        "span": list(item.span),
        "side": item.side,
        "score": item.score,
    }
