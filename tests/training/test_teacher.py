"""What a teacher is made of, on invented numbers: no model is trained here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `models` is missing")

from indexer.store.reader import IndexReader
from tests.support.builders import small_reports, write_small_index
from training.examples import Example
from training.teacher import Graded, by_readers, load_graded, ndcg, own, taught
from training.texts import padded_pairs


def example() -> Example:
    return Example("late plans", "Saltby", 3, np.array([5, 9, 11]), (4,))


def test_what_scores_like_the_answer_is_no_negative() -> None:
    found = taught(example(), (2.0, -1.0, 3.5, 1.2), margin=0.0)
    assert found.negatives.tolist() == [5, 11]
    assert found.also == (4, 9)
    assert found.teacher == (2.0, -1.0, 1.2)
    strict = taught(example(), (2.0, -1.0, 3.5, 1.2), margin=1.0)
    assert (strict.negatives.tolist(), strict.also) == ([5], (4, 9, 11))


def test_readers_are_a_teacher() -> None:
    graded = Graded("late plans", "Saltby", (3, 7, 8, 9), (3, 0, 3, 2))
    found = by_readers(example(), graded)
    assert found.negatives.tolist() == [7, 9]
    assert found.also == (4, 8)  # as good as the answer, so it never counts against it
    assert found.teacher == (4.5, 0.0, 3.0)


def test_the_answer_is_scored_first() -> None:
    assert own(example()) == ("late plans", [3, 5, 9, 11])


def test_gain_by_hand() -> None:
    assert ndcg((0.9, 0.1), (3, 1)) == 1.0
    assert ndcg((0.1, 0.9), (3, 1)) == pytest.approx((1 + 7 / np.log2(3)) / (7 + 1 / np.log2(3)))
    assert ndcg((0.1, 0.9), (0, 0)) == 1.0


def test_question_and_paragraph_are_told_apart() -> None:
    pairs = [(np.array([1, 7, 2]), np.array([1, 8, 9, 2])), (np.array([1, 2]), np.array([1, 2]))]
    ids, mask, kinds = padded_pairs(pairs, longest=5, step=4)
    assert ids.tolist() == [[1, 7, 2, 8, 9, 0, 0, 0], [1, 2, 2, 0, 0, 0, 0, 0]]
    assert mask.sum(1).tolist() == [5, 3]
    assert kinds.tolist() == [[0, 0, 0, 1, 1, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0]]


def test_grades_of_what_is_indexed_are_read(tmp_path: Path) -> None:
    write_small_index(tmp_path / "index", small_reports())
    with IndexReader.open(tmp_path / "index") as reader:
        report = next(item for item in reader.reports() if len(reader.paragraphs(item.id)) >= 2)
        one, other = (item.id for item in reader.paragraphs(report.id)[:2])
        lines = [
            {"id": one, "q": "late plans", "grades": {one: 3, other: 1, "nowhere-2020-01-01/para-1": 2}},
            {"id": one, "q": "alone", "grades": {one: 3}},
        ]
        file = tmp_path / "grades.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        assert load_graded(file, reader) == [
            Graded("late plans", report.authority, (reader.row(one), reader.row(other)), (3, 1))
        ]
