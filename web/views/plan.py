"""GET /plan: paragraphs chosen for an improvement plan; POST /plan/export: the same as a file.

The server keeps no plan: it is in the reader's browser, and here for as long as one request lasts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indexer.errors import InvalidRequest
from indexer.records import Paragraph, Report
from search_api.exports.formats import FORMATS
from search_api.http_api.responses import service_of
from search_api.index.index import Index
from search_api.plans.chosen import Linked, all_chosen, items
from search_api.plans.plan import LONGEST, Move
from web.shared.respond import Values, page
from web.shared.urls import paragraph_url

from .plan_fields import PlanParameters, plan_in_form

router = APIRouter(include_in_schema=False)


@router.get("/plan")
async def plan(request: Request, query: Annotated[PlanParameters, Query()]) -> Response:
    """The plan that the address holds; without one, the page that shows the browser's."""
    chosen = query.plan
    if query.move:
        place, _, move = query.move.partition(":")
        return RedirectResponse(chosen.moved(int(place), _move(move)).url + _landing(int(place), move), 303)

    def work(index: Index) -> Values:
        found = items(chosen, index.reader, _links(request))
        return {"plan": chosen, "items": found, "formats": FORMATS, "longest": LONGEST}

    return await page(request, "plan.html", work)


@router.get("/plan/export")
async def to_plan() -> Response:
    """The address of a download, opened by hand: the plan is where one is made."""
    return RedirectResponse("/plan", 303)


@router.post("/plan/export")
async def export(request: Request) -> Response:
    """A file of the plan in the form's fields; format: one of FORMATS."""
    chosen, given = plan_in_form(await request.body())
    if given not in FORMATS:
        named = ", ".join(FORMATS)
        raise InvalidRequest(f"{given[:40]!r} is not a file format for a plan", f"use one of: {named}")
    wanted, links = FORMATS[given], _links(request)

    def work(index: Index) -> bytes:
        return wanted.make(all_chosen(items(chosen, index.reader, links)), chosen.title)

    data = await service_of(request).ask(work)
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(chosen.title)}.{wanted.ending}"',
        "Cache-Control": "no-store",
    }
    made = Response(data, headers=headers)
    made.headers["Content-Type"] = wanted.media_type
    return made


def _file_name(title: str) -> str:
    """With the day, so that two downloads can be told apart, and the letters that every system takes."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    return f"pinpoint-plan-{plain}-{date.today().isoformat()}".replace("--", "-")


def _move(text: str) -> Move:
    return "up" if text == "up" else "down" if text == "down" else "remove"


def _landing(place: int, move: str) -> str:
    """Where the browser goes after a move: the entry that was moved. After a removal, the top."""
    step = {"up": -1, "down": 1}.get(move)
    return "" if step is None else f"#entry-{max(place + step, 0) + 1}"


def _links(request: Request) -> Linked:
    base = re.sub(r"/+$", "", str(request.base_url))

    def link(report: Report, paragraph: Paragraph) -> str:
        return base + paragraph_url(paragraph.id)

    return link
