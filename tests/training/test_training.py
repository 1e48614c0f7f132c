"""What training is made of, on a few invented paragraphs: no model is trained here."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `models` is missing")

from search_api.retrieval.fusion import Signals
from training.average import average
from training.examples import Example, alike, draw, held_out, load, save
from training.fit_ranking import Fit, Query, measure
from training.texts import Tokens, padded


def test_an_authority_is_always_on_the_same_side() -> None:
    names = [f"Saltby {number}" for number in range(1000)]
    share = sum(held_out(name, 0.15) for name in names) / len(names)
    assert 0.12 < share < 0.18
    assert [held_out(name, 0.15) for name in names] == [held_out(name, 0.15) for name in names]
    assert not held_out("Saltby", 0.0)
    assert all(held_out(name, 0.5) for name in names if held_out(name, 0.2))


def test_examples_survive_the_disk(tmp_path: Path) -> None:
    examples = [
        Example("late “plans”", "Saltby", 3, np.array([5, 9])),
        Example("?", "Wexcombe", 0, np.array([], np.int64)),
    ]
    save(tmp_path / "examples.jsonl", examples)
    back = load(tmp_path / "examples.jsonl")
    assert [(item.query, item.authority, item.answer, item.negatives.tolist()) for item in back] == [
        ("late “plans”", "Saltby", 3, [5, 9]),
        ("?", "Wexcombe", 0, []),
    ]
    assert set(draw(back[0], 9, random.Random(1))) == {5, 9}
    assert draw(back[1], 3, random.Random(1)) == []


def test_paragraphs_too_like_the_answer_are_no_negatives() -> None:
    vectors = np.array([[1, 0], [0.9, np.sqrt(1 - 0.81)], [0, 1]], dtype=np.float32)
    np.testing.assert_array_equal(alike(vectors, [0], [0, 1, 2]), [[True, True, False]])


def test_padding_belongs_to_no_sentence() -> None:
    rows = [
        Tokens(np.array([1, 7, 8, 2]), np.array([-1, 0, 1, -1])),
        Tokens(np.array([1, 2]), np.array([-1, -1])),
    ]
    ids, mask, owners = padded(rows)
    assert ids.tolist() == [[1, 7, 8, 2], [1, 2, 0, 0]]
    assert mask.tolist() == [[1, 1, 1, 1], [1, 1, 0, 0]]
    assert owners.tolist() == [[-1, 0, 1, -1], [-1, -1, -1, -1]]


def test_models_are_averaged_by_weight(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    for name, value in (("a", 1.0), ("b", 4.0)):
        (tmp_path / name).mkdir()
        save_file({"w": torch.full((2,), value)}, tmp_path / name / "model.safetensors")
    average({tmp_path / "a": 2.0, tmp_path / "b": 1.0}, tmp_path / "out")
    assert load_file(tmp_path / "out" / "model.safetensors")["w"].tolist() == [2.0, 2.0]


def test_measures_of_a_fit_by_hand() -> None:
    column = np.zeros(3, np.float32)
    signals = Signals(np.array([4, 7, 9]), column, column, column, column, column)
    link = Query("crossrefs", 20, signals, np.array([0.0, 1.0, 1.0]), 1.0, 0)
    assert measure(link, np.array([0.9, 0.1, 0.5])) == pytest.approx(1 / 2)
    assert measure(link, np.array([0.9, 0.5, 0.5])) == pytest.approx(1 / 2)
    topic = Query("topics", 3, signals, np.array([7.0, 0.0, 3.0]), 7 + 3 / np.log2(3), 0)
    assert measure(topic, np.array([0.9, 0.1, 0.5])) == pytest.approx(1.0)
    assert measure(topic, np.array([0.1, 0.9, 0.5])) == pytest.approx(
        (3 / np.log2(3) + 7 / 2) / (7 + 3 / np.log2(3))
    )


def test_each_length_of_query_gets_its_own_best_plan() -> None:
    table = np.zeros((4, 108))
    table[:2, 50] = 1.0
    table[2:, 2] = 1.0  # of the same sentence share and polarity as plan 50
    table[2:, 50] = 0.2
    fit = Fit(table, np.array(["a"] * 4), np.arange(4) % 2, np.array([0, 0, 1, 1]))
    picks = fit.choose(np.ones(4, dtype=bool))
    assert (picks[0], picks[1]) == (50, 2)
    assert fit.values(picks).tolist() == [1.0] * 4
