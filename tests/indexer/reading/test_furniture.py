"""Running headers, page numbers and footnotes are set apart from the text."""

from __future__ import annotations

from dataclasses import replace

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


def sign(text: str, bottom: float) -> Line:
    return replace(at(text, bottom), marks=((0, 1),))


def test_a_sign_is_a_mark_only_where_the_page_has_such_a_footnote() -> None:
    def starred(*more: Line) -> Page:
        word = replace(line("Most gain an A* at school."), marks=((14, 15),))
        return page(word, *more)

    noted = body(starred(sign("* In 2014.", 83)))
    assert [(note.mark, note.text) for note in noted.footnotes] == [("*", "In 2014.")]
    assert noted.lines[0].line.marks == ((14, 15),)
    assert body(starred()).lines[0].line.marks == ()


def test_a_footnote_that_goes_on_below_the_next_page_is_one_footnote() -> None:
    cut = [at("2", 90, size=6.5), at("The council checked this section and gave", 83, size=10)]
    rest = at("figures for the year before it.", 83, size=10)
    found = body(numbered(1, *cut), numbered(2, rest))
    assert [note.text for note in found.footnotes] == [
        "The council checked this section and gave figures for the year before it."
    ]
    assert not any("figures" in item.line.text for item in found.lines)


def test_small_print_after_a_whole_footnote_is_not_taken_for_its_rest() -> None:
    whole = [at("2", 90, size=6.5), at("The council checked this section.", 83, size=10)]
    found = body(numbered(1, *whole), numbered(2, at("Source: the council.", 83, size=10)))
    assert [note.text for note in found.footnotes] == ["The council checked this section."]
    assert found.lines[-1].line.text == "Source: the council."


def test_a_boxed_table_drawn_last_is_read_where_it_stands() -> None:
    box = [
        Line("Leadership, management and", left=77, bottom=760, right=240, top=772, size=14, bold=True),
        Line("governance", left=77, bottom=744, right=160, top=756, size=14, bold=True),
        Line("Inadequate", left=360, bottom=752, right=440, top=764, size=14, bold=True),
    ]
    text = [line("Summary."), line("A long line of the text below the box."), line("More words of the text.")]
    short = line("It ends.", NUMBERS)
    assert texts(page(*text, short, *box)) == [
        "Leadership, management and",
        "governance",
        "Inadequate",
        "Summary.",
        "A long line of the text below the box.",
        "More words of the text.",
        "It ends.",
    ]


def test_columns_drawn_one_after_the_other_stay_one_after_the_other() -> None:
    left = [
        Line(f"Left {n}.", left=71, bottom=700 - 15 * n, right=250, top=712 - 15 * n, size=12)
        for n in (1, 2, 3)
    ]
    right = [
        Line(f"Right {n}.", left=300, bottom=700 - 15 * n, right=500, top=712 - 15 * n, size=12)
        for n in (1, 2)
    ]
    assert texts(page(*left, *right)) == ["Left 1.", "Left 2.", "Left 3.", "Right 1.", "Right 2."]


def test_a_mark_at_full_size_is_known_by_its_footnote() -> None:
    def noted(*more: Line) -> list[tuple[tuple[int, int], ...]]:
        words = line("Most go to special schools3, some to room3.")
        return [item.line.marks for item in body(page(words, *more)).lines]

    note = [at("3", 90, size=6.5), at("Schools for some children.", 83, size=10)]
    assert noted(*note) == [((26, 27), (41, 42))]
    assert noted() == [()]
    assert noted(Line("3", left=480, bottom=500, right=484, top=505, size=7.0), *note)[0] == ()
