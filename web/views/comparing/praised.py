"""/praised: who is praised for what one authority is criticised for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.comparison.elsewhere.records import PraisedElsewhere
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.parameters import ReportFilters
from web.shared.forms import Typed, given_in
from web.shared.respond import Values, page, wrong
from web.shared.urls import in_address

router = APIRouter(include_in_schema=False)

SHOWN = 10  # authorities
WHOSE = {"all": "All other authorities", "neighbours": "Its statistical neighbours", "region": "Its region"}


class PraisedPageParameters(ReportFilters):
    """As a form sends them: anything that cannot be used is said on the page."""

    since: Typed = ""
    until: Typed = ""
    about: str = Field(default="", max_length=300, description="As typed.")
    mine: str = Field(default="", max_length=100, description="As typed.")
    whose: Literal["all", "neighbours", "region"] = Field(default="all", description="Who may be praised.")
    count: int = Field(default=SHOWN, ge=1, le=100, description="Authorities that are shown.")


@router.get("/praised")
async def praised(request: Request, query: Annotated[PraisedPageParameters, Query()]) -> Response:
    """A form, and with a subject and an authority its criticism and the praise of others beside it."""
    about, given = query.about.strip(), given_in(query)

    def work(index: Index) -> Values:
        found: PraisedElsewhere | None = None
        problem = ""
        if about:
            try:
                wanted = Wanted.named(given, mine=query.mine)
                found = index.praised_for(about, wanted, query.whose, query.count)
            except (InvalidRequest, UnknownAuthority) as error:
                problem = wrong(error)
        title = f"Praised elsewhere: ‘{about}’" if about else "Praised elsewhere"
        return {
            "title": f"Error: {title}" if problem else title,
            "found": found,
            "wrong": problem,
            "about": about,
            "mine": query.mine or index.settings.authority,
            "whose": query.whose,
            "who": WHOSE,
            "count": query.count,
            "given": in_address(given),
        }

    return await page(request, "comparing/praised.html", work)
