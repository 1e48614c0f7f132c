"""GET /authorities/{slug}/tracker: each recommendation in a row, what later inspections said in columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.records import Report
from search_api.comparison.lineage.records import Followed, Lineage, Verdict
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.parameters import NoParameters
from web.shared.respond import Values, page
from web.views.authority import NoSuchPage, authority_named

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Block:
    """What one inspection recommended. later: the inspections after it, oldest first: the columns.

    counted: verdict of the latest inspection -> recommendations, in the order of a legend, without 0.
    """

    report: Report
    later: tuple[Report, ...]
    rows: tuple[Followed, ...]
    counted: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TrackerPage:
    """blocks: the newest that a later inspection followed first, those that none followed last."""

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    table: str


def tracker_page(index: Index, asked: str) -> TrackerPage:
    """asked: the slug of an authority's name. Raises NoSuchPage."""
    name = authority_named(index, asked)
    found = index.lineage(name)
    blocks = [block for report in found.reports if (block := _block(found, report)).rows]
    followed = [block for block in reversed(blocks) if block.later]
    ordered = (*followed, *(block for block in reversed(blocks) if not block.later))
    return TrackerPage(name, ordered, found.notes, f"{PREFIX}/authorities/{asked}/lineage.csv")


def _block(found: Lineage, report: Report) -> Block:
    rows = tuple(row for row in found.rows if row.report.id == report.id)
    later = tuple(outcome.report for outcome in rows[0].outcomes) if rows else ()
    counts = Counter(row.latest.verdict for row in rows if row.latest)
    counted = tuple((verdict, counts[verdict]) for verdict in get_args(Verdict) if counts[verdict])
    return Block(report, later, rows, counted)


@router.get("/authorities/{slug}/tracker")
async def tracker(
    request: Request, slug: Annotated[str, Path(max_length=120)], _: Annotated[NoParameters, Query()]
) -> Response:
    """What became of an authority's recommendations, each verdict with the paragraph that says so."""

    def work(index: Index) -> Values:
        found = tracker_page(index, slug)
        return {"found": found, "near": (), "asked": slug, "title": f"{found.name}: recommendations followed"}

    try:
        return await page(request, "comparing/tracker.html", work)
    except NoSuchPage as error:
        values = {"found": None, "near": error.near, "asked": slug, "title": "Authority not found"}
        return await page(request, "comparing/tracker.html", lambda _: values, status=404)
