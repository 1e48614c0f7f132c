"""uvicorn's server over sockets that are bound already, with connections held to time and number."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from socket import socket

import uvicorn
from starlette.types import ASGIApp

from indexer.errors import PinpointError
from search_api.settings import Settings

from .connections import Connection, Patience
from .listener import Held, Listener, Others, room_for
from .log import sum_up

_SHUTDOWN_SECONDS = 10  # for what is being answered when the server is told to stop
_FAILED = 3  # uvicorn's exit status where the application does not start
_HEAD_SPARE = 4096  # bytes of a request's first line and of its fields' punctuation


class Server(uvicorn.Server):
    """Listens with `Listener`. others: processes that listen at the same sockets, None for none.

    ready: called once it listens. alive: called about every second, and ends it where it gives False.
    """

    def __init__(
        self,
        application: ASGIApp,
        settings: Settings,
        *,
        others: Others | None = None,
        ready: Callable[[], None] = lambda: None,
        alive: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http="h11",
                loop="asyncio",
                ws="none",
                access_log=settings.serve_log_questions,  # a line of it holds the question
                server_header=False,
                # Who a client is, access control decides from the proxies that are configured.
                proxy_headers=False,
                timeout_keep_alive=max(1, round(settings.serve_idle_seconds)),
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
                # A head within the limits must reach what says which of them a longer one breaks.
                h11_max_incomplete_event_size=(
                    settings.serve_header_bytes + settings.serve_query_bytes + _HEAD_SPARE
                ),
                log_config=None,
            )
        )
        self._patience = Patience(
            settings.serve_head_seconds, settings.serve_idle_seconds, settings.serve_send_seconds
        )
        self._most = room_for(settings.serve_connections)
        self._at_once = 1 if others else 16
        self._held = Held(others)
        self._ready, self._alive = ready, alive

    async def startup(self, sockets: Sequence[socket] | None = None) -> None:
        """Start the application, then listen. Raises SystemExit where it does not start."""
        if os.name == "nt":  # its loop watches no sockets
            await super().startup(list(sockets or ()))
        else:
            await self.lifespan.startup()
            if self.lifespan.should_exit:
                sys.exit(_FAILED)
            listeners = [
                Listener(
                    one,
                    self._connection,
                    most=self._most,
                    at_once=self._at_once,
                    held=self._held,
                )
                for one in sockets or ()
            ]
            try:
                for listener in listeners:
                    listener.start()
            except OSError as error:  # another program began to listen there a moment ago
                await self.lifespan.shutdown()
                raise PinpointError("cannot listen on this port", "choose another --port") from error
            self.servers = listeners  # type: ignore[assignment]  # what is asked of a server, they do
            self.started = True
        self._ready()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Let what runs come to its end, then stop."""
        await super().shutdown(sockets)
        sum_up()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to end."""
        if counter % 10 == 0 and not self._alive():
            self.should_exit = True
        return await super().on_tick(counter)

    def _connection(self, gone: Callable[[Connection], None]) -> Connection:
        return Connection(
            self._patience,
            gone,
            self._held.one_too_many,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            _loop=asyncio.get_running_loop(),
        )
