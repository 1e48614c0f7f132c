"""Is every line of the file accounted for: in a paragraph, or known as something else?

The lines of the paragraphs are found again on the pages by their place (in exported text by their words), so
that whatever was dropped on the way to a paragraph is missed here, for whatever reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor

from indexer.reading.furniture import BodyLine
from indexer.reading.normalise import fold
from indexer.reading.pages import Line, Page
from indexer.records import Anomaly, Paragraph

from .anomalies import ids_around, ids_on, worded

_WORD = re.compile(r"[^\W\d]{2}")
_ENOUGH = 97.0  # per cent of the text of a document that no kind describes
_NUMBERS = "0123456789."  # of a paragraph, which its text does not hold


@dataclass(frozen=True, slots=True)
class Account:
    """share: of the letters of all pages, in per cent to one decimal place, rounded down, those in
    paragraphs, headings, furniture, notes and known texts. lost: lines in none of them, in reading order.
    """

    share: float
    lost: tuple[BodyLine, ...]


def unplaced(body: Sequence[BodyLine], paragraphs: Sequence[Paragraph]) -> list[BodyLine]:
    """Running lines that are neither of a paragraph nor in the headings above one."""
    held = {(box.page, box.left, box.bottom, box.right) for item in paragraphs for box in item.boxes}
    missing = [line for line in body if _place(line) not in held and _WORD.search(line.line.text)]
    headings = {fold(title) for title in {title for item in paragraphs for title in item.section}}
    missing = [line for line in missing if fold(line.line.text) not in headings]
    if any(line.line.right <= 0 for line in missing):
        folded = fold(" ".join(item.text for item in paragraphs))
        missing = [line for line in missing if fold(line.line.text).lstrip(_NUMBERS) not in folded]
    return missing


def account_for(pages: Sequence[Page], missing: Iterable[BodyLine], known: Iterable[BodyLine]) -> Account:
    """missing: what `unplaced` gives. known: lines that are no paragraph's for a reason. What else is on the
    pages is in a paragraph, furniture or a footnote.
    """
    explained = {id(line) for line in known}
    lost = tuple(line for line in missing if id(line) not in explained)
    whole = sum(_letters(line) for page in pages for line in page.lines)
    part = sum(_letters(item.line) for item in lost) / whole if whole else 0.0
    return Account(floor(1000 * (1 - part)) / 10, lost)


def lost_anomalies(account: Account, paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """One for each page that has lines which belong to nothing, with the paragraphs beside them."""
    found = []
    for page, lines in groupby(account.lost, key=lambda line: line.page):
        words = sum(len(line.line.text.split()) for line in lines)
        said = f"{words:,} word{'s belong' if words > 1 else ' belongs'} to no paragraph and to no known part"
        touched = ids_around(paragraphs, page, page) if page is not None else ()
        found.append(Anomaly("text not read", page, said, touched))
    return found


def share_anomalies(account: Account, paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """One where much of a file is in no paragraph, with the pages that lack and the paragraphs on them."""
    if account.share >= _ENOUGH:
        return []
    pages = sorted({line.page for line in account.lost if line.page is not None})
    where = f": {worded('page', pages)}" if pages else ""
    said = f"{100 - account.share:.1f}% of the text belongs to no paragraph{where}"
    return [Anomaly("text not read", pages[0] if pages else None, said, ids_on(paragraphs, *pages))]


def _place(body: BodyLine) -> tuple[int | None, float, float, float]:
    line = body.line
    return (body.page, round(line.left, 1), round(line.bottom, 1), round(line.right, 1))


def _letters(line: Line) -> int:
    return len(line.text) - line.text.count(" ")
