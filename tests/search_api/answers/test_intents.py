"""The model of intents: what it does with weights, and what the one that ships says of invented questions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from indexer.encoders.load import own_folder
from indexer.encoders.protocol import Encoder
from search_api.answers.intents import INTENTS, INTENTS_FILE, Intent, Intents, load_intents

PLAIN = Intents(np.eye(6, dtype=np.float32) * 4, np.zeros(6, np.float32), 0.6)  # a direction for each


def test_a_sure_intent_is_taken() -> None:
    each = np.eye(6, dtype=np.float32)
    assert [PLAIN.of(row) for row in each] == list(INTENTS)


def test_what_is_not_sure_asks_about_a_subject() -> None:
    assert PLAIN.of(np.array([1, 1, 0, 0, 0, 0], np.float32)) == "subject"
    assert PLAIN.of(np.zeros(6, np.float32)) == "subject"


def test_shares_sum_to_one_however_far_the_scores_lie() -> None:
    likely = PLAIN.likely(np.array([[1e4, 0, 0, 0, 0, 0]], np.float32))
    np.testing.assert_allclose(likely.sum(axis=1), 1, atol=1e-6)


def test_a_model_of_other_intents_is_refused(tmp_path: Path) -> None:
    facts = {"intents": ["list"], "vectors": [[0.0]], "bias": [0.0], "least": 0.5}
    (tmp_path / INTENTS_FILE).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ValueError, match="other intents"):
        Intents.load(tmp_path)


def test_an_encoder_without_a_model_knows_no_intent(tmp_path: Path) -> None:
    assert Intents.load(tmp_path) is None
    assert load_intents(object()) is None  # type: ignore[arg-type]


def test_the_model_that_ships_fits_its_encoder() -> None:
    model = Intents.load(own_folder())
    assert model is not None
    assert (model.vectors.shape, model.bias.shape) == ((len(INTENTS), 384), (len(INTENTS),))


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("what were they left to get on with after the visit", "list"),
        ("what is still on the list of jobs for the council", "list"),
        ("which things have they been asked to sort out", "list"),
        ("what are they really good at", "strengths"),
        ("what were the biggest worries overall", "weaknesses"),
        ("what grade did they come out with", "grade"),
        ("what dragged them down to inadequate", "why"),
        ("what did inspectors say about private fostering", "subject"),
        ("are return home interviews offered on time", "subject"),
        ("what were foster carers asked to do about passports", "subject"),
        ("how are recommendations of child protection conferences followed up", "subject"),
        ("why do social workers leave", "subject"),
    ],
)
def test_invented_questions_are_told_apart(question: str, intent: Intent, encoder: Encoder) -> None:
    model = load_intents(encoder)
    assert model is not None
    assert model.of(encoder.encode_query(question)) == intent
