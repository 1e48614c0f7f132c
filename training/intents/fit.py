"""Fits what a question asks for as a whole: `python -m training.intents.fit --help`.

Labelled questions are training/data/intents.jsonl, lines of {"intent", "question"}; of the questions on
single paragraphs (training/data/questions.jsonl) a sample is added, which all ask about a subject.
Cross-validates, prints precision and recall of each intent, and writes a model fitted on all of them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from indexer.arrays import Float32Array
from search_api import open_index
from search_api.answers.intents import INTENTS, INTENTS_FILE, Intent
from search_api.question.request import EVERYTHING

_REGULARISATION = 10.0
_LEAST = 0.6
_ADDED, _SEED, _FOLDS = 3_000, 7, 10


def read_questions(labelled: Path, others: Path | None) -> tuple[list[str], list[Intent]]:
    rows = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    questions, intents = [row["question"] for row in rows], [row["intent"] for row in rows]
    if others:
        more = [json.loads(line)["q"] for line in others.read_text(encoding="utf-8").splitlines()]
        random.Random(_SEED).shuffle(more)
        questions += more[:_ADDED]
        intents += ["subject"] * len(more[:_ADDED])
    return questions, intents


def vectors_of(questions: Sequence[str], index: Path) -> Float32Array:
    """(n, dim): of each question without its authorities and dates, as `ask` encodes it."""
    with open_index(index) as opened:
        searcher = opened.searcher
        rest = [searcher.understand(question, EVERYTHING).question.rest for question in questions]
        return np.stack([searcher.encoder.encode_query(text) for text in rest])


def main() -> None:
    data = Path(__file__).parent.parent / "data"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=data / "intents.jsonl")
    parser.add_argument("--others", type=Path, default=data / "questions.jsonl")
    parser.add_argument("--to", type=Path, required=True, help="the encoder's folder")
    given = parser.parse_args()
    questions, intents = read_questions(given.labels, given.others)
    vectors = vectors_of(questions, given.index)
    labels = np.array([INTENTS.index(intent) for intent in intents])
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    likely = cross_val_predict(model, vectors, labels, cv=folds, method="predict_proba")
    taken = np.where(likely.max(axis=1) >= _LEAST, likely.argmax(axis=1), INTENTS.index("subject"))
    scores = {}
    for place, intent in enumerate(INTENTS):
        right = int(((taken == place) & (labels == place)).sum())
        precision, recall = right / max(int((taken == place).sum()), 1), right / int((labels == place).sum())
        scores[intent] = {"precision": round(precision, 3), "recall": round(recall, 3)}
        print(
            f"{intent:11} n {int((labels == place).sum()):5}  precision {precision:.3f}  recall {recall:.3f}"
        )
    model.fit(vectors, labels)
    facts = {
        "intents": INTENTS,
        "vectors": [[round(float(value), 4) for value in row] for row in model.coef_],
        "bias": [round(float(value), 4) for value in model.intercept_],
        "least": _LEAST,
        "labelled": len(labels),
        "cross_validated": scores,
    }
    (given.to / INTENTS_FILE).write_text(json.dumps(facts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
