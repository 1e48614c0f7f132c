"""GET /plan: paragraphs chosen for an improvement plan; POST /plan/export: the same as a file;
POST /plan/import: the page of a plan that was taken away in one.

The server keeps no plan: it is in the reader's browser, and here for as long as one request lasts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indexer.errors import InvalidRequest
from search_api.exports.formats import FORMATS
from search_api.http_api.citing.uploads import read_form
from search_api.http_api.public import public_address
from search_api.http_api.responses import service_of
from search_api.index.index import Index
from search_api.plans.chosen import Item, Linked, all_chosen, items
from search_api.plans.imports.read import read_plan
from search_api.plans.plan import LONGEST, Move, Plan
from search_api.references.addresses import link
from web.shared.respond import Values, page

from .plan_fields import PlanParameters, plan_in_form

router = APIRouter(include_in_schema=False)


@router.get("/plan")
async def plan(request: Request, query: Annotated[PlanParameters, Query()]) -> Response:
    """The plan that the address holds; without one, the page that shows the browser's."""
    chosen = query.plan
    if query.move:
        place, _, move = query.move.partition(":")
        return RedirectResponse(chosen.moved(int(place), _move(move)).url + _landing(int(place), move), 303)

    return await _page(request, chosen)


@dataclass(frozen=True, slots=True)
class FromFile:
    """name: of the file. remarks: what of it is not in the plan. missing: paragraphs that are not here."""

    name: str
    remarks: tuple[str, ...]
    missing: int = 0


async def _page(request: Request, chosen: Plan, imported: FromFile | None = None) -> Response:
    links = _links(request)

    def work(index: Index) -> Values:
        found = items(chosen, index.reader, links)
        missing = sum(item.chosen is None for item in found)
        return {
            "plan": chosen,
            "items": found,
            "parts": {item.entry.id: _parts(item, index) for item in found},
            "formats": FORMATS,
            "longest": LONGEST,
            "imported": replace(imported, missing=missing) if imported else None,
        }

    return await page(request, "plan.html", work)


def _parts(item: Item, index: Index) -> list[str]:
    """What may be quoted of a paragraph: each of its sentences, and what was chosen before."""
    if item.chosen is None:
        return [item.entry.quote] if item.entry.quote else []
    text, chosen = item.chosen.paragraph.text, item.chosen.entry.quote
    spans = index.reader.spans(index.reader.row(item.chosen.paragraph.id))
    parts = [text[start:end].strip() for start, end in spans] if len(spans) > 1 else []
    return parts if not chosen or chosen in parts else [chosen, *parts]


@router.get("/plan/import")
async def to_own_plan() -> Response:
    """The address of a plan from a file, opened by hand: the file is not kept."""
    return RedirectResponse("/plan", 303)


@router.post("/plan/import")
async def import_(request: Request) -> Response:
    """The page of the plan in the form's `file`; nothing of it is kept."""
    form = read_form(request.headers.get("content-type", ""), await request.body())
    name, data = form.files.get("file", ("", b""))
    if not data:
        raise InvalidRequest("no file was chosen", "choose a file, then select ‘Open file’")
    imported = read_plan(name, data)
    return await _page(request, imported.plan, FromFile(name, imported.remarks))


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
    server = public_address(request)
    return lambda report, paragraph: link(report, paragraph, server)
