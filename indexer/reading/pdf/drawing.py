"""A page as a picture, with the lines of a paragraph marked."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.errors import UnreadableReport

_MARKER = (255, 236, 130)  # the colour of a marked line, as a pen that lets the print show through
_MARGIN = 2.0  # points of marking around a line
_MOST_PIXELS = 4_000_000  # of a picture: a page that claims to be larger is drawn smaller


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
