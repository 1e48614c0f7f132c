"""The text of a page as lines, with place, size, weight and footnote marks, as PDFium sees them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from indexer.reading.pages import LINE_END_HYPHEN, Line

# A digit that may be a footnote mark: stuck to a word or its punctuation, or at the start of a line.
_MARK = re.compile(r"(?:(?<=[A-Za-z.,;:)’'”?])(\d{1,2})(?=[\s.,;:)’”]|$)|^(\d{1,2})(?=[\sA-Z‘“]))")
_LINE_HEIGHT = 1.207  # ascent and descent of Tahoma, the reports' typeface, per point of size
_RAISED = 0.80  # a mark is printed at less than this share of its neighbour's size


def lines_of(raw: pdfium.FPDF_TEXTPAGE) -> Iterator[Line]:
    """Every printed line in the document's own order. raw: an open text page."""
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
                yield _line(raw, start, stripped)
        position += 2


def _line(raw: pdfium.FPDF_TEXTPAGE, start: int, text: str) -> Line:
    first = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start)
    last = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start + len(text) - 1)
    sides = [ctypes.c_double() for _ in range(4)]
    left = bottom = float("inf")
    right = top = float("-inf")
    for number in range(pdfium.FPDFText_CountRects(raw, first, last - first + 1)):
        pdfium.FPDFText_GetRect(raw, number, *sides)
        left, right = min(left, sides[0].value), max(right, sides[2].value)
        bottom, top = min(bottom, sides[3].value), max(top, sides[1].value)
    if left > right:
        left = bottom = right = top = 0.0
    marks = tuple(_marks(raw, start, text))
    if marks and marks[0][0] == 0:  # the line's own size is that of the words behind its footnote mark
        skip = len(text) - len(text[marks[0][1] :].lstrip())
        first = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start + skip)
    return Line(
        text=text,
        left=left,
        bottom=bottom,
        right=right,
        top=top,
        size=_size(raw, first),
        bold=_is_bold(raw, first),
        marks=marks,
    )


def _size(raw: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    """Font size in points. Some writers set size 1 and scale by the matrix: then from the line's height."""
    size = float(pdfium.FPDFText_GetFontSize(raw, index))
    if size > 2:
        return size
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
        return size
    return float(round((box.top - box.bottom) / _LINE_HEIGHT * 2) / 2)


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(raw, index) >= 600:
        return True
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
    return b"bold" in name.value.lower()


def _marks(raw: pdfium.FPDF_TEXTPAGE, start: int, text: str) -> Iterator[tuple[int, int]]:
    for found in _MARK.finditer(text):
        beside = found.start() - 1 if found.start() else found.end()
        while beside < len(text) and text[beside].isspace():
            beside += 1
        if beside >= len(text):
            continue
        sizes = [
            _size(raw, pdfium.FPDFText_GetCharIndexFromTextIndex(raw, start + place))
            for place in (found.start(), beside)
        ]
        if 0 < sizes[0] < _RAISED * sizes[1]:
            yield found.span()
