"""Whether a paragraph's text stands on exactly the pages that it cites: pure, no PDF library.

Both sides are compared after `normalise.fold`. Between the parts of a paragraph on two pages anything
may stand (page number, running header, footnotes); within a page nothing may be added, left out or moved,
but for the footnote marks that are printed on that page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.reading.normalise import fold

_HEAD = 6  # folded characters by which the beginning of a paragraph is looked for
_OVERRUN = 40  # what follows a paragraph's part on its page may by chance begin as its next part does
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as one reader gives it. text: folded. starts: offsets in it where a line begins.

    marks: the footnote marks printed on the page, longest first.
    """

    text: str
    starts: frozenset[int]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a paragraph leaves the text of its pages, folded. page: place in the pages given.

    matched: characters of the paragraph found before. expected: how the paragraph goes on;
    found: how the page does, "" if the paragraph's beginning is not on it.
    """

    page: int
    matched: int
    expected: str
    found: str


def page_text(lines: Iterable[str], marks: Iterable[str] = ()) -> PageText:
    """One page from its printed lines."""
    text, starts = "", set()
    for line in lines:
        starts.add(len(text))
        text += fold(line)
    return PageText(text, frozenset(starts), tuple(sorted(set(marks), key=lambda mark: (-len(mark), mark))))


def find_stretch(paragraph: str, pages: Sequence[PageText]) -> Stretch | None:
    """None if the paragraph stands on these pages, its first words on the first, its last on the last,
    and a part of it on each between; else the stretch at which the best attempt ended.
    """
    text = fold(paragraph)
    if not text or not pages:
        return Stretch(0, 0, text[:_SHOWN], "")
    best = Stretch(0, 0, text[:_SHOWN], "")
    for attempt in _attempts(text, 0, pages, 0):
        if attempt is None:
            return None
        if attempt.matched > best.matched:
            best = attempt
    return best


def _attempts(text: str, done: int, pages: Sequence[PageText], place: int) -> Iterator[Stretch | None]:
    """What comes of each place at which the rest of the paragraph may go on. None: all of it was found."""
    page, rest = pages[place], text[done:]
    for start in _candidates(rest, page, continued=place > 0):
        length, end = _run(rest, page, start)
        if place == len(pages) - 1:
            if length == len(rest):
                yield None
                return
            yield _stretch(text, done + length, page, end, place)
            continue
        yield _stretch(text, done + length, page, end, place)
        for cut in range(min(length, len(rest) - 1), max(0, length - _OVERRUN), -1):
            yield from _attempts(text, done + cut, pages, place + 1)


def _candidates(rest: str, page: PageText, *, continued: bool) -> Iterator[int]:
    head = rest[:_HEAD]
    found = page.text.find(head)
    while found >= 0:
        # What goes on from the page before begins a line; a chance repeat of a few letters seldom does.
        if not continued or found in page.starts:
            yield found
        found = page.text.find(head, found + 1)


def _run(rest: str, page: PageText, start: int) -> tuple[int, int]:
    """How many characters of `rest` stand from `start` on, and where on the page they end."""
    length, end, text = 0, start, page.text
    while length < len(rest):
        if end < len(text) and rest[length] == text[end]:
            length, end = length + 1, end + 1
            continue
        mark = next((mark for mark in page.marks if text.startswith(mark, end)), "")
        if not mark:
            break
        end += len(mark)
    return length, end


def _stretch(text: str, matched: int, page: PageText, end: int, place: int) -> Stretch:
    return Stretch(place, matched, text[matched : matched + _SHOWN], page.text[end : end + _SHOWN])
