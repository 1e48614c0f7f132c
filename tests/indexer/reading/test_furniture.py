"""Running headers, page numbers and footnotes are set apart from the text."""

from __future__ import annotations

from indexer.reading.furniture import running_texts
from indexer.reading.pages import Line, Page
from tests.support.reading_pages import COLUMN, NUMBERS, body, line, page

RUNNING = "Inspection of Northmoor children’s services"


def at(text: str, bottom: float, *, size: float = 8.0, left: float = NUMBERS) -> Line:
    return Line(text, left=left, bottom=bottom, right=left + 200, top=bottom + size, size=size)


def texts(*pages: Page) -> list[str]:
    return [item.line.text for item in body(*pages).lines]


def numbered(number: int, *more: Line) -> Page:
    words = [line(f"Sentence {place} of page {number} about help for children.") for place in range(8)]
    return page(*words, *more, number=number)


def test_a_running_header_goes_and_its_words_in_a_sentence_stay() -> None:
    pages = [numbered(n, at(RUNNING, 38), at(f"11 to 22 June 2018 {n}", 29)) for n in (1, 2, 3)]
    pages.append(numbered(4, line(f"The {RUNNING} was the first."), at(RUNNING, 38)))
    found = texts(*pages)
    assert RUNNING not in found
    assert not any("June" in text for text in found)
    assert f"The {RUNNING} was the first." in found


def test_page_numbers_go_and_a_paragraphs_own_number_alone_on_its_line_stays() -> None:
    pages = [numbered(n, line("17.", NUMBERS), at(str(n), 24, size=20, left=520)) for n in (1, 2, 3)]
    found = texts(*pages)
    assert found.count("17.") == 3
    assert not {"1", "2", "3"} & set(found)


def test_a_footnote_is_kept_apart_with_its_mark() -> None:
    mark, text = at("2", 90, size=6.5), at("The council checked this section.", 83, size=10)
    found = body(numbered(1, mark, text, at("and gave figures for it.", 71, size=10)))
    assert [(note.mark, note.text) for note in found.footnotes] == [
        ("2", "The council checked this section. and gave figures for it.")
    ]
    assert not any("checked" in item.line.text for item in found.lines)


def test_a_raised_digit_on_a_line_of_its_own_is_a_mark_and_no_footnote() -> None:
    lone = Line("7", left=480, bottom=500, right=484, top=505, size=7.0)
    found = body(numbered(1, lone, at("7", 90, size=6.5), at("A census.", 83, size=10)))
    assert [(note.mark, note.text) for note in found.footnotes] == [("7", "A census.")]
    assert [item.line.marks for item in found.lines if item.line.text == "7"] == [((0, 1),)]


def test_lines_that_the_file_holds_out_of_order_are_put_in_order() -> None:
    late = Line("The first line.", left=COLUMN, bottom=760, right=300, top=772, size=12)
    assert texts(page(line("The second line."), line("The third line."), late))[0] == "The first line."


def test_running_texts_are_folded_and_bear_no_numbers() -> None:
    pages = tuple(numbered(n, at(f"{RUNNING} {n}", 38)) for n in (1, 2, 3))
    assert running_texts(pages) == ("inspectionofnorthmoorchildren'sservices",)
