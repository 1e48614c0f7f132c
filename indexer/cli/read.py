"""`pinpoint read`: what is understood of one file, before it is indexed."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.anomalies import said
from indexer.dates import day, period
from indexer.errors import UnreadableReport
from indexer.records import Paragraph, ReadReport, Report
from indexer.sandbox.pool import ReadLimits, read_all
from indexer.terminal import one_line, print_json, printable

from .given import AuthorityGiven, KindGiven, PublishedGiven, given_for


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report (.pdf, .docx, .html, .txt).")],
    max_pages: Annotated[
        int, typer.Option(min=1, max=100_000, metavar="N", help="Refuse PDFs with more pages than this.")
    ] = ReadLimits().pages,
    kind: KindGiven = None,
    authority: AuthorityGiven = None,
    published: PublishedGiven = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on standard output.")
    ] = False,
) -> None:
    """Show what Pinpoint reads in a report: cover, judgements, numbered paragraphs and anomalies."""
    given = given_for([file], kind, authority, published)
    said = {} if given is None else {file: given.spell()}
    with closing(read_all([file], ReadLimits(pages=max_pages), workers=1, given=said)) as readings:
        for _, result in readings:
            if isinstance(result, UnreadableReport):
                raise UnreadableReport(f"{file} is refused: {result.problem}", result.remedy)
            if as_json:
                print_json(read_json(result))
            else:
                _print(result)


def read_json(read: ReadReport) -> dict[str, Any]:
    """{report: {id, authority, urn, title, framework, inspection_start, inspection_end, published,
    published_source, lead_inspector, other_authorities, agencies, judgements: [{area, printed_name, grade,
    printed_grade}], pages, source, sha256, media, made}, paragraphs: [{...paragraph, printed, part, grade,
    footnotes, linked, recommendation_mark, boxes: [{page, left, bottom, right, top}]}], anomalies: [{kind,
    page, detail, paragraphs: [id]}], accounted: per cent of the text that is in paragraphs or known as
    something else}.

    Dates are ISO 8601 or null, boxes in PDF points from the lower left of the page.
    """
    report = read.report
    return {
        "report": {
            "id": report.id,
            "authority": report.authority,
            "urn": report.urn,
            "title": report.title,
            "framework": report.framework,
            "inspection_start": _iso(report.inspection_start),
            "inspection_end": _iso(report.inspection_end),
            "published": report.published.isoformat(),
            "published_source": report.published_source,
            "lead_inspector": report.lead_inspector,
            "other_authorities": list(report.other_authorities),
            "agencies": list(report.agencies),
            "judgements": [
                {
                    "area": item.area,
                    "printed_name": item.printed_name,
                    "grade": item.grade,
                    "printed_grade": item.printed_grade,
                }
                for item in report.judgements
            ],
            "pages": report.pages,
            "source": report.source,
            "sha256": report.sha256,
            "media": report.media,
            "made": report.made,
        },
        "paragraphs": [_paragraph(report, item) for item in read.paragraphs],
        "anomalies": [
            {
                "kind": item.kind,
                "page": item.page,
                "detail": item.detail,
                "paragraphs": list(item.paragraphs),
            }
            for item in read.anomalies
        ],
        "accounted": read.accounted,
    }


def _paragraph(report: Report, item: Paragraph) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "number": item.number,
        "authority": report.authority,
        "report": report.id,
        "published": report.published.isoformat(),
        "section": " > ".join(item.section),
        "page_first": item.page_first,
        "page_last": item.page_last,
        "text": item.text,
        "printed": item.printed,
        "part": item.part,
        "grade": item.grade,
        "footnotes": list(item.footnotes),
        "linked": list(item.linked),
        "recommendation_mark": item.recommendation_mark,
        "boxes": [
            {"page": box.page, "left": box.left, "bottom": box.bottom, "right": box.right, "top": box.top}
            for box in item.boxes
        ],
    }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _print(read: ReadReport) -> None:
    report = read.report
    for name, value in (
        ("report", report.id),
        ("authority", f"{report.authority} ({report.urn or 'not in the register'})"),
        ("title", report.title),
        ("framework", report.framework),
        ("inspected", period(report.inspection_start, report.inspection_end) or "not printed"),
        ("published", f"{day(report.published)} (from the {report.published_source})"),
        ("lead inspector", report.lead_inspector or "not printed"),
        *((("also about", ", ".join(report.other_authorities)),) if report.other_authorities else ()),
        *((("agencies", "; ".join(report.agencies)),) if report.agencies else ()),
        ("pages", "unknown" if report.pages is None else str(report.pages)),
    ):
        typer.echo(f"{name + ':':<16}{one_line(value)}")
    for judgement in report.judgements:
        typer.echo(one_line(f"judgement: {judgement.printed_name}: {judgement.printed_grade}"))
    for section, items in groupby(read.paragraphs, key=lambda item: item.section):
        typer.echo(f"\n{one_line(' > '.join(section)) or '(no heading)'}")
        for item in items:
            typer.echo(f"\n{_heading(item)}\n{printable(item.text)}")
    typer.echo(f"\ntext accounted for: {read.accounted}%" if read.accounted is not None else "")
    typer.echo(f"{len(read.paragraphs):,} paragraphs, {_odd(len(read.anomalies))}")
    for anomaly in read.anomalies:
        touched = len(anomaly.paragraphs)
        of = f"; {touched} paragraph{'' if touched == 1 else 's'} to check" if touched else ""
        typer.echo(one_line(f"{anomaly.kind}: {said(anomaly)}{of}"))


def _odd(number: int) -> str:
    if not number:
        return "nothing odd found"
    return f"{number:,} thing{'' if number == 1 else 's'} to check"


def _heading(item: Paragraph) -> str:
    pages = sorted({page for page in (item.page_first, item.page_last) if page is not None})
    page = f", page {'-'.join(map(str, pages))}" if pages else ""
    return one_line(f"[{item.id.partition('/')[2]}{page}]")
