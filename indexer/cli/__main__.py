"""`python -m indexer.cli`: the write side alone."""

from __future__ import annotations

from collections.abc import Callable

from indexer.process import run_process


def _load() -> Callable[[], int]:
    from .app import main

    return main


run_process(_load)
