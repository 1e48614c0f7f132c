"""Which letters of a line are footnote marks: raised or smaller figures after anything, and signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from . import calls

_LINE_HEIGHT = 1.207  # ascent and descent of Tahoma, the reports' typeface, per point of size
_SIGNS = "*†‡§"
# What may hold a mark: figures at the end of a word or figure, signs, letters, or what heads a line; not the
# square of a unit ("km2") and not the lower half of a fraction. The seldom letter stands first, for speed.
_AFTER = r"(?=[\s.,;:)’”?!%–—]|$)"
_PLACES = re.compile(
    rf"[\d{_SIGNS}]"
    rf"(?:(?<=[^\s/⁄]\d)(?<!\bm\d)(?<!\bkm\d)\d*"
    rf"|(?<=[^\s/⁄][{_SIGNS}])(?<!\bm[{_SIGNS}])(?<!\bkm[{_SIGNS}])[{_SIGNS}]{{0,2}}){_AFTER}"
)
_LETTERS = re.compile(rf"(?<=[^\sA-Za-z/⁄])[a-e]{_AFTER}")
_HEAD = re.compile(rf"(?:\d{{1,2}}|[a-e])(?=[\sA-Z‘“])|[{_SIGNS}]{{1,3}}(?=\s*\S)")
# What every such place holds: a line without it is passed over at once.
_HINT = re.compile(rf"[\d{_SIGNS}]|[^\sA-Za-z/⁄][a-e]{_AFTER}|^[a-e][\sA-Z‘“]")
_LETTER_HINT = re.compile(rf"[^\sA-Za-z/⁄][a-e]{_AFTER}")
_SMALLER = 0.80  # a mark is printed at less than this share of its neighbour's size …
_HIGHER = 0.15  # … or stands higher than its neighbour by more than this share of that size
_LOWER = 0.10  # … and never lower than by this share: "CO2"
_ADVANCE = 0.1  # letters of an upright line stand beside each other by more than this share
_MOST = 2  # figures of a mark


def may_hold_marks(text: str) -> bool:
    """Whether the line has what every footnote mark is made of; most have not."""
    return _HINT.search(text) is not None


def marks_of(page: int, text: str, index_of: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Half-open spans in the line `text`. page: PDFium's handle of its text page; index_of: place in the
    line -> index of the character there.

    Signs are given wherever they may be a mark: whether the page has such a footnote is decided later.
    """
    for first, end in _places(text):
        if text[first] in _SIGNS:
            yield first, end
        elif first == 0:
            beside = len(text) - len(text[end:].lstrip())
            if beside < len(text) and _is_raised(page, index_of(first), index_of(beside)):
                yield first, end
        else:
            for mark in range(end - 1, max(first, end - _MOST) - 1, -1):
                if _is_raised(page, index_of(mark), index_of(mark - 1)):
                    yield mark, end
                    break


def _places(text: str) -> Iterable[tuple[int, int]]:
    head = _HEAD.match(text)
    begin = head.end() if head else 0
    spans = [head.span()] if head else []
    spans += [found.span() for found in _PLACES.finditer(text, begin)]
    if _LETTER_HINT.search(text):
        spans += [found.span() for found in _LETTERS.finditer(text, begin)]
        spans.sort()
    return spans


def size_of(page: int, index: int) -> float:
    """Font size in points. Some writers set size 1 and scale by the matrix: then from the line's height.

    page: as of `marks_of`.
    """
    size: float = calls.set_size(page, index)
    if size > 2:
        return size
    height = calls.loose_height(page, index)
    return round(height / _LINE_HEIGHT * 2) / 2 if height else size


def _is_raised(page: int, one: int, other: int) -> bool:
    """Whether the character `one` is smaller or stands higher than `other`, its neighbour in the line."""
    size = size_of(page, other)
    smaller = 0 < size_of(page, one) < _SMALLER * size
    (x0, y0), (x1, y1) = calls.origin(page, one), calls.origin(page, other)
    if (x1 - x0 if one < other else x0 - x1) <= _ADVANCE * size:
        return smaller  # the line does not run from left to right: which way is up is not known
    return y0 - y1 > (-_LOWER if smaller else _HIGHER) * size
