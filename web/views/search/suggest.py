"""/suggest: what a reader may be about to type into the question box, as JSON for the page's own script."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.responses import service_of
from search_api.index.index import Index
from search_api.index.suggest import Suggestion
from search_api.question.request import Request as Wanted
from search_api.schemas.parameters import NoParameters
from web.shared.render import page_headers
from web.shared.urls import authority_url, paragraph_url

router = APIRouter(include_in_schema=False)


class SuggestParameters(NoParameters):
    """The question as typed so far, and whose authority is “our”."""

    q: str = Field(default="", max_length=2000)
    mine: str = Field(default="", max_length=100)


def _json(item: Suggestion) -> dict[str, str]:
    """{kind, text, note, and question, or the url of a place to go}."""
    url = paragraph_url(item.id) if item.id else authority_url(item.authority) if item.authority else ""
    shown = {"kind": item.kind, "text": item.text, "note": item.note}
    return shown | ({"url": url} if url else {"question": item.question})


@router.get("/suggest")
async def suggest(request: Request, query: Annotated[SuggestParameters, Query()]) -> Response:
    """{suggestions: [{kind, text, note, question or url}], note}."""

    def work(index: Index) -> bytes:
        found = index.suggester.suggest(query.q, Wanted(mine=query.mine))
        shown = {"suggestions": [_json(item) for item in found.items], "note": found.note}
        return json.dumps(shown, ensure_ascii=False).encode("utf-8", "backslashreplace")

    body = await service_of(request).ask(work)
    return Response(body, headers=page_headers(private=True), media_type="application/json")
