"""Small made-up documents with numbers of any form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from indexer.given import Given
from indexer.reading.report import read_file
from indexer.records import ReadReport
from tests.support.small_pdfs import BOLD, FONT, Drawing, pdf_bytes

GIVEN = Given("generic", "Northmoor", date(2019, 5, 7))
Item = tuple[str, str, list[str]]  # "h" or "p", label, lines


def finding(label: str, *more: str) -> Item:
    return (
        "p",
        label,
        [f"Words of the paragraph that stands at {label or 'no number'}", "and 5 children.", *more],
    )


def head(text: str) -> Item:
    return "h", "", [text]


def draw(items: list[Item], title: str = "", step: float = 14.5, hang: float = 110) -> Drawing:
    def page(canvas: Canvas) -> None:
        y = 760.0
        if title:
            canvas.setFont(BOLD, 22)
            canvas.drawString(71, y, title)
            canvas.setFont(FONT, 12)
            canvas.drawString(71, y - 40, "An inspection of youth offending services")
            y -= 90
        for kind, label, lines in items:
            if kind == "h":
                canvas.setFont(BOLD, 14)
                y -= 14
                canvas.drawString(71, y, lines[0])
                canvas.setFont(FONT, 12)
                y -= 26
                continue
            if label:
                canvas.drawString(71, y, label)
            for text in lines:
                canvas.drawString(hang if label else 71, y, text)
                y -= step
            y -= 14
        canvas.drawString(300, 40, "7")

    return page


def read(
    tmp_path: Path, *items: Item, given: Given = GIVEN, per_page: int = 9, step: float = 14.5
) -> ReadReport:
    pages = [list(items[at : at + per_page]) for at in range(0, len(items), per_page)]
    path = tmp_path / "some report.pdf"
    path.write_bytes(
        pdf_bytes(*(draw(it, "" if n else "Harbours inspected", step) for n, it in enumerate(pages)))
    )
    return read_file(path, given=given, catalogue={})


def locators(found: ReadReport) -> list[str]:
    return [item.id.partition("/")[2] for item in found.paragraphs]


def odd(found: ReadReport) -> list[str]:
    return [item.kind for item in found.anomalies]
