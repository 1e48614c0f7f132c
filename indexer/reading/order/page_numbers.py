"""Pages as the file has them: which are blank, and where the printed page numbers do not run on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.reading.normalise import clean
from indexer.reading.pages import Line, Page

MARGIN = 98.0  # points from the upper or lower edge in which running lines stand
_PAGE_NUMBER = re.compile(r"(?:page\s*)?(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?|.*\s(\d{1,3})", re.IGNORECASE)
_LONGEST = 24  # characters of a line that holds nothing but the number of its page
_SUPPORT = 3  # pages ahead that print the numbers that follow, where a number is not alone on its line
_FEW = 3  # jumps that one page out of place makes
_MOST = 0.5  # more jumps than this share of the pages: they stand in another order altogether


class Jump(NamedTuple):
    """Where the printed page numbers do not run on. page: of the file, from 1; printed: on it.

    before: what is printed on the last page before it that prints a number, 0 at the file's beginning.
    """

    page: int
    before: int
    printed: int


def in_margin(line: Line, page: Page) -> bool:
    """Whether the line stands near the upper or lower edge of the page."""
    return page.above_foot(line) < MARGIN or page.below_head(line) < MARGIN


def number_alone(line: Line) -> int | None:
    """The number that is all there is on the line, as "12" or "page 12 of 30", else None."""
    if len(line.text) > _LONGEST:
        return None
    match = _PAGE_NUMBER.fullmatch(clean(line.text))
    return int(match[1]) if match and match[1] else None


@lru_cache(maxsize=8192)  # asked at each step of the reading, as `clean` is
def pattern(text: str) -> str:
    """A running line's text but for the numbers in it."""
    return re.sub(r"\d+", "#", clean(text)).strip("# ").lower()


def runs_on(pages: Sequence[Page], jumps: Sequence[Jump]) -> bool:
    """Whether the page numbers run on but for some jumps; if not, the pages stand in another order."""
    return len(jumps) <= max(_FEW, _MOST * len(pages))


def seams(pages: Sequence[Page]) -> frozenset[int]:
    """Pages that do not go on where the page before ends: pages were lost, moved or doubled there."""
    after_blank = {page + 1 for page in textless(pages)} - set(textless(pages))
    return frozenset(after_blank | {jump.page for jump in page_number_jumps(pages)})


def textless(pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages of a PDF without any text: blank, or pictures."""
    return [
        page.number
        for page in pages
        if page.number is not None and not any(line.text.strip() for line in page.lines)
    ]


def page_number_jumps(pages: Sequence[Page]) -> list[Jump]:
    """Where pages are missing, moved or doubled, by the page numbers in the margins."""
    running = _running(pages)
    printed = [_printed(page, running) for page in pages]
    jumps: list[Jump] = []
    last = shift = 0
    for place, (alone, beside) in enumerate(printed):
        page = pages[place].number or place + 1
        if page + shift in alone | beside:
            last = page + shift
            continue
        ahead = printed[place + 1 : place + 1 + _SUPPORT]
        supported = [
            number
            for number in sorted(alone | beside)
            if ahead and all(number + 1 + step in one | two for step, (one, two) in enumerate(ahead))
        ]
        number = next(iter([*supported, *(sorted(alone) if last else ())]), None)
        if number is None:
            continue
        if last or number > page:  # the first pages of a report may bear no number, or numbers of their own
            jumps.append(Jump(page, last, number))
        shift, last = number - page, number
    return jumps


def _printed(page: Page, running: frozenset[str]) -> tuple[set[int], set[int]]:
    """Numbers that may be the page's own: alone or on a running line, and at the end of another line."""
    alone: set[int] = set()
    beside: set[int] = set()
    for line in page.lines:
        match = _PAGE_NUMBER.fullmatch(clean(line.text)) if page.height and in_margin(line, page) else None
        if match:
            sure = match[1] or pattern(line.text) in running
            (alone if sure else beside).add(int(match[1] or match[2]))
    return alone, beside


def _running(pages: Sequence[Page]) -> frozenset[str]:
    seen = Counter(
        text
        for page in pages
        for text in {pattern(line.text) for line in page.lines if page.height and in_margin(line, page)}
    )
    return frozenset(text for text, count in seen.items() if count >= _SUPPORT)
