"""Raised figures are footnote marks, whatever stands before them; what is printed on the line stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.pages import Line, without_marks
from tests.support.small_pdfs import FONT, Drawing, read_back


def pieces(*parts: tuple[str, float, float]) -> Drawing:
    """One line of parts: text, size in points, rise in points."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(71, 740)
        for words, size, rise in parts:
            text.setFont(FONT, size)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)

    return draw


def first_line(tmp_path: Path, *parts: tuple[str, float, float]) -> Line:
    (page,) = read_back(tmp_path, pieces(*parts))
    return page.lines[0]


@pytest.mark.parametrize(
    ("before", "mark"),
    [
        ("There are 56,200", "2"),
        ("on 31 March 2014", "9"),
        ("it was 12%", "4"),
        ("it was 12%", "14"),
        ("the Board", "1"),
        ("in 2015–16", "3"),
        ("(the Board)", "2"),
    ],
)
@pytest.mark.parametrize(("size", "rise"), [(8, 4), (8, 1), (12, 4)], ids=["small", "low", "full size"])
def test_raised_figures_are_marks_after_words_figures_and_signs(
    tmp_path: Path, before: str, mark: str, size: float, rise: float
) -> None:
    line = first_line(tmp_path, (before, 12, 0), (mark, size, rise))
    assert line.text == before + mark
    assert without_marks(line) == before


@pytest.mark.parametrize(
    "parts",
    [
        (("There are 56,200", 12, 0), ("2", 12, 0)),
        (("less CO", 12, 0), ("2", 8, -3)),
        (("a room of 20 m", 12, 0), ("2", 8, 4)),
        (("room B", 12, 0), ("12", 12, 0)),
    ],
    ids=["a figure as it is", "lowered", "a unit", "a room"],
)
def test_what_is_not_raised_or_not_a_note_stays(
    tmp_path: Path, parts: tuple[tuple[str, float, float], ...]
) -> None:
    assert first_line(tmp_path, *parts).marks == ()


def test_text_that_runs_up_the_page_has_no_marks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(300, -200, "There are 56,200 and 2014")

    (page,) = read_back(tmp_path, draw)
    assert [line.marks for line in page.lines if line.marks] == []
