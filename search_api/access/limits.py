"""How much and how often one client may ask: sizes of a request, and a token bucket for each. Pure ASGI."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.schemas.problems import WireReply, problem_reply, send_reply

from .clients import values_of

_MOST_BUCKETS = 10_000  # about 2 MB
_DIGITS = 18
FILES_AT_ONCE = 8  # each of them in memory


class TokenBuckets:
    """One bucket of `burst` tokens for each name, filled at `rate` tokens a second.

    Of more than `most` names, those that asked longest ago are forgotten. Not for several threads.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        most: int = _MOST_BUCKETS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, float(burst), most, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, when

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, name: str) -> float:
        """Takes a token: 0.0; or the seconds until there is one. A rate of 0 limits nothing."""
        if self._rate <= 0:
            return 0.0
        now = self._clock()
        tokens, then = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._buckets[name] = (tokens if wait else tokens - 1, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return wait


class HeadLimits:
    """Refuses a request whose path and query (414) or header fields (431) are too large."""

    def __init__(self, app: ASGIApp, *, target_bytes: int, header_bytes: int) -> None:
        self._app = app
        self._target, self._header = target_bytes, header_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request within the limits; answer others with 414 or 431."""
        reply = self._too_large(scope) if scope["type"] == "http" else None
        if reply is None:
            await self._app(scope, receive, send)
        else:
            await send_reply(reply, scope, send)

    def _too_large(self, scope: Scope) -> WireReply | None:
        target = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if target > self._target:
            return problem_reply(
                414, "target-too-long", "The address is too long",
                f"path and query have {target:,} bytes", f"at most {self._target:,} are read",
            )  # fmt: skip
        headers = sum(len(name) + len(value) for name, value in scope["headers"])
        if headers > self._header:
            return problem_reply(
                431, "headers-too-large", "The header fields are too large",
                f"the header fields have {headers:,} bytes", f"at most {self._header:,} are read",
            )  # fmt: skip
        return None


class BodyLimit:
    """Refuses a body that is too large (413) or is not there within `seconds` (408).

    The body is read whole, into memory, before the application is called. files: path -> bytes, for paths
    that take a file; of those at most FILES_AT_ONCE are held, and another is refused (503).
    """

    def __init__(
        self, app: ASGIApp, *, body_bytes: int, seconds: float, files: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._most, self._seconds, self._files = body_bytes, seconds, files or {}
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose body has arrived whole; answer others with 408, 413, 503 or 400."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
        elif scope["path"] not in self._files:
            await self._limited(scope, receive, send, self._most)
        elif self._held >= FILES_AT_ONCE:
            await send_reply(_too_many(), scope, send)
        else:
            self._held += 1
            try:
                await self._limited(scope, receive, send, self._files[scope["path"]])
            finally:
                self._held -= 1

    async def _limited(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        reply = _declared(values_of(scope["headers"], b"content-length"), most)
        if reply is None:
            try:
                async with asyncio.timeout(self._seconds):
                    body = await _read(receive, most)
            except TimeoutError:
                reply = self._too_slow()
            else:
                if body is not None:
                    await self._app(scope, _replay(body, receive), send)
                    return
                reply = _too_large(most)
        await send_reply(reply, scope, send)

    def _too_slow(self) -> WireReply:
        return problem_reply(
            408, "body-too-slow", "The body did not come",
            f"the body was not there within {self._seconds:g} seconds", "send it again",
            headers={"connection": "close"},
        )  # fmt: skip


def _declared(lengths: Sequence[str], most: int) -> WireReply | None:
    if any(not length.isascii() or not length.isdigit() for length in lengths) or len(lengths) > 1:
        return problem_reply(
            400, "bad-length", "Content-Length cannot be used", "Content-Length is no number, or repeated"
        )
    # Its digits first: Python refuses to read a number of thousands of them.
    if lengths and (len(lengths[0]) > _DIGITS or int(lengths[0]) > most):
        return _too_large(most)
    return None


def _too_large(most: int) -> WireReply:
    return problem_reply(
        413, "body-too-large", "Too much was sent",
        f"a file or form can have at most {most:,} bytes here", "send less",
        # What is left of it would be taken for the next request.
        headers={"connection": "close"},
    )  # fmt: skip


def _too_many() -> WireReply:
    return problem_reply(
        503, "busy", "The server is busy",
        f"{FILES_AT_ONCE} files are being checked already", "send it again in a moment",
        headers={"connection": "close", "retry-after": "5"},
    )  # fmt: skip


async def _read(receive: Receive, most: int) -> list[Message] | None:
    """The messages of the whole body, or None where it is larger than `most` bytes."""
    held: list[Message] = []
    size = 0
    while True:
        message = await receive()
        held.append(message)
        if message["type"] != "http.request":
            return held
        size += len(message.get("body", b""))
        if size > most:
            return None
        if not message.get("more_body", False):
            return held


def retry_after(seconds: float) -> str:
    """For the header: whole seconds, from 1."""
    return str(max(1, math.ceil(seconds)))


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _replay(held: list[Message], receive: Receive) -> Receive:
    waiting = iter(held)

    async def next_message() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return next_message
