"""What in a question reads as a time and chose no reports? It is said, so that nothing is dropped unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from indexer.dates import day
from indexer.kinds.base import REPORTS

from .inspections import LATEST, OWN
from .mention import Mention, overlaps
from .periods import no_days, read

_RECENTLY = re.compile(r"\b(?:recently|in\s+recent\s+(?:years|months|times))\b", re.IGNORECASE)
_SINCE = re.compile(
    rf"\b(?:since|after|following)\s+(?:{OWN}|(?:\w+\s+){{0,4}}?\w+['’]s?\s+)\b{LATEST}\s+{REPORTS}\b",
    re.IGNORECASE,
)


def unread(text: str, found: Iterable[Mention]) -> list[str]:
    """One sentence each. found: what was understood."""
    notes = [_no_date(match[0].strip()) for match in no_days(text)]
    read_as_reports = [item for item in found if item.field == "report"]
    for match in _RECENTLY.finditer(text):
        if overlaps(*match.span(), read_as_reports):
            continue
        notes.append(
            f"‘{match[0]}’ chose no reports; name a year, or write ‘in the last three years’ or "
            "‘latest report’."
        )
    for match in _SINCE.finditer(text):
        if not overlaps(*match.span(), read_as_reports):
            notes.append(f"No report is newer than the last inspection, so ‘{match[0]}’ chose no reports.")
    return list(dict.fromkeys(notes))


def _no_date(typed: str) -> str:
    swapped = re.sub(r"^(\d+)([/.-])(\d+)", r"\3\2\1", typed)
    meant = read(swapped, date.min) if swapped != typed else None
    how = f"; if you mean {day(meant.first)}, write {swapped}" if meant else ""
    return f"‘{typed}’ is not a date in the calendar, so it chose no reports{how}."
