"""GET /search, /ask, /facets: questions to the index."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import PinpointError
from search_api.index.index import Index
from search_api.retrieval.results import Understood
from search_api.schemas.answers import AnswerEvent, AnswerReply
from search_api.schemas.base import PREFIX, CoverageReply
from search_api.schemas.parameters import AskParameters, FacetParameters, SearchParameters
from search_api.schemas.search import FacetsReply, SearchReply, UnderstoodReply
from search_api.serving.service import Service
from search_api.serving.snapshots import Snapshot

from .errors import internal_error, of_error
from .responses import prefers_events, reply, service_of

router = APIRouter(prefix=PREFIX, tags=["search"])
_EVENTS = {
    "text/event-stream": {
        "schema": {"type": "string"},
        "example": 'event: understood\ndata: {"rest": "MARAC", …}\n\nevent: passage\ndata: {"quote": …}\n\n',
    }
}


@router.get("/search", operation_id="search", response_model=SearchReply)
async def search(request: Request, query: Annotated[SearchParameters, Query()]) -> Response:
    """Paragraphs that match a query, best first."""

    def work(index: Index) -> BaseModel:
        found = index.find(query.q, query.request(), query.limit, query.offset, mentioned=query.mentioned)
        return SearchReply.of(found, index.reader.generation, query.limit, query.offset)

    return await reply(request, work)


@router.get(
    "/ask",
    operation_id="ask",
    response_model=AnswerReply,
    responses={200: {"content": _EVENTS, "description": "The answer, or the same as events."}},
)
async def ask(request: Request, query: Annotated[AskParameters, Query()]) -> Response:
    """The sentences that answer a question, verbatim and cited, or a statement that none do.

    With `Accept: text/event-stream`, the same as events: `understood`, each `passage`, `answer`, then
    `coverage`; or `error` if the answer fails.
    """
    if prefers_events(request):
        return await _events(service_of(request), query)

    def work(index: Index) -> BaseModel:
        answer = index.answer(query.q, query.request(), query.limit, follows=query.follows)
        return AnswerReply.of(answer, index.generation)

    return await reply(request, work)


@router.get("/facets", operation_id="facets", response_model=FacetsReply)
async def facets(request: Request, query: Annotated[FacetParameters, Query()]) -> Response:
    """Paragraphs within the filters, counted by authority, region, framework, grade, kind and year."""

    def work(index: Index) -> BaseModel:
        scope, counted = index.counted(query.q, query.request())
        return FacetsReply(
            **counted,
            generation=index.generation,
            notes=list(scope.notes),
            coverage=CoverageReply.model_validate(CoverageReply.of(scope.coverage)),
        )

    return await reply(request, work)


async def _events(service: Service, query: AskParameters) -> Response:
    """The stream. What is wrong with the question is said before it begins, as of any request."""
    holding = ExitStack()
    try:
        snapshot = holding.enter_context(service.snapshots.borrow())
        understood, said = await service.ask_of(snapshot, lambda index: _understood(index, query))
    except BaseException:
        holding.close()
        raise
    return _Stream(_stream(service, snapshot, query.limit, understood, said), holding)


def _understood(index: Index, query: AskParameters) -> tuple[Understood, BaseModel]:
    """What the question asks for: to go on from, and to send."""
    understood = index.understand(query.q, query.request(), follows=query.follows)
    return understood, UnderstoodReply.of(understood)


class _Stream(EventSourceResponse):
    """Gives the snapshot back when it is sent or broken off, begun or not."""

    def __init__(self, events: AsyncIterator[bytes], holding: ExitStack) -> None:
        # Buffering proxies would keep the first event until the last.
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._holding = holding

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        with self._holding:
            await super().__call__(scope, receive, send)


async def _stream(
    service: Service, snapshot: Snapshot, limit: int, understood: Understood, said: BaseModel
) -> AsyncIterator[bytes]:
    yield _event("understood", said)
    try:
        answer = await service.ask_of(
            snapshot, lambda index: AnswerReply.of(index.answer_to(understood, limit), snapshot.generation)
        )
    except PinpointError as error:
        yield format_sse_event(event="error", data_str=bytes(of_error(error).body).decode())
        return
    except Exception:  # noqa: BLE001 - the reply has begun: the stream says it, without the reason
        yield format_sse_event(event="error", data_str=bytes(internal_error().body).decode())
        return
    for passage in answer.passages:
        yield _event("passage", passage)
    yield _event("answer", AnswerEvent.of(answer))
    yield _event("coverage", answer.coverage)


def _event(name: str, content: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=content.model_dump_json())
