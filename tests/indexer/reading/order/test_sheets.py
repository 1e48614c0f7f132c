"""Reports on sheets of another size read as on their own; several pages on a sheet are refused."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableReport
from indexer.records import ReadReport
from tests.support.small_pdfs import Drawing, read_small, small_report, texts_of

HEADER = "Northmoor Council inspection report"


def with_furniture() -> bytes:
    """The small report with a header and page numbers in the text's own size."""

    def drawing(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 12)
            canvas.drawString(71, 806, HEADER)
            canvas.drawString(290, 30, str(number))

        return draw

    return small_report(over={number: drawing(number) for number in range(1, 5)})


def on_sheets(wide: float, high: float, scale: float, left: float, bottom: float) -> bytes:
    writer = PdfWriter()
    for drawn in PdfReader(BytesIO(with_furniture())).pages:
        sheet = writer.add_blank_page(wide, high)
        sheet.merge_transformed_page(drawn, Transformation().scale(scale).translate(left, bottom))
    return written(writer)


def cropped(left: float, bottom: float, right: float, top: float) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(with_furniture()))
    for drawn in writer.pages:
        drawn.cropbox = RectangleObject((left, bottom, 595 - right, 842 - top))
    return written(writer)


def several_to_a_sheet(columns: int, rows: int) -> bytes:
    writer = PdfWriter()
    pages = [drawn for _ in range(4) for drawn in PdfReader(BytesIO(numbered_pages())).pages]
    for place, drawn in enumerate(pages[:16]):
        cell = place % (columns * rows)
        if cell == 0:
            sheet = writer.add_blank_page(595 * columns, 842 * rows)
        across, down = cell % columns, rows - 1 - cell // columns
        sheet.merge_transformed_page(drawn, Transformation().translate(595 * across, 842 * down))
    return written(writer)


def numbered_pages() -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True)
    for number in range(1, 17):
        canvas.setFont("Helvetica", 12)
        for place in range(20):
            canvas.drawString(
                71, 760 - 15 * place, "Social workers visit children at home and know them well."
            )
        canvas.drawString(290, 30, str(number))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def written(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.fixture
def sound(tmp_path: Path) -> ReadReport:
    read = read_small(tmp_path, with_furniture())
    assert len(read.paragraphs) == 12
    return read


@pytest.mark.parametrize(
    "made",
    [
        lambda: on_sheets(842, 1191, 1.0, 123, 174),
        lambda: on_sheets(842, 1191, 1.0, 0, 349),
        lambda: on_sheets(595, 842, 0.7, 90, 130),
        lambda: on_sheets(595, 842, 0.85, 45, 60),
        lambda: on_sheets(420, 595, 0.707, 0, 0),
        lambda: on_sheets(842, 1191, 1.414, 0, 0),
        lambda: on_sheets(595, 842, 1.0, 0, 20),
        lambda: cropped(40, 40, 40, 40),
        lambda: cropped(0, 0, 0, 60),
        lambda: cropped(0, 50, 0, 0),
    ],
    ids=["A3", "corner of A3", "70%", "85%", "A5", "enlarged", "up", "cropped", "no head", "no foot"],
)
def test_the_same_paragraphs_on_any_sheet(
    tmp_path: Path, sound: ReadReport, made: Callable[[], bytes]
) -> None:
    read = read_small(tmp_path, made())
    assert texts_of(read) == texts_of(sound)


def test_boxes_stand_where_the_file_has_the_text(tmp_path: Path, sound: ReadReport) -> None:
    read = read_small(tmp_path, on_sheets(420, 595, 0.5, 30, 40))
    for item, usual in zip(read.paragraphs, sound.paragraphs, strict=True):
        for box, there in zip(item.boxes, usual.boxes, strict=True):
            assert box.left == pytest.approx(0.5 * there.left + 30, abs=0.6)
            assert box.top == pytest.approx(0.5 * there.top + 40, abs=0.6)


@pytest.mark.parametrize(("columns", "rows", "count"), [(2, 1, "two"), (1, 2, "two"), (2, 2, "four")])
def test_several_pages_on_a_sheet_are_refused(tmp_path: Path, columns: int, rows: int, count: str) -> None:
    with pytest.raises(UnreadableReport, match=f"{count} pages of the report stand on each sheet"):
        read_small(tmp_path, several_to_a_sheet(columns, rows))
