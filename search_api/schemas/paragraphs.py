"""What one paragraph, its neighbours and its like give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field

from indexer.records import Anomaly, Paragraph, Report
from search_api.citations import cite
from search_api.references.addresses import link
from search_api.references.csl import csl_item
from search_api.references.styles import reference

from .base import (
    PREFIX,
    AnomalyReply,
    Framework,
    Iso,
    Json,
    Kind,
    OfGeneration,
    Reply,
    anomalies_json,
    iso,
)
from .parameters import CitationAsked


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
    citation: str = Field(description="Plain text; paragraphs are separated by an empty line.")
    html: str = Field(description="The same as HTML: title in italics, link live, each paragraph a <p>.")
    link: str = Field(description="The address in the citation; '' if none was asked for or none is known.")
    csl: dict[str, Any] = Field(description="The paragraph as an item of CSL-JSON.")

    @classmethod
    def of(
        cls, report: Report, paragraph: Paragraph, asked: CitationAsked, generation: str, server: str
    ) -> CitationReply:
        """The reply. server: where colleagues reach this server, "" where they do not."""
        address = link(report, paragraph, server) if asked.link else ""
        made = reference(report, paragraph, asked.style, quote=asked.quote, link=address)
        return cls(
            generation=generation,
            id=paragraph.id,
            style=asked.style,
            citation=made.text,
            html=made.html,
            link=address,
            csl=csl_item(report, paragraph, server=server),
        )


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
