"""Consoles for people: nothing that is printed is taken for markup, and nothing is cut at any width."""

from __future__ import annotations

import os
from collections.abc import Mapping

from rich.console import Console

_NARROWEST = 20  # columns; a narrower terminal breaks the lines by itself
_SIZES = ("COLUMNS", "LINES")


def plain_console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """A console that prints all of a text, however wide the terminal is or says that it is.

    `COLUMNS` and `LINES` count where they are sizes; else the terminal is asked.
    """
    console = Console(
        stderr=stderr,
        soft_wrap=soft_wrap,
        markup=False,
        highlight=False,
        emoji=False,
        _environ=_environment(os.environ),
    )
    if console.width < _NARROWEST:
        console.width = _NARROWEST
    return console


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name not in _SIZES or _is_size(value)}


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0
