"""GET /reports, /reports/{report}, /authorities/{slug}, /coverage, /acronyms as pages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from .api_queries import MOST_ROWS, LedgerParameters, NoParameters, PageOfRows, ReportParameters
from .page_authorities import NoSuchPage, authority_page
from .page_ledgers import (
    USUAL,
    acronyms_page,
    acronyms_title,
    coverage_page,
    coverage_title,
)
from .page_queries import Typed, typed_day
from .page_replies import Values, page
from .page_report_parts import report_page, report_title
from .page_reports import ReportsState, reports_page, reports_title
from .routes_reports import ReportId
from .snapshots import ServedSearcher

router = APIRouter(include_in_schema=False)


class ReportsPageParameters(ReportParameters):
    """Those of the API as a form sends them: a field that was left empty is none."""

    since: Typed = ""
    until: Typed = ""

    @field_validator("framework", "grade", mode="before")
    @classmethod
    def _given(cls, values: Any) -> Any:
        return [value for value in values if value] if isinstance(values, list) else values

    def state(self) -> ReportsState:
        return ReportsState(
            tuple(dict.fromkeys(name.strip() for name in self.authority if name.strip())),
            tuple(dict.fromkeys(name.strip() for name in self.region if name.strip())),
            typed_day(self.since),
            typed_day(self.until),
            tuple(dict.fromkeys(self.framework)),
            tuple(dict.fromkeys(self.grade)),
            self.limit,
            self.offset,
        )


class CoveragePageParameters(LedgerParameters):
    limit: int = Field(default=USUAL, ge=1, le=MOST_ROWS)


class AcronymsPageParameters(PageOfRows):
    """short: an acronym or a part of its meaning."""

    short: str = Field(default="", max_length=100)
    letter: str = Field(default="", pattern="^(?:|[^\\W\\d_]|0-9)$")
    limit: int = Field(default=USUAL, ge=1, le=MOST_ROWS)


@router.get("/reports")
async def reports(request: Request, query: Annotated[ReportsPageParameters, Query()]) -> Response:
    """The reports of the index by authority and date, with filters."""

    def work(searcher: ServedSearcher) -> Values:
        found = reports_page(searcher, query.state())
        return {"found": found, "title": reports_title(found)}

    return await page(request, "reports.html", work)


@router.get("/reports/{report}")
async def report(request: Request, report: ReportId, _: Annotated[NoParameters, Query()]) -> Response:
    """One report: its facts, its outline, what it recommends, and all that it says."""

    def work(searcher: ServedSearcher) -> Values:
        found = report_page(searcher, report)
        return {"found": found, "title": report_title(found.report)}

    return await page(request, "report.html", work)


@router.get("/authorities/{slug}")
async def authority(
    request: Request, slug: Annotated[str, Path(max_length=120)], _: Annotated[NoParameters, Query()]
) -> Response:
    """One authority: what it is, its inspections in time, and what they recommend."""

    def work(searcher: ServedSearcher) -> Values:
        found = authority_page(searcher, slug)
        return {"found": found, "near": (), "asked": slug, "title": found.name}

    try:
        return await page(request, "authority.html", work)
    except NoSuchPage as error:
        values = {"found": None, "near": error.near, "asked": slug, "title": "No such authority"}
        return await page(request, "authority.html", lambda _: values, status=404)


@router.get("/coverage")
async def coverage(request: Request, query: Annotated[CoveragePageParameters, Query()]) -> Response:
    """Every file that the indexer looked at: those that were refused first, with the reason."""

    def work(searcher: ServedSearcher) -> Values:
        found = coverage_page(searcher, query.status, query.limit, query.offset)
        return {"found": found, "manifest": searcher.reader.manifest, "title": coverage_title(found)}

    return await page(request, "coverage.html", work)


@router.get("/acronyms")
async def acronyms(request: Request, query: Annotated[AcronymsPageParameters, Query()]) -> Response:
    """What the acronyms of the reports stand for, each with the paragraph that says so."""

    def work(searcher: ServedSearcher) -> Values:
        found = acronyms_page(searcher, query.short.strip(), query.letter.upper(), query.limit, query.offset)
        return {"found": found, "title": acronyms_title(found)}

    return await page(request, "acronyms.html", work)
