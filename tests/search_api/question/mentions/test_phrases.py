"""What a question quotes and what it leaves out; and what only looks like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.question.mentions.phrases import MOST, find_left_out, find_phrases
from tests.search_api.question.asking import understand


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('"short breaks"', ["short breaks"]),
        ("“short breaks” in Northmoor", ["short breaks"]),
        ("which reports say “short breaks”?", ["short breaks"]),
        ('"short breaks," and "young carers."', ["short breaks", "young carers"]),
        ("‘short breaks’ for carers", ["short breaks"]),
        ("‘children’s short breaks’", ["children’s short breaks"]),
        ('("short breaks")', ["short breaks"]),
        ('"MARAC"', ["MARAC"]),
        ('"say “so” again"', ["say “so” again"]),
        # apostrophes, inches, and marks that have no fellow
        ("children’s plans and carers’ views", []),
        ("the ‘front’ and the children’s door", []),
        ('a 5" and a 6" line', []),
        ('"short breaks', []),
        ('short breaks"', []),
        ("“short breaks", []),
        # nothing but marks
        ('""', []),
        ('" "', []),
        ('"?!" plans', []),
        ("“…” plans", []),
        ("“”“”", []),
    ],
)
def test_phrases(text: str, phrases: list[str]) -> None:
    found = find_phrases(text)
    assert [item.value for item in found] == phrases
    assert all(text[item.start : item.end] == item.text for item in found)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("plans -fostering", ["fostering"]),
        ("-fostering plans", ["fostering"]),
        ('plans -"short breaks"', ["short breaks"]),
        ("plans NOT fostering", ["fostering"]),
        ("plans AND NOT fostering", ["fostering"]),
        ('plans NOT "short breaks" -neglect', ["short breaks", "neglect"]),
        ("plans -multi-agency", ["multi-agency"]),
        # hyphens, ranges, lists, dashes, a negation of the question's own
        ("multi-agency plans", []),
        ("plans 2018 - 2019", []),
        ("plans 2018 -2019", []),
        ("plans -5%", []),
        ("plans – fostering", []),
        ("plans - fostering", []),
        ("- plans", []),
        ("-plans are late\n-visits are late", []),
        ("plans:\n-visits", []),
        ("children not in school", []),
        ("children NOT in school", []),
        ("plans -what works", []),
        ("CHILDREN NOT SEEN", []),
    ],
)
def test_what_is_left_out(text: str, left_out: list[str]) -> None:
    assert [words for words, _ in understand(text).left_out] == left_out


@pytest.mark.parametrize("text", ["early help -Torbay", "early help NOT Torbay"])
def test_a_place_that_is_left_out_is_an_authority(text: str) -> None:
    found = understand(text)
    assert (found.left_out, found.rest) == ((), "early help")
    assert found.authorities
    assert "Torbay" not in found.authorities
    assert [(item.field, item.value, item.text) for item in found.mentions] == [
        ("authority", "not Torbay", text.removeprefix("early help "))
    ]


@pytest.mark.parametrize(
    "text", ['"Torbay 2018"', "‘the latest report’", '"paragraph 27"', '"outstanding"', '"recommendations"']
)
def test_nothing_that_is_quoted_is_a_filter(text: str) -> None:
    found = understand(text)
    assert [item.field for item in found.mentions] == ["phrase"]
    assert found.only_phrases


def test_what_stands_beside_a_phrase_is_understood_as_ever() -> None:
    found = understand('weaknesses in "private fostering" in Torbay 2018 -adoption')
    assert found.phrases == ("private fostering",)
    assert found.left_out == (("adoption", False),)
    assert set(found.authorities) == {"Torbay"}
    assert (found.since, found.polarity) == ("2018-01-01", "weakness")
    assert found.rest == "weaknesses in private fostering"
    assert not found.only_phrases


@pytest.mark.parametrize("stretch", ['"private fostering"', "-adoption"])
def test_either_can_be_taken_back(stretch: str) -> None:
    found = understand('plans "private fostering" -adoption', as_words=[stretch])
    assert stretch not in [item.text for item in found.mentions]
    assert len(found.mentions) == 1


def test_how_often_is_no_word_to_rank_by() -> None:
    assert understand('how many reports mention "short breaks"?').only_phrases


@pytest.mark.parametrize(
    "text",
    ['"' * 2000, '" ' * 1000, "“" * 2000, "‘" * 2000, '"a" ' * 500, "‘a b’" * 400, "-a " * 600, "NOT " * 500,
     "NOT" + " " * 1900, "’" * 2000, "‘" + "a’b" * 600, '"“a”' * 500, '"' + "“a”" * 600, '(*"[.+' * 300],
)  # fmt: skip
def test_hostile_text_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    phrases = find_phrases(text)
    left_out, _ = find_left_out(text, [])
    assert time.perf_counter() - begun < 1
    assert len(phrases) <= MOST
    assert len(left_out) <= MOST


@given(st.text(alphabet='ab "“”‘’-NOT(.*\n', max_size=60))
def test_whatever_is_typed_a_mention_is_a_stretch_of_it(text: str) -> None:
    found = understand(text)
    assert all(text[item.start : item.end] == item.text for item in found.mentions)
    assert all(any(map(str.isalnum, phrase)) for phrase in found.phrases)
