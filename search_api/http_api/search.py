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
from search_api.answers.answerer import Answer, Answerer
from search_api.question.scope import resolve
from search_api.retrieval.facets import counts
from search_api.retrieval.searcher import Searcher
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
    """Paragraphs that a query finds, best first."""

    def work(searcher: Searcher) -> BaseModel:
        found = searcher.search(query.q, query.request(), query.limit, query.offset)
        return SearchReply.of(found, searcher.reader.generation, query.limit, query.offset)

    return await reply(request, work)


@router.get(
    "/ask",
    operation_id="ask",
    response_model=AnswerReply,
    responses={200: {"content": _EVENTS, "description": "The answer, or the events that lead to it."}},
)
async def ask(request: Request, query: Annotated[AskParameters, Query()]) -> Response:
    """The sentences that answer a question, verbatim and cited; or the word that the reports do not.

    With `Accept: text/event-stream` the same as events: `understood`, each `passage`, `answer`,
    `coverage`; `error` where it breaks off.
    """
    if prefers_events(request):
        return await _events(service_of(request), query)

    def work(searcher: Searcher) -> BaseModel:
        return AnswerReply.of(_ask(searcher, query), searcher.reader.generation)

    return await reply(request, work)


@router.get("/facets", operation_id="facets", response_model=FacetsReply)
async def facets(request: Request, query: Annotated[FacetParameters, Query()]) -> Response:
    """Paragraphs within the filters, counted by authority, region, framework, grade, kind and year."""

    def work(searcher: Searcher) -> BaseModel:
        reader, typed = searcher.reader, query.request()
        scope = (
            searcher.understand(query.q, typed).scope
            if query.q
            else resolve(typed, reader, searcher.register)
        )
        return FacetsReply(
            **{str(field): held for field, held in counts(searcher, scope.rows).items()},
            generation=reader.generation,
            notes=list(scope.notes),
            coverage=CoverageReply.model_validate(CoverageReply.of(scope.coverage)),
        )

    return await reply(request, work)


def _ask(searcher: Searcher, query: AskParameters) -> Answer:
    return Answerer(searcher).ask(query.q, query.request(), query.limit)


async def _events(service: Service, query: AskParameters) -> Response:
    """The stream. What is wrong with the question is said before it begins, as of any request."""
    holding = ExitStack()
    try:
        snapshot = holding.enter_context(service.snapshots.borrow())
        understood = await service.ask_of(
            snapshot,
            lambda searcher: UnderstoodReply.of(searcher.understand(query.q, query.request())),
        )
    except BaseException:
        holding.close()
        raise
    return _Stream(_stream(service, snapshot, query, understood), holding)


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
    service: Service, snapshot: Snapshot, query: AskParameters, understood: BaseModel
) -> AsyncIterator[bytes]:
    yield _event("understood", understood)
    try:
        answer = await service.ask_of(
            snapshot, lambda searcher: AnswerReply.of(_ask(searcher, query), snapshot.generation)
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
