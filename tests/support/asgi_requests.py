"""Requests handed to a pure ASGI application, as a server would hand them over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRANGER, PROXY, LOOPBACK = "203.0.113.9", "10.0.0.2", "127.0.0.1"


class Reply(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Its values, commas between, as a client reads them."""
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def problem(self) -> dict[str, Any]:
        """The body, which must be a whole problem."""
        assert self.header("content-type") == "application/problem+json"
        found: dict[str, Any] = json.loads(self.body)
        assert list(found) == ["type", "title", "status", "detail", "remedy", "field", "errors"]
        assert found["status"] == self.status
        assert found["type"].startswith("urn:pinpoint:problem:")
        return found

    @property
    def kind(self) -> str:
        name: str = self.problem["type"]
        return name.rpartition(":")[2]


class Inside:
    """The protected application: keeps what came through, says who it was."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        self.scopes: list[Scope] = []
        self.bodies: list[bytes] = []
        self._headers = list(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] != "http":
            return
        body = b""
        if scope["method"] == "POST":
            while True:
                message = await receive()
                body += message.get("body", b"")
                if not message.get("more_body"):
                    break
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": b"inside"})


def serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    async def whole() -> None:
        await app(scope, receive, send)

    asyncio.run(whole())


def ask(
    app: ASGIApp,
    path: str = "/api/v1/search",
    *,
    method: str = "GET",
    peer: str | None = LOOPBACK,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    host: str | None = "localhost:8765",
    query: bytes = b"",
    body: Iterable[bytes] = (),
) -> Reply:
    """One request, as a server hands it over."""
    given = list(headers.items() if isinstance(headers, Mapping) else headers)
    if host is not None:
        given.append(("host", host))
    scope: Scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query,
        "headers": [(key.lower().encode(), value.encode("latin-1")) for key, value in given],
        "client": None if peer is None else (peer, 50_000), "scheme": "http",
    }  # fmt: skip
    parts = list(body) or [b""]
    waiting = [
        {"type": "http.request", "body": part, "more_body": place < len(parts)}
        for place, part in enumerate(parts, start=1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    serve(app, scope, receive, send)
    start, *rest = sent
    return Reply(
        start["status"],
        [(key.decode(), value.decode("latin-1")) for key, value in start["headers"]],
        b"".join(message.get("body", b"") for message in rest),
    )
