"""Who may use the server, from where, and how often: one stack of pure ASGI around the whole application.

A refusal is a problem (problems.py) that says what to do, and never more than the client knows already.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Iterable, MutableMapping, Sequence
from functools import partial
from ipaddress import ip_address

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import InvalidRequest
from search_api.schemas.problems import WireReply, problem_reply, send_reply
from search_api.settings import Settings

from .clients import Client, Headers, Proxies, listed, values_of
from .headers import Origins, SecurityHeaders, private
from .keys import ApiKey, KeyStore, KeysUnusable
from .limits import BodyLimit, HeadLimits, TokenBuckets, retry_after

CLIENT = "pinpoint.client"  # in the scope of an admitted request: its Client
_FREE = frozenset({"/livez", "/readyz"})  # for probes, which have no key and call by any name
_CHALLENGE = 'Bearer realm="pinpoint"'
# A browser asks its user for a name and a password, and sends the key as the password with every page.
_BROWSER_CHALLENGE = 'Basic realm="Pinpoint: any name, and an API key as the password", charset="UTF-8"'
# A draft or file of a plan may be larger than any question, and so may what was written in one.
_TAKES_FILES = ("/api/v1/check-plan", "/check", "/plan/import", "/plan/export")
_FOR_PROGRAMS = ("/api/", "/mcp", "/metrics")
_log = logging.getLogger(__name__)


def protect(app: ASGIApp, settings: Settings, keys: KeyStore | None, *, open_to_all: bool) -> ASGIApp:
    """The application behind everything that access needs. Raises InvalidRequest for a setting.

    keys: asked of everybody who has not signed in at a believed proxy; None asks nobody, for a server
    that only this machine reaches. open_to_all: nobody needs one. See `key_store`.
    """
    proxies = Proxies(settings.serve_proxies, settings.serve_user_header)
    buckets = TokenBuckets(settings.serve_rate, settings.serve_burst)
    app = BodyLimit(
        app,
        body_bytes=settings.serve_body_kb * 1024,
        seconds=settings.serve_seconds,
        files=dict.fromkeys(_TAKES_FILES, settings.serve_draft_mb * 1_000_000),
    )
    app = Admission(app, proxies, keys, buckets, open_to_all=open_to_all)
    app = Origins(app, listed(settings.serve_origins))
    app = HostCheck(app, listed(settings.serve_hosts))
    app = HeadLimits(app, target_bytes=settings.serve_query_bytes, header_bytes=settings.serve_header_bytes)
    return SecurityHeaders(app)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost is not trusted to be."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_binding(host: str, keys: KeyStore | None, open_to_all: bool) -> None:
    """Raises InvalidRequest where others can reach the address, no key exists and `--open` was not said."""
    if is_loopback(host) or open_to_all or (keys is not None and keys.keys()):
        return
    raise InvalidRequest(
        f"{host} can be reached by others and no API key exists",
        "make one with `pinpoint key add`, or say --open to let anybody ask",
    )


def key_store(host: str, settings: Settings, open_to_all: bool) -> KeyStore | None:
    """The keys to give to `protect`. Raises as `check_binding`.

    None where only this machine reaches the address and no proxy passes others on.
    """
    keys = KeyStore(settings.keys)
    check_binding(host, keys, open_to_all)
    return None if is_loopback(host) and not listed(settings.serve_proxies) else keys


class HostCheck:
    """Refuses a request that calls the server by a name which is not its own (421).

    A page elsewhere can have its own name point to this machine and then reads what it asked for (DNS
    rebinding). No page gets that way to an address: those, localhost and the `names` are served.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset({"localhost", *(name.lower().rstrip(".") for name in names)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what calls the server by one of its names; answer the rest with 421."""
        if (
            scope["type"] != "http"
            or scope["path"] in _FREE
            or self._ours(values_of(scope["headers"], b"host"))
        ):
            await self._app(scope, receive, send)
            return
        reply = problem_reply(
            421, "host", "Not a name of this server",
            "the request calls this server by a name that is not configured",
            "call it by localhost or its IP address, or allow the name with PINPOINT_SERVE_HOSTS",
        )  # fmt: skip
        await send_reply(reply, scope, send)

    def _ours(self, hosts: Sequence[str]) -> bool:
        if len(hosts) != 1:
            return False
        host, bracket, port = hosts[0].rpartition("]")
        if bracket:
            host, port = host.removeprefix("["), port.removeprefix(":")
        else:
            host, _, port = hosts[0].partition(":")
        if port and not (port.isascii() and port.isdigit()):
            return False
        if host.lower().rstrip(".") in self._names:
            return True
        try:
            ip_address(host)
        except ValueError:
            return False
        return True


class Admission:
    """Finds out who asks, holds them to the rate (429), and asks for a key where one is needed (401).

    The rate is counted for the key, else for the user that a believed proxy names, else for the address;
    wrong keys count for the address. This machine's own requests are not counted while they need no key.
    """

    def __init__(
        self,
        app: ASGIApp,
        proxies: Proxies,
        keys: KeyStore | None,
        buckets: TokenBuckets,
        *,
        open_to_all: bool,
    ) -> None:
        self._app = app
        self._proxies, self._keys, self._buckets = proxies, keys, buckets
        self._open = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that is admitted; answer the rest with 401 or 429. Close WebSockets."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = self._proxies.client(scope)
        try:
            key, reply = self._key(scope)
        except KeysUnusable as error:
            # Its words name a file of this machine; nobody gets in while nobody can be told from anybody.
            _log.error("%s", error)
            key, reply = None, _keys_unusable()
        known = key is not None or bool(client.user)
        reply = self._too_often(client, key) or (None if scope["path"] in _FREE else reply)
        if reply is None and scope["path"] not in _FREE:
            reply = self._needs_more(client, known, scope)
        if reply is not None:
            await send_reply(reply, scope, send)
            return
        inner: MutableMapping[str, object] = dict(scope)
        inner[CLIENT] = client
        if client.by_proxy:
            schemes = set(values_of(scope["headers"], b"x-forwarded-proto")) & {"http", "https"}
            inner["scheme"] = schemes.pop() if len(schemes) == 1 else scope.get("scheme", "http")
        else:
            inner["headers"] = self._proxies.without_claims(scope["headers"])
        await self._app(inner, receive, partial(_send_private, send) if known else send)

    def _key(self, scope: Scope) -> tuple[ApiKey | None, WireReply | None]:
        """The key that was given, or the refusal of a wrong one."""
        if self._keys is None:
            return None, None
        headers: Headers = scope["headers"]
        # A password may be meant for a proxy before us: it is a key only where none is given as such.
        given = {*values_of(headers, b"x-api-key"), *_of_scheme(headers, "bearer")}
        given = given or {_password(text) for text in _of_scheme(headers, "basic")}
        if not given:
            return None, None
        key = self._keys.find(given.pop()) if len(given) == 1 else None
        if key is not None:
            return key, None
        return None, problem_reply(
            401, "wrong-key", "This API key is not known", "the API key is wrong or was revoked",
            "ask whoever runs this server for a key",
            headers={"www-authenticate": _challenge(scope, ', error="invalid_token"')},
        )  # fmt: skip

    def _needs_more(self, client: Client, known: bool, scope: Scope) -> WireReply | None:
        if known or self._open:
            return None
        if self._keys is not None:
            return problem_reply(
                401, "no-key", "An API key is needed", "the request has no API key",
                "send it as Authorization: Bearer, or as X-API-Key",
                headers={"www-authenticate": _challenge(scope)},
            )  # fmt: skip
        if client.forwarded:
            # A proxy in front of a server that asks this machine for no key would let everybody in.
            return problem_reply(
                403, "unknown-proxy", "Not by this way",
                "the request was passed on by a proxy that is not configured",
                "whoever runs this server can name the proxy in PINPOINT_SERVE_PROXIES",
            )  # fmt: skip
        return None

    def _too_often(self, client: Client, key: ApiKey | None) -> WireReply | None:
        if key is not None:
            name = f"key {key.id}"
        elif client.user:
            name = f"user {client.user}"
        elif self._keys is None and client.address is not None and client.address.is_loopback:
            return None
        else:
            name = f"address {client.site}"
        wait = self._buckets.take(name)
        if not wait:
            return None
        return problem_reply(
            429, "too-many-requests", "Too many requests", "requests come faster than this server allows",
            f"ask again in {retry_after(wait)} s",
            headers={"retry-after": retry_after(wait)},
        )  # fmt: skip


def _challenge(scope: Scope, error: str = "") -> str:
    """How a key can be given: for a page also in the way that browsers know."""
    program = _CHALLENGE + error
    return program if scope["path"].startswith(_FOR_PROGRAMS) else f"{_BROWSER_CHALLENGE}, {program}"


def _of_scheme(headers: Headers, scheme: str) -> list[str]:
    """What Authorization gives for a scheme, in small letters."""
    parts = (value.partition(" ") for value in values_of(headers, b"authorization"))
    return [rest.strip() for name, _, rest in parts if name.lower() == scheme]


def _password(encoded: str) -> str:
    """Of name and password as RFC 7617 encodes them; "" where they cannot be read, which is no key."""
    try:
        return b64decode(encoded, validate=True).decode("utf-8").partition(":")[2]
    except ValueError:
        return ""


def _keys_unusable() -> WireReply:
    return problem_reply(
        503, "keys-unusable", "Nobody can be let in", "the server cannot read its API keys",
        "tell whoever runs this server", headers={"retry-after": "60"},
    )  # fmt: skip


async def _send_private(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        message = {**message, "headers": private(message.get("headers", ()))}
    await send(message)
