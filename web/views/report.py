"""What the page of one report shows: its grades, what it recommends, its text under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.anomalies import sentence
from indexer.dates import day
from indexer.kinds.table import framework
from indexer.records import Anomaly, Paragraph, Report
from search_api.comparison.changes import overall
from search_api.http_api.paths import ReportId
from search_api.index.index import Index
from search_api.media import FILES
from search_api.references.addresses import address
from search_api.schemas.parameters import NoParameters
from web.shared.labels import noun, unnumbered
from web.shared.respond import Values, by_age, page
from web.shared.text import Span
from web.shared.urls import report_url

from .report_outline import Heading, Stretch, nested, sections

router = APIRouter(include_in_schema=False)


ADVICE = ("recommendation", "improvement")  # kinds of paragraph that are shown before all others
_NUMBER = re.compile(r"(?:(?:paragraph|para\.?|¶)\s*)?(?P<number>[A-Z]{0,2}\d[\d.]*)", re.IGNORECASE)
_DATE_SOURCES = {
    "cover": "from the report’s cover",
    "catalogue": "from the list of published reports",
    "file name": "from the file name",
    "user": "given by whoever indexed it",
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A finding that a recommendation names; url: "" where the report has none of that number."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation or a point to improve, with the findings that it names, in its order."""

    report: Report
    paragraph: Paragraph
    findings: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class AdviceOfSection:
    """headings: those that are new above it, outermost first."""

    headings: tuple[Heading, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for within the report, and where. spans: id -> half-open, in its text; () for one that
    has it in a footnote or is of that number. times: how often the text has it.
    """

    typed: str
    spans: Mapping[str, tuple[Span, ...]]
    times: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """others: the other inspections of the authority, latest first. marked: findings that the report
    marks as recommendations. warnings: one sentence each. kept: whether the file is still there.

    stretches: all but the recommendations and points to improve, which are `advice`; where something is
    looked for, those that have it. outline, advice_outline: of both. published_at: the address of the report
    on its publisher's site, "" where it is not known. alone: whether no other report of the authority was
    published that day.
    """

    report: Report
    date_source: str
    others: tuple[Report, ...]
    outline: tuple[Heading, ...]
    stretches: tuple[Stretch, ...]
    advice_outline: tuple[Heading, ...]
    advice: tuple[AdviceOfSection, ...]
    advised: int
    marked: tuple[Paragraph, ...]
    warnings: tuple[str, ...]
    paragraphs: int
    kept: bool
    published_at: str
    alone: bool
    found: Found | None


def report_page(index: Index, identity: str, find: str = "") -> ReportPage:
    """find: words to look for in it, or the number of a paragraph. Raises UnknownPinpoint."""
    reader = index.reader
    report, paragraphs = reader.report(identity), reader.paragraphs(identity)
    others = [it for it in reader.reports() if it.authority == report.authority and it.id != identity]
    looked_for = found_in(paragraphs, find) if find.strip() else None
    if looked_for:
        shown = sections([item for item in paragraphs if item.id in looked_for.spans])
        asked: list[Paragraph] = []
    else:
        shown = sections(paragraphs, apart=ADVICE)
        asked = [item for item in paragraphs if item.kind in ADVICE]
    recommended = sections(asked, "advice")
    return ReportPage(
        report,
        _DATE_SOURCES.get(report.published_source, report.published_source),
        tuple(by_age(others)),
        nested(shown),
        shown,
        nested(recommended),
        _advice(report, recommended, paragraphs),
        len(asked),
        tuple(item for item in paragraphs if item.recommendation_mark and item.kind == "finding"),
        tuple(_warnings(report, paragraphs, reader.anomalies(identity))),
        len(paragraphs),
        reader.source_path(report.sha256) is not None,
        address(report),
        all(it.published != report.published for it in others),
        looked_for,
    )


def found_in(paragraphs: Iterable[Paragraph], typed: str) -> Found:
    """Words as they stand, in any case and however they are broken into lines, from the beginning of a word;
    a number also as that of a paragraph.
    """
    plain = " ".join(typed.split())
    number = _NUMBER.fullmatch(plain)
    pattern = _pattern(plain)
    spans: dict[str, tuple[Span, ...]] = {}
    times = 0
    for item in paragraphs:
        within = tuple(found.span() for found in pattern.finditer(item.text))
        noted = any(pattern.search(note) for note in item.footnotes)
        times += len(within)
        if within or noted or (number and item.label.lower() == number["number"].lower()):
            spans[item.id] = within
    return Found(plain, spans, times)


def _pattern(plain: str) -> re.Pattern[str]:
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in plain.split())
    return re.compile((r"\b" if plain[:1].isalnum() else "") + r"\s+".join(words), re.IGNORECASE)


def report_title(report: Report) -> str:
    """The title: whose inspection, and when it was published."""
    return f"{report.authority}, {noun(report)} published {day(report.published)}"


def advice(
    report: Report, paragraphs: Iterable[Paragraph], findings: Iterable[Paragraph]
) -> tuple[Advice, ...]:
    """`paragraphs`, each with those of `findings` that it names; of a number printed twice the first."""
    places: dict[tuple[str, int], str] = {}
    for item in findings:
        if item.label == str(item.number):
            places.setdefault((item.part, item.number), report_url(report.id, item.id))
    return tuple(
        Advice(
            report,
            item,
            tuple(Behind(number, places.get((item.part, number), "")) for number in item.linked),
        )
        for item in paragraphs
    )


def _advice(
    report: Report, stretches: Iterable[Stretch], paragraphs: Sequence[Paragraph]
) -> tuple[AdviceOfSection, ...]:
    findings = [item for item in paragraphs if item.kind == "finding"]
    return tuple(
        AdviceOfSection(stretch.headings, advice(report, stretch.paragraphs, findings))
        for stretch in stretches
    )


def _warnings(report: Report, paragraphs: Sequence[Paragraph], anomalies: Iterable[Anomaly]) -> Iterable[str]:
    yield from map(sentence, anomalies)
    counted = sum(unnumbered(item) for item in paragraphs)
    if counted:
        yield (
            f"{counted} of the {len(paragraphs)} paragraphs {'has' if counted == 1 else 'have'} no printed "
            "number. We count these within their section, and their citations say that they are unnumbered."
        )
    if not overall(report) and framework(report.framework).grades_all:
        yield "We found no overall grade in this report."
    if noun := FILES[report.media].noun:
        yield f"This report was read from {noun}, so we do not know its page numbers."


class ReportPageParameters(NoParameters):
    """What is looked for within the report."""

    find: str = Field(default="", max_length=200, description="Words or the number of a paragraph.")


@router.get("/reports/{report}")
async def report(
    request: Request, report: ReportId, query: Annotated[ReportPageParameters, Query()]
) -> Response:
    """One report: its grades, what it recommends, and all that it says under its headings."""

    def work(index: Index) -> Values:
        found = report_page(index, report, query.find)
        title = report_title(found.report)
        return {"found": found, "title": f"‘{found.found.typed}’ in {title}" if found.found else title}

    return await page(request, "report.html", work)
