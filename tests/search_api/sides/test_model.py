"""The model of sides: what it does with weights, and what the one that ships says of invented sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import Float32Array
from indexer.encoders.load import OWN_NAME, own_folder
from indexer.encoders.protocol import Encoder
from indexer.errors import DimensionMismatch
from search_api.sides.features import NAMES
from search_api.sides.model import LABELS, SIDES_FILE, Side, Sides, asks, sides_of

PRAISE, CRITICISM, MIXED, NEUTRAL = LABELS
PLAIN = Sides(  # reads the vector alone: a direction for each label
    np.zeros((4, len(NAMES)), np.float32), np.eye(4, dtype=np.float32) * 4, np.zeros(4, np.float32), {}
)


def test_the_likeliest_label_is_given_with_its_strength() -> None:
    found = PLAIN.label(["a b"] * 4, np.eye(4, dtype=np.float32), ["finding"] * 4)
    assert [side.label for side in found] == list(LABELS)
    strong = (np.exp(4) - 1) / (np.exp(4) + 3)
    assert [side.strength for side in found] == pytest.approx([-strong, strong, 0, 0])


def test_shares_sum_to_one_however_far_the_scores_lie() -> None:
    likely = PLAIN.likely(["a"] * 2, np.array([[1e4, 0, 0, 0], [0, -1e4, 0, 0]], np.float32))
    assert (likely.dtype.str, likely.shape) == ("<f4", (2, 4))
    np.testing.assert_allclose(likely.sum(axis=1), 1, atol=1e-6)


def test_nothing_has_no_side() -> None:
    assert PLAIN.label([], np.zeros((0, 4), np.float32), []) == []


def test_vectors_of_another_encoder_are_refused() -> None:
    with pytest.raises(DimensionMismatch, match="length 4"):
        PLAIN.label(["a"], np.zeros((1, 8), np.float32), ["finding"])


@pytest.mark.parametrize(("kinds", "before"), [([], []), (["finding"], ["a", "b"])])
def test_lengths_must_agree(kinds: Sequence[str], before: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="argument"):
        PLAIN.label(["a"], np.zeros((1, 4), np.float32), kinds, before)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Ensure that visits are prompt.", "recommendation", True),
        ("The quality of plans.", "improvement", True),
        ("3. Improve plans.", "recommendation", True),
        ("Continue to hold open days.", "recommendation", False),
        ("3. Continue to hold open days.", "recommendation", False),
        ("Sustain the good work of the virtual school.", "improvement", False),
        ("Ensure that visits are prompt.", "finding", False),
        ("Visits are prompt.", "summary", False),
    ],
)
def test_what_is_asked_for_was_found_wanting(text: str, kind: str, *, expected: bool) -> None:
    assert asks(text, kind) is expected
    vector = np.array([[1, 0, 0, 0]], np.float32)  # praise
    [side] = PLAIN.label([text], vector, [kind])
    assert side.label == (CRITICISM if expected else PRAISE)
    assert (side == Side("criticism", 1.0)) is expected


def test_an_encoder_without_a_model_takes_no_side(tmp_path: Path) -> None:
    assert Sides.load(tmp_path) is None
    assert sides_of("another-encoder") is None
    assert sides_of(OWN_NAME) is not None


def test_a_model_of_other_cues_is_refused(tmp_path: Path) -> None:
    facts = json.loads((own_folder() / SIDES_FILE).read_text(encoding="utf-8"))
    facts["cues"] = facts["cues"][1:]
    (tmp_path / SIDES_FILE).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ValueError, match="fit it again"):
        Sides.load(tmp_path)


def test_the_lexicon_weighs_words() -> None:
    wording = np.zeros((4, len(NAMES)), np.float32)
    wording[1, NAMES.index("words")] = 1.0
    model = replace(PLAIN, wording=wording, lexicon={"late": 3.0})
    [late, other] = model.label(["Plans are late.", "Plans."], np.zeros((2, 4), np.float32), ["finding"] * 2)
    assert late.label == CRITICISM
    assert other.strength == pytest.approx(0)


# The model that ships

SENTENCES = [
    ("No children live in unregistered homes.", PRAISE),
    ("There is no waiting list for short breaks.", PRAISE),
    ("Few children wait for an assessment.", PRAISE),
    ("Children do not wait for help.", PRAISE),
    ("Children are not moved unnecessarily.", PRAISE),
    ("No child was placed in bed and breakfast accommodation.", PRAISE),
    ("Decisions are made without delay.", PRAISE),
    ("There is no evidence of harm to children.", PRAISE),
    ("Social workers never give up on children.", PRAISE),
    ("No social worker has a caseload that is too high.", PRAISE),
    ("Children rarely experience delay.", PRAISE),
    ("There are no significant weaknesses in this service.", PRAISE),
    ("Visits are not only frequent but also purposeful.", PRAISE),
    ("Staff help children who are not in school to learn.", PRAISE),
    ("Services have improved since the last inspection.", PRAISE),
    ("Leaders recognised this and took immediate action.", PRAISE),
    ("Assessments are thorough and timely.", PRAISE),
    ("Support for care leavers does not work well.", CRITICISM),
    ("Managers do not reduce delay for children.", CRITICISM),
    ("There is no plan to reduce drift.", CRITICISM),
    ("There is no evidence that plans are reviewed.", CRITICISM),
    ("Nobody checks that visits take place.", CRITICISM),
    ("Too few children see the same social worker.", CRITICISM),
    ("Children rarely see their social worker alone.", CRITICISM),
    ("Not all children have an up-to-date plan.", CRITICISM),
    ("However, this is not the case for all children.", CRITICISM),
    ("Managers have not yet acted on audits.", CRITICISM),
    ("Leaders need to strengthen oversight of private fostering.", CRITICISM),
    ("The quality of assessments varies.", CRITICISM),
    ("Services have declined since the last inspection.", CRITICISM),
    ("Caseloads are too high.", CRITICISM),
    ("Practice has improved but from a low base.", MIXED),
    ("Most but not all plans are up to date.", MIXED),
    ("Visits are timely, but records are not always clear.", MIXED),
    ("Although caseloads are high, social workers know their children well.", MIXED),
    ("While supervision is regular, it does not lead to better plans.", MIXED),
    ("On 31 March 2019, the council looked after 120 children.", NEUTRAL),
    ("The previous inspection was published in May 2014.", NEUTRAL),
    ("Inspectors returned to the council on 3 June 2019.", NEUTRAL),
]


@pytest.fixture(scope="module")
def shipped() -> Sides:
    model = sides_of(OWN_NAME)
    assert model is not None
    return model


def vectors_of(encoder: Encoder, texts: Sequence[str]) -> Float32Array:
    made = np.zeros((len(texts), encoder.dimension), np.float32)
    for item in encoder.encode_paragraphs([(text, ((0, len(text)),)) for text in texts]):
        made[item.position] = item.sentences[0]
    return made


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_invented_sentences_are_labelled(text: str, expected: str, shipped: Sides, encoder: Encoder) -> None:
    [side] = shipped.label([text], vectors_of(encoder, [text]), ["finding"])
    assert side.label == expected
    if expected in (PRAISE, CRITICISM):
        assert (side.strength > 0) is (expected == CRITICISM)


@pytest.mark.model
@pytest.mark.corpus
def test_sentences_of_reports_are_told_apart(shipped: Sides, shared_eval: Path, encoder: Encoder) -> None:
    """Each alone, without the rest of its paragraph: nothing was fitted to these labels."""
    path = shared_eval / "sides.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    quotes, labels = [row["quote"] for row in rows], [row["label"] for row in rows]
    found = shipped.label(quotes, vectors_of(encoder, quotes), ["finding"] * len(rows))
    sided = [(side, label) for side, label in zip(found, labels, strict=True) if label in (PRAISE, CRITICISM)]
    right = sum((side.strength > 0) == (label == CRITICISM) for side, label in sided)
    assert right / len(sided) >= 0.95
    assert macro_f1([side.label for side in found], labels) >= 0.80


def macro_f1(said: Sequence[str], labels: Sequence[str]) -> float:
    """Mean over LABELS of 2 x right / (said + labelled)."""
    pairs = list(zip(said, labels, strict=True))
    each = [
        2 * pairs.count((name, name)) / max(1, list(said).count(name) + list(labels).count(name))
        for name in LABELS
    ]
    return sum(each) / len(each)
