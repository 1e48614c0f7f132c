"""The site of the documentation, built and served on this machine, and what axe-core finds on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.browser.browser_bench import PHONE, WIDE, Visitor, chromium, visit
from tests.browser.states.axe import violations


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """The address of a folder of pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(30)


def found_on(folder: Path, pages: Iterable[str]) -> Iterator[str]:
    """Page, window and what is wrong: accessibility, what is wider than the window, what a page must not do.

    pages: paths below the folder. Each is looked at wide and light, and on a phone and dark.
    """
    with served_folder(folder) as site, chromium() as browser:
        for dark, size in ((False, WIDE), (True, PHONE)):
            where = "phone, dark" if dark else "wide, light"
            with visit(browser, site, size, dark=dark) as window:
                for page in pages:
                    window.go(f"/{page}")
                    yield from (f"{page} ({where}): {one}" for one in _wrong(window))


def _wrong(window: Visitor) -> list[str]:
    window.page.wait_for_load_state("networkidle")
    found = violations(window)
    if (wider := window.sideways()) > 0:
        found.append(f"{wider} pixels wider than the window")
    found += window.troubles
    window.troubles.clear()
    return found
