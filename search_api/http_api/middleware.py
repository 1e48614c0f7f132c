"""Innermost layers of the application, pure ASGI: HEAD, and errors that nobody expected."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.schemas.problems import place_of

from .errors import internal_error

_log = logging.getLogger(__name__)


class HeadAsGet:
    """Pure ASGI: HEAD is GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve HEAD as GET and drop the body; pass on anything else."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        try:
            await self._app(scope, receive, sender)
        finally:
            scope["method"] = "HEAD"


class CatchAll:
    """Pure ASGI: an exception that nobody expected becomes a problem that says nothing of it.

    Only its class and place are logged: its message may hold a question.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; where it fails before the reply begins, answer with status 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sender(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sender)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets a problem
            _log.error("unexpected %s", place_of(error))
            if started:
                raise ConnectionError("a reply broke off") from None
            await internal_error()(scope, receive, send)
