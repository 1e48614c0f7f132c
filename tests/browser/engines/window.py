"""A window of any engine: pages are opened, read and acted on as a reader does, by role and visible name."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.engines.wire import RefusedError, Wire, element, identity_of

_PATIENCE = 20.0  # seconds
# The first element of the role whose name holds the words and that can be seen.
_FIND = """
const [role, words, within] = arguments;
const of = {link: "a[href]", button: "button, summary, a.button", box: "input, textarea, select",
  option: "[role=option]"};
const named = element => (element.getAttribute("aria-label")
  || [...(element.labels || [])].map(label => label.textContent).join(" ") || element.textContent || "")
  .replace(/\\s+/g, " ").trim();
return [...document.querySelectorAll((within ? within + " " : "") + "*")].find(element =>
  element.matches(of[role]) && named(element).includes(words) && element.getClientRects().length) || null;
"""
_READY = "return document.readyState === 'complete' && document.documentElement.dataset.left !== 'yes'"
_LEAVE = "document.documentElement.dataset.left = 'yes'"


@dataclass(slots=True)
class Window:
    """Of one engine, with its name and version, at one server. files: where its downloads arrive."""

    wire: Wire
    site: str
    name: str
    version: str
    files: Path
    darken: Callable[[bool], None] | None = None

    def go(self, path: str) -> None:
        self.wire.send("Navigate", url=self.site + path)
        self._until("the page is there", lambda: self.run(_READY))

    def resize(self, width: int, height: int) -> int:
        """The width inside that the engine gave, in CSS pixels: each has a least one of its own."""
        self.wire.send("SetWindowRect", width=width, height=height)
        time.sleep(0.5)
        return int(self.run("return innerWidth"))

    def run(self, script: str, *values: Any) -> Any:
        return self.wire.send("ExecuteScript", script=script, args=list(values))

    def run_until_done(self, script: str, *values: Any) -> Any:
        """Of a script that calls its last argument with what it returns."""
        return self.wire.send("ExecuteAsyncScript", script=script, args=list(values))

    @property
    def path(self) -> str:
        address: str = self.wire.send("GetCurrentURL")
        return address.removeprefix(self.site)

    def find(self, role: str, words: str, within: str = "") -> str:
        """The element, by a role (link, button, box, option) and words of its name."""
        return str(
            self._until(
                f"there is a {role} '{words}'", lambda: identity_of(self.run(_FIND, role, words, within))
            )
        )

    def click(self, role: str, words: str, within: str = "") -> None:
        self.click_on(self.find(role, words, within))

    def follow(self, role: str, words: str, within: str = "") -> None:
        """Click what leads to another page, and wait for that."""
        found = self.find(role, words, within)
        self.run(_LEAVE)
        self.click_on(found)
        self._until("the next page is there", lambda: self.run(_READY))

    def click_on(self, identity: str) -> None:
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element(identity))
        self.wire.send("ElementClick", id=identity)

    def type(self, words: str, text: str) -> None:
        """Into the box of that name."""
        self.wire.send("ElementSendKeys", id=self.find("box", words), text=text)

    def see(self, selector: str, words: str) -> None:
        """Wait until the words stand there."""
        script = """return [...document.querySelectorAll(arguments[0])].some(
          element => element.textContent.includes(arguments[1]))"""
        self._until(f"'{words}' is at {selector}", lambda: self.run(script, selector, words))

    def downloaded(self, ending: str) -> Path:
        """The file, once it is there whole."""

        def arrived() -> Path | None:
            found = [*self.files.rglob(f"*{ending}")]
            return found[0] if found and found[0].stat().st_size else None

        found: Path = self._until(f"a file {ending} is there", arrived)
        return found

    def _until(self, what: str, test: Callable[[], Any]) -> Any:
        end, last = time.monotonic() + _PATIENCE, ""
        while time.monotonic() < end:
            try:
                if found := test():
                    return found
            except RefusedError as refused:  # the page it was asked of has just gone
                last = str(refused)
            time.sleep(0.05)
        raise AssertionError(f"{self.name}: waited in vain until {what}, at {self.path}. {last}")
