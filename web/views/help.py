"""/help and /accessibility: how to ask, what answers rest on, what is done so that all can use the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from search_api.schemas.parameters import NoParameters
from web.shared.respond import page

router = APIRouter(include_in_schema=False)
EXAMPLES = (
    "what did inspectors say about MARAC?",
    "return home interviews in the last inspection",
    "recommendations about supervision since 2018",
    "good practice in support for care leavers",
)


@router.get("/accessibility")
async def accessibility(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """What is done so that everybody can use the pages, and what is known to be lacking."""
    return await page(request, "accessibility.html", lambda _: {})


@router.get("/help")
async def help_page(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """How to ask, what the answers rest on, how to cite, and what happens to questions."""
    return await page(request, "help.html", lambda _: {"examples": EXAMPLES})
