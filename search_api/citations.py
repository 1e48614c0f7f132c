"""From a paragraph to the words that cite it. A fact that the report does not give is left out or said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from indexer.records import Paragraph, Pinpoint, Report

Style = Literal["plain"]

_PARTS = {"lscb": "review of the Local Safeguarding Children Board"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def cite(report: Report, paragraph: Paragraph, style: Style = "plain") -> str:
    """Authority, inspection with its dates, publication date, kind and number, page; no final stop.

    As in "Northmoor, Re-inspection of services ..., inspected 11 June to 5 July 2018, published
    24 August 2018, paragraph 27, page 14".
    """
    return _STYLES[style](report, paragraph)


def locator(paragraph: Paragraph) -> str:
    """Kind and number in words, as in "recommendation 6" or "what needs to improve, bullet 2"."""
    pinpoint = Pinpoint.parse(paragraph.id)
    part = f"{_PARTS.get(paragraph.part, f'{_ordinal(paragraph.part)} part')}, " if paragraph.part else ""
    number = paragraph.number
    if paragraph.kind == "recommendation":
        place = f"recommendation {number}"
    elif paragraph.kind == "improvement":
        place = f"what needs to improve, {'paragraph' if paragraph.printed else 'bullet'} {number}"
    elif paragraph.kind == "summary":
        place = f"{_section_name(pinpoint)}, paragraph {number}"
    elif paragraph.kind == "context":
        place = f"{_heading(paragraph, 'context')}, paragraph {number}"
    else:
        place = f"paragraph {number}"
    if pinpoint.repeat:
        place += f" ({_nth(ord(pinpoint.repeat) - ord('a') + 1)} of that number)"
    # A bullet or a letter's paragraph is counted, not read: the reader of the citation must count too.
    unnumbered = "" if paragraph.printed or paragraph.kind == "improvement" else " (unnumbered in the report)"
    return f"{part}{place}{unnumbered}"


def pages(report: Report, paragraph: Paragraph) -> str:
    """ "page 14", "pages 14-15", or why the page is not known. Pages are counted from 1 in the file."""
    first, last = paragraph.page_first, paragraph.page_last
    if first is None:
        return "page not known: read from exported text" if report.media == "text" else "page not known"
    return f"page {first}" if last is None or last == first else f"pages {first}-{last}"


def day(value: date) -> str:
    """As in "24 August 2018", whatever the machine's language."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def period(start: date | None, end: date | None) -> str:
    """As in "11 June to 5 July 2018" or "12 to 16 January 2026"; "" where neither is known."""
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else ""
    if start == end:
        return day(end)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{start.day} {_MONTHS[start.month - 1]} to {day(end)}"
    return f"{start.day} to {day(end)}"


def inspection(report: Report) -> str:
    """Title, dates of the inspection and of publication, as far as they are known."""
    inspected = period(report.inspection_start, report.inspection_end)
    facts = (
        report.title,
        f"inspected {inspected}" if inspected else "",
        f"published {day(report.published)}",
    )
    return ", ".join(fact for fact in facts if fact)


def _plain(report: Report, paragraph: Paragraph) -> str:
    return ", ".join((report.authority, inspection(report), locator(paragraph), pages(report, paragraph)))


def _section_name(pinpoint: Pinpoint) -> str:
    words = pinpoint.section.replace("-", " ")
    return f"{words} summary" if words else "summary"


def _heading(paragraph: Paragraph, otherwise: str) -> str:
    return f"‘{paragraph.section[-1]}’" if paragraph.section else otherwise


def _ordinal(part: str) -> str:
    number = part.removeprefix("part")
    return _nth(int(number)) if number.isdigit() else part


def _nth(number: int) -> str:
    named = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    return named[number - 1] if 1 <= number <= len(named) else f"number {number}"


_STYLES: dict[Style, Callable[[Report, Paragraph], str]] = {"plain": _plain}
