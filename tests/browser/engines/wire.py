"""The commands of W3C WebDriver, sent to WebKit over HTTP and to Firefox over its own socket (Marionette).

https://www.w3.org/TR/webdriver2/ and https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html.
Debian has no geckodriver, which would only pass on the same commands.
"""

from __future__ import annotations

import json
import socket
from itertools import count
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_OVER_HTTP = {
    "Navigate": ("POST", "/url"),
    "GetTitle": ("GET", "/title"),
    "GetCurrentURL": ("GET", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "PerformActions": ("POST", "/actions"),
    "SetWindowRect": ("POST", "/window/rect"),
    "TakeScreenshot": ("GET", "/screenshot"),
    "DeleteSession": ("DELETE", ""),
}


class RefusedError(Exception):
    """The browser did not do what it was told; the message is its own."""


def element(identity: str) -> dict[str, str]:
    """As scripts take one."""
    return {_ELEMENT: identity}


def identity_of(found: Any) -> str | None:
    """Of an element that a script returned; None where it returned something else."""
    return found.get(_ELEMENT) if isinstance(found, dict) else None


class Wire(Protocol):
    """One session of a browser."""

    def send(self, command: str, **parameters: Any) -> Any:
        """What the command returns. Raises RefusedError."""


class Http:
    """A session of WebKitWebDriver."""

    def __init__(self, address: str, capabilities: dict[str, Any]) -> None:
        made = self._ask("POST", f"{address}/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.version: str = made["capabilities"]["browserVersion"]
        self._session = f"{address}/session/{made['sessionId']}"

    def send(self, command: str, **parameters: Any) -> Any:
        method, path = _OVER_HTTP[command]
        address = self._session + path.format(**parameters)
        return self._ask(method, address, parameters if method == "POST" else None)

    @staticmethod
    def _ask(method: str, address: str, body: object) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        asked = Request(address, sent, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(asked, timeout=60) as reply:
                return json.load(reply)["value"]
        except HTTPError as refused:
            raise RefusedError(json.load(refused)["value"]["message"]) from None


class Marionette:
    """A session of Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._numbers = count(1)
        self._held = b""
        self._read()  # its greeting
        made = self.send("NewSession", strictFileInteractability=True)
        self.version: str = made["capabilities"]["browserVersion"]

    def send(self, command: str, **parameters: Any) -> Any:
        name = command if ":" in command else f"WebDriver:{command}"
        asked = json.dumps([0, next(self._numbers), name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(asked), asked))
        _, _, refused, result = self._read()
        if refused:
            raise RefusedError(refused["message"])
        return result["value"] if isinstance(result, dict) and list(result) == ["value"] else result

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> Any:
        while b":" not in self._held:
            self._more()
        length, _, self._held = self._held.partition(b":")
        while len(self._held) < int(length):
            self._more()
        text, self._held = self._held[: int(length)], self._held[int(length) :]
        return json.loads(text)

    def _more(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            raise RefusedError("Firefox closed the connection")
        self._held += received
