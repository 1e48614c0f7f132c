"""Dates as people write them: read from '11 June 2018 to 5 July 2018' or '15-19 July 2013', and printed."""

from __future__ import annotations

import re
from datetime import date

# Not strftime("%B"): what is read and printed must not depend on the machine's language.
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = "|".join(MONTHS)
_WRITTEN = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?P<month>{_MONTH}))?(?:\s*,?\s*(?P<year>\d{{4}}))?\b", re.I
)
_NUMERIC = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")


def date_range(text: str) -> tuple[date, date] | None:
    """First and last day named. A month or year printed once holds for the days before it too."""
    numeric = [_date(int(m["day"]), int(m["month"]), int(m["year"])) for m in _NUMERIC.finditer(text)]
    if numeric:
        found = [day for day in numeric if day is not None]
    else:
        month = year = None
        found = []
        for match in reversed(list(_WRITTEN.finditer(text))):
            month = MONTHS.index(match["month"].lower()) + 1 if match["month"] else month
            year = int(match["year"]) if match["year"] else year
            day = _date(int(match["day"]), month, year) if month and year else None
            if day is not None:
                found.append(day)
        found.reverse()
        if len(found) > 1 and found[0] > found[-1] and found[0].year == found[-1].year:
            # '30 November to 4 December' never crosses a year; '29 November to 12 January 2014' does.
            earlier = _date(found[0].day, found[0].month, found[0].year - 1)
            found[0] = earlier or found[0]
    if not found or found[0] > found[-1]:
        return None
    return found[0], found[-1]


def single_date(text: str) -> date | None:
    """The one date at the start of the text, complete with year."""
    found = _NUMERIC.search(text)
    if found:
        return _date(int(found["day"]), int(found["month"]), int(found["year"]))
    written = _WRITTEN.search(text)
    if not written or not written["month"] or not written["year"]:
        return None
    return _date(int(written["day"]), MONTHS.index(written["month"].lower()) + 1, int(written["year"]))


def day(value: date) -> str:
    """As in "24 August 2018", whatever the machine's language."""
    return f"{value.day} {_named(value)} {value.year}"


def period(start: date | None, end: date | None) -> str:
    """As in "11 June to 5 July 2018" or "12 to 16 January 2026"; "" where neither is known."""
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else ""
    if start == end:
        return day(end)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{start.day} {_named(start)} to {day(end)}"
    return f"{start.day} to {day(end)}"


def _named(value: date) -> str:
    return MONTHS[value.month - 1].capitalize()


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
