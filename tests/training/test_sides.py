"""How labels of sides are read, and how a fit is scored: nothing is fitted here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the extra `models` is missing")

from search_api.sides.features import NAMES
from search_api.sides.model import LABELS, SIDES_FILE, Sides
from tests.support.paths import ROOT
from training.sides.fit import read_files, save, scores


def test_labels_are_read_from_each_file(tmp_path: Path) -> None:
    labels, polarity, test = (tmp_path / name for name in ("sides.tsv", "polarity.tsv", "sides.jsonl"))
    labels.write_text("northmoor-2018-08-24/para-27\t1\tmixed\n", encoding="utf-8")
    polarity.write_text("saltby|2022-01-05|3\tweakness\tVisits are late.\n", encoding="utf-8")
    row = {"id": "saltby-2022-01-05/para-4", "quote": " Plans help. ", "label": "praise"}
    test.write_text(json.dumps(row) + "\n", encoding="utf-8")
    found = read_files(labels, polarity, test)
    assert found.numbered == {("northmoor-2018-08-24/para-27", 1): "mixed"}
    assert found.quoted == {"Visits are late.": "criticism"}
    assert found.tested == {"saltby-2022-01-05/para-4": [("Plans help.", "praise")]}


def test_sides_are_told_apart_by_sign_and_by_label() -> None:
    labels = np.array(["praise", "criticism", "criticism", "mixed", "neutral"])
    said = np.array(["praise", "mixed", "praise", "mixed", "praise"])
    found = scores(said, np.array([-0.9, 0.1, -0.2, 0.0, -0.5]), labels)
    assert (found["n"], found["sided_n"]) == (5, 3)
    assert (found["sided"], found["exact"], found["right"]) == (0.667, 0.333, 0.4)
    assert found["f1_praise"] == 0.5
    assert found["f1_mixed"] == 0.667
    assert found["macro_f1"] == 0.292


def test_a_model_survives_the_disk(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    wording, vectors = (rng.normal(size=(4, width)).astype(np.float32).round(4) for width in (len(NAMES), 6))
    model = Sides(wording, vectors, np.zeros(4, np.float32), {"late": 0.25})
    save(model, 3, {"n": 3}, tmp_path / SIDES_FILE)
    back = Sides.load(tmp_path)
    assert back is not None
    np.testing.assert_allclose(back.wording, wording, atol=1e-6)
    np.testing.assert_allclose(back.vectors, vectors, atol=1e-6)
    assert back.lexicon == model.lexicon


def test_each_shipped_label_names_a_sentence_once() -> None:
    lines = (ROOT / "training" / "data" / "sides.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 3 and "/" in row[0] and row[1].isdigit() and row[2] in LABELS for row in rows)
    assert len({(name, number) for name, number, _ in rows}) == len(rows)
