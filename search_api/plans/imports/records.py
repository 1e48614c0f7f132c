"""What is read of a plan's file, and the names by which its parts are known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAMES = {
    "area": "area",
    "action": "action",
    "owner": "owner",
    "date": "date",
    "note": "note",
}  # label -> field
# The id of a paragraph behind the word that every file puts before it.
REFERENCE = re.compile(r"\bReference:\s*`?([^\s`<>]+/[^\s`<>]+)")


@dataclass(slots=True)
class Row:
    """A paragraph of the file. fields: those of an Entry but its id; those that are empty may be missing."""

    id: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """In the order of the file. title: "" where there is none. remarks: what was left out."""

    rows: list[Row] = field(default_factory=list)
    title: str = ""
    remarks: list[str] = field(default_factory=list)


def bare_quotation(text: str) -> str:
    """Without the quotation marks that the file puts around it."""
    text = text.strip()
    return text[1:-1] if text[:1] in "‘'“\"" and text[-1:] in "’'”\"" and len(text) > 1 else text
