"""GET /themes, /themes/{theme} and /silence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.errors import MissingPage
from search_api.http_api.responses import reply
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.theme_parameters import (
    SilenceParameters,
    ThemeParameters,
    ThemesParameters,
)
from search_api.schemas.comparing.themes import SilenceReply, SpeakingReply, ThemesReply
from search_api.themes.vocabulary import find

router = APIRouter(prefix=PREFIX, tags=["comparing"])
ThemeKey = Annotated[
    str,
    Path(
        pattern="^[a-z]+(?:-[a-z]+)*$",
        max_length=60,
        description="The key of a theme, as the list of themes gives it.",
        examples=["private-fostering"],
    ),
]


@router.get("/themes", operation_id="list_themes", response_model=ThemesReply)
async def themes(request: Request, query: Annotated[ThemesParameters, Query()]) -> Response:
    """The themes of practice, each with the paragraphs and reports that speak of it."""

    def work(index: Index) -> BaseModel:
        counted = index.speaking.counts(query.request())
        return ThemesReply.of(counted, index.themes.note, index.generation)

    return await reply(request, work)


@router.get("/themes/{theme}", operation_id="get_theme", response_model=SpeakingReply)
async def theme(request: Request, theme: ThemeKey, query: Annotated[ThemeParameters, Query()]) -> Response:
    """What the reports say of one theme: a sentence of each paragraph, the newest report first."""

    def work(index: Index) -> BaseModel:
        known(theme)
        found = index.speaking.of(theme, query.request(), query.limit, query.offset)
        return SpeakingReply.of(found, index.generation, query.limit, query.offset)

    return await reply(request, work)


@router.get("/silence", operation_id="silence", response_model=SilenceReply)
async def silence(request: Request, query: Annotated[SilenceParameters, Query()]) -> Response:
    """Which reports mention a theme or a term, and which do not, with the nearest miss of each."""

    def work(index: Index) -> BaseModel:
        found = index.silence.on(query.about, query.request(), as_term=query.term)
        return SilenceReply.of(found, index.generation)

    return await reply(request, work)


def known(theme: str) -> None:
    """Raises MissingPage for a key that no theme has."""
    found = find(theme)
    if found is None or found.key != theme:
        raise MissingPage(f"there is no theme {theme[:60]!r}", "the list of themes names all")
