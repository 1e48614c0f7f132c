"""A refusal that a reader's browser asked for is shown as a page. Pure ASGI, around everything that refuses.

Every layer within answers with a problem (problems.py); here it becomes HTML, with the same status and the
same words, where the path is a page's and the browser prefers HTML. Programs get the problem as it is.

The application refuses parameters that it does not know. A reader's link may have some that others added:
foreign.py tells which are left out in silence, which are said on the page, and which may be a filter that is
misspelt, without which the page would answer another question: those stay refused, with the right link.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import Pinpoint
from search_api.access.clients import values_of
from search_api.http_api.responses import program_version
from search_api.schemas.base import PREFIX
from search_api.schemas.problems import MEDIA_TYPE

from .foreign import IGNORED, corrected, pairs_of, renamed, said_of, without, without_trackers
from .labels import FIELDS
from .render import HTML, page_headers, render
from .respond import typographic
from .urls import paragraph_url, report_url

_NOT_PAGES = (f"{PREFIX}/", "/mcp", "/metrics", "/livez", "/readyz", "/assets/")
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_OF_KIND = {"recommendation": "Recommendation", "improvement": "What needs to improve, bullet"}
_NO_INDEX_YET = "no-index-yet"
_LONGEST = 2000  # characters of a question that are shown again
# What the API says to programs, for readers.
_WORDS = {
    "unknown-parameter": {"title": "Check this web address"},
    "invalid-parameter": {"title": "Check this web address"},
    "unknown-id": {"title": "Not found"},
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
        scope = {**scope, "query_string": without_trackers(scope["query_string"])}
        problem = await self._answer(scope, receive, send)
        if problem and (foreign := _foreign(problem.body, scope)):
            less = without(scope["query_string"], foreign)
            tried = {**scope, "query_string": less, IGNORED: foreign}
            # What is left out can only be said on a page.
            again = await self._answer(tried, receive, send, pages_only=True)
            problem = problem if again and not again.whole else again
        if problem:
            await _send_page(problem, scope, send)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, *, pages_only: bool = False
    ) -> _Refused | None:
        """Passes on the reply; a problem is given back. pages_only: so is, not whole, what is no page."""
        held: Message | None = None
        whole, body = True, b""

        async def sender(message: Message) -> None:
            nonlocal held, whole, body
            if message["type"] == "http.response.start":
                if _has_type(message, MEDIA_TYPE):
                    held = message
                elif pages_only and not _has_type(message, "text/html"):
                    held, whole = message, False
            if held is None:
                await send(message)
            elif whole and message["type"] == "http.response.body":
                body += message.get("body", b"")

        await self._app(scope, receive, sender)
        return _Refused(held, body, whole) if held is not None else None


class _Refused(NamedTuple):
    """What was kept back. whole: whether it is a problem, with its body."""

    start: Message
    body: bytes
    whole: bool = True


def _for_a_reader(scope: Scope) -> bool:
    if scope["path"].startswith(_NOT_PAGES):
        return False
    accepted = b",".join(value.encode("latin-1") for value in values_of(scope["headers"], b"accept"))
    return b"text/html" in accepted.lower()


def _has_type(start: Message, media_type: str) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(media_type.encode())
        for name, value in start.get("headers", ())
    )


def _read(body: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(body)
    except ValueError:  # HEAD: the reply without its body
        found = {"type": "", "title": "", "detail": "", "remedy": "", "errors": []}
    return found


def _foreign(body: bytes, scope: Scope) -> tuple[str, ...]:
    """Parameters that are all that is wrong, none like one that the page knows; () otherwise."""
    problem = _read(body)
    if scope["method"] not in ("GET", "HEAD") or not str(problem["type"]).endswith(":unknown-parameter"):
        return ()
    names = {name for name, _ in pairs_of(scope["query_string"])}
    errors = problem["errors"]
    if any(item["near"] or item["value"] is not None or item["field"] not in names for item in errors):
        return ()
    return tuple(dict.fromkeys(item["field"] for item in errors))


def _ways_out(problem: dict[str, Any], scope: Scope) -> list[tuple[str, str]]:
    """The same address put right in one click, as (words, address)."""
    if scope["method"] not in ("GET", "HEAD"):
        return []
    query, path, found = scope["query_string"], scope["path"], []
    for item in problem["errors"]:
        field, value = item["field"], item["value"]
        for meant in item["near"]:
            if value is not None:
                found.append((meant, f"{path}?{corrected(query, field, value, meant)}"))
            else:
                given = ", ".join(text for name, text in pairs_of(query) if name == field)
                found.append((f"{_called(meant)}: {given}", f"{path}?{renamed(query, field, meant)}"))
        if item["near"] and value is None:
            found.append((f"Leave ‘{field}’ out", f"{path}?{without(query, (field,)).decode()}"))
    return found


# What stands before ids that a page shows as links, and what it says instead.
_BEFORE_IDS = {
    "of that authority it holds": "these are the reports of that authority that we have",
    "its date may have been corrected: look at": "its date may have been corrected; it may be this one",
    "; that number is also in": ". It has that number here",
}
_NO_PARAMETER = "is not a parameter here"
# Ids of reports and paragraphs in a remedy, which the page makes links of.
_ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}-\d\d-\d\d(?:-[2-9])?(?:/[a-z0-9.-]*[a-z0-9])?")


def _for_readers(problem: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Without what only a program can use, and with links that put it right."""
    remedy = str(problem["remedy"]).replace("GET /api/v1/reports lists", "the list of reports shows")
    named = dict.fromkeys(match[0] for match in _ID.finditer(remedy))
    links = [(_known(name), paragraph_url(name) if "/" in name else report_url(name)) for name in named]
    ways = _ways_out(problem, scope)
    said = {"remedy": "" if ways else remedy, "detail": problem["detail"]}
    errors = [{**item, "detail": typographic(item["detail"])} for item in problem["errors"]]
    if str(problem["type"]).endswith(":unknown-parameter"):
        # The names of all parameters help nobody who reads a page.
        said["remedy"] = ""
        for item in (said, *errors):
            if item["detail"].endswith(_NO_PARAMETER):
                field = item.get("field", problem["field"])
                item |= {"detail": f"this page does not know ‘{field[:40]}’ in the web address", "remedy": ""}
    if str(problem["type"]).endswith(":unknown-id"):
        said["detail"] = said["detail"].replace("the index holds no report", "we have no report")
        for begun, for_readers in _BEFORE_IDS.items():
            said["remedy"] = re.sub(f"{begun} .*", for_readers, said["remedy"])
    shown = {name: typographic(text) for name, text in said.items()}
    others = [item for item in errors if item["detail"] != shown["detail"]]
    return problem | shown | {"links": links, "ways": ways, "errors": others}


def _known(identity: str) -> str:
    """A report or paragraph that an id names, in words, beside others of its report or authority."""
    report, slash, _ = identity.partition("/")
    try:
        if not slash:
            return f"Report published {day(date.fromisoformat(_DATED.findall(report)[-1]))}"
        wanted = Pinpoint.parse(identity)
    except (PinpointError, ValueError):
        return identity
    return f"{_OF_KIND.get(wanted.kind, 'Paragraph')} {wanted.label}"


def _called(name: str) -> str:
    return {"q": "Your question", "about": "About"}.get(name) or FIELDS.get(name, name)


async def _send_page(refused: _Refused, scope: Scope, send: Send) -> None:
    problem = _read(refused.body)
    kind = str(problem["type"]).rpartition(":")[2]
    if kind == _NO_INDEX_YET:
        await _send(refused, _first_run(scope), scope, send)
        return
    asked = next((value for name, value in pairs_of(scope["query_string"]) if name == "q"), "")[:_LONGEST]
    page = render(
        "problem.html",
        section="problem",
        problem=_for_readers(problem | _WORDS.get(kind, {}), scope),
        asked=asked,
        counts=None,
        ignored=said_of(scope.get(IGNORED, ())),
        version=program_version(),
    )
    await _send(refused, page, scope, send)


def _first_run(scope: Scope) -> bytes:
    """What to do where nobody has made an index."""
    query = scope["query_string"].decode("latin-1")
    return render(
        "first-run.html",
        section="first-run",
        here=scope["path"] + (f"?{query}" if query else ""),
        counts=None,
        ignored="",
        version=program_version(),
    )


async def _send(refused: _Refused, page: bytes, scope: Scope, send: Send) -> None:
    """The page with the status and the headers of the refusal."""
    mine = {"content-type": HTML, "content-length": str(len(page)), **page_headers(private=True)}
    own = {name.lower() for name in mine}
    start = refused.start
    headers = [(name, value) for name, value in start["headers"] if name.lower().decode("latin-1") not in own]
    headers += [(name.lower().encode(), value.encode()) for name, value in mine.items()]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})
