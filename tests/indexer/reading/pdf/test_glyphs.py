"""Glyphs that are read as other characters than they show, and those that only look as if."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pdf import calls
from indexer.reading.pdf.glyphs import doubtful
from tests.support.small_pdfs import oddities, read_small, small_report, texts_of

FACE = "Vera"  # comes with ReportLab
ADDED = "Managers saw 1089 plans in 2017 and 346 in 2025."


def with_own_face(words: str, meanings: Mapping[str, str]) -> bytes:
    """The small report with `words` on page 3 in a typeface whose map gives other characters for some."""
    pdfmetrics.registerFont(TTFont(FACE, f"{FACE}.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FACE, 12)
        canvas.drawString(99, 672, words)

    writer = pypdf.PdfWriter(clone_from=BytesIO(small_report({3: draw})))
    for item in writer._objects:
        font = item.get_object() if item is not None else None
        if isinstance(font, DictionaryObject) and "/ToUnicode" in font:
            old = font["/ToUnicode"]
            assert isinstance(old, pypdf.generic.StreamObject)
            new = DecodedStreamObject()
            new.set_data(_changed(old.get_data(), meanings))
            font[NameObject("/ToUnicode")] = writer._add_object(new)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _changed(old: bytes, meanings: Mapping[str, str]) -> bytes:
    text = old.decode("ascii")
    for letter, other in meanings.items():
        code = other.encode("utf-16-be", "surrogatepass").hex().upper()
        text, count = re.subn(rf"(?i)<{ord(letter):04x}>", f"<{code}>", text)
        assert count, letter
    return text.encode("ascii")


def found(tmp_path: Path, data: bytes) -> list[tuple[str, int | None, list[str]]]:
    return [
        (item.kind, item.page, [identity.rpartition("/")[2] for identity in item.paragraphs])
        for item in oddities(read_small(tmp_path, data))
    ]


def test_a_typeface_that_says_what_it_shows_is_believed(tmp_path: Path) -> None:
    data = with_own_face(ADDED, {})
    read = read_small(tmp_path, data)
    assert oddities(read) == []
    assert ADDED in texts_of(read)["para-5"]


@pytest.mark.parametrize(
    "meanings",
    [
        {"0": "1"},
        {"1": "0"},
        {"8": "3"},
        {"9": "6"},
        {"d": "b"},
        {"s": "g"},
        {"M": "W"},
        {"4": "1"},
    ],
    ids=str,
)
def test_a_figure_or_letter_read_as_another_marks_its_paragraph(
    tmp_path: Path, meanings: Mapping[str, str]
) -> None:
    assert found(tmp_path, with_own_face(ADDED, meanings)) == [("glyphs", 3, ["para-5"])]


@pytest.mark.parametrize(
    "other",
    ["\n10. ", "not good", "\ufffe", "\ud83d", "\U0001f600", "\u202e1", "\U000e0041"],
    ids=["line end", "words", "no character", "half", "picture", "direction", "tag"],
)
def test_what_no_glyph_shows_marks_its_paragraph(tmp_path: Path, other: str) -> None:
    assert ("glyphs", 3, ["para-5"]) in found(tmp_path, with_own_face(ADDED, {"p": other}))


@pytest.mark.parametrize("face", ["Vera", "VeraBd", "VeraIt", "VeraBI"])
def test_figures_are_told_from_each_other(face: str) -> None:
    """Of ninety pairs at most three are missed in faces that are not among the standard ones."""
    pdfmetrics.registerFont(TTFont(face, f"{face}.ttf"))
    target = BytesIO()
    canvas = Canvas(target)
    canvas.setFont(face, 12)
    canvas.drawString(72, 72, "0123456789")
    canvas.save()
    missed: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    for shown in "0123456789":
        for said in "0123456789":
            data = _with_map(target.getvalue(), shown, said)
            document = pypdfium2.PdfDocument(data)
            page = document[0]
            (font,) = {
                calls.text_font(calls.get_object(calls.handle(page.raw), place))
                for place in range(calls.count_objects(calls.handle(page.raw)))
            }
            doubts = doubtful(document, font, list(range(1, 128)), everything=True)
            if (said in doubts.values()) != (shown != said):
                (missed if shown != said else wrong).append((shown, said))
            page.close()
            document.close()
    assert wrong == []
    assert len(missed) <= 3, missed


def _with_map(data: bytes, shown: str, said: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    for item in writer._objects:
        font = item.get_object() if item is not None else None
        if isinstance(font, DictionaryObject) and "/ToUnicode" in font:
            old = font["/ToUnicode"]
            assert isinstance(old, pypdf.generic.StreamObject)
            new = DecodedStreamObject()
            new.set_data(_changed(old.get_data(), {shown: said}))
            font[NameObject("/ToUnicode")] = writer._add_object(new)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
