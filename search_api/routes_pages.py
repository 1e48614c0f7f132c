"""GET /: the search page; and the pages that say what this is: help, accessibility. Assets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority

from . import page_search
from .api_queries import NoParameters
from .facets import facets
from .http_errors import MissingPage
from .page_html import assets
from .page_queries import SearchPageParameters
from .page_replies import Values, page
from .snapshots import ServedSearcher

# Pages are for readers: what programs may rely on is under /api/v1 and in the OpenAPI document.
router = APIRouter(include_in_schema=False)
_A_YEAR = 365 * 24 * 3600
EXAMPLES = (
    "what did inspectors say about MARAC?",
    "return home interviews in the last inspection",
    "recommendations about supervision since 2018",
    "good practice in support for care leavers",
)


@router.get("/")
async def search(request: Request, query: Annotated[SearchPageParameters, Query()]) -> Response:
    """A question box; with a question the cited answer, the results, and filters with counts."""
    state = query.state()

    def work(searcher: ServedSearcher) -> Values:
        found, wrong, choices = None, "", None
        try:
            if state.q:
                found = page_search.search_page(searcher, state)
            choices = found.facets if found else facets(searcher, "", state.request)
        except (InvalidRequest, UnknownAuthority) as error:
            wrong = page_search.wrong(error)
        chips = found.chips if found else page_search.chips(state, None)
        title = page_search.title(state, chips)
        return {
            "state": state,
            "found": found,
            "facets": page_search.usable_facets(searcher, state) if choices is None else choices,
            "chips": chips,
            "title": f"Error: {title}" if wrong else title,
            "wrong": wrong,
            "examples": EXAMPLES,
        }

    return await page(request, "search.html", work)


@router.get("/accessibility")
async def accessibility(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """What is done so that everybody can use the pages, and what is known to be lacking."""
    return await page(request, "accessibility.html", lambda _: {})


@router.get("/help")
async def help_page(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """How to ask, what the answers rest on, how to cite, and what happens to questions."""
    return await page(request, "help.html", lambda _: {"examples": EXAMPLES})


@router.get("/assets/{name}")
async def asset(name: Annotated[str, Path(max_length=60)]) -> Response:
    """A style sheet, script or icon. Its address names its content: it may be kept for a year."""
    found = assets().get(name)
    if found is None:
        raise MissingPage(f"there is no asset {name[:60]!r}")
    headers = {"Cache-Control": f"public, max-age={_A_YEAR}, immutable"}
    return Response(found.body, media_type=None, headers=headers | {"Content-Type": found.media_type})
