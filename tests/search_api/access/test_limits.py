"""How often and how much one client may ask."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from search_api.access.admission import protect
from search_api.access.keys import KeyStore
from search_api.access.limits import FILES_AT_ONCE, BodyLimit, TokenBuckets
from search_api.settings import Settings
from tests.support.asgi_requests import LOOPBACK, STRANGER, Inside, Reply, ask, serve


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


def test_the_rate_is_held_for_each_key(keys: KeyStore) -> None:
    _, one = keys.add("one")
    _, two = keys.add("two")
    app = protect(Inside(), Settings(serve_rate=0.01, serve_burst=3), keys, open_to_all=False)
    # From many addresses: it is the key that counts.
    for place in range(3):
        assert ask(app, peer=f"203.0.113.{place}", headers={"X-API-Key": one}).status == 200
    reply = ask(app, peer="203.0.113.77", headers={"X-API-Key": one})
    assert (reply.status, reply.kind) == (429, "too-many-requests")
    assert 95 <= int(reply.header("retry-after")) <= 100
    assert ask(app, headers={"X-API-Key": two}).status == 200


def test_trying_keys_is_held_to_the_rate_of_the_address(keys: KeyStore) -> None:
    keys.add("one")
    app = protect(Inside(), Settings(serve_rate=0.01, serve_burst=3), keys, open_to_all=False)
    tried = [ask(app, peer=STRANGER, headers={"X-API-Key": f"pp_{n}"}).status for n in range(5)]
    assert tried == [401, 401, 401, 429, 429]


def test_a_site_with_many_ipv6_addresses_is_one(keys: KeyStore) -> None:
    app = protect(Inside(), Settings(serve_rate=0.01, serve_burst=2), keys, open_to_all=True)
    assert [ask(app, peer=f"2001:db8::{n}").status for n in range(1, 4)] == [200, 200, 429]
    assert ask(app, peer="2001:db8:0:1::1").status == 200


def test_this_machine_is_not_counted_without_keys() -> None:
    app = protect(Inside(), Settings(serve_rate=0.01, serve_burst=1), None, open_to_all=False)
    assert {ask(app).status for _ in range(5)} == {200}


def test_tokens_come_back_and_memory_is_bounded() -> None:
    now = 0.0
    buckets = TokenBuckets(2.0, 3, most=4, clock=lambda: now)
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    now = 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0.0, 0.5]
    now = 1000.0
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    for number in range(100):
        assert buckets.take(f"name {number}") == 0.0
    assert len(buckets) == 4
    assert {TokenBuckets(0.0, 1).take("a") for _ in range(3)} == {0.0}


@given(st.lists(st.floats(0, 2), max_size=60))
def test_never_more_than_the_burst_and_the_rate_allow(pauses: list[float]) -> None:
    now, taken = 0.0, 0
    buckets = TokenBuckets(3.0, 5, clock=lambda: now)
    for pause in pauses:
        now += pause
        taken += buckets.take("a") == 0.0
    assert taken <= 5 + 3.0 * now + 1e-6


def test_sizes_of_the_address_and_the_headers() -> None:
    inside = Inside()
    app = protect(inside, Settings(serve_query_bytes=256, serve_header_bytes=1024), None, open_to_all=False)
    assert ask(app, "/" + "a" * 100, query=b"q" * 155).status == 200
    assert ask(app, "/" + "a" * 100, query=b"q" * 156).kind == "target-too-long"
    assert ask(app, headers={"x": "v" * 1100}).kind == "headers-too-large"
    assert ask(app, headers=[("x", "v" * 10)] * 100).status == 431
    assert len(inside.scopes) == 1


def test_size_of_the_body() -> None:
    inside = Inside()
    app = protect(inside, Settings(serve_body_kb=1), None, open_to_all=False)
    parts = [b"a" * 512, b"b" * 512]
    whole = ask(app, method="POST", headers={"Content-Length": "1024"}, body=parts)
    assert (whole.status, inside.bodies) == (200, [b"".join(parts)])
    assert ask(app, method="POST", headers={"Transfer-Encoding": "chunked"}, body=parts).status == 200
    for headers, body in (
        ({"Content-Length": "1025"}, [b""]),
        ({"Content-Length": "9" * 5000}, [b""]),
        ({"Transfer-Encoding": "chunked"}, [*parts, b"c"]),
        ({"Content-Length": "10"}, [*parts, b"c"]),
    ):
        reply = ask(app, method="POST", headers=headers, body=body)
        assert (reply.status, reply.kind, reply.header("connection")) == (413, "body-too-large", "close")
    for length in ("ten", "-1", "1e3", "\xb2", ""):
        assert ask(app, method="POST", headers={"Content-Length": length}).kind == "bad-length"
    assert len(inside.bodies) == 2


def test_paths_that_take_a_file_have_a_limit_of_their_own_and_hold_only_a_few() -> None:
    held: list[int] = []

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        held.append(len(held))
        if len(held) <= FILES_AT_ONCE:  # each asks for the next before it is done
            replies.append(await asyncio.to_thread(sent, b"y" * 2000))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def sent(body: bytes, path: str = "/check") -> Reply:
        return ask(app, path, method="POST", headers={"Content-Length": str(len(body))}, body=[body])

    app = BodyLimit(inside, body_bytes=1000, seconds=5, files={"/check": 3000})
    replies: list[Reply] = []
    assert sent(b"x" * 2000).status == 200
    assert len(held) == FILES_AT_ONCE
    assert [reply.status for reply in replies] == [503, *[200] * (FILES_AT_ONCE - 1)]
    assert replies[0].kind == "busy"
    assert replies[0].header("retry-after")
    assert sent(b"x" * 2000, "/mcp").status == 413
    assert sent(b"x" * 3001).status == 413
    assert sent(b"x" * 3000).status == 200  # every place was given back, also by the one refused


def test_a_body_that_never_comes_is_given_up() -> None:
    app = protect(Inside(), Settings(serve_seconds=0.05), None, open_to_all=False)

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/mcp", "raw_path": b"/mcp", "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-length", b"5")], "client": (LOOPBACK, 1),
    }  # fmt: skip
    serve(app, scope, receive, send)
    assert sent[0]["status"] == 408


def test_a_body_is_not_read_from_one_who_may_not_ask(keys: KeyStore) -> None:
    keys.add("portal")
    app = protect(Inside(), Settings(), keys, open_to_all=False)
    reply = ask(app, "/mcp", method="POST", headers={"Content-Length": "999999999"}, body=[b"x"])
    assert reply.status == 401


@pytest.mark.parametrize("lengths", [("5", "6"), ("5", "5"), ("-5",), ("5, 5",), ("٥",), ("5_0",), ("",)])
def test_two_lengths_or_one_that_is_none_are_refused(lengths: tuple[str, ...]) -> None:
    """Where one request ends and the next begins must not be for two programs to see differently."""
    inside = Inside()
    app = BodyLimit(inside, body_bytes=100, seconds=5)
    headers = [("content-length", length.encode().decode("latin-1")) for length in lengths]
    reply = ask(app, "/mcp", method="POST", headers=headers, body=[b"hello"])
    assert (reply.status, reply.kind, inside.bodies) == (400, "bad-length", [])
