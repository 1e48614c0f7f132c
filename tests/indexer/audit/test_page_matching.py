"""A paragraph is found on exactly its pages, and nothing else passes for found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.audit.page_matching import find_stretch, page_text
from indexer.reading.normalise import fold, join_lines

PAGE_1 = page_text(
    ["7", "16.Help comes early and is", "well- planned for the Board1", "in each", "Inspection of X 3"], ["1"]
)
PAGE_2 = page_text(["4", "district of the county.", "17. More words.", "Inspection of X 4"])
WORDS = st.lists(
    st.sampled_from(["early", "help", "plans", "children", "homes", "visits", "seen", "well", "good"]),
    min_size=12,
    max_size=60,
)


def test_found_over_a_page_end_with_furniture_and_a_footnote_mark_between() -> None:
    text = "Help comes early and is well-planned for the Board in each district of the county."
    assert find_stretch(text, [PAGE_1, PAGE_2]) is None


@pytest.mark.parametrize(
    ("text", "page", "expected", "found"),
    [
        ("Help comes late", 0, "late", "earlyandiswellplannedfortheboard1ineachi"),
        ("Help comes early and well-planned", 0, "wellplanned", "iswellplannedfortheboard1ineachinspectio"),
        ("Nothing of the kind", 0, "nothingofthekind", ""),
        ("", 0, "", ""),
    ],
    ids=["another word", "a word left out", "not on the page", "no text"],
)
def test_where_paragraph_and_page_part(text: str, page: int, expected: str, found: str) -> None:
    stretch = find_stretch(text, [PAGE_1])
    assert stretch is not None
    assert (stretch.page, stretch.expected, stretch.found) == (page, expected, found)


def test_too_few_pages_and_too_many_pages_are_both_wrong() -> None:
    text = "Help comes early and is well-planned for the Board in each district of the county."
    assert find_stretch(text, [PAGE_1]) is not None
    assert find_stretch(text, [PAGE_2]) is not None
    assert find_stretch("More words.", [PAGE_1, PAGE_2]) is not None
    assert find_stretch(text, []) is not None


def test_a_digit_is_passed_over_only_where_it_is_a_footnote_mark() -> None:
    unmarked = page_text(["well-planned for the Board1 in each"])
    assert find_stretch("well-planned for the Board in each", [unmarked]) is not None


def test_a_part_on_the_next_page_begins_a_line() -> None:
    within = page_text(["4", "In the district of the county."])
    assert find_stretch("Board in each district of the county.", [PAGE_1, within]) is not None


@given(WORDS, st.data())
def test_any_paragraph_laid_out_on_two_pages_is_found_and_a_changed_one_is_not(
    words: list[str], data: st.DataObject
) -> None:
    lines = [" ".join(words[at : at + 4]) for at in range(0, len(words), 4)]
    cut = data.draw(st.integers(1, len(lines) - 1))
    pages = [page_text(["Header", *lines[:cut], "1"]), page_text(["Header", *lines[cut:], "2"])]
    text = join_lines(lines)
    assert find_stretch(text, pages) is None
    place = data.draw(st.integers(0, len(words) - 1))
    changed = " ".join([*words[:place], "ZZZ", *words[place:]])
    assert find_stretch(changed, pages) is not None
    assert fold(changed) != fold(text)
