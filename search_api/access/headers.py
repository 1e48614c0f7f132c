"""What every reply tells a browser: load, frame and guess nothing, let no other site read. Pure ASGI."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import InvalidRequest
from search_api.schemas.problems import problem_reply, send_reply

from .clients import Headers, values_of

# A part of the application that is a page sets its own Content-Security-Policy; the others stand as here.
SECURITY_HEADERS = {
    b"content-security-policy": (
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",  # for browsers that do not know frame-ancestors
    b"referrer-policy": b"no-referrer",  # the address of a page holds the question
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-embedder-policy": b"require-corp",
    b"cross-origin-resource-policy": b"same-origin",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_METHODS = "GET, HEAD, POST, DELETE"
_REQUEST_HEADERS = (
    "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID, X-API-Key, "
    "Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Mcp-Session-Id"
)
_EXPOSED = "ETag, Retry-After, Mcp-Session-Id"
_PREFLIGHT_SECONDS = "600"
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?", re.ASCII)


class SecurityHeaders:
    """Adds SECURITY_HEADERS to every reply that does not have its own, refusals included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers that its reply lacks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                names = {name.lower() for name, _ in given}
                missing = [item for item in SECURITY_HEADERS.items() if item[0] not in names]
                message = {**message, "headers": [*given, *missing]}
            await send(message)

        await self._app(scope, receive, sender)


class Origins:
    """Cross-origin requests of browsers: nothing but links unless an origin is configured.

    What a page elsewhere loads into itself, as a picture, frame or script, is refused with 403 before
    anything is searched: it could not read the reply, but it could keep this machine busy, and tell from the
    time that a search takes what is in the index. A preflight of a configured origin is answered here, before
    any key is asked for, as browsers send none with it. A request that could change or cost something (POST,
    DELETE) from a page of another origin is refused with 403 unless that is configured. allowed: as in
    "https://portal.example.gov.uk"; raises InvalidRequest for what is no origin.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self._app = app
        self._allowed = frozenset(_origin(text) for text in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed, with the headers that browsers ask for; answer preflights and refusals."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origins = values_of(scope["headers"], b"origin")
        origin = origins[0] if len(origins) == 1 else ""
        known = origin in self._allowed
        sent = origins and scope["method"] not in _SAFE and not _same(origin, scope["headers"])
        if not known and (sent or _loaded_elsewhere(scope)):
            reply = problem_reply(
                403, "origin", "Not from this page",
                "a page of another origin may only link to this server",
                "whoever runs this server can allow the origin with PINPOINT_SERVE_ORIGINS",
            )  # fmt: skip
            await send_reply(reply, scope, send)
            return
        if (
            known
            and scope["method"] == "OPTIONS"
            and values_of(scope["headers"], b"access-control-request-method")
        ):
            await send({"type": "http.response.start", "status": 204, "headers": _preflight(origin)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start" and self._allowed:
                given = list(message.get("headers", ()))
                message = {**message, "headers": [*given, *(_granted(origin) if known else ()), _VARY]}
            await send(message)

        await self._app(scope, receive, sender)


_VARY = (b"vary", b"Origin")


def private(headers: Headers) -> list[tuple[bytes, bytes]]:
    """The headers of a reply to one whom we know: no cache that others share may keep it."""
    kept = [(name, value) for name, value in headers if name.lower() != b"cache-control"]
    said = ",".join(values_of(((name.lower(), value) for name, value in headers), b"cache-control"))
    words = [word.strip() for word in said.split(",") if word.strip()]
    words = [word for word in words if word.lower() != "public" and not word.lower().startswith("s-maxage")]
    if not {"private", "no-store"} & {word.lower() for word in words}:
        words.insert(0, "private")
    if len(words) == 1 and words[0] == "private":
        words.append("no-cache")
    return [
        *kept,
        (b"cache-control", ", ".join(words).encode("latin-1")),
        (b"vary", b"Authorization, X-API-Key"),
    ]


def _preflight(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        *_granted(origin),
        (b"access-control-allow-methods", _METHODS.encode()),
        (b"access-control-allow-headers", _REQUEST_HEADERS.encode()),
        (b"access-control-max-age", _PREFLIGHT_SECONDS.encode()),
        (b"vary", b"Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
    ]


def _granted(origin: str) -> list[tuple[bytes, bytes]]:
    """Keys are sent by the script itself, so that credentials of the browser (cookies) are never allowed."""
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", _EXPOSED.encode()),
    ]


def _same(origin: str, headers: Headers) -> bool:
    """Whether the page is this server's own. The scheme is the proxy's affair."""
    host = values_of(headers, b"host")
    return len(host) == 1 and origin.partition("://")[2].lower() == host[0].lower()


def _loaded_elsewhere(scope: Scope) -> bool:
    """Whether a page of another origin loads this into itself; a link that opens it as a page does not.

    https://www.w3.org/TR/fetch-metadata/. Browsers set these headers, and no page can. Programs send none.
    """
    sites, modes, kinds = (
        {value.lower() for value in values_of(scope["headers"], name)}
        for name in (b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest")
    )
    if sites <= {"same-origin", "none"}:
        return False
    return not (scope["method"] in ("GET", "HEAD") and modes == {"navigate"} and kinds == {"document"})


def _origin(text: str) -> str:
    if not _ORIGIN.fullmatch(text):
        raise InvalidRequest(
            f"PINPOINT_SERVE_ORIGINS: {text[:80]!r} is no origin",
            "write scheme and host in small letters and nothing else, as in https://portal.example.gov.uk",
        )
    return text
