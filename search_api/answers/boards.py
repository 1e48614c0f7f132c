"""Whose recommendations are asked for: those of the council, of its safeguarding board, or of both."""

from __future__ import annotations

import re

_BOARD = r"(?:(?:local\s+)?safeguarding\s+(?:children['’]?s?\s+)?boards?(?:['’]s?)?|LSCB(?:['’]?s)?)"
_WITHOUT_BOARD = re.compile(
    rf"\b(?:not|without|excluding|except(?:\s+for)?|minus|leav(?:e|ing)\s+out|rather\s+than|ignor(?:e|ing)|no)\b[^.?;]*?"
    rf"\b{_BOARD}|\b(?:council|authority|LA)(?:['’]s)?\s+(?:ones?\s+)?only\b|"
    r"\bonly\s+(?:the\s+)?(?:council|authority|LA)(?:['’]s)?\b|\bjust\s+the\s+(?:council|authority)(?:['’]s)?\b",
    re.IGNORECASE,
)
_BESIDE_BOARD = re.compile(
    rf"\b(?:and|including|plus|with|both|as\s+well\s+as|or)\s+(?:(?:those|the\s+ones)\s+(?:for|of)\s+)?(?:the\s+|its\s+)?"
    rf"{_BOARD}|{_BOARD}\s+(?:and|or)\s+(?:the\s+)?(?:council|authority|local\s+authority|children['’]s\s+services)\b",
    re.IGNORECASE,
)
OF_BOARD = re.compile(rf"\b{_BOARD}", re.IGNORECASE)


def leaves_out_board(text: str) -> bool:
    """Whether what a safeguarding board was told is not wanted: "the council's ones only"."""
    return _WITHOUT_BOARD.search(text) is not None


def asks_only_of_board(text: str) -> bool:
    """Whether only what a safeguarding board was told is wanted."""
    named = OF_BOARD.search(text)
    return named is not None and not leaves_out_board(text) and not _BESIDE_BOARD.search(text)
