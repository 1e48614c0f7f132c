"""What became of a paragraph or report that an index holds no more? Told where a saved link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from indexer.errors import Remedy
from indexer.records import Paragraph, Pinpoint

_DATE = re.compile(r"-?\d{4}-\d\d-\d\d(?:-[2-9])?$")
_CORRECTED = 31  # days by which the date of a cover may have been corrected
_MOST = 5
_CITED_BY_NUMBER = ("finding", "recommendation", "improvement")  # of a summary nobody cites a number alone


def same_number(wanted: Pinpoint, held: Iterable[Paragraph]) -> str:
    """The end of a remedy: what else in the report has that number, of another kind or part, or ""."""
    found = [
        item.id
        for item in held
        if item.kind in _CITED_BY_NUMBER and Pinpoint.parse(item.id).label == wanted.label
    ][:_MOST]
    return f"; that number is also in {', '.join(found)}" if found else ""


def told(report_id: str, known: Sequence[str]) -> str | Remedy:
    """The remedy for a report that is not there. known: ids of all reports."""
    stem = _DATE.sub("", report_id)
    alike = [name for name in known if stem and _DATE.sub("", name) == stem]
    if moved := _moved(report_id, alike):
        return f"its date may have been corrected: look at {', '.join(moved)}"
    return f"of that authority it holds {', '.join(alike)}" if alike else Remedy.LIST_REPORTS


def _moved(report_id: str, known: Sequence[str]) -> list[str]:
    """Of reports of an authority those that may be the same one, the nearest date first.

    An id holds the date of publication: where that was corrected, the id is another.
    """
    wanted = _day(report_id)
    if wanted is None:
        return []
    near = [
        (abs((day - wanted).days), name)
        for name in known
        if (day := _day(name)) is not None and abs((day - wanted).days) <= _CORRECTED
    ]
    return [name for _, name in sorted(near)][:_MOST]


def _day(report_id: str) -> date | None:
    found = _DATE.search(report_id)
    try:
        return date.fromisoformat(found[0].removeprefix("-")[:10]) if found else None
    except ValueError:
        return None
