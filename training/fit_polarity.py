"""Fits the polarity of sentences from labelled ones: `python -m training.fit_polarity --help`.

Labels are lines of `id<TAB>label<TAB>sentence`; only strengths and weaknesses are used. Cross-validates over
authorities, then writes a model fitted on all of them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from indexer.store.reader import IndexReader
from search_api.retrieval.polarity import POLARITY_FILE

_REGULARISATION = 5.0
_SAME = 200  # characters by which a labelled sentence is found


def labelled(reader: IndexReader, path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Vectors (n, dim), whether each is a weakness (n,), and whose authority, of the sentences found."""
    place: dict[str, tuple[int, int]] = {}
    for row, paragraph in enumerate(reader.by_rows(range(len(reader)))):
        for number, (start, end) in enumerate(reader.spans(row)):
            place.setdefault(paragraph.text[start:end].strip()[:_SAME], (row, number))
    vectors, weak, authorities = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, label, sentence = line.split("\t")[:3]
        found = place.get(sentence.strip()[:_SAME])
        if label in ("strength", "weakness") and found is not None:
            vectors.append(reader.sentence_vectors(found[0])[found[1]])
            weak.append(label == "weakness")
            authorities.append(name.partition("|")[0])
    return np.array(vectors), np.array(weak), authorities


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True, help="the encoder's folder")
    given = parser.parse_args()
    with IndexReader.open(given.index) as reader:
        vectors, weak, authorities = labelled(reader, given.labels)
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000, class_weight="balanced")
    guessed = cross_val_predict(model, vectors, weak, groups=authorities, cv=GroupKFold(5))
    recalled = [float((guessed == weak)[weak == side].mean()) for side in (True, False)]
    print(f"{len(weak)} sentences; right, on other authorities: {float((guessed == weak).mean()):.3f}; "
          f"of weaknesses {recalled[0]:.3f}, of strengths {recalled[1]:.3f}")  # fmt: skip
    model.fit(vectors, weak)
    facts = {
        "weights": [round(float(value), 5) for value in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 5),
        "labelled": len(weak),
        "cross_validated": round(float((guessed == weak).mean()), 3),
    }
    (given.to / POLARITY_FILE).write_text(json.dumps(facts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
