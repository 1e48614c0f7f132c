"""Small PDFs that show what published ones surprise a reader with: made with ReportLab, one page each."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pages import Page
from indexer.reading.pdf import open_checked, read_pages

FONT, BOLD = "Helvetica", "Helvetica-Bold"
Drawing = Callable[[Canvas], None]


def pdf_bytes(*pages: Drawing) -> bytes:
    """A4, origin at the lower left, the same bytes every time; the font is set to 12 points."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True, pageCompression=0)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read_back(tmp_path: Path, *pages: Drawing) -> tuple[Page, ...]:
    path = tmp_path / "northmoor - 29 march 2018.pdf"
    path.write_bytes(pdf_bytes(*pages))
    return read_pages(open_checked(path, max_pages=50))


def lines_of_text(*texts: str, left: float = 71, top: float = 740, step: float = 14.5) -> Drawing:
    def draw(canvas: Canvas) -> None:
        for place, text in enumerate(texts):
            canvas.drawString(left, top - step * place, text)

    return draw
