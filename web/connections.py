"""Connections that `pinpoint serve` holds open: none for a request whose head does not come."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_for(seconds: float) -> type[H11Protocol]:
    """The protocol of a server that gives a client so long to send the head of a request, then hangs up.

    Access control sees a request once its head is whole. Until then a connection costs a file of this
    process, and a client that sends a byte now and then could hold all of them.
    """

    class Protocol(H11Protocol):
        _hang_up: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:
                self._wait()
            else:
                self._done()

        def connection_lost(self, exc: Exception | None) -> None:
            self._done()
            super().connection_lost(exc)

        def _wait(self) -> None:
            if self._hang_up is None:
                self._hang_up = self.loop.call_later(seconds, self.transport.close)

        def _done(self) -> None:
            if self._hang_up is not None:
                self._hang_up.cancel()
                self._hang_up = None

    return Protocol
