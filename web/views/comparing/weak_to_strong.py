"""What the page shows on who turned a weakness into a strength. No markup."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest
from search_api.citations import cite
from search_api.index.index import Index
from search_api.schemas.parameters import NoParameters
from search_api.similar.about import is_paragraph
from search_api.similar.names import ScopeName
from search_api.similar.records import TurnedResult
from search_api.similar.scopes import SCOPES, WHOSE
from web.shared.respond import Values, page, wrong

router = APIRouter(include_in_schema=False)

_MOST = 50  # authorities that are listed


class WeakToStrongPageParameters(NoParameters):
    """about: "" for the page that asks."""

    about: str = Field(default="", max_length=2000, description="A paragraph's id, a theme or a term.")
    scope: list[ScopeName] = Field(default=[], max_length=6, description="Limits on whose reports.")


@router.get("/weak-to-strong")
async def weak_to_strong(request: Request, query: Annotated[WeakToStrongPageParameters, Query()]) -> Response:
    """Both paragraphs of each authority that turned what is asked about."""
    about = query.about.strip()

    def work(index: Index) -> Values:
        found: TurnedResult | None = None
        problem = ""
        if about:
            try:
                scopes = query.scope if is_paragraph(about) else []
                found = index.turned(about, scope=scopes, limit=_MOST)
            except InvalidRequest as error:
                problem = wrong(error)
        return {
            "title": "From weak to strong",
            "about": about,
            "found": found,
            "wrong": problem,
            "scopes": SCOPES,
            "whose": WHOSE,
            "cite": cite,
        }

    return await page(request, "comparing/weak_to_strong.html", work)
