"""The long walk in each engine that is here: python -m tests.browser.engines [firefox] [webkit]."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.browser.browser_bench import served
from tests.browser.engines.found import OPENED, missing, webkit
from tests.browser.engines.walk import LONG, dark
from tests.browser.engines.window import Window
from tests.browser.engines.wire import RefusedError
from tests.support.api_bench import sample_index


def walk(window: Window, parts: Iterable[Callable[[Window], None]]) -> int:
    """The number of parts that failed; each is told."""
    failed = 0
    for part in parts:
        begun = time.monotonic()
        try:
            part(window)
            said = "holds"
        except (AssertionError, RefusedError) as error:
            said, failed = f"FAILS: {error}", failed + 1
        print(f"{window.name} {window.version}  {part.__name__:9} {time.monotonic() - begun:5.1f} s  {said}")
    return failed


def main(names: list[str]) -> int:
    failed = 0
    with served(sample_index(), similar_least=0.2, similar_least_recommended=0.2) as site:
        for name in names or OPENED:
            if why := missing(name):
                print(f"{name}: not tried, {why}")
                continue
            with tempfile.TemporaryDirectory() as folder, OPENED[name](site, Path(folder)) as window:
                failed += walk(window, LONG)
            if name == "webkit":
                with tempfile.TemporaryDirectory() as folder, webkit(site, Path(folder), dark=True) as window:
                    failed += walk(window, (dark,))
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
