"""The questions that the model of intents learns from, and how they are read: nothing is fitted here."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the extra `models` is missing")

from search_api.answers.intents import INTENTS
from tests.support.paths import ROOT
from training.intents.fit import read_questions

LABELLED = ROOT / "training" / "data" / "intents.jsonl"
JUDGED = sorted((ROOT / "tests" / "quality").glob("*.jsonl"))


def test_each_intent_has_questions_and_no_question_stands_twice() -> None:
    questions, intents = read_questions(LABELLED, None)
    assert set(Counter(intents)) == set(INTENTS)
    assert min(Counter(intents).values()) >= 90
    assert len(set(questions)) == len(questions)


def test_no_question_is_one_that_answers_are_judged_by() -> None:
    lines = [line for path in JUDGED for line in path.read_text(encoding="utf-8").splitlines()]
    judged = {json.loads(line)["question"].lower() for line in lines}
    questions, _ = read_questions(LABELLED, None)
    assert judged
    assert [question for question in questions if question.lower() in judged] == []


def test_other_questions_are_added_as_subjects(tmp_path: Path) -> None:
    labelled, others = tmp_path / "intents.jsonl", tmp_path / "questions.jsonl"
    labelled.write_text(json.dumps({"intent": "list", "question": "what is to do"}) + "\n", encoding="utf-8")
    others.write_text(json.dumps({"id": "a", "q": "are visits late"}) + "\n", encoding="utf-8")
    assert read_questions(labelled, others) == (["what is to do", "are visits late"], ["list", "subject"])
