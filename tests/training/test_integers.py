"""A graph in eight bits gives nearly what it gave, whatever is beside a text, and its weights come back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `models` is missing")

import onnx
import onnxruntime

from indexer.arrays import Float32Array
from indexer.encoders.export import ONNX_FILE, TOKENIZER_FILE, export
from indexer.encoders.load import own_folder
from training.integers import WEIGHT_LEVELS, calibrate, integers_of, products, quantised, to_integers

_WIDE = 3  # a channel that holds values many times those of the others, as trained models have


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two small layers with invented weights, and its graph."""
    import torch
    import transformers

    torch.manual_seed(1)
    made = tmp_path_factory.mktemp("small")
    config = transformers.BertConfig(
        vocab_size=4_000, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=64,
    )  # fmt: skip
    model = transformers.BertModel(config)
    for layer in model.encoder.layer:
        held: Any = layer
        held.output.LayerNorm.weight.data[_WIDE] = 12.0
    model.save_pretrained(made)
    shutil.copyfile(own_folder() / TOKENIZER_FILE, made / TOKENIZER_FILE)
    (made / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 64}))
    (made / "graph").mkdir()
    export(made, made / "graph")
    return made


def texts(count: int, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.integers(1, 4_000, rng.integers(5, 40)) for _ in range(count)]


def run(model: onnx.ModelProto, rows: list[np.ndarray]) -> list[Float32Array]:
    """Token vectors of each row, all in one batch."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)], mask[place, : len(row)] = row, 1
    (found,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
    return [found[place, : len(row)] for place, row in enumerate(rows)]


def integers(folder: Path) -> onnx.ModelProto:
    model = onnx.load(folder / "graph" / ONNX_FILE)
    to_integers(model, calibrate(model, texts(40, seed=2)))
    return model


@pytest.mark.model
def test_vectors_stay_and_do_not_depend_on_what_is_beside_them(folder: Path) -> None:
    whole, small = onnx.load(folder / "graph" / ONNX_FILE), integers(folder)
    rows = texts(12, seed=3)
    together = run(small, rows)
    for row, expected, found in zip(rows, run(whole, rows), together, strict=True):
        one, other = expected.mean(0), found.mean(0)
        assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.995
        np.testing.assert_allclose(run(small, [row])[0], found, atol=1e-4)


@pytest.mark.model
def test_weights_come_back_under_their_names(folder: Path) -> None:
    from safetensors.numpy import load_file

    found = integers_of(integers(folder))
    exact = load_file(folder / "model.safetensors")
    assert len(found) == 2 * 6 + 1
    for name, values in found.items():
        assert values.shape == exact[name].shape
        assert np.corrcoef(values.ravel(), exact[name].ravel())[0, 1] > 0.99, name


@pytest.mark.model
def test_no_product_of_a_layer_is_left_out(folder: Path) -> None:
    assert len(list(products(onnx.load(folder / "graph" / ONNX_FILE).graph))) == 2 * 6
    left = integers(folder)
    assert not list(products(left.graph))
    assert sum(node.op_type == "MatMulIntegerToFloat" for node in left.graph.node) == 2 * 6


def test_two_products_fit_into_sixteen_bits() -> None:
    assert 2 * 255 * WEIGHT_LEVELS < 2**15


def test_a_row_is_scaled_by_its_own_largest_weight() -> None:
    whole, scale = quantised(np.array([[1.1, -2.0], [0.0, 0.0]]), 63)
    assert whole.tolist() == [[35, -63], [0, 0]]
    np.testing.assert_allclose(scale[0], 2 / 63)
