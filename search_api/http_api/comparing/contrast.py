"""GET /contrast: what sections of two grades say about one subject."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.responses import reply
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.contrast import ContrastParameters, ContrastReply

router = APIRouter(prefix=PREFIX, tags=["comparing"])


@router.get("/contrast", operation_id="contrast", response_model=ContrastReply)
async def contrast(request: Request, query: Annotated[ContrastParameters, Query()]) -> Response:
    """What sections of two grades say about a theme or term, side by side, the distinctive statements first.

    A section is what one report says under one heading that it judged.
    """

    def work(index: Index) -> BaseModel:
        grades = query.one, query.other
        found = index.contrasted(query.about, query.request(), grades, query.limit, query.offset)
        return ContrastReply.of(found, index.generation, query.limit, query.offset)

    return await reply(request, work)
