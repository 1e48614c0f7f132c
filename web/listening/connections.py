"""One HTTP connection whose silences have limits: a slow or absent head, body, reader, or next request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from search_api.schemas.problems import WireReply, problem_reply

_LINGER = 5.0  # seconds for the last bytes of a connection that is being closed
_ON_THE_WAY = (
    1.0  # seconds for the first request of a connection that was opened as the server was told to end
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may keep the server waiting, each in seconds.

    head: for a whole request head, from the connection or its first byte. idle: between requests.
    send: for the client to read on. A request that runs has its own limits (`serve_seconds`).
    """

    head: float
    idle: float
    send: float


class Connection(H11Protocol):
    """uvicorn's protocol with the limits that it has not: it waits for ever for a head and for a reader.

    gone: called once, when the connection is lost. elsewhere: asked at each request; where it gives True,
    the client is told to send its next one over another connection.
    """

    def __init__(
        self,
        patience: Patience,
        gone: Callable[[Connection], None],
        elsewhere: Callable[[], bool] = lambda: False,
        **uvicorn: Any,
    ) -> None:
        super().__init__(**uvicorn)
        self._patience = patience
        self._gone = gone
        self._elsewhere = elsewhere
        self._deadline: asyncio.TimerHandle | None = None  # of the client's next part
        self._reading: asyncio.TimerHandle | None = None  # of a client that does not read on
        self._since = self.loop.time()  # when the wait for a request began
        self._served = False  # whether a request came over it
        self._begun = False  # whether a part of its head is here
        self._last = False  # whether what comes now is answered, and nothing after it

    def waiting(self) -> tuple[bool, float] | None:
        """Whether it has had a request, and the loop's time since when it waits for one.

        None while a request runs, and before it is open.
        """
        return None if self.transport is None or self._runs() else (self._served, self._since)

    def give_up(self) -> None:
        """Close it now, though it may still be used: its place is needed."""
        if self.transport.is_closing():
            self.transport.abort()
        self._close()

    # What asyncio and uvicorn call.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait(self._patience.head)

    def data_received(self, data: bytes) -> None:
        """Feed the parser. Bytes do not lengthen a wait: one byte a second is no request."""
        if not self._runs() and not self._begun:
            self._begun = True
            self._wait(self._patience.head)
        super().data_received(data)
        if self.transport.is_closing():
            self._end_soon()
        elif self._runs():
            self._stop_waiting()
            if self._last:
                self.cycle.keep_alive = False
            elif not self.cycle.response_started and self._elsewhere():
                self.cycle.default_headers = [*self.cycle.default_headers, (b"connection", b"close")]

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one that nobody reads any more."""
        self._begun, self._served = False, True
        super().on_response_complete()  # which may begin the next request, if it has come already
        if self.transport.is_closing():
            self._end_soon()
        elif not self._runs():
            self._since = self.loop.time()
            self._begun = self.conn.their_state is not h11.IDLE or bool(self.conn.trailing_data[0])
            self._wait(self._patience.head if self._begun else self._patience.idle)

    def pause_writing(self) -> None:
        """The client reads more slowly than it is sent to: wait for it, but not for ever."""
        super().pause_writing()
        self._reading = self.loop.call_later(self._patience.send, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        if self._reading:
            self._reading.cancel()

    def timeout_keep_alive_handler(self) -> None:
        """uvicorn's own clock between requests."""
        self._close()

    def shutdown(self) -> None:
        """The server ends: close it, after the reply that is being sent.

        A client that has just connected sends its request now, and nobody else could answer it.
        """
        if self._begun or not self._served:
            self._last = True
        if self._last and not self._runs():
            self._wait(_ON_THE_WAY)
            return
        super().shutdown()
        if self.transport.is_closing():
            self._end_soon()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is closed: no clock runs for it any more."""
        super().connection_lost(exc)
        for timer in (self._deadline, self._reading):
            if timer:
                timer.cancel()
        self._gone(self)

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: to ask for a WebSocket is no fault of the server's."""

    def _runs(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self._too_late)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        if self._runs():
            return
        if self._begun and self.conn.our_state is h11.IDLE and not self.transport.is_closing():
            reply = too_slow(self._patience.head)
            self.transport.write(wire(reply))
        self._close()

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
        self._end_soon()

    def _end_soon(self) -> None:
        """The transport closes when its last byte is read, which a client may never do."""
        self._stop_waiting()
        self._deadline = self.loop.call_later(_LINGER, self.transport.abort)


def too_slow(seconds: float) -> WireReply:
    """To a client whose request head is not whole in time."""
    return problem_reply(
        408, "too-slow", "The request came too slowly",
        f"the head of the request was not whole within {seconds:g} seconds", "send it at once",
        headers={"connection": "close"},
    )  # fmt: skip


def full(retry_after: int) -> WireReply:
    """To a client that the server has no place for."""
    return problem_reply(
        503, "busy", "The server is busy", "the server has as many connections as it can hold",
        "ask again in a moment", headers={"connection": "close", "retry-after": str(retry_after)},
    )  # fmt: skip


_PHRASES = {408: b"Request Timeout", 503: b"Service Unavailable"}


def wire(reply: WireReply) -> bytes:
    """A whole reply as bytes of HTTP/1.1, for a connection that has no request."""
    lines = [b"HTTP/1.1 %d %s" % (reply.status, _PHRASES[reply.status])]
    lines += [name + b": " + value for name, value in reply.headers]
    return b"\r\n".join([*lines, b"", reply.body])
