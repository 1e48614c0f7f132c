"""Lines that belong together: paragraphs, list items, headings, over page ends."""

from __future__ import annotations

from indexer.reading.blocks import Block
from indexer.reading.paragraph_text import text_of
from tests.support.reading_pages import COLUMN, LIST, NUMBERS, blocks, heading, line, page, white


def forms(found: list[Block]) -> list[tuple[str, str]]:
    return [(block.form, block.text) for block in found]


def test_a_paragraph_goes_on_over_a_page_end() -> None:
    found = blocks(
        page(line("1. Help comes early and", NUMBERS), number=1),
        page(line("is well planned."), white(), line("2. More.", NUMBERS), number=2),
    )
    assert forms(found) == [
        ("numbered", "1. Help comes early and is well planned."),
        ("numbered", "2. More."),
    ]


def test_a_list_and_the_text_after_it_stay_in_the_paragraph() -> None:
    (found,) = blocks(
        page(
            line("1. Leaders have:", NUMBERS),
            line("a plan for every child that says:"),
            line("\uf06e who does what", COLUMN),
            line("and by when", LIST),
            line("\uf06e what comes next.", COLUMN),
            line("This helps families.", COLUMN),
        )
    )
    assert found.form == "numbered"
    assert sorted(found.starts_list) == [2, 4, 5]


def test_a_dash_of_the_sentence_at_the_start_of_a_line_is_no_list() -> None:
    (found,) = blocks(
        page(
            line("1. At the time, 68 children lived at home on", NUMBERS),
            line("a care order"),
            line("– 11% of all – and visits were rare."),
        )
    )
    assert not found.starts_list


def test_dashes_after_a_colon_are_a_list() -> None:
    (found,) = blocks(
        page(
            line("1. Leaders have these plans in", NUMBERS),
            line("hand:"),
            line("– a new front door"),
            line("– more homes"),
        )
    )
    assert sorted(found.starts_list) == [2, 3]


def test_bullets_are_items_and_nested_dashes_belong_to_them() -> None:
    found = blocks(
        page(
            line("\uf06e Of the children looked after:", NUMBERS),
            line("\uf02d ten live with foster carers", LIST),
            line("\uf02d two live at home.", LIST),
            line("\uf06e The board meets monthly.", NUMBERS),
        )
    )
    assert [block.form for block in found] == ["item", "item"]
    assert sorted(found[0].starts_list) == [1, 2]


def test_dashes_far_in_below_a_text_that_announces_them_are_its_list() -> None:
    found = blocks(
        page(
            line("In the last 12 months:", NUMBERS),
            white(),
            line("\u0336 there were ten adoptions", LIST),
            line("\u0336 two young people left care.", LIST),
            white(),
            line("No young person moved to shared housing.", NUMBERS),
        )
    )
    assert [(block.form, sorted(block.starts_list)) for block in found] == [("text", [1, 2]), ("text", [])]


def test_bullets_right_below_a_text_are_items_of_their_own() -> None:
    found = blocks(
        page(line("These areas need to improve:", NUMBERS), line("◼ The quality of plans.", NUMBERS + 14))
    )
    assert [block.form for block in found] == ["text", "item"]


def test_a_line_that_holds_only_small_letters_is_not_white_space() -> None:
    tall = line("\uf06e 238 live with foster carers, most outside the", NUMBERS)
    found = blocks(
        page(
            line("\uf06e Of these:", NUMBERS),
            tall.__class__(
                "\uf02d 238 live outside the", left=LIST, right=400, bottom=700, top=711.6, size=12
            ),
            tall.__class__("area", left=LIST + 17, right=200, bottom=685.6, top=692.5, size=12),
        )
    )
    assert [block.form for block in found] == ["item"]


def test_white_space_and_a_new_indent_end_the_paragraph() -> None:
    found = blocks(
        page(
            line("1. Help comes early.", NUMBERS),
            line("It is planned."),
            white(),
            line("What the judgements mean and other words.", NUMBERS - 10),
        )
    )
    assert [block.form for block in found] == ["numbered", "text"]


def test_bold_lines_are_one_heading_with_its_grade() -> None:
    found = blocks(
        page(
            heading("The experiences and progress of children who need help and"),
            heading("protection: good"),
            line("1. Help comes early.", NUMBERS),
        )
    )
    first = found[0].heading
    assert first is not None
    assert (first.area, first.grade) == ("help_and_protection", "good")
    assert found[1].form == "numbered"


def test_a_list_that_a_fact_announces_belongs_to_it_with_or_without_glyphs() -> None:
    found = blocks(
        page(
            line("\uf06e There are 224 children in care, a rise", NUMBERS),
            line("since last year.", NUMBERS + 18),
            white(4),
            line("Of this number:", LIST),
            white(),
            line("\uf02d 152 live elsewhere", LIST),
            white(),
            line("\uf06e The proportion who eat at school is:", NUMBERS),
            white(),
            line("in primary schools 16%", LIST),
            white(),
            line("in secondary schools 12%.", LIST),
            white(),
            line("\uf06e The last grades were:", NUMBERS),
            white(),
            line("Help: Good.", NUMBERS),
            white(),
            line("Care: Inadequate.", NUMBERS),
        )
    )
    assert [text_of(block)[0].split("\n") for block in found] == [
        [
            "There are 224 children in care, a rise since last year.",
            "Of this number:",
            "• 152 live elsewhere",
        ],
        ["The proportion who eat at school is:", "in primary schools 16%", "in secondary schools 12%."],
        ["The last grades were:", "Help: Good.", "Care: Inadequate."],
    ]


def test_a_short_heading_right_below_a_list_is_not_its_last_word() -> None:
    found = blocks(
        page(
            line("\uf06e Policies are kept up to date and", NUMBERS + 4),
            line("are in use.", NUMBERS + 22),
            line("Children’s views", NUMBERS),
            white(),
            line("\uf06e Children are heard.", NUMBERS + 4),
        )
    )
    assert [block.form for block in found] == ["item", "text", "item"]


def test_two_dashes_of_one_sentence_at_line_starts_are_no_list() -> None:
    (found,) = blocks(
        page(
            line("1. Leaders act on what they learn, ", NUMBERS),
            line("– as they did in the spring – and tell"),
            line("staff of it in the meetings of the teams"),
            line("– in person."),
        )
    )
    assert found.starts_list == set()
    assert "•" not in text_of(found)[0]
