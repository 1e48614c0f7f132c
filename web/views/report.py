"""What the page of one report shows: its outline, its text under its headings, what it recommends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
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
from search_api.schemas.parameters import NoParameters
from web.shared.labels import noun, unnumbered
from web.shared.respond import Values, by_age, page
from web.shared.urls import report_url

router = APIRouter(include_in_schema=False)


_DATE_SOURCES = {
    "cover": "from the report’s cover",
    "catalogue": "from the list of published reports",
    "file name": "from the file name",
    "user": "given by whoever indexed it",
}
_NO_HEADING = "No heading"
_TOP = 3  # of a page: the level of a report's outermost headings


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading as the page shows it. level: as in h3. counted: paragraphs under it, all in all.

    ours: the words are not the report's. again: the section goes on after others.
    """

    text: str
    level: int
    anchor: str
    grade: str
    counted: int
    ours: bool = False
    again: bool = False
    inner: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that stand under the same headings, and the headings that are new there, outermost first."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]


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
    """section: the heading above it, "" where none."""

    section: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """others: the other inspections of the authority, latest first. marked: findings that the report
    marks as recommendations. warnings: one sentence each. kept: whether the file is still there.
    """

    report: Report
    date_source: str
    others: tuple[Report, ...]
    outline: tuple[Heading, ...]
    stretches: tuple[Stretch, ...]
    advice: tuple[AdviceOfSection, ...]
    marked: tuple[Paragraph, ...]
    warnings: tuple[str, ...]
    paragraphs: int
    kept: bool


def report_page(index: Index, identity: str) -> ReportPage:
    """Raises UnknownPinpoint."""
    reader = index.reader
    report, paragraphs = reader.report(identity), reader.paragraphs(identity)
    stretches = sections(paragraphs)
    return ReportPage(
        report,
        _DATE_SOURCES.get(report.published_source, report.published_source),
        tuple(
            by_age([it for it in reader.reports() if it.authority == report.authority and it.id != identity])
        ),
        _nested([heading for stretch in stretches for heading in stretch.headings]),
        stretches,
        _advice(report, paragraphs),
        tuple(item for item in paragraphs if item.recommendation_mark and item.kind == "finding"),
        tuple(_warnings(report, paragraphs, reader.anomalies(identity))),
        len(paragraphs),
        reader.source_path(report.sha256) is not None,
    )


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


def sections(paragraphs: Sequence[Paragraph]) -> tuple[Stretch, ...]:
    """In reading order. A section that goes on after others gets its heading again, marked as such."""
    found: list[Stretch] = []
    above: tuple[str, ...] | None = None
    number = 0
    for path, group in groupby(paragraphs, lambda item: item.section):
        held = tuple(group)
        new = _new_headings(path, above)
        headings = []
        for place in new:
            number += 1
            inmost = place == len(path) - 1 or not path
            headings.append(
                Heading(
                    text=path[place] if path else _NO_HEADING,
                    level=min(_TOP + place, 6),
                    anchor=f"section-{number}",
                    grade=held[0].grade if inmost else "",
                    counted=len(held) if inmost else 0,
                    ours=not path,
                    again=above is not None and path != () and above[: len(path)] == path,
                )
            )
        found.append(Stretch(tuple(headings), held))
        above = path
    return tuple(found)


def _new_headings(path: tuple[str, ...], above: tuple[str, ...] | None) -> Sequence[int]:
    """Places in `path` of the headings to show below a section `above`: at least the innermost."""
    shared = 0
    for one, other in zip(path, above or (), strict=False):
        if one != other:
            break
        shared += 1
    return range(min(shared, max(len(path) - 1, 0)), max(len(path), 1))


@dataclass(slots=True)
class _Node:
    heading: Heading
    inner: list[_Node] = field(default_factory=list)


def _nested(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Headings in reading order as a tree, each with the paragraphs under it and under its own."""
    top: list[_Node] = []
    open_: list[_Node] = []
    for heading in headings:
        while open_ and open_[-1].heading.level >= heading.level:
            open_.pop()
        node = _Node(heading)
        (open_[-1].inner if open_ else top).append(node)
        open_.append(node)
    return tuple(_frozen(node) for node in top)


def _frozen(node: _Node) -> Heading:
    inner = tuple(_frozen(item) for item in node.inner)
    counted = node.heading.counted + sum(item.counted for item in inner)
    return replace(node.heading, inner=inner, counted=counted)


def _advice(report: Report, paragraphs: Sequence[Paragraph]) -> tuple[AdviceOfSection, ...]:
    wanted = [item for item in paragraphs if item.kind in ("recommendation", "improvement")]
    findings = [item for item in paragraphs if item.kind == "finding"]
    return tuple(
        AdviceOfSection(" – ".join(path), advice(report, tuple(group), findings))
        for path, group in groupby(wanted, lambda item: item.section)
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


@router.get("/reports/{report}")
async def report(request: Request, report: ReportId, _: Annotated[NoParameters, Query()]) -> Response:
    """One report: its facts, its outline, what it recommends, and all that it says."""

    def work(index: Index) -> Values:
        found = report_page(index, report)
        return {"found": found, "title": report_title(found.report)}

    return await page(request, "report.html", work)
