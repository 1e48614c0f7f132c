"""A page as a picture, with the lines of a paragraph marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2

from indexer.errors import UnreadableReport

from .frame import Frame, device_box, upright

_MARKER = (255, 236, 130)  # the colour of a marked line, as a pen that lets the print show through
_MARGIN = 2.0  # points of marking around a line
_MOST_PIXELS = 4_000_000  # of a picture: a page that claims to be larger is drawn smaller


def draw_page(
    data: bytes, number: int, boxes: Sequence[tuple[float, float, float, float]], dpi: int
) -> npt.NDArray[np.uint8]:
    """(height, width, 3) RGB picture of page `number`, counted from 1, as it is read, with `boxes` marked.

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
        frame = upright(page)
        scale = min(dpi / 72, (_MOST_PIXELS / max(frame.width * frame.height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
        picture = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
        for box in boxes:
            _mark(picture, frame, box)
        return picture
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("a page of the PDF is damaged") from error
    finally:
        document.close()


def _mark(picture: npt.NDArray[np.uint8], frame: Frame, box: tuple[float, float, float, float]) -> None:
    """Take from the pixels of the box what the marker takes from white; overlaps look like one."""
    left, bottom, right, top = box
    around = left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN
    x0, y0, x1, y1 = device_box(frame, around, picture.shape[:2])
    within = picture[y0:y1, x0:x1]
    np.minimum(within, np.array(_MARKER, dtype=np.uint8), out=within)
