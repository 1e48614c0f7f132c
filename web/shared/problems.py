"""A refusal that a reader's browser asked for is shown as a page. Pure ASGI, around everything that refuses.

Every layer within answers with a problem (problems.py); here it becomes HTML, with the same status and the
same words, where the path is a page's and the browser prefers HTML. Programs get the problem as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.access.clients import values_of
from search_api.http_api.responses import program_version
from search_api.schemas.base import PREFIX
from search_api.schemas.problems import MEDIA_TYPE

from .render import HTML, page_headers, render
from .urls import paragraph_url, report_url

_NOT_PAGES = (f"{PREFIX}/", "/mcp", "/metrics", "/livez", "/readyz", "/assets/")
_LONGEST = 2000  # characters of a question that are shown again
# What the API says to programs, for readers.
_WORDS = {
    "no-such-path": {
        "title": "Page not found",
        "detail": "there is no page at this web address",
        "remedy": "if you typed or pasted the address, check that it is complete and correct",
    },
}


class ProblemPages:
    """Turns problems into pages for browsers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a problem that a browser would show becomes a page with the same status."""
        if scope["type"] != "http" or not _for_a_reader(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def sender(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(start, body, scope, send)

        await self._app(scope, receive, sender)


def _for_a_reader(scope: Scope) -> bool:
    if scope["path"].startswith(_NOT_PAGES):
        return False
    accepted = b",".join(value.encode("latin-1") for value in values_of(scope["headers"], b"accept"))
    return b"text/html" in accepted.lower()


def _is_problem(start: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(MEDIA_TYPE.encode())
        for name, value in start.get("headers", ())
    )


# Ids of reports and paragraphs in a remedy, which the page makes links of.
_ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}-\d\d-\d\d(?:-[2-9])?(?:/[a-z0-9.-]*[a-z0-9])?")


def _for_readers(problem: dict[str, Any]) -> dict[str, Any]:
    """Without what only a program can use."""
    remedy = str(problem["remedy"]).replace("GET /api/v1/reports lists", "the list of reports shows")
    named = dict.fromkeys(match[0] for match in _ID.finditer(remedy))
    links = [(name, paragraph_url(name) if "/" in name else report_url(name)) for name in named]
    return problem | {"remedy": remedy, "links": links}


async def _send_page(start: Message, body: bytes, scope: Scope, send: Send) -> None:
    try:
        problem: dict[str, Any] = json.loads(body)
    except ValueError:  # HEAD: the reply without its body
        problem = {"type": "", "title": "", "detail": "", "remedy": "", "errors": []}
    kind = str(problem["type"]).rpartition(":")[2]
    query = scope.get("query_string", b"").decode("latin-1")
    asked = next((value for name, value in parse_qsl(query, errors="replace") if name == "q"), "")[:_LONGEST]
    page = render(
        "problem.html",
        section="problem",
        problem=_for_readers(problem | _WORDS.get(kind, {})),
        asked=asked,
        counts=None,
        version=program_version(),
    )
    mine = {"content-type": HTML, "content-length": str(len(page)), **page_headers(private=True)}
    own = {name.lower() for name in mine}
    headers = [(name, value) for name, value in start["headers"] if name.lower().decode("latin-1") not in own]
    headers += [(name.lower().encode(), value.encode()) for name, value in mine.items()]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})
