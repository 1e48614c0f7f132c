"""More connections than there is room for, or files: each is answered, and what is open goes on."""

from __future__ import annotations

import asyncio
import errno
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from indexer.errors import PinpointError
from search_api.settings import Settings
from tests.support.paths import child_environment
from tests.support.serving import server as pinpoint_serve
from tests.web.listening.bench import Small, answered, listening, refusal, request, wait_until
from web.listening import listener as module
from web.listening.listener import Listener, bind
from web.listening.server import Server


def test_one_more_than_there_is_room_for_is_told_when_to_come_back() -> None:
    small = Small()
    with listening(small, serve_connections=3) as server, ExitStack() as stack:
        busy = [stack.enter_context(server.get("/wait")) for _ in range(3)]
        wait_until(lambda: small.waiting == 3)
        for _ in range(40):
            with server.get() as more:
                first, fields, problem = refusal(more)
                assert first == b"HTTP/1.1 503 Service Unavailable"
                assert int(fields[b"retry-after"]) > 0
                assert problem["type"] == "urn:pinpoint:problem:busy"
        small.going.set()
        for one in busy:
            assert answered(one)
            one.close()
        wait_until(lambda: server.held == 0)
        with server.get() as later:
            assert answered(later)


def test_room_is_made_by_closing_what_waits_and_first_what_never_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_YOUNG", 0.0)
    with listening(Small(), serve_connections=3) as server, ExitStack() as stack:
        known = stack.enter_context(server.get())
        assert answered(known)
        silent = stack.enter_context(server.connect())
        begun = stack.enter_context(server.connect())
        begun.sendall(b"GET /")
        wait_until(lambda: server.held == 3)
        for _ in range(2):
            new = stack.enter_context(server.get())
            assert answered(new)
        assert silent.recv(1000) == b""
        assert begun.recv(1000) == b""
        known.sendall(request())
        assert answered(known)


class Starved(socket.socket):
    """A listening socket of a process that has no file left."""

    accepts = 0

    def accept(self) -> tuple[socket.socket, object]:
        Starved.accepts += 1
        raise OSError(errno.EMFILE, "too many open files")


def test_without_a_single_file_it_rests_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> int:
        raise OSError(errno.EMFILE, "too many open files")

    async def starve() -> None:
        with Starved() as listening_socket, socket.socket() as client:
            listening_socket.bind(("127.0.0.1", 0))
            listener = Listener(listening_socket, lambda _: pytest.fail("taken"), most=5)
            listener.start()
            client.connect(listening_socket.getsockname())
            await asyncio.sleep(0.5)
            listener.close()
            await listener.wait_closed()

    monkeypatch.setattr(module, "_PAUSE", 0.1)
    monkeypatch.setattr("os.open", nothing)
    Starved.accepts = 0
    asyncio.run(starve())
    assert 1 <= Starved.accepts < 20  # two for each try


_WITHOUT_A_LIMIT_OF_ITS_OWN = """
import resource, sys
import web.listening.server
from search_api.settings import Settings
from tests.web.listening.bench import Small
from web.listening.listener import bind
from web.listening.log import log_to
web.listening.server.room_for = lambda wanted: wanted
sockets = bind("127.0.0.1", 0)
log_to()
ready = lambda: print(sockets[0].getsockname()[1], flush=True)
server = web.listening.server.Server(Small(), Settings(serve_connections=100_000), ready=ready)
resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
try:
    server.run(sockets)
except KeyboardInterrupt:
    pass
"""


def test_when_files_run_out_open_connections_go_on_and_others_are_refused() -> None:
    """Files that its own limit did not foresee: those of another generation, of a library."""
    with subprocess.Popen(
        [sys.executable, "-c", _WITHOUT_A_LIMIT_OF_ITS_OWN],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=child_environment(), text=True,
    ) as process, ExitStack() as stack:  # fmt: skip
        stack.callback(process.kill)
        assert process.stdout
        assert process.stderr
        port = int(process.stdout.readline())
        known = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        stack.callback(known.close)
        many = []
        refused = 0
        for number in range(200):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            one.sendall(request("/wait"))
            many.append(one)
            if number % 20 == 0:
                assert _status(known) == 200
        for one in many[100:]:
            refused += b"503" in refusal(one)[0]
        assert refused == 100
        assert _status(known) == 200
        for one in many:
            one.close()
        wait_until(lambda: _answers(port))
        process.send_signal(signal.SIGINT)
        log = process.stderr.read()
    assert "no file is left" in log
    assert "times more in" in log
    assert log.count("\n") < 20


def _status(connection: http.client.HTTPConnection) -> int:
    connection.request("GET", "/")
    reply = connection.getresponse()
    reply.read()
    return reply.status


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        return _status(connection) == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@pytest.mark.slow
def test_pinpoint_serve_outlives_more_connections_than_it_may_open_files() -> None:
    with pinpoint_serve(files=128) as (address, process), ExitStack() as stack:
        port = int(address.rpartition(":")[2])
        known = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        stack.callback(known.close)
        known.request("GET", "/livez")
        assert known.getresponse().read()
        for _ in range(300):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        time.sleep(1.1)  # a client that is new is not closed for another
        known.request("GET", "/api/v1/search?q=marac")
        reply = known.getresponse()
        assert (reply.status, bool(reply.read())) == (200, True)
        assert _ready(port)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        log = process.stderr.read()
        assert process.wait(30) == 0
    assert re.search(r"all 64 connections are in use; the next is refused \(\d+ times more in", log)
    assert log.count("\n") < 30


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/readyz")
    status = connection.getresponse().status
    connection.close()
    return status == 200


def test_an_address_that_another_program_took_meanwhile_is_said() -> None:
    first, second = bind("127.0.0.1", 0), []
    try:
        port = first[0].getsockname()[1]
        second = bind("127.0.0.1", port)  # nobody listens there yet
        first[0].listen()
        with pytest.raises(PinpointError, match="cannot listen on this port"):
            Server(Small(), Settings()).run(second)
    finally:
        for one in [*first, *second]:
            one.close()
