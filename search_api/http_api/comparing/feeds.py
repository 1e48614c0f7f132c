"""GET /feeds/atom: a question as an Atom feed, for readers of feeds. A key is asked for as everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest
from search_api.http_api.errors import MissingPage
from search_api.http_api.responses import Content, send, service_of
from search_api.index.index import Index
from search_api.question.filters import newest, rows
from search_api.schemas.comparing.feeds import FeedParameters
from search_api.watch.atom import MEDIA_TYPE, Addresses, feed
from search_api.watch.news import PREVIOUS, news, reports_of
from search_api.watch.saved import Known

router = APIRouter(tags=["comparing"])
_FEED = {MEDIA_TYPE: {"schema": {"type": "string"}}}


@router.get(
    "/feeds/atom",
    operation_id="feed",
    response_class=Response,
    responses={200: {"content": _FEED, "description": "The feed, RFC 4287."}},
)
async def atom(request: Request, query: Annotated[FeedParameters, Query()]) -> Response:
    """Paragraphs on a question, those of reports that are new to the index first, as an Atom feed.

    An entry's id stays the same for as long as its report's file does. Further entries are at `rel="next"`.
    """
    folder = service_of(request).settings.index
    root = str(request.base_url).rstrip("/")

    def work(index: Index) -> Content:
        wanted = query.request()
        seen: Known = {}
        first: Known | None = None
        try:
            if query.newer_than:
                seen = reports_of(folder, query.newer_than, index.generation)
            else:
                first = reports_of(folder, PREVIOUS, index.generation)
        except InvalidRequest as error:
            if query.newer_than:
                raise MissingPage(error.problem, error.remedy) from error
        found = news(index, query.q, wanted, seen, query.limit, query.offset, first)
        subject = _address(query, 0)
        made = datetime.fromisoformat(index.reader.manifest.created)
        addresses = Addresses(
            root,
            root + _address(query, query.offset),
            root + subject,
            root + _address(query, max(query.offset - query.limit, 0)) if query.offset else "",
            root + _address(query, query.offset + query.limit)
            if query.offset + query.limit < found.total
            else "",
        )
        return Content(feed(_title(query), subject, found, made, addresses), MEDIA_TYPE, {})

    return await send(request, work)


def _address(query: FeedParameters, offset: int) -> str:
    """Of a part of the feed: the same for the same question and filters."""
    given = [("q", query.q)] if query.q else []
    given += [(name, value) for name, values in query.given().items() for value in values]
    given += [("as_words", value) for value in query.as_words]
    given += [("literal", "true")] if query.literal else []
    given += [("mine", query.mine)] if query.mine else []
    given += [("newer_than", query.newer_than)] if query.newer_than else []
    given += [("limit", str(query.limit))] if query.limit != 50 else []
    given += [("offset", str(offset))] if offset else []
    return f"/feeds/atom?{urlencode(given)}"


def _title(query: FeedParameters) -> str:
    """As in "Pinpoint: ‘neglect’, region South West"; of neither question nor filter all reports."""
    labels = {item.name: item.label.lower() for item in rows()}
    parts = [f"‘{query.q.strip()}’"] if query.q.strip() else []
    on = {item.name for item in newest()}
    given = {name: values for name, values in query.given().items() if values}
    parts += [
        labels[name] if name in on else f"{labels[name]} {', '.join(values)}"
        for name, values in given.items()
    ]
    return f"Pinpoint: {', '.join(parts) or 'all reports'}"
