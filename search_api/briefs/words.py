"""Numbers and lists in sentences."""

from __future__ import annotations

import re


def count(number: int, noun: str, plural: str = "") -> str:
    """As in "1 report" and "1,204 reports"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def short_name(authority: str) -> str:
    """As people say it in a list: "Bristol" of "Bristol, City of"."""
    return re.sub(r",\s*(?:city|county) of$", "", authority, flags=re.IGNORECASE)


def either(number: int) -> str:
    """As in "the one report" or "any of the 3 reports"."""
    return "the one report" if number == 1 else f"any of the {number} reports"
