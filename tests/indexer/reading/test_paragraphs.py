"""Blocks become findings, recommendations, improvements, summaries and context, each in its section."""

from __future__ import annotations

import pytest

from indexer.reading.pages import Line, Page
from indexer.reading.paragraph_text import linked_findings
from indexer.records import Paragraph
from tests.support.reading_pages import LIST, NUMBERS, heading, line, locators, page, read, white


def paragraphs(*pages: Page, opening: str = "cover") -> list[Paragraph]:
    return list(read(*pages, opening=opening)[0])


def numbered(*values: int) -> list[Line]:
    return [line(f"{value}. Words of number {value}.", NUMBERS) for value in values]


SIF = page(
    heading("Executive summary"),
    line("Services are getting better.", NUMBERS),
    white(),
    heading("Recommendations"),
    *numbered(1, 2),
    heading("The experiences and progress of children who need help and protection Good"),
    line("Summary", NUMBERS, bold=True),
    line("Families get help early.", NUMBERS),
    white(),
    line("Inspection findings", NUMBERS, bold=True),
    *numbered(3, 4),
    line("The graded judgement for adoption performance is that it is outstanding", NUMBERS, bold=True),
    *numbered(5, 6),
    heading("Leadership, management and governance Requires improvement"),
    *numbered(7),
    heading("Information about this inspection"),
    line("Inspectors have looked closely at many things.", NUMBERS),
)


def test_kinds_come_from_the_headings_and_numbers_from_the_print() -> None:
    found = paragraphs(SIF)
    assert locators(found) == [
        "summary-executive-1",
        "rec-1",
        "rec-2",
        "summary-help-and-protection-1",
        "para-3",
        "para-4",
        "para-5",
        "para-6",
        "para-7",
    ]


def test_each_finding_knows_its_section_and_that_sections_grade() -> None:
    found = {paragraph.number: paragraph for paragraph in paragraphs(SIF) if paragraph.kind == "finding"}
    title = "The experiences and progress of children who need help and protection"
    assert (found[3].section, found[3].grade) == ((title, "Inspection findings"), "good")
    assert found[5].section == (title, "The graded judgement for adoption performance")
    assert found[5].grade == "outstanding"
    assert (found[7].section, found[7].grade) == (
        ("Leadership, management and governance",),
        "requires improvement",
    )


def test_numbers_right_below_a_sections_summary_are_its_findings() -> None:
    found = paragraphs(
        page(
            heading("The experiences and progress of children who need help and protection Good"),
            line("Summary", NUMBERS, bold=True),
            line("Families get help early.", NUMBERS),
            white(),
            *numbered(1, 2, 3, 4, 5),
        )
    )
    assert found[0].section[-1] == "Summary"
    assert all(len(paragraph.section) == 1 for paragraph in found[1:])


def test_sister_headings_of_recommendations_stand_side_by_side() -> None:
    found = paragraphs(
        page(
            heading("What does the local authority need to improve?"),
            line("Priority and immediate action", NUMBERS, bold=True),
            *numbered(1, 2),
            line("Areas for improvement", NUMBERS, bold=True),
            *numbered(3, 4, 5),
        )
    )
    assert [paragraph.section[1:] for paragraph in found] == [("Priority and immediate action",)] * 2 + [
        ("Areas for improvement",)
    ] * 3


def test_themes_of_recommendations_stand_below_their_urgency() -> None:
    found = paragraphs(
        page(
            heading("What does the local authority need to improve?"),
            line("Priority and immediate action", NUMBERS, bold=True),
            line("Help and support", NUMBERS),
            *numbered(1),
            white(),
            line("Areas for improvement", NUMBERS, bold=True),
            line("Help and support", NUMBERS),
            *numbered(2),
            white(),
            line("Care leavers", NUMBERS),
            *numbered(3, 4, 5),
        )
    )
    assert [paragraph.section[1:] for paragraph in found] == [
        ("Priority and immediate action", "Help and support"),
        ("Areas for improvement", "Help and support"),
        *[("Areas for improvement", "Care leavers")] * 3,
    ]


def test_bullets_of_what_needs_to_improve_are_counted() -> None:
    found = paragraphs(
        page(
            heading("What needs to improve?"),
            line("◼ The quality of plans.", NUMBERS),
            line("◼ The stability of", NUMBERS),
            line("the workforce.", LIST),
        )
    )
    assert locators(found) == ["improve-1", "improve-2"]
    assert found[1].text == "The stability of the workforce."


def test_links_and_marks_of_inspectors_are_data() -> None:
    found = paragraphs(
        page(
            heading("Recommendations"),
            line("1. Plan better (paragraphs 33, 34 and 40–42).", NUMBERS),
            line("2. Meet sooner (paragraphs 139, 146 149).", NUMBERS),
            line("3. Do not wait (paragraph 25)", NUMBERS),
            heading("Inspection findings"),
            line("4. Plans vary. (Recommendation)", NUMBERS),
            *numbered(5),
        )
    )
    assert [paragraph.linked for paragraph in found] == [(33, 34, 40, 41, 42), (139, 146, 149), (25,), (), ()]
    assert [paragraph.recommendation_mark for paragraph in found] == [False, False, False, True, False]


def test_a_footnote_stays_out_of_the_text_and_is_linked() -> None:
    (found,) = paragraphs(
        page(
            heading("Executive summary"),
            line("Partners of the council work together on what matters to families.", NUMBERS),
            Line(
                "The Board1 meets.", left=NUMBERS, right=300, bottom=700, top=710, size=12, marks=((9, 10),)
            ),
            Line(
                "1 A board of partners.",
                left=NUMBERS,
                right=300,
                bottom=90,
                top=100,
                size=10,
                marks=((0, 1),),
            ),
        )
    )
    assert (found.text, found.footnotes) == (
        "Partners of the council work together on what matters to families. The Board meets.",
        ("A board of partners.",),
    )


def test_two_full_stops_after_a_number_are_not_text() -> None:
    found = paragraphs(
        page(heading("Inspection findings"), line("1.. Homes are safe.", NUMBERS), *numbered(2, 3, 4, 5))
    )
    assert found[0].text == "Homes are safe."


def test_pages_and_boxes_cover_both_sides_of_a_page_end() -> None:
    found = paragraphs(
        page(heading("Inspection findings"), line("1. Help comes early and", NUMBERS), number=3),
        page(line("is planned."), white(), *numbered(2, 3, 4, 5), number=4),
    )
    assert (found[0].page_first, found[0].page_last) == (3, 4)
    assert [box.page for box in found[0].boxes] == [3, 4]
    assert found[0].text == "Help comes early and is planned."


def test_gaps_repeats_and_second_sequences_are_told() -> None:
    lines = [*numbered(1, 2, 4, 5, 5, 6, 7)]
    found, odd = read(page(heading("Inspection findings"), *lines, *numbered(1, 2, 3)))
    assert [anomaly.kind for anomaly in odd] == ["gap", "repeat", "second sequence"]
    assert locators(found)[4:] == [
        "para-5b",
        "para-6",
        "para-7",
        "part2-para-1",
        "part2-para-2",
        "part2-para-3",
    ]


def test_a_report_without_numbers_is_cited_by_ordinals_marked_as_unprinted() -> None:
    found, odd = read(
        page(
            heading("Leadership, management and governance Good"),
            line("Leaders know their services.", NUMBERS),
            white(),
            line("They act on what they know.", NUMBERS),
        )
    )
    assert locators(found) == ["unnumbered-para-leadership-1", "unnumbered-para-leadership-2"]
    assert not any(paragraph.printed for paragraph in found)
    assert [anomaly.kind for anomaly in odd] == ["no numbers"]


def test_closing_pages_are_no_paragraphs() -> None:
    found = paragraphs(
        page(heading("Inspection findings"), *numbered(1, 2, 3, 4, 5), number=1),
        page(line("If you would like a copy of this document in another form, ask.", NUMBERS), number=2),
    )
    assert len(found) == 5


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("(paragraphs 25 to 28)", (25, 26, 27, 28)),
        ("(Paras 128, 129)", (128, 129)),
        ("(para. 119)", (119,)),
        ("(para 119; paras 121–122)", (119, 121, 122)),
        ("(page 12, paragraph 17)", (17,)),
        ("(paragraph 17, page 12)", (17,)),
        ("(see paragraphs 3, 4, and 9)", (3, 4, 9)),
        ("(paragraphs 139, 146 149)", (139, 146, 149)),
        ("(paragraphs 33 & 34).", (33, 34)),
        ("[paragraph 8]", (8,)),
        ("See paragraphs 8 and 9.", (8, 9)),
        ("(Working Together, paragraph 17 of chapter 2)", ()),
        ("as paragraph 17 says, and act.", ()),
        ("(Act 1989, paragraph 1.2)", ()),
    ],
)
def test_every_form_in_which_inspectors_name_findings(words: str, linked: tuple[int, ...]) -> None:
    assert linked_findings(f"Plan better {words}") == linked


def test_what_the_report_says_before_its_findings_does_not_close_it() -> None:
    found = paragraphs(
        page(
            line("Lead inspector: Ada Example", NUMBERS),
            white(),
            line("Children in Northmoor get good help.", NUMBERS),
            white(),
            heading("Overall effectiveness Good"),
            *numbered(1, 2, 3, 4, 5),
        ),
        opening="summary",
    )
    assert found[0].text == "Children in Northmoor get good help."


@pytest.mark.parametrize(
    "title",
    [
        "Information about this area",
        "About this area",
        "Annex A: Information about this local authority",
    ],
)
def test_facts_about_the_area_are_read_after_what_closes_an_executive_summary(title: str) -> None:
    found = paragraphs(
        page(
            heading("Information about this inspection"),
            line("Inspectors have looked closely at much.", NUMBERS),
            white(),
            heading(title),
            line("\uf06e The council has 12 schools.", NUMBERS),
            heading("Inspection findings"),
            *numbered(1, 2, 3, 4, 5),
        )
    )
    assert [(item.kind, item.section) for item in found[:1]] == [("context", (title,))]


@pytest.mark.parametrize(
    "title",
    [
        "What the judgements mean",
        "What these grades mean",
        "Judgements and what they mean",
        "Grade descriptors",
    ],
)
def test_what_the_grades_mean_is_no_finding(title: str) -> None:
    found = paragraphs(
        page(
            heading("Inspection findings"),
            *numbered(1, 2, 3, 4, 5),
            heading(title),
            line("An outstanding authority does more than it must.", NUMBERS),
        )
    )
    assert found[-1].text == "Words of number 5."


def test_a_character_that_nobody_can_read_is_an_anomaly_of_its_paragraph() -> None:
    _, (odd,) = read(
        page(heading("Inspection findings"), *numbered(1, 2, 3, 4), line("5. A \ue123 here.", NUMBERS))
    )
    assert (odd.kind, odd.page, odd.paragraphs) == ("characters", 1, ("northmoor-2018-03-29/para-5",))


def test_a_text_among_the_facts_holds_the_list_that_it_announces_and_no_whole_fact() -> None:
    found = paragraphs(
        page(
            heading("Information about this local authority area"),
            line("In the last year there have been:", NUMBERS),
            white(),
            line("\uf06e 50 adoptions", NUMBERS + 28),
            white(),
            line("\uf06e and 15 special guardians.", NUMBERS + 28),
            white(),
            line("Other facts:", NUMBERS),
            white(),
            line("\uf06e The council has two homes.", NUMBERS + 28),
        )
    )
    assert [item.text for item in found] == [
        "In the last year there have been:\n• 50 adoptions\n• and 15 special guardians.",
        "Other facts:",
        "The council has two homes.",
    ]
