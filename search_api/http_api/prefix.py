"""Where in a web site the server stands: a prefix before all its addresses, and a slash at the end of any.

Inside, every path starts at the server's own root. A proxy may take the prefix away or pass it on: both are
understood. What goes out gets the prefix here, in one place, so that no template and no route can forget it:
headers, pages, and permalinks in JSON. Whole addresses have it from the scope's `root_path`.

Only markup and fields are found, never a text: its quotation marks are escaped, in a page and in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import InvalidRequest

_LINKED = re.compile(rb"<(/(?!/)[^>]*)>")  # RFC 8288: of this server
_ATTRIBUTE = re.compile(rb'(?<=[\s"])((?:href|src|action|formaction)=")/(?!/)')
_PAGE = re.compile(rb"<html\b")  # scripts read its data-root
_FIELD = re.compile(rb'((?<!\\)"permalink": ?")/')
_TOOLS = "/mcp"
_FIELD_OF_TOOLS = re.compile(rb'((?<!\\)\\"permalink\\": ?\\")/')  # of JSON in JSON, as MCP sends it
_HTML, _JSON, _EVENTS = b"text/html", b"application/json", b"text/event-stream"


def check_prefix(root: str, paths: Iterable[str]) -> None:
    """Raises InvalidRequest for a prefix that could not be told from one of the application's `paths`."""
    first = root.strip("/").partition("/")[0]
    if first and first in {path.strip("/").partition("/")[0] for path in paths}:
        raise InvalidRequest(
            f"the prefix {root} begins as an address of Pinpoint does (/{first})",
            "choose another --root-path",
        )


class Prefix:
    """Pure ASGI, around everything that looks at a path.

    root: as in "/pinpoint", "" for none.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the path below the prefix, and no slash at its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = self._below(scope["path"])
        if self._root:
            send = _Placed(send, self._root.encode(), _FIELD_OF_TOOLS if path == _TOOLS else _FIELD)
        await self._app({**scope, "path": path, "root_path": self._root}, receive, send)

    def _below(self, path: str) -> str:
        if self._root and (path == self._root or path.startswith(f"{self._root}/")):
            path = path[len(self._root) :]
        return path.rstrip("/") or "/"


class _Placed:
    """Sends one reply with the prefix before its addresses: pages and JSON whole, events as they come."""

    def __init__(self, send: Send, root: bytes, field: re.Pattern[bytes]) -> None:
        self._send, self._root, self._field = send, root, field
        self._start: Message = {}
        self._kind = b""
        self._held: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] != "http.response.body" or not self._kind:
            await self._send(message)
        elif self._held is None:
            await self._send({**message, "body": self._placed(message.get("body", b""))})
        else:
            self._held += message.get("body", b"")
            if not message.get("more_body"):
                await self._end(self._placed(self._held))

    async def _begin(self, message: Message) -> None:
        headers = [(name, _header(name, value, self._root)) for name, value in message.get("headers", ())]
        kinds = [value for name, value in headers if name.lower() == b"content-type"]
        self._kind = next((kind for kind in (_HTML, _JSON, _EVENTS) if kinds and kind in kinds[0]), b"")
        self._start = {**message, "headers": headers}
        if self._kind in (_HTML, _JSON):
            self._held = b""
        else:
            await self._send(self._start)

    async def _end(self, body: bytes) -> None:
        # A reply to HEAD has no body, and would say how long it is without the prefix.
        length = [(b"content-length", str(len(body)).encode())] if body else []
        kept = [item for item in self._start["headers"] if item[0].lower() != b"content-length"]
        await self._send({**self._start, "headers": [*kept, *length]})
        await self._send({"type": "http.response.body", "body": body})

    def _placed(self, body: bytes) -> bytes:
        before = rb"\g<1>" + self._root + b"/"
        if self._kind == _HTML:
            return _PAGE.sub(b'<html data-root="' + self._root + b'"', _ATTRIBUTE.sub(before, body), count=1)
        return self._field.sub(before, body)


def _header(name: bytes, value: bytes, root: bytes) -> bytes:
    match name.lower():
        case b"location" | b"content-location" if value.startswith(b"/") and not value.startswith(b"//"):
            return root + value
        case b"link":
            return _LINKED.sub(lambda found: b"<" + root + found[1] + b">", value)
    return value
