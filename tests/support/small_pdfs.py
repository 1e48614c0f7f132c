"""Small PDFs that show what published ones surprise a reader with, and a small report to damage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pages import Page
from indexer.reading.pdf import open_checked, read_pages
from indexer.reading.report import read_file
from indexer.records import Anomaly, ReadReport

FONT, BOLD = "Helvetica", "Helvetica-Bold"
Drawing = Callable[[Canvas], None]


def pdf_bytes(*pages: Drawing, compressed: bool = False) -> bytes:
    """A4, origin at the lower left, the same bytes every time; the font is set to 12 points."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True, pageCompression=int(compressed))
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


COVER = (
    "Northmoor Council",
    "Inspection of services for children in need of help and",
    "protection, children looked after and care leavers",
    "Inspection date: 15 January 2018 to 8 February 2018",
    "Report published: 29 March 2018",
)
FINDINGS = (
    ("Social workers visit children at home and know them well. They", "write down what each child says."),
    ("Managers read the plans of all children every month. Drift is", "seen early and acted on."),
    ("Children who go missing are asked why when they come home.", "Most are asked within three days."),
    ("Care leavers live in homes that suit them. Their plans are", "clear and are kept up to date."),
)
PER_PAGE, FIRST_LINE, STEP = 4, 700, 46  # findings of a page; points from the lower edge


def small_report(
    over: Mapping[int, Drawing] | None = None,
    under: Mapping[int, Drawing] | None = None,
    *,
    compressed: bool = False,
) -> bytes:
    """A report of Northmoor of four pages: a cover, then findings 1 to 12 on pages 2 to 4.

    over, under: page -> what is drawn there after or before its text.
    """

    def page(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            if under and number in under:
                under[number](canvas)
                canvas.setFillGray(0)
                canvas.setFont(FONT, 12)
            if number == 1:
                lines_of_text(*COVER, step=20)(canvas)
            if number == 2:
                canvas.setFont(BOLD, 14)
                canvas.drawString(71, 770, "Inspection findings")
                canvas.setFont(BOLD, 13)
                canvas.drawString(71, 740, "Children who need help and protection")
                canvas.setFont(FONT, 12)
            for place in range(PER_PAGE if number > 1 else 0):
                first, second = FINDINGS[place]
                top = FIRST_LINE - STEP * place
                canvas.drawString(71, top, f"{PER_PAGE * (number - 2) + place + 1}. {first}")
                canvas.drawString(99, top - 14, second)
            if over and number in over:
                canvas.saveState()
                over[number](canvas)
                canvas.restoreState()

        return draw

    return pdf_bytes(*(page(number) for number in range(1, 5)), compressed=compressed)


def read_small(tmp_path: Path, data: bytes) -> ReadReport:
    path = tmp_path / "northmoor - 29 march 2018.pdf"
    path.write_bytes(data)
    return read_file(path)


def texts_of(read: ReadReport) -> dict[str, str]:
    """Place within the report -> text of each paragraph."""
    return {item.id.partition("/")[2]: item.text for item in read.paragraphs}


def oddities(read: ReadReport) -> list[Anomaly]:
    """The report's anomalies but for that of its authority, which no register knows."""
    return [item for item in read.anomalies if item.kind != "authority"]
