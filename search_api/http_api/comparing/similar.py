"""GET /weak-to-strong: which authorities turned a weakness into a strength."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.responses import reply
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.similar import WeakToStrongReply
from search_api.schemas.parameters import WeakToStrongParameters

router = APIRouter(prefix=PREFIX, tags=["comparing"])


@router.get("/weak-to-strong", operation_id="list_weak_to_strong", response_model=WeakToStrongReply)
async def weak_to_strong(request: Request, query: Annotated[WeakToStrongParameters, Query()]) -> Response:
    """Authorities that were criticised for something at one inspection and praised for it at a later one.

    Both sentences are shown, one pair an authority, best first.
    """

    def work(index: Index) -> BaseModel:
        found = index.turned(
            query.about, query.request(), scope=query.scope, limit=query.limit, offset=query.offset
        )
        return WeakToStrongReply.of(found, index.reader.generation, query.limit, query.offset)

    return await reply(request, work)
