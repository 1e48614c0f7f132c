"""Which sentences stand side by side, which sentences another side is asked about."""

from __future__ import annotations

import numpy as np
import pytest

from search_api.sides.model import Label
from search_api.sides.model import Side as Side_
from search_api.similar.names import Side
from search_api.similar.rules import UNSURE, is_named, relied_on, same_side, sources

SIDES = ("praise", "criticism", "mixed", "neutral", "")


@pytest.mark.parametrize("asked", SIDES)
@pytest.mark.parametrize("other", SIDES)
def test_praise_never_stands_with_what_finds_something_wanting(asked: str, other: str) -> None:
    for sign in (True, False):
        found = bool(same_side([asked], [other], np.array([[sign]]))[0, 0])
        wanting = {"criticism", "mixed"}
        if "praise" in (asked, other) and wanting & {asked, other}:
            assert not found
        elif "" in (asked, other):
            assert found == sign  # of what is unknown polarity tells
        elif "neutral" in (asked, other):
            assert found == (asked == other and sign)
        else:
            assert found  # whatever the polarity says


def test_every_pair_has_its_place() -> None:
    found = same_side(["praise", "criticism"], ["praise", "mixed", "criticism"], np.ones((3, 2), dtype=bool))
    assert found.tolist() == [[True, False], [False, True], [False, True]]
    assert same_side(["praise"], [], np.ones((0, 1), dtype=bool)).shape == (0, 1)


@pytest.mark.parametrize(
    ("side", "found"),
    [("praise", [1, 2]), ("criticism", [0]), ("same", [0, 1, 2, 3]), ("any", [0, 1, 2, 3, 4])],
)
def test_what_is_compared_for_each_side(side: Side, found: list[int]) -> None:
    labels = ["praise", "criticism", "mixed", "neutral", UNSURE]
    named = [label == ("criticism" if side == "praise" else "praise") for label in labels]
    assert sources(side, labels, named) == found


def test_nobody_is_said_to_be_praised_for_what_is_only_likely_a_criticism() -> None:
    assert sources("praise", ["criticism", "neutral"], [False, False]) == []
    assert sources("same", [UNSURE, UNSURE], [False, False]) == [0, 1]


@pytest.mark.parametrize(
    ("label", "strength", "polarity", "found"),
    [
        ("praise", -0.9, -0.5, "praise"),
        ("praise", -0.4, -0.1, UNSURE),
        ("praise", -0.6, -0.2, UNSURE),
        ("criticism", 0.3, 0.3, UNSURE),
        ("praise", -0.8, 0.9, UNSURE),  # the vector says otherwise
        ("criticism", 0.9, 0.5, "criticism"),
        ("criticism", 0.1, 0.1, UNSURE),
        ("mixed", 0.1, 0.5, "mixed"),
        ("mixed", -0.2, 0.9, UNSURE),  # it praises more than it criticises
        ("neutral", 0.0, 0.9, "neutral"),
        ("criticism", 1.0, -0.9, "criticism"),  # what is recommended was found wanting
    ],
)
def test_a_side_is_relied_on_where_both_models_agree(
    label: Label, strength: float, polarity: float, found: str
) -> None:
    assert relied_on(Side_(label, strength), polarity) == found


def test_nothing_known_is_no_side() -> None:
    assert relied_on(None, 0.5) == ""
    assert not is_named(None, 0.5, "praise")


def test_to_name_somebody_takes_more_than_to_list_a_sentence() -> None:
    for label, sign in (("praise", -1), ("criticism", 1)):
        weak, strong = Side_(label, 0.8 * sign), Side_(label, 0.9 * sign)  # type: ignore[arg-type]
        assert relied_on(weak, 0.0) == label
        assert not is_named(weak, 0.0, label)  # type: ignore[arg-type]
        assert is_named(strong, 0.0, label)  # type: ignore[arg-type]
        assert not is_named(strong, 0.0, "same")
