"""/silence: which reports mention a theme or a term, which do not, and what comes nearest there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.index.index import Index
from search_api.schemas.parameters import Filters
from search_api.themes.vocabulary import labels
from web.shared.respond import Values, page, wrong
from web.shared.urls import SearchState

router = APIRouter(include_in_schema=False)


class SilencePageParameters(Filters):
    """What is asked about, "" where nothing is yet, and filters."""

    about: Annotated[str, StringConstraints(max_length=200)] = Field(default="")
    term: bool = False


@router.get("/silence")
async def silence(request: Request, query: Annotated[SilencePageParameters, Query()]) -> Response:
    """The reports without a mention first, each with its nearest sentence; then those with one."""

    def work(index: Index) -> Values:
        about = query.about.strip()
        found, problem = None, ""
        try:
            if about:
                found = index.silence.on(about, query.request(), as_term=query.term)
        except (InvalidRequest, UnknownAuthority) as error:
            problem = wrong(error)
        title = f"Which reports mention ‘{about}’?" if about else "Which reports do not mention it?"
        return {
            "about": about,
            "term": query.term,
            "found": found,
            "state": SearchState(given={name: held for name, held in query.given().items() if held}),
            "regions": sorted({item.region for item in index.register if item.region}),
            "themes": labels(),
            "title": f"Error: {title}" if problem else title,
            "wrong": problem,
        }

    return await page(request, "comparing/silence.html", work)
