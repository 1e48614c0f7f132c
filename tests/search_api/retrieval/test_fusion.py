"""Fusion of the signals of candidates, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.store.filters import Hit
from search_api.retrieval.fusion import Signals, best_first, convex, reciprocal_rank
from search_api.settings import Weights

ONE = Weights(paragraph=1.0, sentence=1.0, lexical=1.0, named=1.0, polarity=1.0)


def signals(*rows: int, **values: list[float]) -> Signals:
    """Signals that are not given are 0."""
    names = ("paragraph", "sentence", "lexical", "named", "polarity")
    given = {name: np.array(values.get(name, [0.0] * len(rows)), dtype=np.float32) for name in names}
    return Signals(np.array(rows, dtype=np.int64), **given)


def test_convex_is_the_weighted_sum_of_the_signals() -> None:
    found = signals(
        3, 8,
        paragraph=[0.5, -0.2], sentence=[0.6, 0.1], lexical=[0.0, 1.0],
        named=[1.0, 0.5], polarity=[-1.0, 0.5],
    )  # fmt: skip
    weights = Weights(paragraph=0.5, sentence=0.25, lexical=2.0, named=0.4, polarity=0.1)
    scores = convex(found, weights)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([0.25 + 0.15 + 0.4 - 0.1, -0.1 + 0.025 + 2.0 + 0.2 + 0.05])


@pytest.mark.parametrize("name", ["paragraph", "sentence", "lexical", "named", "polarity"])
def test_each_weight_belongs_to_its_signal(name: str) -> None:
    alone = Weights(**(dict.fromkeys(Weights.__slots__, 0.0) | {name: 3.0}))
    found = signals(1, **{name: [0.5]})
    assert convex(found, alone).tolist() == [1.5]
    others = signals(1, **{other: [0.5] for other in Weights.__slots__ if other != name})
    assert convex(others, alone).tolist() == [0.0]


def test_reciprocal_rank_adds_weight_over_k_plus_rank() -> None:
    found = signals(3, 5, 7, paragraph=[0.8, -0.1, 0.9], lexical=[0.6, 0.2, 0.1])
    weights = Weights(paragraph=1.0, sentence=1.0, lexical=0.5, named=1.0, polarity=1.0)
    assert reciprocal_rank(found, weights).tolist() == pytest.approx(
        [1 / 62 + 0.5 / 61, 0.5 / 62, 1 / 61 + 0.5 / 63]
    )


def test_equal_values_share_the_better_rank() -> None:
    found = signals(1, 2, 4, 9, sentence=[0.5, 0.7, 0.9, 0.7])
    assert reciprocal_rank(found, ONE, k=10).tolist() == pytest.approx([1 / 14, 1 / 12, 1 / 11, 1 / 12])


def test_a_signal_that_says_nothing_gives_nothing_and_polarity_takes_no_part() -> None:
    found = signals(1, 2, named=[0.0, 0.5], paragraph=[-0.4, 0.0], polarity=[1.0, -1.0])
    assert reciprocal_rank(found, ONE).tolist() == pytest.approx([0.0, 1 / 61])


def test_no_candidates() -> None:
    assert reciprocal_rank(signals(), ONE).shape == convex(signals(), ONE).shape == (0,)
    assert best_first(np.zeros(0, np.int64), np.zeros(0, np.float32)) == ()


def test_equal_scores_are_ordered_by_row() -> None:
    rows, scores = np.array([9, 2, 5]), np.array([0.25, 0.5, 0.25], dtype=np.float32)
    assert best_first(rows, scores) == (Hit(2, 0.5), Hit(5, 0.25), Hit(9, 0.25))


@given(st.lists(st.floats(2**-10, 1, width=32), max_size=30))
def test_either_fusion_of_one_signal_keeps_its_order(values: list[float]) -> None:
    found = signals(*range(len(values)), lexical=values)
    expected = sorted(range(len(values)), key=lambda row: (-values[row], row))
    for fuse in (convex, reciprocal_rank):
        assert [hit.row for hit in best_first(found.rows, fuse(found, ONE))] == expected
