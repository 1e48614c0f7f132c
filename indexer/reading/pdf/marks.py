"""Which letters of a line are footnote marks: raised or smaller figures after anything, and signs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator

import pypdfium2.raw as pdfium

_LINE_HEIGHT = 1.207  # ascent and descent of Tahoma, the reports' typeface, per point of size
_SIGNS = "*†‡§"
# What may hold a mark: figures at the end of a word or figure, signs, or what heads a line; not the square of
# a unit ("km2") and not the lower half of a fraction.
_PLACES = re.compile(
    rf"(?<=[^\s/⁄])(?<!\bm)(?<!\bkm)(?:\d+|[{_SIGNS}]{{1,3}}|(?<![A-Za-z])[a-e])(?=[\s.,;:)’”?!%–—]|$)"
    rf"|^(?:(?:\d{{1,2}}|[a-e])(?=[\sA-Z‘“])|[{_SIGNS}]{{1,3}}(?=\s*\S))"
)
# What every such place holds: a line without it is passed over at once.
_HINT = re.compile(rf"[\d{_SIGNS}]|[^\sA-Za-z/⁄][a-e]|^[a-e]")
_SMALLER = 0.80  # a mark is printed at less than this share of its neighbour's size …
_HIGHER = 0.15  # … or stands higher than its neighbour by more than this share of that size
_LOWER = 0.10  # … and never lower than by this share: "CO2"
_ADVANCE = 0.1  # letters of an upright line stand beside each other by more than this share
_MOST = 2  # figures of a mark


def marks_of(
    raw: pdfium.FPDF_TEXTPAGE, text: str, index_of: Callable[[int], int]
) -> Iterator[tuple[int, int]]:
    """Half-open spans in the line `text`. index_of: place in the line -> index of the character in `raw`.

    Signs are given wherever they may be a mark: whether the page has such a footnote is decided later.
    """
    if not _HINT.search(text):
        return
    for found in _PLACES.finditer(text):
        first, end = found.span()
        if text[first] in _SIGNS:
            yield first, end
        elif first == 0:
            beside = len(text) - len(text[end:].lstrip())
            if beside < len(text) and _is_raised(raw, index_of(first), index_of(beside)):
                yield first, end
        else:
            for mark in range(end - 1, max(first, end - _MOST) - 1, -1):
                if _is_raised(raw, index_of(mark), index_of(mark - 1)):
                    yield mark, end
                    break


def size_of(raw: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    """Font size in points. Some writers set size 1 and scale by the matrix: then from the line's height."""
    size = float(pdfium.FPDFText_GetFontSize(raw, index))
    if size > 2:
        return size
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
        return size
    return float(round((box.top - box.bottom) / _LINE_HEIGHT * 2) / 2)


def _is_raised(raw: pdfium.FPDF_TEXTPAGE, one: int, other: int) -> bool:
    """Whether the character `one` is smaller or stands higher than `other`, its neighbour in the line."""
    size = size_of(raw, other)
    smaller = 0 < size_of(raw, one) < _SMALLER * size
    (x0, y0), (x1, y1) = _origin(raw, one), _origin(raw, other)
    if (x1 - x0 if one < other else x0 - x1) <= _ADVANCE * size:
        return smaller  # the line does not run from left to right: which way is up is not known
    return y0 - y1 > (-_LOWER if smaller else _HIGHER) * size


def _origin(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, float]:
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, across, up)
    return across.value, up.value
