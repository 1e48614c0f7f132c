"""GET /livez, /readyz, /metrics: for those who run a server. Outside the API's prefix and promise."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from search_api.index.index import Index
from search_api.schemas.parameters import NoParameters

from .metrics import MEDIA_TYPE, Metrics
from .responses import JSON, service_of

router = APIRouter(tags=["health"])
_HEADERS = {"Cache-Control": "no-store"}


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"
    ready: bool = Field(description="Whether an index is open.")


class Ready(BaseModel):
    """An index is open and answers."""

    status: Literal["ready"] = "ready"
    generation: str
    reports: int
    stale: bool = Field(description="Whether a newer generation was published that cannot be opened.")


@router.get("/livez", operation_id="get_livez", response_model=Alive)
async def livez(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """Whether the server process responds."""
    alive = Alive(ready=bool(service_of(request).snapshots.generation))
    return Response(alive.model_dump_json(), media_type=JSON, headers=_HEADERS)


@router.get("/readyz", operation_id="get_readyz", response_model=Ready)
async def readyz(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """Whether an index is open; 503 if not."""
    service = service_of(request)

    def work(index: Index) -> BaseModel:
        reader = index.reader
        reader.keyword(["children"], 1)
        return Ready(
            generation=reader.generation,
            reports=len(reader.reports()),
            stale=bool(service.snapshots.trouble),
        )

    ready = await service.ask(work)
    return Response(ready.model_dump_json(), media_type=JSON, headers=_HEADERS)


@router.get(
    "/metrics",
    operation_id="get_metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """Metrics for Prometheus. They contain nothing from any question."""
    figures: Metrics = request.app.state.metrics
    # As headers: the media type names its charset itself.
    return Response(figures.text(), headers={"Content-Type": MEDIA_TYPE, **_HEADERS})
