"""The console command `pinpoint`: ready for Ctrl-C first, everything else after."""

from __future__ import annotations

import os

try:
    from indexer.process import run_process
except KeyboardInterrupt:
    os._exit(130)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process and end it with the command's exit status."""
    run_process(_load)


def _load() -> Callable[[], int]:
    from .app import run

    return run
