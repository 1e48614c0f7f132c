"""A small application behind `Server`, in a thread of the test, and sockets to talk to it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.settings import Settings
from web.listening.listener import Others, bind
from web.listening.server import Server

LONG = 4 << 20  # bytes of the reply at /long


class Small:
    """/ says ok, /wait once it may or its client is gone, /long in pieces. No path reads the body."""

    def __init__(self) -> None:
        self.going = threading.Event()
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["path"] == "/wait":
            self.waiting += 1
            await receive()
            gone = asyncio.ensure_future(receive())
            while not self.going.is_set() and not gone.done():
                await asyncio.sleep(0.01)
            gone.cancel()
        size = LONG if scope["path"] == "/long" else 2
        length = [(b"content-length", str(size).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        piece = b"ok" * min(size // 2, 1 << 15)
        for place in range(0, size, len(piece)):
            more = place + len(piece) < size
            await send({"type": "http.response.body", "body": piece, "more_body": more})


async def _lifespan(receive: Receive, send: Send) -> None:
    for said in ("startup", "shutdown"):
        await receive()
        message: Message = {"type": f"lifespan.{said}.complete"}
        await send(message)


class Listening:
    """A server that listens. held: connections that it has open."""

    def __init__(self, server: Server, port: int) -> None:
        self.port = port
        self._server = server

    @property
    def held(self) -> int:
        return len(self._server.server_state.connections)

    def connect(self, receive_bytes: int = 0) -> socket.socket:
        made = socket.socket()
        if receive_bytes:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        made.settimeout(30)
        made.connect(("127.0.0.1", self.port))
        return made

    def get(self, path: str = "/", body: str = "") -> socket.socket:
        """A connection over which one request was sent."""
        made = self.connect()
        made.sendall(request(path, body))
        return made


def request(path: str = "/", more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


@contextmanager
def listening(
    application: ASGIApp, shared: socket.socket | None = None, others: Others | None = None, **settings: Any
) -> Iterator[Listening]:
    """shared: a socket that the others take from as well."""
    sockets = [shared.dup()] if shared else bind("127.0.0.1", 0)
    ready = threading.Event()
    server = Server(application, Settings(**settings), ready=ready.set, others=others)
    thread = threading.Thread(target=server.run, args=(sockets,))
    thread.start()
    try:
        assert ready.wait(30)
        yield Listening(server, sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        for one in sockets:
            one.close()


def said(connection: socket.socket) -> bytes:
    """All that comes until the other side closes; what came before a reset."""
    heard = b""
    try:
        while piece := connection.recv(65536):
            heard += piece
    except ConnectionError:
        pass
    return heard


def refusal(connection: socket.socket) -> tuple[bytes, dict[bytes, bytes], dict[str, Any]]:
    """First line, header fields and problem of a reply after which the connection is closed."""
    head, _, body = said(connection).partition(b"\r\n\r\n")
    first, *rest = head.split(b"\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in rest)
    assert int(fields[b"content-length"]) == len(body)
    return first, fields, json.loads(body)


def answered(connection: socket.socket) -> bool:
    """Whether one whole reply of `Small` comes, that of /long excepted."""
    heard = b""
    while not heard.endswith(b"\r\n\r\nok"):
        piece = connection.recv(1000)
        if not piece:
            return False
        heard += piece
    return heard.startswith(b"HTTP/1.1 200 OK\r\n")


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(3000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to be")
