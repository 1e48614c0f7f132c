"""Fits when to say that the reports do not answer: `python -m training.fit_refusal --help`.

A logistic regression on what `search_api/answers/quotations/evidence.py` measures, over the labelled
questions and the questions that the reports do not answer. Precision and recall come from five-fold
cross-validation repeated ten times. A question whose filters leave nothing is refused before any of this.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold

from search_api.answers.answerer import Answerer
from search_api.answers.quotations.records import Answer
from search_api.evaluation.sets import load_sets
from search_api.index.opening import open_index
from search_api.settings import load_settings

_REPEATS = 10


def features(answer: Answer) -> list[float]:
    evidence = answer.evidence
    return [evidence.cosine, evidence.pull, evidence.rarest, float(bool(evidence.missing))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    sets = load_sets(given.sets)
    with open_index(given.index, load_settings()) as opened:
        searcher = opened.searcher
        answerer = Answerer(searcher)
        asked = [(item.text, False) for item in sets.questions]
        asked += [(text, True) for text in sets.unanswerable.values()]
        answers = [(answerer.ask(text), beyond) for text, beyond in asked]
    sure = sum(beyond for answer, beyond in answers if answer.understood.scope.empty)
    wrong = sum(not beyond for answer, beyond in answers if answer.understood.scope.empty)
    left = [(answer, beyond) for answer, beyond in answers if not answer.understood.scope.empty]
    table = np.array([features(answer) for answer, _ in left])
    beyond = np.array([label for _, label in left])
    total = int(beyond.sum()) + sure
    for strength in (1.0, 10.0, 50.0):
        model = LogisticRegression(C=strength, class_weight="balanced", max_iter=5000)
        margins = np.zeros((_REPEATS, len(left)))
        folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=_REPEATS, random_state=0)
        for number, (train, test) in enumerate(folds.split(table, beyond)):
            margins[number // 5, test] = model.fit(table[train], beyond[train]).decision_function(table[test])
        model.fit(table, beyond)
        slope = -model.coef_[0][0]
        print(f"C = {strength}: weights over the cosine's {np.round(model.coef_[0] / slope, 3)}")
        for threshold in (0.0, 0.2, 0.4, 0.6):
            refused = margins > threshold
            right = (refused & beyond).sum() / _REPEATS + sure
            false = (refused & ~beyond).sum() / _REPEATS + wrong
            least = (float(model.intercept_[0]) - threshold) / slope
            print(
                f"  margin {threshold}: precision {right / max(right + false, 1):.3f}, "
                f"recall {right / total:.3f}; answer_evidence {least:.3f}"
            )


if __name__ == "__main__":
    main()
