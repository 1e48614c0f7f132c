"""GET /praised: who is praised for what one authority is criticised for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.responses import reply
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.praised import PraisedParameters, PraisedReply

router = APIRouter(prefix=PREFIX, tags=["comparing"])


@router.get("/praised", operation_id="praised", response_model=PraisedReply)
async def praised(request: Request, query: Annotated[PraisedParameters, Query()]) -> Response:
    """Authorities praised for what one authority is criticised for, the nearest praise first, each once."""

    def work(index: Index) -> BaseModel:
        found = index.praised_for(query.about, query.request(), query.whose, query.limit)
        return PraisedReply.of(found, index.generation)

    return await reply(request, work)
