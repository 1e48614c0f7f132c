"""One server for a run, one browser for a file of tests, one window for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.browser_bench import Visitor, chromium, served, visit
from tests.support.api_bench import sample_index

Open = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the sample reports."""
    # Scores of the tests' encoder are lower than those of the real one, which that setting is for.
    with served(sample_index(), similar_least=0.2, similar_least_recommended=0.2) as address:
        yield address


# Playwright keeps an event loop running in the thread of the tests: those of other files must not meet it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def open_window(browser: Browser, site: str) -> Iterator[Open]:
    """Windows of `visit` on the sample reports, called with a size, script=… and dark=…."""
    with ExitStack() as windows:

        def opened(*size: tuple[int, int], **settings: Any) -> Visitor:
            return windows.enter_context(visit(browser, site, *size, **settings))

        yield opened


@pytest.fixture
def visitor(open_window: Open) -> Visitor:
    """A wide window with scripts."""
    return open_window()
