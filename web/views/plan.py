"""GET /plan: paragraphs chosen for an improvement plan; POST /plan/export: the same as CSV or Markdown.

The server keeps no plan: it is in the reader's browser, and here for as long as one request lasts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indexer.anomalies import warning
from indexer.errors import InvalidPinpoint, InvalidRequest, UnknownPinpoint
from indexer.records import report_of
from indexer.store.reader import IndexReader
from search_api.exports.markdown import as_markdown
from search_api.exports.spreadsheet import as_csv
from search_api.http_api.responses import service_of
from search_api.index.index import Index
from search_api.plans.plan import LONGEST_ID, LONGEST_NOTE, MOST, Chosen, Entry, Move, Plan, as_typed
from search_api.schemas.parameters import NoParameters
from web.shared.respond import Values, page
from web.shared.urls import paragraph_url

router = APIRouter(include_in_schema=False)
_MOVE = "^[0-9]{1,3}:(?:up|down|remove)$"
# A browser counts the end of a line once, and sends two characters.
_Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), BeforeValidator(as_typed)]
_FORMATS = {"csv": ("text/csv; charset=utf-8", "csv"), "markdown": ("text/markdown; charset=utf-8", "md")}


class PlanParameters(NoParameters):
    """p: ids in order. n: notes in the same order. move: "2:up", what a button without a script asks for."""

    p: list[Annotated[str, StringConstraints(max_length=LONGEST_ID)]] = Field(default=[], max_length=MOST)
    n: list[_Note] = Field(default=[], max_length=MOST)
    move: str = Field(default="", pattern=f"^$|{_MOVE}")


@router.get("/plan")
async def plan(request: Request, query: Annotated[PlanParameters, Query()]) -> Response:
    """The plan that the address holds; without one, the page that shows the browser's."""
    chosen = Plan.of(query.p, query.n)
    if query.move:
        place, _, move = query.move.partition(":")
        return RedirectResponse(chosen.moved(int(place), _move(move)).url + _landing(int(place), move), 303)

    def work(index: Index) -> Values:
        return {"plan": chosen, "items": items(chosen, index.reader, _base(request))}

    return await page(request, "plan.html", work)


@router.get("/plan/export")
async def to_plan() -> Response:
    """The address of a download, opened by hand: the plan is where one is made."""
    return RedirectResponse("/plan", 303)


@router.post("/plan/export")
async def export(request: Request) -> Response:
    """A file of the plan in the form's fields: p, n and format, which is csv or markdown."""
    fields = _fields(await request.body())
    given = fields.get("format", ["csv"])[-1]
    if given not in _FORMATS:
        raise InvalidRequest(f"{given[:40]!r} is not a file format for a plan", "use csv or markdown")
    chosen = Plan.of(fields.get("p", []), fields.get("n", []))
    base = _base(request)

    def work(index: Index) -> str:
        found = items(chosen, index.reader, base)
        missing = [item.entry.id for item in found if item.chosen is None]
        if missing:
            raise InvalidRequest(
                f"we could not find the paragraph {missing[0][:80]!r}",
                "remove it from the plan, then download again",
            )
        held = [item.chosen for item in found if item.chosen is not None]
        return as_csv(held) if given == "csv" else as_markdown(held)

    text = await service_of(request).ask(work)
    media_type, ending = _FORMATS[given]
    name = f"pinpoint-plan-{date.today().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    made = Response(text.encode("utf-8"), headers=headers)
    made.headers["Content-Type"] = media_type
    return made


def _fields(body: bytes) -> dict[str, list[str]]:
    """Of a form as browsers send it. Raises InvalidRequest where it is longer than a plan may be."""
    try:
        found = parse_qs(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=3 * MOST
        )
    except ValueError:
        raise InvalidRequest(
            "this plan could not be read", "open the plan page and download it from there"
        ) from None
    sizes = {"p": LONGEST_ID, "n": LONGEST_NOTE, "format": 20, "move": 20}
    for name, values in found.items():
        if name not in sizes:
            raise InvalidRequest(f"{name[:40]!r} is not part of a plan", "use p, n and format")
        if len(values) > MOST or any(len(as_typed(value)) > sizes[name] for value in values):
            raise InvalidRequest(
                f"the plan is too long at {name!r}",
                f"keep to {MOST} paragraphs, and {LONGEST_NOTE:,} characters in each note",
            )
    return found


def _move(text: str) -> Move:
    return "up" if text == "up" else "down" if text == "down" else "remove"


def _landing(place: int, move: str) -> str:
    """Where the browser goes after a move: the entry that was moved. After a removal, the top."""
    step = {"up": -1, "down": 1}.get(move)
    return "" if step is None else f"#entry-{max(place + step, 0) + 1}"


def _base(request: Request) -> str:
    return re.sub(r"/+$", "", str(request.base_url))


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and what it names; chosen: None where this index does not hold it."""

    entry: Entry
    chosen: Chosen | None


def items(plan: Plan, reader: IndexReader, base: str = "") -> tuple[Item, ...]:
    """In the order of the plan, none left out. base: of absolute links, as http://127.0.0.1:8765."""
    found = []
    for entry in plan.entries:
        try:
            paragraph = reader.get(entry.id)
        except (InvalidPinpoint, UnknownPinpoint):
            found.append(Item(entry, None))
            continue
        report = reader.report(report_of(paragraph.id))
        link = base + paragraph_url(paragraph.id)
        found.append(
            Item(
                entry, Chosen(paragraph, report, entry.note, link, warning(reader.noted.touching(paragraph)))
            )
        )
    return tuple(found)
