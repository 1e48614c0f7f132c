"""Which matters a text names: one for all names of a thing, acronyms in capitals, words that tell."""

from __future__ import annotations

import pytest

from search_api.comparison.lineage.matters import Matters

GROUPS = [("private fostering", "privately fostered"), ("health passport", "health histories")]
ACRONYMS = [("IRO", ["independent reviewing officer"]), ("PEP", ["personal education plan"])]


@pytest.fixture(scope="module")
def matters() -> Matters:
    return Matters(GROUPS, ACRONYMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Improve the work with privately fostered children.", "Private fostering is well known."),
        ("IROs challenge drift.", "Independent reviewing officers are visible."),
        ("Care leavers have their health histories.", "A health passport is given to each."),
        ("PEPs are of good quality.", "Each child has a personal education plan."),
    ],
)
def test_names_of_one_thing_are_one_matter(matters: Matters, one: str, other: str) -> None:
    assert matters.of(one)[0] & matters.of(other)[0]


def test_an_acronym_in_small_letters_is_a_word(matters: Matters) -> None:
    assert not matters.of("A pep talk was given.")[0]


def test_words_that_tell_nothing_are_no_matter(matters: Matters) -> None:
    assert matters.of("Ensure that practice is improved for all children and families.") == (
        frozenset(),
        frozenset(),
    )
    assert matters.of("Supervision is late.")[1] >= {"superv", "late"}
