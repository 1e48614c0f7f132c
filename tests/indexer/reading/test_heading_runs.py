"""Headings are known by weight, or by wording and place; bold words of a sentence are its text."""

from __future__ import annotations

from indexer.reading.pages import Line, Page
from indexer.records import Paragraph
from tests.support.reading_pages import LIST, NUMBERS, blocks, heading, line, locators, page, read, white


def paragraphs(*pages: Page) -> list[Paragraph]:
    return list(read(*pages)[0])


def numbered(*values: int) -> list[Line]:
    return [line(f"{value}. Words of number {value}.", NUMBERS) for value in values]


def bold(text: str, left: float = NUMBERS) -> Line:
    return line(text, left, bold=True)


def plain(text: str) -> list[Line]:
    return [white(), line(text, NUMBERS), white()]


def test_recommendations_need_not_be_bold_to_be_recommendations() -> None:
    found = paragraphs(
        page(
            heading("Executive summary"),
            line("Services are getting better.", NUMBERS),
            *plain("Recommendations"),
            *numbered(1, 2),
            *plain("The experiences and progress of children who need help and protection Good"),
            *numbered(3, 4, 5),
            *plain("Information about this inspection"),
            line("Inspectors have looked at much.", NUMBERS),
        )
    )
    assert locators(found) == ["summary-executive-1", "rec-1", "rec-2", "para-3", "para-4", "para-5"]
    assert found[-1].grade == "good"


def test_what_needs_to_improve_need_not_be_bold() -> None:
    found = paragraphs(
        page(
            heading("Overall effectiveness Good"),
            line("Children get good help.", NUMBERS),
            *plain("What needs to improve"),
            line("◼ The quality of plans.", NUMBERS),
            line("◼ The stability of the workforce.", NUMBERS),
        )
    )
    assert locators(found)[-2:] == ["improve-1", "improve-2"]


def test_a_theme_of_recommendations_with_the_words_of_a_section_is_no_section() -> None:
    found = paragraphs(
        page(
            heading("What does the local authority need to improve?"),
            bold("Areas for improvement"),
            *plain("Leadership, management and governance"),
            *numbered(1, 2),
            *plain("Adoption performance"),
            *numbered(3, 4, 5),
        )
    )
    assert {item.kind for item in found} == {"recommendation"}


def test_a_line_of_contents_and_a_line_of_the_text_are_no_headings() -> None:
    found = blocks(
        page(
            line("Contents", NUMBERS),
            *plain("Recommendations 7"),
            line("Leaders know what to do about", NUMBERS),
            line("Recommendations", NUMBERS),
            line("made before.", NUMBERS),
        )
    )
    assert not any(block.form == "heading" for block in found)


def test_bold_words_that_end_a_sentence_are_its_words() -> None:
    found = paragraphs(
        page(
            heading("Information about this local authority area"),
            line("\uf06e The last inspection was in May. The council was judged to be", NUMBERS),
            bold("good.", NUMBERS + 18),
            white(),
            bold("Local leadership"),
            white(),
            line("\uf06e The director came in April.", NUMBERS),
        )
    )
    assert found[0].text == "The last inspection was in May. The council was judged to be good."
    assert (found[1].section[-1], found[1].grade) == ("Local leadership", "")


def test_a_bold_sentence_is_text() -> None:
    (found,) = paragraphs(
        page(
            heading("Executive summary"),
            bold("Leaders in Northmoor have not acted on what they were told."),
        )
    )
    assert found.text == "Leaders in Northmoor have not acted on what they were told."


def test_the_closing_page_never_joins_the_last_finding() -> None:
    findings = page(
        heading("Inspection findings"),
        *numbered(1, 2, 3, 4),
        line("5. Plans vary. (Recommendation)", NUMBERS),
    )
    closing = page(line("The Office for Standards in Education regulates and inspects.", NUMBERS), number=2)
    last = paragraphs(findings, closing)[-1]
    assert (last.text, last.page_last) == ("Plans vary. (Recommendation)", 1)


def test_closing_words_in_the_texts_own_column_never_join_the_last_finding() -> None:
    findings = page(heading("Inspection findings"), *numbered(1, 2, 3, 4), line("5. Plans vary", NUMBERS))
    closing = page(line("The Office for Standards in Education regulates and inspects.", LIST), number=2)
    assert paragraphs(findings, closing)[-1].text == "Plans vary"


def test_a_paragraph_goes_on_after_a_semicolon_at_a_pages_end() -> None:
    found = paragraphs(
        page(heading("Executive summary"), line("Plans are late;", NUMBERS)),
        page(line("they are thin, too.", NUMBERS), number=2),
    )
    assert [item.text for item in found] == ["Plans are late; they are thin, too."]
