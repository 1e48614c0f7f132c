"""The text of a page as lines, with place, size, weight and footnote marks, as PDFium sees them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from indexer.reading.pages import LINE_END_HYPHEN, Line

from . import calls
from .frame import Frame
from .marks import marks_of, may_hold_marks, size_of

_WIDE = 8.0  # points of white within a line that a justified line's spaces do not have
# A line that ends in a hyphen comes joined to the next one by the hyphen mark.
_PIECES = re.compile(rf"[^{LINE_END_HYPHEN}]*{LINE_END_HYPHEN}|[^{LINE_END_HYPHEN}]+")
_HALF = re.compile("[\ud800-\udfff]")  # of a character that UTF-16 writes in two units


def lines_of(raw: pdfium.FPDF_TEXTPAGE, frame: Frame) -> Iterator[Line]:
    """Every printed line in the document's own order. raw: an open text page; frame: how it is read."""
    count = pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    units = bytes(buffer)[: 2 * max(written - 1, 0)]
    text = units.decode("utf-16-le", "replace")
    if 2 * len(text) != len(units):  # PDFium counts units, so each stands for itself until the line is made
        text = "".join(map(chr, buffer[: len(units) // 2]))
    page = calls.handle(raw)
    # Characters without text are counted too: where the last has its own place, there are none.
    even = bool(text) and calls.text_index(page, len(text) - 1) == len(text) - 1
    position = 0
    for printed in text.split("\r\n"):
        for piece in _PIECES.findall(printed):
            start = position + len(piece) - len(piece.lstrip())
            stripped = piece.strip()
            position += len(piece)
            if stripped.strip(LINE_END_HYPHEN):
                yield _line(page, frame, start, stripped, even=even)
        position += 2


def _line(page: int, frame: Frame, start: int, text: str, *, even: bool) -> Line:
    end = start + len(text) - 1
    first, last = (start, end) if even else (calls.text_index(page, start), calls.text_index(page, end))
    box, gaps = _around(calls.text_boxes(page, first, last - first + 1))
    if not frame.is_plain and box[0] < box[2]:
        box = frame.read(box)
    begin = first
    straight = last - first == len(text) - 1  # else characters without text stand between

    def index_of(place: int) -> int:
        return begin + place if straight else int(calls.text_index(page, start + place))

    marks = tuple(marks_of(page, text, index_of)) if may_hold_marks(text) else ()
    if marks and marks[0][0] == 0:  # the line's own size is that of the words behind its footnote mark
        skip = len(text) - len(text[marks[0][1] :].lstrip())
        first = index_of(skip)
    if not text.isascii() and _HALF.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        marks = ()
    return Line(
        text=text,
        left=box[0],
        bottom=box[1],
        right=box[2],
        top=box[3],
        size=size_of(page, first),
        bold=calls.is_bold(page, first),
        marks=marks,
        gaps=tuple(_places(page, frame, start, text, gaps)) if gaps and not frame.quarter_turns else (),
    )


def _around(parts: Sequence[calls.Box]) -> tuple[calls.Box, list[calls.Box]]:
    """The box around the parts of a line, and those parts that stand behind wide white space."""
    if not parts:
        return (0.0, 0.0, 0.0, 0.0), []
    lefts, bottoms, rights, tops = zip(*parts, strict=True)
    gaps = []
    begin, end = lefts[0], rights[0]
    for part in parts:
        if part[0] - end > _WIDE and end - begin > _WIDE:  # no bullet's own space
            gaps.append(part)
        begin, end = min(begin, part[0]), max(end, part[2])
    return (begin, min(bottoms), end, max(tops)), gaps


def _places(
    page: int, frame: Frame, start: int, text: str, gaps: list[calls.Box]
) -> Iterator[tuple[int, float]]:
    """Where the text goes on after wide spaces, as in `Line.gaps`. gaps: boxes of what follows."""
    for left, bottom, right, top in gaps:
        index = calls.character_at(page, left + 1, (bottom + top) / 2, 3.0, 3.0)
        place = calls.place_in_text(page, index) - start if index >= 0 else -1
        if 0 < place < len(text) and text[place - 1].isspace():
            yield place, frame.read((left, bottom, right, top))[0]
