"""A client that does not send the head of its request is hung up on; one that only takes its time is not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from web.connections import patient_for

_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(1.0)
    await PlainTextResponse("answered")(scope, receive, send)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = uvicorn.Config(_app, port=0, http=patient_for(0.5), ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def heard(port: int, *parts: bytes) -> bytes:
    """What comes until the server hangs up, or answered twice; at most ten seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        for part in parts:
            client.sendall(part)
            time.sleep(0.05)
        found = b""
        while found.count(b"answered") < 2 and (more := client.recv(4096)):
            found += more
    return found


@pytest.mark.parametrize("sent", [b"", b"G", _HEAD], ids=["nothing", "a letter", "half a head"])
def test_half_a_head_is_hung_up_on(port: int, sent: bytes) -> None:
    assert heard(port, sent) == b""


def test_half_a_head_after_a_whole_request_is_hung_up_on(port: int) -> None:
    assert heard(port, _HEAD + b"\r\n", _HEAD).count(b"answered") == 1


def test_a_head_in_parts_is_answered_again_and_again(port: int) -> None:
    assert heard(port, _HEAD[:9], _HEAD[9:] + b"\r\n", _HEAD, b"\r\n").count(b"answered") == 2


def test_an_answer_that_takes_longer_than_the_head_may_comes(port: int) -> None:
    assert b"answered" in heard(port, _HEAD.replace(b" / ", b" /slow ") + b"Connection: close\r\n\r\n")
