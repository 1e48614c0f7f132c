"""The replies of the HTTP API about what the index holds: reports, authorities, files, acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from indexer.records import Acronym, Anomaly, Media, Paragraph, Report

from .base import (
    PREFIX,
    AnomalyReply,
    Area,
    Framework,
    Grade,
    Iso,
    Json,
    Kind,
    OfGeneration,
    Reply,
    anomalies_json,
    clean,
    iso,
)


class JudgementReply(Reply):
    """One grade of the cover."""

    area: Area
    grade: Grade
    printed: str


class NoteReply(AnomalyReply):
    """Something in a report that a reader should know, with what it touches."""

    paragraphs: list[str] = Field(
        description="Ids of the paragraphs that it touches; empty if it concerns the report or a page."
    )


class ReportReply(Reply):
    """The facts of one report."""

    id: str
    authority: str
    urn: str = Field(description="'' if the authority is not in the register.")
    title: str
    framework: Framework
    inspection_start: Iso | None
    inspection_end: Iso | None
    published: Iso
    published_source: str = Field(description="'cover', 'catalogue', 'file name' or 'user'.")
    lead_inspector: str
    other_authorities: list[str] = Field(description="Further authorities that the report is about.")
    agencies: list[str] = Field(description="Other bodies that it is addressed to or names as inspected.")
    pages: int | None
    media: Media = Field(description="The kind of file that the report was read from.")
    source: str = Field(description="The file's name.")
    sha256: str
    superseded_by: str = Field(
        description="Id of the report of the same inspection that was published in its place; '' if none was."
    )
    judgements: list[JudgementReply]
    permalink: str

    @classmethod
    def of(cls, report: Report) -> ReportReply:
        """The reply for one report."""
        return cls.model_validate(report_fields(report))


class OutlineReply(Reply):
    """A paragraph without its text."""

    id: str
    kind: Kind
    number: int
    label: str
    section: str
    page_first: int | None


class WholeReportReply(ReportReply, OfGeneration):
    """One report with its outline and what a reader should know of it."""

    paragraphs: list[OutlineReply]
    anomalies: list[NoteReply]


class ReportsReply(OfGeneration):
    """Sorted by authority, then publication date, then id."""

    reports: list[ReportReply]
    total: int
    limit: int
    offset: int
    notes: list[str] = Field(description="Why a filter leaves no reports.")


class AuthorityReply(Reply):
    """An authority of the register or of the index. Fields of the register are '' or empty without it."""

    name: str
    urn: str
    la_code: str
    region: str
    type: str
    statistical_neighbours: list[str] = Field(description="Names, nearest first.")
    reports: int = Field(description="Number of reports in this index.")
    first_published: Iso | None
    last_published: Iso | None


class AuthoritiesReply(OfGeneration):
    """Sorted by name."""

    authorities: list[AuthorityReply]
    total: int
    limit: int
    offset: int


class FileReply(Reply):
    """A file that the indexer looked at."""

    path: str = Field(description="File name and its folder.")
    sha256: str
    bytes: int
    report: str | None = Field(description="The id of the report; null if refused.")
    reason: str = Field(description="Why the file was refused; '' if it was indexed.")


class LedgerReply(OfGeneration):
    """Every file of the index: indexed, or refused with the reason."""

    created: str
    reports: int
    paragraphs: int
    files: list[FileReply]
    indexed: int
    refused: int
    total: int
    limit: int
    offset: int


class SenseReply(Reply):
    """One thing that an acronym stands for."""

    expansion: str
    definitions: int = Field(description="Number of paragraphs that define the acronym this way.")
    defined_in: str = Field(description="Id of the first of these paragraphs, the one to cite.")


class AcronymReply(Reply):
    """An acronym of the reports; the sense that is defined most often comes first."""

    short: str
    paragraphs: int = Field(description="Number of paragraphs that use the acronym.")
    senses: list[SenseReply]


class AcronymsReply(OfGeneration):
    """In alphabetical order."""

    acronyms: list[AcronymReply]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(
        cls, page: Sequence[Acronym], total: int, generation: str, limit: int, offset: int
    ) -> AcronymsReply:
        """The reply for a part of the list. total: of the whole list. limit, offset: as asked for."""
        given = {"generation": generation, "total": total, "limit": limit, "offset": offset}
        return cls.model_validate(given | acronyms_json(page))


def outline_json(report: Report, paragraphs: Sequence[Paragraph], anomalies: Sequence[Anomaly]) -> Json:
    """{report, authority, title, framework, inspection_start, inspection_end, published,
    published_source, lead_inspector, pages, source, judgements: [{area, grade, printed}],
    paragraphs: [{id, kind, number, label, section, page_first}], anomalies: [{kind, page, detail, paragraphs:
    [id]}]}.
    """
    return {
        "report": report.id,
        "authority": report.authority,
        "title": report.title,
        "framework": report.framework,
        "inspection_start": iso(report.inspection_start),
        "inspection_end": iso(report.inspection_end),
        "published": report.published.isoformat(),
        "published_source": report.published_source,
        "lead_inspector": report.lead_inspector,
        "pages": report.pages,
        "source": report.source,
        "judgements": [
            {"area": item.area, "grade": item.grade, "printed": item.printed_grade}
            for item in report.judgements
        ],
        "paragraphs": [
            {
                "id": item.id,
                "kind": item.kind,
                "number": item.number,
                "label": item.label,
                "section": " > ".join(item.section),
                "page_first": item.page_first,
            }
            for item in paragraphs
        ],
        "anomalies": [
            plain | {"paragraphs": list(item.paragraphs)}
            for item, plain in zip(anomalies, anomalies_json(anomalies), strict=True)
        ],
    }


def acronyms_json(found: Sequence[Acronym]) -> Json:
    """{acronyms: [{short, paragraphs, senses: [{expansion, definitions, defined_in}]}]}, by short form."""
    return {
        "acronyms": [
            {
                "short": item.short,
                "paragraphs": item.paragraphs,
                "senses": [
                    {
                        "expansion": sense.expansion,
                        "definitions": sense.definitions,
                        "defined_in": sense.defined_in,
                    }
                    for sense in item.senses
                ],
            }
            for item in found
        ]
    }


def report_fields(report: Report) -> Json:
    """The fields of ReportReply."""
    plain = outline_json(report, (), ())
    facts = {name: plain[name] for name in ReportReply.model_fields if name in plain}
    return facts | {
        "id": report.id,
        "urn": report.urn,
        "media": report.media,
        "source": clean(report.source),
        "sha256": report.sha256,
        "superseded_by": report.superseded_by,
        "other_authorities": [clean(name) for name in report.other_authorities],
        "agencies": [clean(name) for name in report.agencies],
        "permalink": f"{PREFIX}/reports/{report.id}",
    }
