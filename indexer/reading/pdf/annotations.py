"""What somebody laid over a page after it was made: stamps, notes, shapes and strokes on the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.reading.pages import Line, PageNote

from .calls import Box
from .frame import Frame

_NAMES = {
    pdfium.FPDF_ANNOT_FREETEXT: "a note",
    pdfium.FPDF_ANNOT_STAMP: "a stamp",
    pdfium.FPDF_ANNOT_SQUARE: "a shape",
    pdfium.FPDF_ANNOT_CIRCLE: "a shape",
    pdfium.FPDF_ANNOT_POLYGON: "a shape",
    pdfium.FPDF_ANNOT_INK: "a drawing",
    pdfium.FPDF_ANNOT_STRIKEOUT: "a stroke",
    pdfium.FPDF_ANNOT_REDACT: "a redaction",
}
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


def laid_over(page: pypdfium2.PdfPage, frame: Frame, lines: Sequence[Line]) -> Iterator[PageNote]:
    """A note for each sort of thing that lies over lines of an open page."""
    found: dict[str, list[Box]] = {}
    for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        item = pdfium.FPDFPage_GetAnnot(page.raw, place)
        try:
            name = _NAMES.get(pdfium.FPDFAnnot_GetSubtype(item))
            rect = pdfium.FS_RECTF()
            if name is None or pdfium.FPDFAnnot_GetFlags(item) & _UNSEEN:
                continue
            if pdfium.FPDFAnnot_GetRect(item, rect):
                found.setdefault(name, []).append(frame.read((rect.left, rect.bottom, rect.right, rect.top)))
        finally:
            pdfium.FPDFPage_CloseAnnot(item)
    for name, boxes in found.items():
        over = tuple(
            (line.left, line.bottom, line.right, line.top)
            for line in lines
            if any(
                line.left < right and line.right > left and line.bottom < top and line.top > bottom
                for left, bottom, right, top in boxes
            )
        )
        if over:
            yield PageNote(
                "laid over", f"{name} was laid over the text, which is read as if it were not there", over
            )
