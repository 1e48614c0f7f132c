"""What every reply tells a browser, and which pages elsewhere may read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_api.access.admission import protect
from search_api.access.headers import SECURITY_HEADERS, private
from search_api.access.keys import KeyStore
from search_api.settings import Settings
from tests.support.asgi_requests import Inside, ask


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


def test_no_other_origin_reads_unless_configured() -> None:
    app = protect(Inside(), Settings(), None, open_to_all=False)
    for method in ("GET", "OPTIONS"):
        reply = ask(app, method=method, headers=_preflight("https://evil.example"))
        assert not any(name.startswith("access-control") for name, _ in reply.headers)
    refused = ask(app, "/mcp", method="POST", headers={"Origin": "https://evil.example"})
    assert (refused.status, refused.kind) == (403, "origin")
    assert ask(app, "/mcp", method="POST", headers={"Origin": "null"}).status == 403
    assert ask(app, "/mcp", method="POST", headers={"Origin": "http://localhost:8765"}).status == 200
    assert ask(app, "/mcp", method="POST").status == 200


def test_a_configured_origin_reads(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    portal = "https://portal.example"
    app = protect(Inside(), Settings(serve_origins=portal), keys, open_to_all=False)
    before = ask(app, method="OPTIONS", headers=_preflight(portal))
    assert (before.status, before.body) == (204, b"")  # though no key came with it
    assert before.header("access-control-allow-origin") == portal
    assert "Authorization" in before.header("access-control-allow-headers")
    reply = ask(app, headers={"Origin": portal, "X-API-Key": secret})
    assert (reply.status, reply.header("access-control-allow-origin")) == (200, portal)
    assert reply.header("access-control-allow-credentials") == ""
    # A refusal can be read by the page too, and nothing is said to another.
    assert ask(app, headers={"Origin": portal}).header("access-control-allow-origin") == portal
    for other in (
        "https://evil.example",
        "http://portal.example",
        "https://portal.example.evil",
        portal + ":444",
    ):
        reply = ask(app, headers={"Origin": other, "X-API-Key": secret})
        assert reply.header("access-control-allow-origin") == ""
        assert "Origin" in reply.header("vary")
        assert ask(app, method="OPTIONS", headers=_preflight(other)).status == 401


@pytest.mark.parametrize(
    ("site", "mode", "kind", "status"),
    [
        ("cross-site", "navigate", "document", 200),  # a link in a message or on another page
        ("same-site", "navigate", "document", 200),
        ("none", "navigate", "document", 200),  # typed, or a bookmark
        ("same-origin", "cors", "empty", 200),
        ("same-origin", "no-cors", "image", 200),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "object", 403),
        ("cross-site", "cors", "empty", 403),
        ("same-site", "no-cors", "image", 403),  # another port of this machine
        ("cross-site, same-origin", "cors", "empty", 403),
        ("new-word", "no-cors", "image", 403),
    ],
)
def test_a_page_elsewhere_may_link_here_and_load_nothing(
    site: str, mode: str, kind: str, status: int
) -> None:
    """It could not read the reply, but have this machine search and tell from the time what there is."""
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
    inside = Inside()
    app = protect(inside, Settings(serve_origins="https://portal.example"), None, open_to_all=False)
    reply = ask(app, headers=headers)
    assert (reply.status, len(inside.bodies)) == (status, int(status == 200))
    if status == 403:
        assert reply.kind == "origin"
        allowed = ask(app, headers=headers | {"Origin": "https://portal.example"})
        assert (allowed.status, allowed.header("access-control-allow-origin")) == (
            200,
            "https://portal.example",
        )
    assert ask(app, method="POST", headers=headers).status == (
        200 if site in ("same-origin", "none") else 403
    )


def test_security_headers_on_everything(keys: KeyStore) -> None:
    _, secret = keys.add("portal")
    app = protect(Inside(), Settings(serve_query_bytes=256), keys, open_to_all=False)
    replies = [
        ask(app, headers={"X-API-Key": secret}),
        ask(app),
        ask(app, host="evil.example"),
        ask(app, query=b"q" * 300),
        ask(app, "/livez"),
        ask(app, method="POST", headers={"Origin": "https://evil.example"}),
    ]
    assert [reply.status for reply in replies] == [200, 401, 421, 414, 200, 403]
    for reply in replies:
        for name, value in SECURITY_HEADERS.items():
            assert reply.header(name.decode()) == value.decode()
        assert "frame-ancestors 'none'" in reply.header("content-security-policy")


def test_a_page_may_say_its_own_policy_once() -> None:
    own = (b"Content-Security-Policy", b"default-src 'self'")
    reply = ask(protect(Inside([own]), Settings(), None, open_to_all=False))
    policies = [value for name, value in reply.headers if name.lower() == "content-security-policy"]
    assert policies == ["default-src 'self'"]
    assert reply.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    ("said", "private_said"),
    [
        ([], "private, no-cache"),
        (["public, max-age=60"], "private, max-age=60"),
        (["public"], "private, no-cache"),
        (["no-store"], "no-store"),
        (["private, max-age=5"], "private, max-age=5"),
        (["Public", "s-maxage=9, no-cache"], "private, no-cache"),
    ],
)
def test_a_reply_to_one_who_is_known_is_kept_by_no_shared_cache(said: list[str], private_said: str) -> None:
    headers = private([(b"Cache-Control", value.encode()) for value in said])
    assert [value.decode() for name, value in headers if name == b"cache-control"] == [private_said]
    assert not any(name == b"Cache-Control" for name, _ in headers)


def test_head_gets_the_headers_of_a_refusal_without_its_body(keys: KeyStore) -> None:
    reply = ask(protect(Inside(), Settings(), keys, open_to_all=False), method="HEAD")
    assert (reply.status, reply.body) == (401, b"")
    assert int(reply.header("content-length")) > 100


def _preflight(origin: str) -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": "GET"}
