"""Turns a trained model into the files that ship (ONNX with half-precision weights), and back to PyTorch.

`python -m training.ship TRAINED --to indexer/encoders/model`
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from sentence_transformers import SentenceTransformer

from indexer.encoders.export import (
    FACTS_FILE,
    ONNX_FILE,
    TOKENIZER_FILE,
    ModelFacts,
    export,
    read_facts,
    sha256_of,
)
from indexer.encoders.load import OWN_NAME

_PREFIX = "model."  # of the names in the graph, before those in the trained model
_WORTH = 1024  # values; smaller weights stay as they are


def ship(trained: Path, target: Path) -> ModelFacts:
    """Write the three files of an export to `target`; source_sha256 is that of the trained weights."""
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        export(trained, whole, name=OWN_NAME, named_weights=True)
        target.mkdir(parents=True, exist_ok=True)
        model = onnx.load(whole / ONNX_FILE)
        halve(model)
        onnx.save(model, target / ONNX_FILE)
        shutil.copyfile(whole / TOKENIZER_FILE, target / TOKENIZER_FILE)
        facts = replace(
            ModelFacts(**json.loads((whole / FACTS_FILE).read_text(encoding="utf-8"))),
            onnx_sha256=sha256_of(target / ONNX_FILE),
        )
    (target / FACTS_FILE).write_text(json.dumps(asdict(facts), indent=2) + "\n", encoding="utf-8")
    return read_facts(target)


def halve(model: Any) -> None:
    """Store large float32 weights as float16 with a cast before their use, which a session does once."""
    graph = model.graph
    casts = []
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < _WORTH:
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{weight.name}.half")
        graph.initializer.remove(weight)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of a shipped model by their names in PyTorch, float32."""
    found = {}
    for weight in onnx.load(folder / ONNX_FILE).graph.initializer:
        name = weight.name.removesuffix(".half")
        if name.startswith(_PREFIX):
            values = numpy_helper.to_array(weight).astype(np.float32)
            found[name.removeprefix(_PREFIX)] = torch.from_numpy(values)
    return found


def restore(folder: Path, base: Path) -> SentenceTransformer:
    """The shipped model as sentence-transformers has it. base: the folder of the model it was made from."""
    model = SentenceTransformer(str(base), device="cpu")
    network: Any = model[0].model
    missing, unexpected = network.load_state_dict(weights_of(folder), strict=False)
    left = [name for name in missing if "position_ids" not in name and not name.startswith("pooler.")]
    if left or unexpected:
        raise ValueError(f"the shipped weights do not fit the base model: {left or unexpected}")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    given = parser.parse_args()
    print(ship(given.trained, given.to))


if __name__ == "__main__":
    main()
