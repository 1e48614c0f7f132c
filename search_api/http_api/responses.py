"""How the HTTP API replies: work in a thread, an ETag of the index generation, 304 where nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.index.index import Index
from search_api.serving.service import Service
from search_api.settings import Settings

JSON = "application/json"
_OF_SERVING = {
    name
    for name in Settings.model_fields
    if name in ("index", "cache", "keys") or (name.startswith("serve_") and name != "serve_root_path")
}


class Content(NamedTuple):
    """headers: besides those that every reply has."""

    body: bytes
    media_type: str
    headers: dict[str, str]


@cache
def program_version() -> str:
    """Version of the installed program, "0" in a checkout that is not installed."""
    try:
        return version("pinpoint-reports")
    except PackageNotFoundError:
        return "0"


def service_of(request: Request) -> Service:
    """The service that answers this application's requests."""
    service: Service = request.app.state.service
    return service


async def reply(request: Request, work: Callable[[Index], BaseModel]) -> Response:
    """What `work` gives as JSON; it is neither done nor sent where the client has it."""

    def content(index: Index) -> Content:
        return Content(work(index).model_dump_json().encode(), JSON, {})

    return await send(request, content)


async def send(request: Request, work: Callable[[Index], Content]) -> Response:
    """As `reply`, of any media type."""
    held = _tags(request)

    def run(index: Index) -> tuple[str, Content | None]:
        tag = etag(index)
        if tag in held:
            return tag, None
        content = work(index)
        # "*" asks whether there is anything at all, which only the work can tell.
        return tag, None if "*" in held else content

    tag, content = await service_of(request).ask(run)
    return response(tag, content)


def response(tag: str, content: Content | None) -> Response:
    """304 where there is no content to send."""
    # A client may keep it, and asks each time whether the index is still the same.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept"}
    if content is None:
        return Response(status_code=304, headers=headers)
    made = Response(content.body, headers=headers | content.headers)
    made.headers["Content-Type"] = content.media_type
    return made


def etag(index: Index) -> str:
    """Of whatever is read from it. Another program, or other settings, may say something else of an index."""
    ranking = index.settings.model_dump_json(exclude=_OF_SERVING)
    key = hashlib.sha256(f"{program_version()} {ranking}".encode()).hexdigest()[:8]
    return f'"{index.reader.generation}.{key}"'


def held_by_client(request: Request, tag: str) -> bool:
    """Whether the client has what `tag` names, by its If-None-Match; "*" counts as yes."""
    return bool({"*", tag} & _tags(request))


def _tags(request: Request) -> frozenset[str]:
    """Of If-None-Match, compared weakly as RFC 9110, 13.1.2 wants it."""
    given = ",".join(request.headers.getlist("if-none-match")).split(",")
    return frozenset(tag.strip().removeprefix("W/") for tag in given if tag.strip())


def prefers_events(request: Request) -> bool:
    """Whether the client asks for server-sent events rather than JSON (RFC 9110, 12.5.1)."""
    events, other = 0.0, 0.0
    for item in ",".join(request.headers.getlist("accept")).split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            quality = float(weight)
        except ValueError:
            quality = 0.0
        if name == "text/event-stream":
            events = max(events, quality)
        elif name == JSON:
            other = max(other, quality)
    return events > 0 and events >= other
