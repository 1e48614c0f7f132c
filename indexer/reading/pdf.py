"""PDF file -> pages of positioned lines. The only file that knows a PDF library.

PDFium reads the text (fast, with positions); pypdf opens, checks and decrypts, and is the second
reader. PDFium is not thread-safe even across documents: call this in a worker process, one thread.
"""

from __future__ import annotations

import ctypes
import io
import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdf
import pypdf.errors
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.errors import UnreadableReport

from .pages import LINE_END_HYPHEN, Line, Page

# A digit that may be a footnote mark: stuck to a word or its punctuation, or at the start of a line.
_MARK = re.compile(r"(?:(?<=[A-Za-z.,;:)’'”?])(\d{1,2})(?=[\s.,;:)’”]|$)|^(\d{1,2})(?=[\sA-Z‘“]))")
_LINE_HEIGHT = 1.207  # ascent and descent of Tahoma, the reports' typeface, per point of size
_RAISED = 0.80  # a mark is printed at less than this share of its neighbour's size
_MARKER = (255, 236, 130)  # the colour of a marked line, as a pen that lets the print show through
_MARGIN = 2.0  # points of marking around a line
_MOST_PIXELS = 4_000_000  # of a picture: a page that claims to be larger is drawn smaller

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings would reach the user's terminal


def open_checked(path: Path, *, max_pages: int) -> bytes:
    """The file's bytes, decrypted where no password is needed, after pypdf found a sound document.

    Raises UnreadableReport with a one-line reason.
    """
    data = path.read_bytes()
    if not data:
        raise UnreadableReport("the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableReport("not a PDF: it does not start as one")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableReport("the PDF is protected by a password")
        count = len(reader.pages)
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise UnreadableReport(f"the PDF is damaged: {type(error).__name__}") from error
    if count == 0:
        raise UnreadableReport("the PDF has no pages")
    if count > max_pages:
        raise UnreadableReport(f"the PDF has {count:,} pages, over the limit of {max_pages:,}")
    return data


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Pages in order, lines in the document's own order. Raises UnreadableReport."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("the PDF is damaged or cut short") from error
    try:
        return tuple(_read_page(document, index) for index in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("a page of the PDF is damaged") from error
    finally:
        document.close()


def draw_page(
    data: bytes, number: int, boxes: Sequence[tuple[float, float, float, float]], dpi: int
) -> npt.NDArray[np.uint8]:
    """(height, width, 3) RGB picture of page `number`, counted from 1, with `boxes` marked.

    boxes: left, bottom, right, top in points, as in records.Box. Raises UnreadableReport.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("the PDF is damaged or cut short") from error
    try:
        if not 1 <= number <= len(document):
            raise UnreadableReport(f"the PDF has {len(document):,} pages and no page {number:,}")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
        picture = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
        for box in boxes:
            _mark(picture, page.raw, box)
        return picture
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("a page of the PDF is damaged") from error
    finally:
        document.close()


def _mark(
    picture: npt.NDArray[np.uint8], raw: pdfium.FPDF_PAGE, box: tuple[float, float, float, float]
) -> None:
    """Take from the pixels of the box what the marker takes from white; overlaps look like one."""
    height, width, _ = picture.shape
    left, bottom, right, top = box
    corners = []
    for x, y in ((left - _MARGIN, bottom - _MARGIN), (right + _MARGIN, top + _MARGIN)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(raw, 0, 0, width, height, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
    within = picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
    np.minimum(within, np.array(_MARKER, dtype=np.uint8), out=within)


def second_reading(data: bytes) -> Iterator[str]:
    """The text of each page in order as pypdf reads it: slow, independent of PDFium."""
    for page in pypdf.PdfReader(io.BytesIO(data), strict=False).pages:
        yield page.extract_text()


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        lines = tuple(_lines(textpage.raw))
    finally:
        textpage.close()
        page.close()
    return Page(number=index + 1, width=width, height=height, lines=lines)


def _lines(raw: pdfium.FPDF_TEXTPAGE) -> Iterator[Line]:
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
