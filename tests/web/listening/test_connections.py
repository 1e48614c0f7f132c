"""Connections that keep the server waiting are closed, and no others are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from search_api.access.limits import BodyLimit, HeadLimits
from tests.web.listening.bench import LONG, Small, answered, listening, refusal, request, said, wait_until

OK = b"HTTP/1.1 200 OK\r\n"


def test_one_that_says_nothing_is_closed() -> None:
    with listening(Small(), serve_head_seconds=0.1) as server, server.connect() as silent:
        assert said(silent) == b""
        wait_until(lambda: server.held == 0)


@pytest.mark.parametrize("begun", [b"G", b"GET / HTTP/1.1\r\n", request()[:-2] + b"X-A: "])
def test_a_head_that_comes_byte_by_byte_is_too_slow(begun: bytes) -> None:
    """Its bytes do not lengthen the time that it has."""
    stop = threading.Event()
    with listening(Small(), serve_head_seconds=0.3) as server, server.connect() as slow:
        slow.sendall(begun)

        def drip() -> None:
            while not stop.wait(0.02):
                try:
                    slow.sendall(b"a")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        first, fields, problem = refusal(slow)
        stop.set()
        thread.join()
    assert first == b"HTTP/1.1 408 Request Timeout"
    assert fields[b"connection"] == b"close"
    assert problem["type"] == "urn:pinpoint:problem:too-slow"


def test_one_that_asks_no_more_is_closed_and_one_that_asks_on_is_not() -> None:
    with listening(Small(), serve_idle_seconds=1, serve_head_seconds=0.1) as server, server.get() as kept:
        for _ in range(3):
            assert answered(kept)
            time.sleep(0.2)  # longer than a head may take: between requests the other limit holds
            kept.sendall(request())
        assert said(kept).startswith(OK)


def test_the_second_head_has_no_more_time_than_the_first() -> None:
    with listening(Small(), serve_head_seconds=0.1) as server, server.get() as slow:
        assert answered(slow)
        slow.sendall(b"GET / HT")
        assert refusal(slow)[0].startswith(b"HTTP/1.1 408")


def test_a_body_that_never_comes_is_too_slow_where_it_is_waited_for() -> None:
    limited = BodyLimit(Small(), body_bytes=100, seconds=0.1)
    with (
        listening(limited, serve_head_seconds=0.1) as server,
        server.get(body="Content-Length: 5\r\n") as slow,
    ):
        assert refusal(slow)[0].startswith(b"HTTP/1.1 408")


def test_a_body_that_nobody_reads_does_not_keep_the_connection_open() -> None:
    """The application has replied already; the client says the rest of its body for ever."""
    with (
        listening(Small(), serve_head_seconds=0.3, serve_idle_seconds=60) as server,
        server.get(body="Content-Length: 100000\r\n") as slow,
    ):
        assert answered(slow)
        wait_until(lambda: _drips(slow.send))
        wait_until(lambda: server.held == 0)


def _drips(send: Callable[[bytes], int]) -> bool:
    """True once nobody takes it any more."""
    try:
        send(b"a")
    except OSError:
        return True
    return False


def test_a_client_that_does_not_read_its_reply_is_closed() -> None:
    with listening(Small(), serve_send_seconds=0.2) as server, server.connect(4096) as deaf:
        deaf.sendall(request("/long"))
        assert deaf.recv(10)
        assert server.held == 1
        wait_until(lambda: server.held == 0)


def test_a_client_that_reads_slowly_gets_its_whole_reply() -> None:
    with (
        listening(Small(), serve_send_seconds=2, serve_head_seconds=0.1) as server,
        server.connect(65536) as slow,
    ):
        slow.sendall(request("/long", "Connection: close\r\n"))
        heard = 0
        while piece := slow.recv(1 << 16):
            heard += len(piece)
            time.sleep(0.005)
    assert heard > LONG


def test_a_request_that_runs_long_is_not_cut_off() -> None:
    small = Small()
    with (
        listening(small, serve_head_seconds=0.05, serve_idle_seconds=0.05) as server,
        server.get("/wait") as patient,
    ):
        time.sleep(0.3)
        small.going.set()
        assert said(patient).startswith(OK)


def test_heads_in_parts_are_answered_again_and_again() -> None:
    with listening(Small()) as server, server.connect() as client:
        for _ in range(3):
            for part in (request()[:9], request()[9:-2], b"\r\n"):
                client.sendall(part)
                time.sleep(0.02)
            assert answered(client)


def test_requests_sent_at_once_are_answered_in_turn() -> None:
    with listening(Small(), serve_idle_seconds=0.2) as server, server.connect() as eager:
        eager.sendall(request() * 3)
        assert said(eager).count(OK) == 3


def test_a_long_head_in_pieces_reaches_the_limit_that_names_it() -> None:
    limited = HeadLimits(Small(), target_bytes=16_384, header_bytes=32_768)
    with listening(limited) as server, server.connect() as long:
        head = request("/", f"X-Long: {'a' * 40_000}\r\nConnection: close\r\n")
        for place in range(0, len(head), 5000):
            long.sendall(head[place : place + 5000])
            time.sleep(0.02)
        assert said(long).startswith(b"HTTP/1.1 431")


def test_the_server_ends_though_a_client_does_not_read() -> None:
    with listening(Small(), serve_send_seconds=0.2) as server:
        deaf = server.connect(4096)
        deaf.sendall(request("/long"))
        assert deaf.recv(10)
    deaf.close()
