"""/themes and /themes/{theme}: the vocabulary of themes, and what the reports say of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.comparing.themes import ThemeKey, known
from search_api.index.index import Index
from search_api.schemas.comparing.theme_parameters import ThemeParameters, ThemesParameters
from search_api.schemas.parameters import MOST_RESULTS
from web.shared.lists import ListAddress, RowPage, paged
from web.shared.respond import Values, page
from web.shared.urls import SearchState, in_address

router = APIRouter(include_in_schema=False)
_USUAL = 20  # sentences a page


@router.get("/themes")
async def themes(request: Request, query: Annotated[ThemesParameters, Query()]) -> Response:
    """All themes, each with how many paragraphs and reports speak of it."""

    def work(index: Index) -> Values:
        return {
            "counted": index.speaking.counts(query.request()),
            "state": SearchState(given={name: held for name, held in query.given().items() if held}),
            "note": index.themes.note,
            "coverage": index.scope(query.request()).coverage,
            "title": "Themes of practice",
        }

    return await page(request, "comparing/themes.html", work)


class ThemePageParameters(ThemeParameters):
    """Filters, and the part of the sentences."""

    limit: int = Field(default=_USUAL, ge=1, le=MOST_RESULTS)


@router.get("/themes/{theme}")
async def theme(
    request: Request, theme: ThemeKey, query: Annotated[ThemePageParameters, Query()]
) -> Response:
    """What the reports say of one theme, the newest first."""

    def work(index: Index) -> Values:
        known(theme)
        found = index.speaking.of(theme, query.request(), query.limit, query.offset)
        given = {name: held for name, held in query.given().items() if held}
        address = ListAddress(f"/themes/{theme}", tuple(in_address(given)), query.limit, _USUAL)
        sentences = RowPage(found.sentences, found.paragraphs, query.offset, address)
        return {
            "found": found,
            "sentences": sentences,
            "state": SearchState(given=given),
            "title": paged(found.theme.name, sentences.number),
        }

    return await page(request, "comparing/theme.html", work)
