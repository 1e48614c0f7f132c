"""Which side sentences and queries take, with a model of two directions: weakness is the first."""

from __future__ import annotations

import json
from math import atanh, tanh
from pathlib import Path

import numpy as np
import pytest

from search_api.retrieval.polarity import POLARITY_FILE, Polarity, load_polarity
from tests.support.encoders import WordEncoder

MODEL = Polarity(np.array([2.0, 0.0], dtype=np.float32), 0.5)


def of_query(text: str, said: float, side: str = "") -> float:
    """The vector is such that the model gives it `said`."""
    vector = np.array([(2 * atanh(said) - MODEL.bias) / 2.0, 0.0], dtype=np.float32)
    assert MODEL.of(vector[None, :])[0] == pytest.approx(said, abs=1e-6)
    return MODEL.of_query(text, vector, side)


def test_sentences_lie_between_well_and_wanting() -> None:
    vectors = np.array([[1.0, 0.0], [-1.0, 0.0], [-0.25, 9.0], [50.0, 0.0]], dtype=np.float32)
    said = MODEL.of(vectors)
    assert (said.dtype.str, said.shape) == ("<f4", (4,))
    assert said.tolist() == pytest.approx([tanh(1.25), tanh(-0.75), 0.0, 1.0])
    assert MODEL.of(np.zeros((0, 2), np.float32)).shape == (0,)


@pytest.mark.parametrize("said", [-0.9, 0.0, 0.9])
def test_a_side_that_the_query_names_is_taken_at_its_word(said: float) -> None:
    assert of_query("visits", said, "weakness") == 1.0
    assert of_query("visits", said, "strength") == -1.0
    assert of_query("Ensure that visits are prompt", said, "strength") == -1.0


@pytest.mark.parametrize("said", [-0.95, -0.31, 0.0, 0.1, 0.29])
def test_a_query_that_names_a_subject_only_takes_no_side(said: float) -> None:
    assert of_query("visits to children", said) == 0.0


@pytest.mark.parametrize("said", [0.31, 0.5, 0.95])
def test_what_is_wanting_is_believed_as_far_as_it_is_said(said: float) -> None:
    assert of_query("too few visits", said) == pytest.approx(said, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "Ensure that visits are prompt",
        "ensure visits",
        "  - Urgently improve visits",
        "Take steps to see children",
        "“Strengthen the oversight",
        "Further develop plans",
        "Make sure that visits are recorded",
    ],
)
def test_a_recommendation_asks_for_what_is_wanting(text: str) -> None:
    assert of_query(text, -0.9) == 1.0


@pytest.mark.parametrize(
    "text", ["Managers ensure that visits are prompt", "Reviews are late", "improvement plans", "Taken steps"]
)
def test_the_verb_of_a_recommendation_must_come_first(text: str) -> None:
    assert of_query(text, -0.9) == 0.0


def test_the_model_lies_beside_the_encoder(tmp_path: Path) -> None:
    assert Polarity.load(tmp_path) is None
    (tmp_path / POLARITY_FILE).write_text(json.dumps({"weights": [2.0, 0.0], "bias": 0.5, "note": "x"}))
    loaded = Polarity.load(tmp_path)
    assert loaded is not None
    assert (loaded.weights.dtype.str, loaded.weights.tolist(), loaded.bias) == ("<f4", [2.0, 0.0], 0.5)


class EncoderInFolder(WordEncoder):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder


def test_an_encoder_without_a_model_takes_no_side(tmp_path: Path) -> None:
    assert load_polarity(WordEncoder()) is None
    encoder = EncoderInFolder(tmp_path)
    assert load_polarity(encoder) is None
    (tmp_path / POLARITY_FILE).write_text(json.dumps({"weights": [1.0], "bias": 0}))
    assert load_polarity(encoder) is not None
