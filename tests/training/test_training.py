"""What training is made of, on a few invented paragraphs: no model is trained here."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `models` is missing")

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
from search_api.retrieval.fusion import Signals
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.support.builders import small_reports, write_small_index
from tests.support.encoders import WordEncoder
from training.average import average
from training.examples import Example, Question, alike, draw, held_out, load, mine, questions, save
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
        Example("late “plans”", "Saltby", 3, np.array([5, 9]), (4,), (2.5, -1.0, 0.5)),
        Example("?", "Wexcombe", 0, np.array([], np.int64)),
    ]
    save(tmp_path / "examples.jsonl", examples)
    back = load(tmp_path / "examples.jsonl")
    assert [
        (item.query, item.authority, item.answer, item.negatives.tolist(), item.also, item.teacher)
        for item in back
    ] == [
        ("late “plans”", "Saltby", 3, [5, 9], (4,), (2.5, -1.0, 0.5)),
        ("?", "Wexcombe", 0, [], (), ()),
    ]
    assert set(draw(back[0], 9, random.Random(1))) == {0, 1}
    assert draw(back[1], 3, random.Random(1)) == []


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    write_small_index(tmp_path / "index", small_reports())
    with IndexReader.open(tmp_path / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register(), Settings())


def test_questions_of_both_kinds_of_file_are_read(searcher: Searcher, tmp_path: Path) -> None:
    reader = searcher.reader
    report = next(item for item in reader.reports() if len(reader.paragraphs(item.id)) >= 4)
    one, other, third = (item.id for item in reader.paragraphs(report.id)[:3])
    lines = [
        {"id": one, "q": "late plans", "kind": "K"},
        {"id": "nowhere-2020-01-01/para-1", "q": "is not indexed"},
        {"recommendation": third, "findings": [one, other], "partly": ["nowhere-2020-01-01/para-2"]},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = list(questions(searcher, file))
    assert found[0] == Question("late plans", one, kind="K")
    assert [(item.text, item.paragraph, item.also, item.within) for item in found[1:]] == [
        (reader.get(third).text, name, (one, other), True) for name in (one, other)
    ]
    mined = list(mine(searcher, found))
    assert [item.answer for item in mined] == [reader.row(one), reader.row(one), reader.row(other)]
    own = {reader.row(item.id) for item in reader.paragraphs(report.id)}
    assert set(mined[1].negatives.tolist()) <= own - {reader.row(one), reader.row(other)}


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


def test_scores_are_half_the_paragraph_and_half_its_best_sentence() -> None:
    import torch

    from training.network import scores

    queries = torch.tensor([[1.0, 0.0]])
    wholes = torch.tensor([[0.6, 0.8], [0.0, 1.0]])
    parts = torch.tensor([[[0.0, 1.0], [1.0, 0.0]], [[-0.6, 0.8], [0.0, 0.0]]])  # the last is padding
    np.testing.assert_allclose(scores(queries, wholes, parts, 0.5), [[0.8, -0.3]], atol=1e-6)
    # of the first dimension alone everything is 1 or -1 or nothing
    np.testing.assert_allclose(scores(queries, wholes, parts, 0.5, 1), [[1.0, -0.5]], atol=1e-6)


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
