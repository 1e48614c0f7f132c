"""What was laid over a page, replaced text, and letters that look like others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText, Highlight, Rectangle
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pages import Line
from indexer.reading.pdf import read_pages
from indexer.reading.pdf.letters import odd_letters
from tests.support.small_pdfs import (
    oddities,
    pdf_bytes,
    read_back,
    read_small,
    small_report,
    texts_of,
)

OVER = (60.0, 690.0, 300.0, 715.0)  # the first line of paragraph 5
BESIDE = (60.0, 100.0, 300.0, 120.0)


def annotated(annotation: pypdf.generic.DictionaryObject) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(small_report()))
    writer.add_annotation(2, annotation)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_note_or_shape_over_the_text_marks_its_paragraphs(tmp_path: Path) -> None:
    sound = texts_of(read_small(tmp_path, small_report()))
    for annotation in (FreeText(text="Not agreed", rect=OVER), Rectangle(rect=OVER, interior_color="000000")):
        read = read_small(tmp_path, annotated(annotation))
        assert texts_of(read) == sound
        (said,) = oddities(read)
        assert (said.kind, said.page) == ("laid over", 3)
        assert [identity.rpartition("/")[2] for identity in said.paragraphs] == ["para-5"]


def test_what_is_laid_beside_the_text_or_only_colours_it_is_not_said(tmp_path: Path) -> None:
    left, bottom, right, top = OVER
    corners = ArrayObject(
        [FloatObject(side) for side in (left, top, right, top, left, bottom, right, bottom)]
    )
    for annotation in (FreeText(text="Seen", rect=BESIDE), Highlight(rect=OVER, quad_points=corners)):
        assert oddities(read_small(tmp_path, annotated(annotation))) == []


@pytest.mark.parametrize(("said", "differs"), [("11.", True), ("10.", False), ("\u2010", False)])
def test_what_is_drawn_is_read_where_the_file_says_otherwise(
    tmp_path: Path, said: str, differs: bool
) -> None:
    code = said.encode("utf-16-be").hex()

    def draw(canvas: Canvas) -> None:
        canvas._code.append(f"/Span <</ActualText <FEFF{code}>>> BDC")
        canvas.drawString(71, 700, "10." if said != "\u2010" else "-")
        canvas._code.append("EMC")
        canvas.drawString(99, 700, "Managers read plans.")

    page = read_back(tmp_path, draw)[0]
    text = " ".join(line.text for line in page.lines)
    assert [note.kind for note in page.notes] == ["replaced text"] * differs
    assert "11" not in text


def test_words_that_a_page_takes_from_a_list_of_its_own_are_not_read_for_those_it_draws() -> None:
    def draw(canvas: Canvas) -> None:
        canvas._code.append("/Span /Other BDC")
        canvas.drawString(71, 700, "10.")
        canvas._code.append("EMC")
        canvas.drawString(99, 700, "Managers read plans.")

    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf_bytes(draw)))
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    other = DictionaryObject({NameObject("/ActualText"): TextStringObject("11.")})
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/Other"): writer._add_object(other)})
    made = BytesIO()
    writer.write(made)
    (page,) = read_pages(made.getvalue())
    assert [note.kind for note in page.notes] == ["replaced text"]
    assert "11" not in " ".join(line.text for line in page.lines)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Northmoor Council", False),
        ("N\u03bfrthmoor Council", True),
        ("\u0422\u043erbay", True),
        ("\u202e01. Managers", True),
        ("The value \u03b2 is small", False),
    ],
)
def test_letters_of_two_alphabets_in_a_word_and_turning_signs_are_said(text: str, odd: bool) -> None:
    assert [note.kind for note in odd_letters([Line(text)])] == ["odd letters"] * odd
