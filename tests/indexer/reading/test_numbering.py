"""Printed numbers are told from the other numbers of a report."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.numbering import find_starts
from indexer.reading.pages import Line
from tests.support.reading_pages import COLUMN, LIST, NUMBERS, body_lines, line


def taken(*lines: Line) -> list[int]:
    return [start.number for start in find_starts(body_lines(*lines))]


def numbers(*lines: Line) -> list[tuple[int, int, int]]:
    return [(start.number, start.sequence, start.repeat) for start in find_starts(body_lines(*lines))]


def printed(*values: int) -> list[Line]:
    return [line(f"{value}. Words of paragraph {value}.", NUMBERS) for value in values]


@given(st.integers(1, 60))
def test_an_unbroken_sequence_is_read_whole(last: int) -> None:
    assert numbers(*printed(*range(1, last + 1))) == [(n, 1, 0) for n in range(1, last + 1)]


def test_a_number_without_a_space_starts_a_paragraph() -> None:
    starts = find_starts(body_lines(*printed(1, 2), line("3.Services are good.", NUMBERS)))
    assert [start.number for start in starts] == [1, 2, 3]
    assert starts[-1].rest == "Services are good."


def test_a_number_alone_on_its_line_starts_a_paragraph() -> None:
    assert [n for n, *_ in numbers(*printed(1, 2), line("3.", NUMBERS), line("Services are good."))] == [
        1,
        2,
        3,
    ]


def test_a_number_that_has_lost_its_full_stop_starts_a_paragraph_in_the_numbers_column() -> None:
    assert [n for n, *_ in numbers(*printed(1, 2), line("3 Services are good.", NUMBERS))] == [1, 2, 3]
    assert [n for n, *_ in numbers(*printed(1, 2), line("3 children went missing.", COLUMN))] == [1, 2]


def test_a_number_that_is_not_printed_leaves_a_gap() -> None:
    assert [n for n, *_ in numbers(*printed(1, 2, 4, 5, 6))] == [1, 2, 4, 5, 6]


def test_a_number_far_ahead_belongs_to_the_text() -> None:
    assert [n for n, *_ in numbers(*printed(1, 2), line("47. Avenue Road is a home."), *printed(3, 4))] == [
        1,
        2,
        3,
        4,
    ]


def test_a_number_printed_twice_is_a_repeat() -> None:
    assert numbers(*printed(1, 2, 2, 3)) == [(1, 1, 0), (2, 1, 0), (2, 1, 1), (3, 1, 0)]


def test_numbers_that_start_again_are_a_second_sequence() -> None:
    found = numbers(*printed(*range(1, 8)), *printed(1, 2, 3))
    assert found == [(n, 1, 0) for n in range(1, 8)] + [(n, 2, 0) for n in (1, 2, 3)]


def test_a_numbered_list_inside_a_paragraph_is_not_a_sequence() -> None:
    inside = [line(f"{n}. an action", LIST) for n in (1, 2, 3)]
    found = numbers(*printed(*range(1, 8)), *inside, *printed(8, 9))
    assert found == [(n, 1, 0) for n in range(1, 10)]


def test_rows_of_the_grade_table_and_decimals_are_not_paragraphs() -> None:
    table = [
        line("1. Children who need help and protection Requires improvement", NUMBERS),
        line("2. Children looked after and achieving permanence Good", NUMBERS),
        line("2.1 Adoption performance Good", NUMBERS),
        line("3. Leadership, management and governance Good", NUMBERS),
    ]
    found = find_starts(body_lines(*table, *printed(1, 2)))
    assert [start.line for start in found] == [4, 5]


def test_a_raised_digit_at_the_head_of_a_line_is_a_footnote_mark() -> None:
    mark = Line("3 This note explains.", left=NUMBERS, right=300, size=12, marks=((0, 1),))
    assert [n for n, *_ in numbers(*printed(1, 2), mark)] == [1, 2]


@given(st.integers(1, 40), st.integers(2, 60), st.integers(2, 20))
def test_a_gap_of_any_size_is_crossed_where_the_numbers_go_on_at_the_column(
    last: int, lost: int, more: int
) -> None:
    there = [*range(1, last + 1), *range(last + lost, last + lost + more)]
    assert taken(*printed(*there)) == there


def test_the_paragraph_before_a_gap_is_marked() -> None:
    starts = find_starts(body_lines(*printed(1, 2, 3, 9, 10, 11)))
    assert [start.number for start in starts if start.broken] == [3]


def test_a_sequence_that_has_lost_its_head_is_read_from_where_it_begins() -> None:
    assert taken(*printed(9, 10, 11, 12)) == [9, 10, 11, 12]
    listed = [line(f"{n}. an action", LIST) for n in (1, 2, 3)]
    assert taken(*printed(9, 10, 11), *listed, *printed(12, 13, 14, 15)) == list(range(9, 16))


def test_numbers_of_a_page_that_was_moved_are_read() -> None:
    there = [1, 2, 3, 8, 9, 4, 5, 6, 7, 10, 11]
    assert taken(*printed(*there)) == there


def test_numbers_of_a_page_that_is_there_twice_are_repeats() -> None:
    found = numbers(*printed(*range(1, 8)), *printed(4, 5, 6, 7), *printed(8, 9))
    assert found[7:11] == [(n, 1, 1) for n in (4, 5, 6, 7)]


def test_a_list_set_in_from_the_column_does_not_take_the_next_numbers() -> None:
    listed = [line(f"{n}. an action", LIST) for n in (1, 2, 3, 4, 5)]
    starts = find_starts(body_lines(*printed(1, 2, 3), *listed, *printed(4, 5, 6)))
    assert [start.line for start in starts] == [0, 1, 2, 8, 9, 10]


def test_numbers_of_a_second_column_carry_the_sequence_on() -> None:
    second = [line(f"{n}. Words of paragraph {n}.", NUMBERS + 240) for n in (4, 5)]
    assert taken(*printed(1, 2, 3), *second, *printed(6, 7)) == list(range(1, 8))


def test_numbers_in_other_characters_are_read_and_known_as_odd() -> None:
    odd = [line(text, NUMBERS) for text in ("1O. Words.", "١١. Words.", "12\u200b. Words.", "１３. Words.")]
    starts = find_starts(body_lines(*printed(*range(1, 10)), *odd))
    assert [start.number for start in starts] == list(range(1, 14))
    assert [start.odd for start in starts[9:]] == ["1O", "١١", "", "１３"]
    assert [start.rest for start in starts[9:]] == ["Words."] * 4
