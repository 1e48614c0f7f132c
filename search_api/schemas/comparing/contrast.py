"""What a contrast of two grades takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from search_api.citations import cite
from search_api.comparison.contrast.contrast import GRADES_OFFERED
from search_api.comparison.contrast.records import Contrast, GradeSide, Statement
from search_api.schemas.base import CoverageReply, Json, OfGeneration, Reply, Span, coverage_json
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_json
from search_api.schemas.parameters import LAST_RESULT, MOST_RESULTS, Filters

if TYPE_CHECKING:
    GradeOfSection: TypeAlias = str
else:
    GradeOfSection = Literal[GRADES_OFFERED]
About = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern="[A-Za-z0-9]")]


class ContrastParameters(Filters):
    """Of a contrast: what it is about, two grades, filters and the part of the statements."""

    about: About = Field(
        description="A theme, or a term with its other names. Only one thing.", examples=["neglect"]
    )
    one: GradeOfSection = Field(
        default="outstanding", description="The grade of the sections on the first side.", examples=["good"]
    )
    other: GradeOfSection = Field(
        default="inadequate", description="The grade of those on the other side.", examples=["inadequate"]
    )
    limit: int = Field(
        default=10, ge=1, le=MOST_RESULTS, description="Maximum number of statements of each side.",
        examples=[10],
    )  # fmt: skip
    offset: int = Field(
        default=0,
        ge=0,
        le=LAST_RESULT,
        description="Number of statements of each side to skip.",
        examples=[0],
    )


class StatementReply(ParagraphReply):
    """A sentence about the subject, verbatim."""

    quote: str = Field(description="Word for word: `span` of `text`.")
    span: Span
    score: float = Field(
        description="How much it is of its own side: the z-scores of its words' log-odds, combined; "
        "comparable within one contrast only."
    )
    words: list[str] = Field(description="The side's own words that it holds, most telling first.")
    side: Literal["praise", "criticism", "mixed", "neutral", ""]


class WordReply(Reply):
    """A word that is commoner in the sections of one side."""

    word: str
    here: int = Field(description="Sections of this side, of those that speak of the subject, that use it.")
    there: int = Field(description="The same of the other side.")
    z: float = Field(description="Log-odds ratio over its standard error.")


class GradeSideReply(Reply):
    """What the sections of one grade say."""

    grade: GradeOfSection
    sections: int = Field(description="Sections judged so within the filters.")
    speaking: int = Field(description="Of those, sections that speak of the subject.")
    reports: int = Field(description="Reports that these are of.")
    frameworks: dict[str, int] = Field(description="All sections, by kind of report.")
    total: int = Field(description="Statements about the subject in them.")
    words: list[WordReply]
    statements: list[StatementReply]


class ContrastReply(OfGeneration):
    """What sections of two grades say about one subject, the distinctive statements first."""

    subject: str
    theme: str = Field(description="The key of the theme that was taken; '' for a term.")
    names: list[str] = Field(description="The names of a term that were looked for.")
    sides: list[GradeSideReply]
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, found: Contrast, generation: str, limit: int, offset: int) -> ContrastReply:
        """The reply for a contrast found in this generation. limit, offset: as asked for."""
        given = contrast_json(found)
        for side, plain in zip(found.sides, given["sides"], strict=True):
            for item, statement in zip(side.statements, plain["statements"], strict=True):
                statement |= followed_up(item.report, item.paragraph)
        given |= {
            "generation": generation, "limit": limit, "offset": offset,
            "coverage": CoverageReply.of(found.coverage),
        }  # fmt: skip
        return cls.model_validate(given)


def contrast_json(found: Contrast) -> Json:
    """{subject, theme, names, sides: [{grade, sections, speaking, reports, frameworks, total,
    words: [{word, here, there, z}],
    statements: [{...paragraph, quote, span, score, words, side, citation}]}], notes, coverage}.
    """
    return {
        "subject": found.subject,
        "theme": found.theme,
        "names": list(found.names),
        "sides": [_side(side) for side in found.sides],
        "notes": list(found.notes),
        "coverage": coverage_json(found.coverage),
    }


def _side(side: GradeSide) -> Json:
    return {
        "grade": side.grade,
        "sections": side.sections,
        "speaking": side.speaking,
        "reports": side.reports,
        "frameworks": dict(side.frameworks),
        "total": side.total,
        "words": [
            {"word": item.text, "here": item.here, "there": item.there, "z": item.z} for item in side.words
        ],
        "statements": [_statement(item) for item in side.statements],
    }


def _statement(item: Statement) -> Json:
    return paragraph_json(item.report, item.paragraph, item.anomalies) | {
        "citation": cite(item.report, item.paragraph),
        "quote": item.quote,
        "span": list(item.span),
        "score": item.score,
        "words": list(item.words),
        "side": item.side,
    }
