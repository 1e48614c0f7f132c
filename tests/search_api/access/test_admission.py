"""Access: who gets in, from where, and by what name."""

from __future__ import annotations

from base64 import b64encode
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from indexer.errors import InvalidRequest
from search_api.access.admission import CLIENT, check_binding, key_store, protect
from search_api.access.clients import Proxies
from search_api.access.keys import KeyStore
from search_api.settings import Settings
from tests.support.asgi_requests import LOOPBACK, PROXY, STRANGER, Inside, ask, serve

PROXIED: dict[str, Any] = {"serve_proxies": "10.0.0.0/24", "serve_user_header": "X-Forwarded-User"}


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


def test_without_keys_this_machine_asks_freely() -> None:
    inside = Inside()
    reply = ask(protect(inside, Settings(), None, open_to_all=False))
    assert (reply.status, reply.body) == (200, b"inside")
    assert inside.scopes[0][CLIENT].address == ip_address(LOOPBACK)
    assert reply.header("cache-control") == ""


def test_a_key_is_asked_for_and_taken_in_either_header(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    app = protect(Inside(), Settings(), keys, open_to_all=False)
    for peer in (STRANGER, LOOPBACK):
        refused = ask(app, peer=peer)
        assert (refused.status, refused.kind) == (401, "no-key")
        assert refused.header("www-authenticate") == 'Bearer realm="pinpoint"'
    for headers in (
        {"Authorization": f"Bearer {secret}"},
        {"authorization": f"bearer  {secret}"},
        {"X-API-Key": secret},
        {"X-API-Key": secret, "Authorization": f"Bearer {secret}"},
        {"X-API-Key": secret, "Authorization": "Basic dXNlcjpwdw=="},
    ):
        reply = ask(app, peer=STRANGER, headers=headers)
        assert reply.status == 200
        assert reply.header("cache-control") == "private, no-cache"
        assert "Authorization" in reply.header("vary")


def test_a_wrong_key_and_two_keys_are_refused(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    _, other = keys.add("notebook")
    for open_to_all in (False, True):
        app = protect(Inside(), Settings(), keys, open_to_all=open_to_all)
        for headers in (
            {"X-API-Key": "pp_wrong"},
            {"X-API-Key": ""},
            {"X-API-Key": "\xff\xfe"},
            {"X-API-Key": secret, "Authorization": f"Bearer {other}"},
            {"Authorization": "Bearer"},
        ):
            reply = ask(app, peer=STRANGER, headers=headers)
            assert (reply.status, reply.kind) == (401, "wrong-key")
            assert 'error="invalid_token"' in reply.header("www-authenticate")
            assert secret not in reply.body.decode()


def test_a_browser_sends_the_key_as_a_password(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    app = protect(Inside(), Settings(), keys, open_to_all=False)

    def basic(pair: str) -> dict[str, str]:
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}

    asked = ask(app, "/reports", peer=STRANGER)
    assert asked.status == 401
    assert asked.header("www-authenticate").startswith('Basic realm="')
    # Programs are not offered it: a browser that a page elsewhere sends there has nothing to remember.
    for path in ("/api/v1/search", "/mcp", "/metrics"):
        assert ask(app, path, peer=STRANGER).header("www-authenticate") == 'Bearer realm="pinpoint"'
    assert ask(app, "/reports", peer=STRANGER, headers=basic(f"anybody:{secret}")).status == 200
    wrong = [basic("anybody:pp_wrong"), basic(secret), basic(f"{secret}:"), {"Authorization": "Basic §"}]
    for headers in [*wrong, {"Authorization": "Basic " + b64encode(b"\xff:\xfe").decode()}]:
        reply = ask(app, "/reports", peer=STRANGER, headers=headers)
        assert (reply.status, reply.kind) == (401, "wrong-key")


def test_a_key_in_the_address_is_none(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    app = protect(Inside(), Settings(), keys, open_to_all=False)
    assert ask(app, query=f"key={secret}&api_key={secret}&access_token={secret}".encode()).status == 401


def test_a_revoked_key_opens_nothing_from_the_next_request_on(keys: KeyStore) -> None:
    key, secret = keys.add("portal")
    app = protect(Inside(), Settings(), KeyStore(keys.path), open_to_all=False)
    assert ask(app, headers={"X-API-Key": secret}).status == 200
    keys.revoke(key.id)
    assert ask(app, headers={"X-API-Key": secret}).status == 401


def test_probes_need_no_key_and_no_name(keys: KeyStore) -> None:
    keys.add("portal")
    inside = Inside()
    app = protect(inside, Settings(), keys, open_to_all=False)
    for path in ("/livez", "/readyz"):
        assert ask(app, path, peer=STRANGER, host="pod.example").status == 200
    for path in ("/metrics", "/livez/", "//livez", "/LIVEZ", "/livez/../api/v1/search", "/"):
        assert ask(app, path, peer=STRANGER).status == 401
    assert len(inside.scopes) == 2


def test_open_lets_everybody_ask(keys: KeyStore) -> None:
    assert ask(protect(Inside(), Settings(), keys, open_to_all=True), peer=STRANGER).status == 200


def test_keys_that_cannot_be_read_let_nobody_in(keys: KeyStore, caplog: pytest.LogCaptureFixture) -> None:
    _, secret = keys.add("portal")
    keys.path.write_text("{")
    reply = ask(protect(Inside(), Settings(), keys, open_to_all=False), headers={"X-API-Key": secret})
    assert (reply.status, reply.kind) == (503, "keys-unusable")
    assert str(keys.path) not in reply.body.decode()
    assert secret not in caplog.text


def test_binding() -> None:
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        check_binding(host, None, False)
    for host in ("0.0.0.0", "::", "192.168.1.5", "server.example", "127.0.0.1.example", ""):
        with pytest.raises(InvalidRequest, match=r"`pinpoint key add`, or say --open"):
            check_binding(host, None, False)
        check_binding(host, None, True)


def test_binding_elsewhere_asks_for_a_key_that_exists(keys: KeyStore) -> None:
    chosen = Settings(keys=keys.path)
    with pytest.raises(InvalidRequest, match="no API key exists"):
        key_store("0.0.0.0", chosen, False)
    keys.add("portal")
    store = key_store("0.0.0.0", chosen, False)
    assert store is not None
    assert len(store.keys()) == 1
    assert key_store("127.0.0.1", chosen, False) is None
    # A proxy on this machine passes strangers on: they need a key.
    assert key_store("127.0.0.1", Settings(keys=keys.path, serve_proxies="127.0.0.1"), False) is not None


def test_who_has_signed_in_is_believed_from_configured_proxies_only(keys: KeyStore) -> None:
    keys.add("portal")
    inside = Inside()
    app = protect(inside, Settings(**PROXIED), keys, open_to_all=False)
    claim = {"X-Forwarded-User": "ada@example.gov.uk", "X-Forwarded-For": STRANGER}
    reply = ask(app, peer=PROXY, headers=claim)
    assert reply.status == 200
    assert reply.header("cache-control") == "private, no-cache"
    client = inside.scopes[0][CLIENT]
    assert (client.user, str(client.address), client.by_proxy) == ("ada@example.gov.uk", STRANGER, True)
    for peer in (STRANGER, "10.0.1.2", LOOPBACK, None, "not an address"):
        assert ask(app, peer=peer, headers=claim).kind == "no-key"
    twice = [("X-Forwarded-User", "ada"), ("X-Forwarded-User", "eve")]
    assert ask(app, peer=PROXY, headers=twice).kind == "no-key"
    assert ask(app, peer=PROXY, headers={"X-Forwarded-User": " "}).kind == "no-key"


def test_claims_of_others_never_reach_the_application(keys: KeyStore) -> None:
    inside = Inside()
    app = protect(inside, Settings(**PROXIED), keys, open_to_all=True)
    claims = {
        "X-Forwarded-For": "1.2.3.4", "X-Forwarded-User": "eve", "Forwarded": "for=1.2.3.4",
        "X-Real-IP": "1.2.3.4", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https",
        "Accept": "*/*",
    }  # fmt: skip
    assert ask(app, peer=STRANGER, headers=claims).status == 200
    assert {name for name, _ in inside.scopes[0]["headers"]} == {b"accept", b"host"}
    assert str(inside.scopes[0][CLIENT].address) == STRANGER


def test_a_proxy_that_nobody_configured_does_not_open_this_machine() -> None:
    app = protect(Inside(), Settings(), None, open_to_all=False)
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        reply = ask(app, headers={name: STRANGER})
        assert (reply.status, reply.kind) == (403, "unknown-proxy")
        assert "PINPOINT_SERVE_PROXIES" in reply.problem["remedy"]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the left one, the client wrote itself
        ("1.1.1.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.7", "10.0.0.7"),
        ("", PROXY),
        ("nonsense", PROXY),
        ("203.0.113.9, nonsense", PROXY),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy(said: str, address: str) -> None:
    scope = {"client": (PROXY, 1), "headers": [(b"x-forwarded-for", said.encode())]}
    assert str(Proxies("10.0.0.0/24").client(scope).address) == address


@given(st.lists(st.ip_addresses().map(str), max_size=5))
def test_what_a_client_writes_itself_changes_nothing(invented: list[str]) -> None:
    said = ", ".join([*invented, STRANGER]).encode()
    scope = {"client": (PROXY, 1), "headers": [(b"x-forwarded-for", said)]}
    assert str(Proxies("10.0.0.0/24").client(scope).address) == STRANGER


@pytest.mark.parametrize(
    "changes",
    [
        {"serve_proxies": "10.0.0.300"},
        {"serve_proxies": "10.0.0.1/24"},
        {"serve_proxies": "proxy.example"},
        {"serve_user_header": "X-User"},
        {"serve_proxies": "10.0.0.1", "serve_user_header": "X User"},
        {"serve_origins": "*"},
        {"serve_origins": "null"},
        {"serve_origins": "https://portal.example/"},
        {"serve_origins": "portal.example"},
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_at_the_start(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match=next(reversed(changes)).upper()):
        protect(Inside(), Settings(**changes), None, open_to_all=False)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:8765", "[::1]", "192.168.1.5"]
)
def test_own_names(host: str) -> None:
    assert ask(protect(Inside(), Settings(), None, open_to_all=False), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:8765", "localhost.evil.example", "localhost:evil",
     "127.0.0.1.nip.io", "localhost@evil.example", "[::1].evil.example", "xlocalhost",
     "localhost, evil.example", "[localhost"],
)  # fmt: skip
def test_other_names_are_refused_against_dns_rebinding(host: str | None) -> None:
    inside = Inside()
    reply = ask(protect(inside, Settings(), None, open_to_all=False), host=host)
    assert (reply.status, reply.kind) == (421, "host")
    assert inside.scopes == []


def test_two_host_headers_are_refused_and_a_configured_name_is_served() -> None:
    app = protect(Inside(), Settings(serve_hosts="Pinpoint.example, other.example"), None, open_to_all=False)
    assert ask(app, headers=[("host", "evil.example")]).status == 421
    for host in ("pinpoint.example", "PINPOINT.EXAMPLE:443", "other.example."):
        assert ask(app, host=host).status == 200


def test_lifespan_passes_and_a_websocket_does_not(keys: KeyStore) -> None:
    inside = Inside()
    app = protect(inside, Settings(), keys, open_to_all=True)
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    serve(app, {"type": "lifespan"}, receive, send)
    assert [scope["type"] for scope in inside.scopes] == ["lifespan"]
    serve(app, {"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert len(inside.scopes) == 1


def test_a_believed_proxy_says_the_scheme(keys: KeyStore) -> None:
    for peer, said, scheme in (
        (PROXY, "https", "https"),
        (PROXY, "gopher", "http"),
        (STRANGER, "https", "http"),
    ):
        inside = Inside()
        app = protect(inside, Settings(serve_proxies=PROXY), keys, open_to_all=True)
        reply = ask(app, peer=peer, headers={"X-Forwarded-Proto": said, "X-Forwarded-For": "198.51.100.7"})
        assert reply.status == 200
        assert inside.scopes[0]["scheme"] == scheme
