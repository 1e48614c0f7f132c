"""What people print beside and over a report's text is left out and said; numbers find their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.order.margins import without_additions
from indexer.reading.pages import Line, Page
from indexer.records import ReadReport
from tests.support.reading_pages import COLUMN, NUMBERS, line, page
from tests.support.small_pdfs import Drawing, oddities, read_back, read_small, small_report, texts_of

PAGES = range(1, 5)


def numbers_of_lines(
    step: int, *, dot: str = "", left: float = 30, pitch: float = 15, goes_on: bool = False
) -> dict[int, Drawing]:
    def drawing(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 8)
            for place in range(1, 47):
                counted = place + 46 * (number - 1) if goes_on else place
                if counted % step == 0:
                    canvas.drawString(left, 775 - pitch * place, f"{counted}{dot}")

        return draw

    return {number: drawing(number) for number in PAGES}


def words_at(left: float, bottom: float, *texts: str, size: float = 12) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Oblique", size)
        for place, text in enumerate(texts):
            canvas.drawString(left, bottom - 11 * place, text)

    return draw


@pytest.fixture
def sound(tmp_path: Path) -> dict[str, str]:
    return texts_of(read_small(tmp_path, small_report()))


def touched(read: ReadReport, kind: str) -> set[str]:
    return {
        name.partition("/")[2] for item in oddities(read) if item.kind == kind for name in item.paragraphs
    }


@pytest.mark.parametrize(
    "drawn",
    [
        numbers_of_lines(1),
        numbers_of_lines(1, dot="."),
        numbers_of_lines(1, goes_on=True),
        numbers_of_lines(1, dot=".", goes_on=True),
        numbers_of_lines(1, left=560),
        numbers_of_lines(5),
    ],
    ids=["anew", "with stops", "through", "through with stops", "on the right", "every fifth"],
)
def test_line_numbers_are_left_out_and_said_once(
    tmp_path: Path, sound: dict[str, str], drawn: dict[int, Drawing]
) -> None:
    read = read_small(tmp_path, small_report(over=drawn))
    assert texts_of(read) == sound
    assert [item.detail for item in oddities(read)] == ["line numbers in the margin of 4 pages, left out"]
    assert not touched(read, "margin")


def test_notes_in_the_margin_are_left_out_and_said() -> None:
    text = "Social workers visit children at home and know them well"
    body = [line(text, COLUMN) for _ in range(24)]
    note = line("ask the board", 99.0 + 6 * len(text) + 20, size=9.0)
    (settled,) = without_additions((page(*body[:9], note, *body[9:]),))
    assert [item.text for item in settled.lines] == [text] * 24
    assert [(item.kind, item.detail) for item in settled.notes] == [
        ("margin", "notes in the margin, left out: 1 line")
    ]


def test_a_line_that_was_read_together_with_a_note_is_said() -> None:
    text = "Social workers visit children at home and know them well"
    body = [line(text, COLUMN) for _ in range(24)]
    note, joined = line("see the plan", 10, size=8.0), line(f"{text} see the plan", 10)
    (settled,) = without_additions((page(*body[:9], note, *body[9:], joined),))
    assert [item.text for item in settled.lines] == [*[text] * 24, joined.text]
    assert [item.detail for item in settled.notes] == [
        "notes in the margin, left out: 1 line",
        "a number or note in the margin is read as part of a line",
    ]
    assert settled.notes[-1].boxes[0][0] == joined.left


def test_numbers_and_bullets_left_of_the_text_are_no_notes() -> None:
    text = "Social workers visit children at home and know them well"
    body = [line(text, COLUMN) for _ in range(24)]
    whole = page(line("12.", NUMBERS), line("•", NUMBERS), *body)
    assert without_additions((whole,)) == (whole,)


def test_a_word_over_the_text_of_every_page_is_left_out_and_said(tmp_path: Path) -> None:
    def drawing(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            for place in range(20):
                text = f"Managers of home {chr(64 + number)}{chr(65 + place)} know what children say of it."
                canvas.drawString(99, 760 - 15 * place, text)
            words_at(150, 606, "Draft for committee")(canvas)

        return draw

    settled = without_additions(read_back(tmp_path, *map(drawing, PAGES)))
    assert [len(item.lines) for item in settled] == [20] * 4
    assert [[note.kind for note in item.notes] for item in settled] == [["over the text"]] * 4


def test_words_over_the_text_of_one_page_are_said(tmp_path: Path) -> None:
    read = read_small(tmp_path, small_report(over={3: words_at(150, 696, "Not agreed")}))
    assert "para-5" in touched(read, "over the text")
    assert "para-1" not in touched(read, "over the text")


def test_numbers_drawn_apart_from_their_text_are_put_before_it() -> None:
    texts = [f"Finding {place} is a sentence of its own." for place in range(1, 4)]
    drawn = page(*(line(text, COLUMN) for text in texts))
    numbers = tuple(
        Line(
            f"{place}.",
            left=NUMBERS,
            right=NUMBERS + 9,
            size=12.0,
            top=text.top - 0.5,
            bottom=text.bottom + 2.5,
        )
        for place, text in enumerate(drawn.lines, 1)
    )
    apart = Page(1, drawn.width, drawn.height, (*drawn.lines, *numbers))
    (settled,) = without_additions((apart,))
    assert [item.text for item in settled.lines] == ["1.", texts[0], "2.", texts[1], "3.", texts[2]]


def test_line_numbers_at_the_lines_of_paragraphs_do_not_hide_paragraph_numbers(tmp_path: Path) -> None:
    """Paragraph numbers drawn apart stand too far from each other to count lines."""

    def draw(canvas: Canvas) -> None:
        for place in range(10):
            canvas.drawString(99, 700 - 46 * place, "Managers know what children say of it. They act on it")
            canvas.drawString(99, 686 - 46 * place, "within a week.")
        for place in range(10):
            canvas.drawString(71, 700 - 46 * place, f"{place + 1}.")

    pages = read_back(tmp_path, draw, draw, draw)
    settled = without_additions(pages)
    assert not any(item.notes for item in settled)
    assert [item.text for item in settled[0].lines][:4] == [
        "1.",
        "Managers know what children say of it. They act on it",
        "within a week.",
        "2.",
    ]
