"""/contrast: what sections of two grades say about one subject, side by side."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.comparison.contrast.contrast import GRADES_OFFERED
from search_api.comparison.contrast.records import Contrast
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.parameters import ReportFilters
from web.shared.forms import Typed, given_in
from web.shared.respond import Values, page, wrong
from web.shared.urls import in_address

router = APIRouter(include_in_schema=False)

SHOWN = 10  # statements of each side
EXAMPLES = ("neglect", "supervision", "care leavers", "private fostering", "return home interviews")


class ContrastPageParameters(ReportFilters):
    """As a form sends them: anything that cannot be used is said on the page."""

    since: Typed = ""
    until: Typed = ""
    about: str = Field(default="", max_length=300, description="As typed.")
    one: str = Field(default="outstanding", max_length=40, description="As typed.")
    other: str = Field(default="inadequate", max_length=40, description="As typed.")
    offset: int = Field(default=0, ge=0, le=5000, description="Statements of each side to skip.")


def _of_other(found: Contrast | None) -> dict[str, int]:
    """grade -> sections of the other side that speak of the subject."""
    if found is None:
        return {}
    one, other = found.sides
    return {one.grade: other.speaking, other.grade: one.speaking}


def _address(query: ContrastPageParameters, offset: int) -> str:
    """The fields of another part of the same contrast."""
    fields = [("about", query.about.strip()), ("one", query.one), ("other", query.other)]
    fields += in_address(given_in(query))
    return urlencode(fields + ([("offset", str(max(offset, 0)))] if offset > 0 else []))


@router.get("/contrast")
async def contrast(request: Request, query: Annotated[ContrastPageParameters, Query()]) -> Response:
    """A form, and with a subject two columns of statements."""
    about = query.about.strip()
    given = given_in(query)

    def work(index: Index) -> Values:
        found: Contrast | None = None
        problem = ""
        if about:
            try:
                grades = query.one, query.other
                found = index.contrasted(about, Wanted.named(given), grades, SHOWN, query.offset)
            except (InvalidRequest, UnknownAuthority) as error:
                problem = wrong(error)
        title = f"Contrast by grade: ‘{about}’" if about else "Contrast by grade"
        return {
            "title": f"Error: {title}" if problem else title,
            "found": found,
            "wrong": problem,
            "about": about,
            "one": query.one,
            "other": query.other,
            "grades": GRADES_OFFERED,
            "given": in_address(given),
            "offset": query.offset,
            "shown": SHOWN,
            "examples": EXAMPLES,
            "other_speaking": _of_other(found),
            "address": lambda start: _address(query, start),
        }

    return await page(request, "comparing/contrast.html", work)
