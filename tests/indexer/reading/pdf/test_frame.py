"""Pages that lie on their side, upside down, or do not begin at the origin, read as if they stood upright."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pdf import open_checked, read_pages
from tests.support.small_pdfs import Drawing, oddities, read_small, small_report, texts_of

SPOT = (71, 700)  # where the first finding of a page begins


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return texts_of(read_small(tmp_path_factory.mktemp("sound"), small_report()))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_shown_on_its_side_is_read_upright(tmp_path: Path, sound: dict[str, str], angle: int) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(small_report()))
    for page in writer.pages:
        page.rotate(angle)
    assert_same(tmp_path, writer, sound)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_text_that_is_turned_on_its_page_is_read_upright(
    tmp_path: Path, sound: dict[str, str], angle: int
) -> None:
    """Whether the page is turned back to show it upright (as scanners do) or not."""
    for back in (True, False):
        writer = pypdf.PdfWriter(clone_from=BytesIO(small_report()))
        for page in writer.pages:
            page.rotate(angle)
            page.transfer_rotation_to_content()
            if back:
                page.rotate(-angle)
        assert_same(tmp_path, writer, sound)


@pytest.mark.parametrize("origin", [(100, 50), (-300, -421), (0, 842)])
def test_a_page_that_does_not_begin_at_the_origin(
    tmp_path: Path, sound: dict[str, str], origin: tuple[int, int]
) -> None:
    left, bottom = origin
    writer = pypdf.PdfWriter(clone_from=BytesIO(small_report()))
    for page in writer.pages:
        page.add_transformation((1, 0, 0, 1, left, bottom))
        page.mediabox = RectangleObject((left, bottom, left + 595, bottom + 842))
        page.cropbox = page.mediabox
    assert_same(tmp_path, writer, sound)


def assert_same(tmp_path: Path, writer: pypdf.PdfWriter, sound: dict[str, str]) -> None:
    target = BytesIO()
    writer.write(target)
    read = read_small(tmp_path, target.getvalue())
    assert texts_of(read) == sound
    assert oddities(read) == []
    pages = read_pages(open_checked(tmp_path / "northmoor - 29 march 2018.pdf", max_pages=9))
    assert {(round(page.width), round(page.height)) for page in pages} == {(595, 842)}
    line = pages[2].lines[0]
    assert (line.left, line.bottom) == pytest.approx(SPOT, abs=4)


def _aslant(angle: float, words: str) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 300)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", 30)
        canvas.drawString(0, 0, words)

    return draw


@pytest.mark.parametrize("angle", [90, 45, -30])
def test_a_watermark_or_note_in_the_margin_is_left_out_and_said(
    tmp_path: Path, sound: dict[str, str], angle: float
) -> None:
    read = read_small(tmp_path, small_report({3: _aslant(angle, "DRAFT 2")}))
    assert texts_of(read) == sound
    assert [(item.kind, item.page) for item in oddities(read)] == [("turned text", 3)]
