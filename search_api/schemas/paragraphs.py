"""What one paragraph, its neighbours and its like give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from indexer.records import Anomaly, Paragraph, Report
from search_api.citations import cite
from search_api.retrieval.results import SimilarFinding, SimilarResult

from .base import (
    PREFIX,
    AnomalyReply,
    CoverageReply,
    Framework,
    Iso,
    Json,
    Kind,
    OfGeneration,
    Reply,
    Span,
    anomalies_json,
    coverage_json,
    iso,
)


class ParagraphReply(Reply):
    """One unit of a report that can be cited."""

    id: str = Field(description="Stays the same in a new index; use it to check a citation.")
    kind: Kind
    number: int = Field(
        description="The printed number, or a count if `printed` is false; of 1.1 and A1 the last part."
    )
    label: str = Field(description="The number as the report prints it: 27, 1.1, A1.")
    printed: bool = Field(description="Whether the report prints the number.")
    authority: str
    report: str = Field(description="The report's id.")
    framework: Framework
    inspection_start: Iso | None
    inspection_end: Iso | None
    published: Iso
    section: str = Field(description="Headings from the outermost to the nearest, joined by ' > '.")
    grade: str = Field(description="The grade printed for the paragraph's area; '' if there is none.")
    page_first: int | None = Field(description="Counted from 1 in the file; null if the file has no pages.")
    page_last: int | None
    text: str = Field(description="The report's own words; list lines are separated by newlines.")
    anomalies: list[AnomalyReply] = Field(
        description="What to check on the page before you quote the paragraph; usually empty."
    )
    citation: str = Field(description="The citation in the plain style.")
    permalink: str = Field(description="Path of this paragraph on this server.")

    @classmethod
    def of(cls, report: Report, paragraph: Paragraph, anomalies: Iterable[Anomaly] = ()) -> ParagraphReply:
        """The reply for one paragraph of this report. anomalies: those that touch it."""
        return cls.model_validate(paragraph_fields(report, paragraph, anomalies))


class ParagraphsReply(OfGeneration):
    """In reading order."""

    paragraphs: list[ParagraphReply]
    total: int
    limit: int
    offset: int


class WholeParagraphReply(ParagraphReply, OfGeneration):
    """One paragraph with what stands around it."""

    pages: list[int] = Field(description="Pages that page.png can show.")
    footnotes: list[str]
    linked: list[int] = Field(description="Numbers of the findings that a recommendation refers to.")
    before: list[ParagraphReply] = Field(description="Neighbouring paragraphs in reading order.")
    after: list[ParagraphReply]


class CitationReply(OfGeneration):
    """How to cite one paragraph."""

    id: str
    style: str
    citation: str


class SimilarFindingReply(ParagraphReply):
    """A paragraph that says nearly what another says; the nearest of its report."""

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


class SimilarReply(OfGeneration):
    """What other reports say that is nearest to a paragraph, best first, one paragraph of each report."""

    paragraph: ParagraphReply
    authorities: Literal["other", "same", "any"] = Field(description="Whose reports were compared.")
    kinds: list[Kind] = Field(description="Kinds of paragraph that were compared.")
    results: list[SimilarFindingReply]
    reports: int = Field(
        description="Reports with a similar paragraph. One in four does not make the same point: say 'about'."
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


def paragraph_json(report: Report, paragraph: Paragraph, anomalies: Iterable[Anomaly]) -> Json:
    """{id, kind, number, label, authority, report, published, section, page_first, page_last, text,
    anomalies: [{kind, page, detail}]} and `printed`: whether the report prints the number. Pages are null
    where unknown. anomalies: those that touch the paragraph.
    """
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "number": paragraph.number,
        "label": paragraph.label,
        "printed": paragraph.printed,
        "authority": report.authority,
        "report": report.id,
        "published": report.published.isoformat(),
        "section": " > ".join(paragraph.section),
        "page_first": paragraph.page_first,
        "page_last": paragraph.page_last,
        "text": paragraph.text,
        "anomalies": anomalies_json(anomalies),
    }


def shown_json(
    report: Report,
    paragraph: Paragraph,
    beside: tuple[Paragraph | None, Paragraph | None],
    context: Sequence[Paragraph],
    anomalies: Mapping[str, tuple[Anomaly, ...]],
) -> Json:
    """{...paragraph, citation, grade, footnotes, linked, before, after, context: [paragraph]}.

    before, after: the neighbours' ids or null. context: neighbours in full, in reading order. anomalies:
    id -> those that touch it.
    """
    before, after = beside
    return paragraph_json(report, paragraph, anomalies.get(paragraph.id, ())) | {
        "citation": cite(report, paragraph),
        "grade": paragraph.grade,
        "footnotes": list(paragraph.footnotes),
        "linked": list(paragraph.linked),
        "before": before.id if before else None,
        "after": after.id if after else None,
        "context": [paragraph_json(report, item, anomalies.get(item.id, ())) for item in context],
    }


def similar_json(result: SimilarResult) -> Json:
    """{paragraph: {...paragraph, citation}, authorities, kinds, reports, searched, total, notes,
    results: [{...paragraph, score, sentence_cosine, cosine, rank, citation, quote, span, source_span}],
    coverage}. quote: the sentence that matches, `span` of the text.
    """
    return {
        "paragraph": paragraph_json(result.report, result.paragraph, result.anomalies)
        | {"citation": cite(result.report, result.paragraph)},
        "authorities": result.authorities,
        "kinds": sorted(result.kinds),
        "reports": result.reports,
        "searched": result.searched,
        "total": result.total,
        "notes": list(result.notes),
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
    }


def paragraph_fields(report: Report, paragraph: Paragraph, anomalies: Iterable[Anomaly]) -> Json:
    """The fields of ParagraphReply. anomalies: those that touch the paragraph."""
    return paragraph_json(report, paragraph, anomalies) | followed_up(report, paragraph)


def followed_up(report: Report, paragraph: Paragraph) -> Json:
    """What a ParagraphReply has beside `paragraph_json`."""
    return {
        "framework": report.framework,
        "inspection_start": iso(report.inspection_start),
        "inspection_end": iso(report.inspection_end),
        "grade": paragraph.grade,
        "citation": cite(report, paragraph),
        "permalink": f"{PREFIX}/paragraphs/{paragraph.id}",
    }
