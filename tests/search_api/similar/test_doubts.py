"""Which words speak against the side that a model gives a sentence, and which judge another aspect."""

from __future__ import annotations

import pytest

from search_api.similar.doubts import doubted, is_aim, same_aspect, trend


@pytest.mark.parametrize(
    ("label", "sentence", "found"),
    [
        ("praise", "The service has experienced significant workforce challenges.", True),
        ("praise", "Sufficiency of placements continues to be a challenge.", True),
        ("praise", "In 2012, all inspected services were judged to be inadequate.", True),
        ("praise", "More consistency in response is required to meet every child’s needs.", True),
        ("praise", "The opportunity is missed to learn from complaints.", True),
        ("praise", "Managers challenge poor practice well.", False),
        ("praise", "The service was judged to be good.", False),
        ("criticism", "Bed and breakfast accommodation is never used.", True),
        ("criticism", "The council makes stringent efforts to avoid unregistered provision.", True),
        ("criticism", "Bed and breakfast accommodation is used too often.", False),
        ("neutral", "Sufficiency of placements continues to be a challenge.", False),
    ],
)
def test_words_against_a_side(label: str, sentence: str, found: bool) -> None:
    assert doubted(label, sentence) is found


def test_praise_that_turns_needs_a_vector_that_praises() -> None:
    said = "It shows that, while matching is a strength, timescales are above the average."
    assert doubted("praise", said, 0.1)
    assert not doubted("praise", said, -0.8)
    assert not doubted("praise", "Matching is a strength.", 0.1)


def test_a_rise_and_a_fall() -> None:
    assert trend("The number of children who are home educated is increasing.") == 1
    assert trend("The number of children who are home educated is falling.") == -1
    assert trend("It fell in 2019 and is rising again.") == 0
    assert trend("The team has four members.") == 0


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Conferences are out of timescale.", "Conferences are well attended.", False),
        ("Conferences are out of timescale.", "Conferences are timely and well attended.", True),
        ("Conferences are poor.", "Conferences are well attended.", True),
    ],
)
def test_what_of_a_matter_is_judged(one: str, other: str, found: bool) -> None:
    assert same_aspect(one, other) is found


def test_an_aim_is_not_reached() -> None:
    assert is_aim("Leaders have set ambitious targets to train all foster carers.")
    assert not is_aim("All foster carers are trained.")
