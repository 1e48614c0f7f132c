"""A real browser on the real server: Chromium through Playwright, pages served as `pinpoint serve` does.

Whatever a page does that it must not do is collected while a test runs, and fails it: messages of the
console, refusals of the Content-Security-Policy, dialogs, requests to anything but this server.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    sync_playwright,
)

from tests.support.api_bench import make_service
from web.serve import _application

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, PHONE, NARROW = (1280, 900), (390, 844), (320, 256)  # NARROW: what 1280 by 1024 is at 400% zoom


@contextmanager
def served(index: Path, **settings: Any) -> Iterator[str]:
    """The address of a server on a free port of this machine, with access control as `pinpoint serve` has.

    With a prefix, the address ends with it.
    """
    service = make_service(index, **settings)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        _application(service, None),
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}{service.settings.serve_root_path}"
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
    assert not thread.is_alive(), "the server did not end"


def _wait_until_started(server: uvicorn.Server, thread: Thread) -> None:
    end = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server took too long to start"
        time.sleep(0.01)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Without Chromium the tests are skipped; in CI, which says so by CI=true, they fail."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        missing = "needs Chromium: `make chromium` installs Debian's"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Visitor:
    """A reader's browser window at one server. troubles: what happened that must not."""

    site: str
    page: Page
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200, draft: str = "") -> None:
        """Open a page; its status is as expected, and so is the console's word on a refusal.

        draft: a text that is sent with the form of the page.
        """
        before = len(self.troubles)
        reply = self.page.goto(self.site + path)
        if draft:
            self.page.locator("textarea").fill(draft)
            with self.page.expect_navigation() as sent:
                self.page.locator("form button").first.click()
            reply = sent.value
        assert reply is not None
        if reply.status >= 400:  # of which the console tells as of an error
            said = f"the server responded with a status of {reply.status}"
            self.troubles[before:] = [text for text in self.troubles[before:] if said not in text]
        assert reply.status == status, (path, reply.status)

    @property
    def path(self) -> str:
        """Of the address that is shown, with what follows it, once its page is there.

        A click returns when the next page has begun to arrive: what is read at once may be half a page.
        """
        self.page.wait_for_load_state()
        return self.page.url.removeprefix(self.site)

    def arrive(self, path: str) -> None:
        """Wait until the page at `path` is shown whole; fails the test if it never is."""
        self.page.wait_for_url(self.site + path)

    def texts(self, selector: str) -> list[str]:
        """Of every element that matches now, in a page that is there whole."""
        self.page.wait_for_load_state()
        return self.page.locator(selector).all_inner_texts()

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def sideways(self) -> int:
        """CSS pixels by which the page is wider than the window."""
        found: int = self.page.evaluate(
            "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
        )
        return found

    def told(self) -> str:
        """What a screen reader was told last, as a status message."""
        return " ".join(self.page.locator("[data-status]").inner_text().split())


@contextmanager
def visit(
    browser: Browser, site: str, size: tuple[int, int] = WIDE, *, script: bool = True, dark: bool = False,
    **more: Any,
) -> Iterator[Visitor]:  # fmt: skip
    """A fresh window, with nothing stored. Troubles fail the test when it is closed."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        reduced_motion="reduce",  # a page that still scrolls is not where it will be
        **more,
    )
    context.set_default_timeout(15_000)
    try:
        visitor = Visitor(site, context.new_page())
        _watch(context, visitor)
        yield visitor
        visitor.page.evaluate("1")  # what happened before is told before the answer
        if visitor.troubles:
            pytest.fail("\n".join(visitor.troubles))
    finally:
        context.close()


def _watch(context: BrowserContext, visitor: Visitor) -> None:
    troubles = visitor.troubles

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"console: {message.text}")

    def request(made: Request) -> None:
        if not made.url.startswith((visitor.site + "/", "data:", "blob:")):
            troubles.append(f"request to elsewhere: {made.url}")

    def dialog(opened: Dialog) -> None:
        troubles.append(f"dialog: {opened.message}")
        opened.dismiss()

    context.on("console", console)
    context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
    context.on("request", request)
    context.on("dialog", dialog)
