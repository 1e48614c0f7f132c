"""Turns a trained model into the files that ship (an ONNX graph in eight bits), and back to PyTorch.

python -m training.ship TRAINED --index DIR --questions FILE --to indexer/encoders/model
python -m training.ship SHIPPED --restore BASE --to FOLDER
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tokenizers
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer

from indexer.arrays import Int64Array
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
from indexer.store.reader import IndexReader
from training.examples import read_questions
from training.integers import calibrate, integers_of, to_integers
from training.texts import Tokenizer

_PREFIX = "model."  # of the names in the graph, before those in the trained model
_HALF = ".half"  # what encoder 1, whose weights were in half precision, put after them
_PARAGRAPHS, _QUESTIONS, _SEED = 400, 200, 7  # that the ranges are taken from


def ship(trained: Path, target: Path, texts: Sequence[str]) -> ModelFacts:
    """Write the three files of an export to `target`; source_sha256 is that of the trained weights.

    texts: paragraphs and questions that the ranges of the eight bits are taken from.
    """
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        export(trained, whole, name=OWN_NAME)
        target.mkdir(parents=True, exist_ok=True)
        model = onnx.load(whole / ONNX_FILE)
        facts = ModelFacts(**json.loads((whole / FACTS_FILE).read_text(encoding="utf-8")))
        tokenizer = tokenizers.Tokenizer.from_file(str(whole / TOKENIZER_FILE))
        to_integers(model, calibrate(model, tokens(tokenizer, facts.max_seq_length, texts)))
        onnx.save(model, target / ONNX_FILE)
        shutil.copyfile(whole / TOKENIZER_FILE, target / TOKENIZER_FILE)
    facts = replace(facts, onnx_sha256=sha256_of(target / ONNX_FILE), precision="int8")
    (target / FACTS_FILE).write_text(json.dumps(asdict(facts), indent=2) + "\n", encoding="utf-8")
    return read_facts(target)


def tokens(tokenizer: Any, longest: int, texts: Sequence[str]) -> list[Int64Array]:
    """Ids of each text with [CLS] and [SEP], `longest` at most."""
    read = Tokenizer(tokenizer, longest)
    return [read(text).ids for text in texts]


def sample(index: Path, questions: Path) -> list[str]:
    """Paragraphs of an index and questions, drawn with a fixed seed."""
    rng = random.Random(_SEED)
    with IndexReader.open(index) as reader:
        rows = rng.sample(range(len(reader)), min(_PARAGRAPHS, len(reader)))
        found = [paragraph.text for paragraph in reader.by_rows(rows)]
    asked = [text for _, text in read_questions(questions)]
    return found + rng.sample(asked, min(_QUESTIONS, len(asked)))


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of a shipped model by their names in PyTorch, float32."""
    model = onnx.load(folder / ONNX_FILE)
    found = {name: torch.from_numpy(values) for name, values in integers_of(model).items()}
    for weight in model.graph.initializer:
        if weight.name.startswith(_PREFIX):
            values = numpy_helper.to_array(weight).astype(np.float32)
            found[weight.name.removeprefix(_PREFIX).removesuffix(_HALF)] = torch.from_numpy(values)
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path, help="a trained model, or with --restore a folder that shipped")
    parser.add_argument("--index", type=Path, help="of reports, to take ranges from")
    parser.add_argument("--questions", type=Path, help="as training.mine takes them")
    parser.add_argument("--restore", type=Path, metavar="BASE", help="the folder of the base model")
    parser.add_argument("--to", type=Path, required=True)
    given = parser.parse_args()
    if given.restore:
        restore(given.model, given.restore).save(str(given.to), create_model_card=False)
        print(sha256_of(given.to / "model.safetensors"))
    elif given.index and given.questions:
        print(ship(given.model, given.to, sample(given.index, given.questions)))
    else:
        parser.error("give --index and --questions, or --restore")


if __name__ == "__main__":
    main()
