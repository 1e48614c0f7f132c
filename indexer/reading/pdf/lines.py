"""The text of a page as lines, with place, size, weight and footnote marks, as PDFium sees them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from indexer.reading.pages import LINE_END_HYPHEN, Line

from .frame import Frame
from .marks import marks_of, size_of

_WIDE = 8.0  # points of white within a line that a justified line's spaces do not have


def lines_of(raw: pdfium.FPDF_TEXTPAGE, frame: Frame) -> Iterator[Line]:
    """Every printed line in the document's own order. raw: an open text page; frame: how it is read."""
    count = pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    position = 0
    for printed in text.split("\r\n"):
        # A line that ends in a hyphen comes joined to the next one by the hyphen mark.
        for piece in re.findall(rf"[^{LINE_END_HYPHEN}]*{LINE_END_HYPHEN}|[^{LINE_END_HYPHEN}]+", printed):
            start = position + len(piece) - len(piece.lstrip())
            stripped = piece.strip()
            position += len(piece)
            if stripped.strip(LINE_END_HYPHEN):
                yield _line(raw, frame, start, stripped)
        position += 2


def _line(raw: pdfium.FPDF_TEXTPAGE, frame: Frame, start: int, text: str) -> Line:
    first = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start)
    last = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start + len(text) - 1)
    sides = [ctypes.c_double() for _ in range(4)]
    left = bottom = float("inf")
    right = top = float("-inf")
    gaps: list[tuple[float, float, float]] = []
    for number in range(pdfium.FPDFText_CountRects(raw, first, last - first + 1)):
        pdfium.FPDFText_GetRect(raw, number, *sides)
        if number and sides[0].value - right > _WIDE and right - left > _WIDE:  # no bullet's own space
            gaps.append((sides[0].value, sides[3].value, sides[1].value))
        left, right = min(left, sides[0].value), max(right, sides[2].value)
        bottom, top = min(bottom, sides[3].value), max(top, sides[1].value)
    if left > right:
        left = bottom = right = top = 0.0
    elif not frame.is_plain:
        left, bottom, right, top = frame.read((left, bottom, right, top))
    even = last - first == len(text) - 1  # else characters without text stand between
    begin = int(first)

    def index_of(place: int) -> int:
        if even:
            return begin + place
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start + place))

    marks = tuple(marks_of(raw, text, index_of))
    if marks and marks[0][0] == 0:  # the line's own size is that of the words behind its footnote mark
        skip = len(text) - len(text[marks[0][1] :].lstrip())
        first = index_of(skip)
    return Line(
        text=text,
        left=left,
        bottom=bottom,
        right=right,
        top=top,
        size=size_of(raw, first),
        bold=_is_bold(raw, first),
        marks=marks,
        gaps=tuple(_places(raw, start, text, gaps)) if gaps else (),
    )


def _places(
    raw: pdfium.FPDF_TEXTPAGE, start: int, text: str, gaps: list[tuple[float, float, float]]
) -> Iterator[tuple[int, float]]:
    """Where the text goes on after wide spaces, as in `Line.gaps`. gaps: sides of what follows."""
    for left, bottom, top in gaps:
        index = pdfium.FPDFText_GetCharIndexAtPos(raw, left + 1, (bottom + top) / 2, 3, 3)
        place = pdfium.FPDFText_GetTextIndexFromCharIndex(raw, index) - start if index >= 0 else -1
        if 0 < place < len(text) and text[place - 1].isspace():
            yield place, left


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(raw, index) >= 600:
        return True
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
    return b"bold" in name.value.lower()
