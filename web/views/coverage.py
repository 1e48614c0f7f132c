"""What the pages of coverage and of acronyms show: the files looked at, the meanings printed. No markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.records import Report
from indexer.store.format import Source
from search_api.index.index import Index
from search_api.schemas.base import clean, place
from search_api.schemas.parameters import MOST_ROWS, LedgerParameters
from web.shared.lists import USUAL, ListAddress, RowPage, paged, part
from web.shared.respond import Values, page

router = APIRouter(include_in_schema=False)


Status = Literal["all", "indexed", "refused"]


@dataclass(frozen=True, slots=True)
class FileRow:
    """path: file name with its folder. size: bytes. report: what it became, None if refused, then reason."""

    path: str
    size: int
    report: Report | None
    reason: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """status: which files are listed. indexed, refused: how many files of all. made: when, in UTC.

    to_check: reports in which a page or paragraph is to be checked, by authority and date.
    """

    status: Status
    page: RowPage[FileRow]
    indexed: int
    refused: int
    made: datetime
    to_check: tuple[Report, ...]


def coverage_page(index: Index, status: Status, limit: int, offset: int) -> CoveragePage:
    """Files that were refused first; in the order of their paths."""
    reader = index.reader
    files = sorted(reader.sources(), key=lambda file: (file.report is not None, file.path))
    refused = sum(file.report is None for file in files)
    kept = {"all": files, "refused": files[:refused], "indexed": files[refused:]}[status]
    given = (("status", status),) if status != "all" else ()
    found = part(kept, ListAddress("/coverage", given, limit, USUAL), offset)
    rows = tuple(_file(index, file) for file in found.rows)
    page = RowPage(rows, found.total, found.offset, found.address)
    made = datetime.fromisoformat(reader.manifest.created)
    to_check = tuple(item for item in reader.reports() if item.id in reader.noted.to_check)
    return CoveragePage(status, page, len(files) - refused, refused, made, to_check)


def coverage_title(found: CoveragePage) -> str:
    """The title, with which files are shown and the number of the page."""
    which = {"all": "What is included and what is not", "refused": "Files that could not be read",
             "indexed": "Files that are included"}[found.status]  # fmt: skip
    return paged(which, found.page.number)


def _file(index: Index, file: Source) -> FileRow:
    report = index.reader.report(file.report) if file.report is not None else None
    return FileRow(place(file.path), file.size, report, clean(file.reason))


class CoveragePageParameters(LedgerParameters):
    """Those of the API, but with more rows unless a number is given."""

    limit: int = Field(default=USUAL, ge=1, le=MOST_ROWS)


@router.get("/coverage")
async def coverage(request: Request, query: Annotated[CoveragePageParameters, Query()]) -> Response:
    """Every file that the indexer looked at: those that were refused first, with the reason."""

    def work(index: Index) -> Values:
        found = coverage_page(index, query.status, query.limit, query.offset)
        return {"found": found, "manifest": index.reader.manifest, "title": coverage_title(found)}

    return await page(request, "coverage.html", work)
