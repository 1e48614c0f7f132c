"""Several things in one sentence, as in "A, B and C"."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[str], last: str = "and") -> str:
    """As in "A, B and C"; "" of nothing. last: the word before the last of them."""
    *first, end = list(items) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end
