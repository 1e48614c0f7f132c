"""Text that nobody sees is not the report's: each way to hide it, and what looks like it and is seen."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.support.small_pdfs import (
    COVER,
    Drawing,
    lines_of_text,
    oddities,
    pdf_bytes,
    read_back,
    read_small,
    small_report,
    texts_of,
)

LIE = "5. Inspectors found that no child here is safe at all."


def lie(canvas: Canvas, left: float = 71, top: float = 730) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(left, top, LIE)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    lie(canvas)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.97)
    lie(canvas)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    lie(canvas)


def _in_mode(mode: int) -> Drawing:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(71, 730)
        text.setTextRenderMode(mode)
        text.textOut(LIE)
        canvas.drawText(text)

    return draw


def clipped(canvas: Canvas) -> None:
    away = canvas.beginPath()
    away.rect(0, 0, 40, 40)
    canvas.clipPath(away, stroke=0, fill=0)
    lie(canvas)


def covered(canvas: Canvas) -> None:
    lie(canvas)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 725, 500, 20, stroke=0, fill=1)


def on_its_own_colour(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.4)
    canvas.rect(60, 725, 500, 20, stroke=0, fill=1)
    lie(canvas)


def under_a_picture(canvas: Canvas) -> None:
    lie(canvas)
    canvas.drawImage(_plain_picture(), 60, 725, 500, 20)


def off_the_page(canvas: Canvas) -> None:
    lie(canvas, left=700)


def above_the_page(canvas: Canvas) -> None:
    lie(canvas, top=900)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.8)
    canvas.drawString(71, 730, LIE)


def white_in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("part")
    white(canvas)
    canvas.endForm()
    canvas.doForm("part")


HIDDEN = [
    white,
    nearly_white,
    transparent,
    _in_mode(3),
    _in_mode(7),
    clipped,
    covered,
    on_its_own_colour,
    under_a_picture,
    off_the_page,
    above_the_page,
    tiny,
    white_in_a_form,
]


def _plain_picture() -> ImageReader:
    return ImageReader(BytesIO(b"P6 2 2 255 " + bytes([255]) * 12))


def name_of(drawing: object) -> str:
    return getattr(drawing, "__name__", "") if callable(drawing) else ""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    read = read_small(tmp_path_factory.mktemp("sound"), small_report())
    assert oddities(read) == []
    assert len(read.paragraphs) == 12
    return texts_of(read)


@pytest.mark.parametrize("hide", HIDDEN, ids=name_of)
def test_what_is_hidden_is_left_out_and_said(tmp_path: Path, sound: dict[str, str], hide: Drawing) -> None:
    read = read_small(tmp_path, small_report({3: hide}))
    assert texts_of(read) == sound
    (said,) = oddities(read)
    assert (said.kind, said.page) == ("hidden text", 3)
    assert f"{sum(map(str.isalnum, LIE))} letters and digits in a line" in said.detail


def test_text_in_a_layer_that_is_off_is_left_out(tmp_path: Path, sound: dict[str, str]) -> None:
    def layered(canvas: Canvas) -> None:
        canvas._code.append("/OC /Layer BDC")
        lie(canvas)
        canvas._code.append("EMC")

    for state, hidden in (("/OFF", True), ("/ON", False)):
        writer = pypdf.PdfWriter(clone_from=BytesIO(small_report({3: layered})))
        layer = writer._add_object(
            DictionaryObject(
                {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Layer")}
            )
        )
        settings = DictionaryObject({NameObject(state): ArrayObject([layer])})
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): settings}
        )
        resources = writer.pages[2]["/Resources"]
        assert isinstance(resources, DictionaryObject)
        resources[NameObject("/Properties")] = DictionaryObject({NameObject("/Layer"): layer})
        target = BytesIO()
        writer.write(target)
        read = read_small(tmp_path, target.getvalue())
        assert (texts_of(read) == sound) is hidden
        assert [item.kind for item in oddities(read) if item.kind == "hidden text"] == [
            "hidden text"
        ] * hidden


def test_outside_the_crop_box_is_off_the_page(tmp_path: Path, sound: dict[str, str]) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(small_report({3: lambda canvas: lie(canvas, top=790)})))
    writer.pages[2].cropbox.upper_right = (595, 760)
    target = BytesIO()
    writer.write(target)
    read = read_small(tmp_path, target.getvalue())
    assert texts_of(read) == sound
    assert [(item.kind, item.page) for item in oddities(read)] == [("hidden text", 3)]


def test_white_text_on_a_dark_ground_and_light_grey_text_are_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(60, 755, 500, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(71, 760, "Seen on its band")
        canvas.setFillGray(0.75)
        canvas.drawString(71, 785, "Seen in grey")

    page = read_back(tmp_path, draw)[0]
    assert page.notes == ()
    assert sorted(line.text for line in page.lines) == ["Seen in grey", "Seen on its band"]


def test_a_shaded_table_under_its_words_hides_nothing(tmp_path: Path, sound: dict[str, str]) -> None:
    def shade(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(60, 400, 480, 320, stroke=1, fill=1)
        canvas.setFillGray(0)

    read = read_small(tmp_path, small_report(under={3: shade}))
    assert texts_of(read) == sound
    assert oddities(read) == []


def test_a_line_that_is_half_covered_is_marked(tmp_path: Path, sound: dict[str, str]) -> None:
    def redact(canvas: Canvas) -> None:
        canvas.rect(200, 695, 200, 16, stroke=0, fill=1)

    read = read_small(tmp_path, small_report({3: redact}))
    assert texts_of(read) == sound
    (said,) = oddities(read)
    assert (said.kind, said.page) == ("covered text", 3)
    assert [identity.rpartition("/")[2] for identity in said.paragraphs] == ["para-5"]


def test_a_hidden_cover_names_no_authority_and_no_date(tmp_path: Path) -> None:
    def other(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(71, 800, "Torbay Council")
        canvas.drawString(71, 780, "Report published: 1 May 2019")

    read = read_small(tmp_path, small_report(under={1: other}))
    assert read.report.authority == "Northmoor"
    assert read.report.published.isoformat() == "2018-03-29"
    assert [(item.kind, item.page) for item in oddities(read)] == [("hidden text", 1)]


def test_a_scan_with_recognised_text_is_read_and_said(tmp_path: Path, sound: dict[str, str]) -> None:
    def scan(canvas: Canvas) -> None:
        canvas.drawImage(_plain_picture(), 0, 0, 595, 842)
        canvas._code.append("3 Tr")

    read = read_small(tmp_path, small_report(under={3: scan}))
    assert texts_of(read) == sound
    (said,) = oddities(read)
    assert (said.kind, said.page) == ("recognised text", 3)
    assert [identity.rpartition("/")[2] for identity in said.paragraphs] == [
        f"para-{n}" for n in (5, 6, 7, 8)
    ]


def test_a_page_that_is_a_picture_is_named(tmp_path: Path) -> None:
    pages = [lines_of_text(*COVER), lambda canvas: canvas.drawImage(_plain_picture(), 0, 0, 595, 842)]
    numbered = lines_of_text(*(f"{n}. Social workers see children in time." for n in range(1, 6)))
    read = read_small(tmp_path, pdf_bytes(*pages, numbered))
    assert [(item.kind, item.page) for item in oddities(read) if item.kind == "no text"] == [("no text", 2)]
