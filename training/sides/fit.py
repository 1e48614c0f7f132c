"""Fits the sides of sentences from labelled ones: `python -m training.sides.fit --help`.

Labels are training/data/sides.tsv (id, number of the sentence, label) and, with --polarity, the lines
of `id<TAB>label<TAB>sentence` that training.fit_polarity takes. Cross-validates over authorities, lexicon
and all, scores the sentences of --test, to which nothing is fitted, and writes a model fitted on all labels.

A lexicon comes first. A logistic regression tells praise from criticism by the vectors of the labelled
sentences, and from what it says of unlabelled ones a ridge regression learns what words and pairs of words
weigh.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from indexer.arrays import Float32Array
from indexer.records import Paragraph, report_of
from indexer.store.reader import IndexReader
from search_api.sides.features import NAMES, features
from search_api.sides.model import LABELS, SIDES_FILE, Sides, asks
from search_api.sides.wording import plain, softened, terms

_REGULARISATION = 0.02
_VECTORS = 0.4 * np.sqrt(384)  # how far vectors weigh against cues, which are scaled to variance 1
_TEACHER, _RIDGE, _FURTHEST = 5.0, 30.0, 4.0
_UNLABELLED, _TERMS = 40_000, 3_000
_LEAST = 0.005  # what a term weighs
_OFTEN, _PLACES = 25, 20  # sentences and authorities that a term has to be in
_FOLDS, _SEED = 5, 7
_SAME = 200  # characters by which a labelled sentence is found
_OLDER = {"strength": "praise", "weakness": "criticism"}
_PRAISE, _CRITICISM = LABELS.index("praise"), LABELS.index("criticism")

Labels = npt.NDArray[np.str_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Sentences with what the model sees of them; vectors: (n, dim)."""

    texts: list[str]
    kinds: list[str]
    before: list[str]
    places: list[str]
    vectors: Float32Array
    labels: Labels

    def some(self, rows: Sequence[int] | Rows) -> Sentences:
        kept = [int(row) for row in rows]
        texts, kinds, before, places = (
            [item[row] for row in kept] for item in (self.texts, self.kinds, self.before, self.places)
        )
        return Sentences(texts, kinds, before, places, self.vectors[kept], self.labels[kept])


@dataclass(frozen=True, slots=True)
class Files:
    """Labels by id and number, by the beginning of a sentence, and of the test by id and quotation."""

    numbered: dict[tuple[str, int], str]
    quoted: dict[str, str]
    tested: dict[str, list[tuple[str, str]]]


def read_files(labels: Path, polarity: Path | None, test: Path | None) -> Files:
    rows = [line.split("\t") for line in labels.read_text(encoding="utf-8").splitlines()]
    numbered = {(name, int(number)): label for name, number, label in rows}
    quoted, tested = {}, defaultdict(list)
    for line in polarity.read_text(encoding="utf-8").splitlines() if polarity else ():
        _, label, sentence = line.split("\t")[:3]
        quoted[sentence.strip()[:_SAME]] = _OLDER.get(label, label)
    for line in test.read_text(encoding="utf-8").splitlines() if test else ():
        row = json.loads(line)
        tested[row["id"]].append((row["quote"].strip(), row["label"]))
    return Files(numbered, quoted, tested)


def read_index(reader: IndexReader, files: Files) -> tuple[Sentences, Sentences, Sentences]:
    """What is labelled, what is tested, and a draw of what is neither."""
    found: dict[str, list[tuple[str, str, str, str, Float32Array, str]]] = defaultdict(list)
    quoted = dict(files.quoted)
    for row, paragraph in enumerate(reader.by_rows(range(len(reader)))):
        texts = [paragraph.text[start:end] for start, end in reader.spans(row)]
        vectors = reader.sentence_vectors(row)
        for number, text in enumerate(texts):
            group, label = _group(paragraph, number, text, files, quoted)
            before = texts[number - 1] if number else ""
            place = report_of(paragraph.id).rsplit("-", 3)[0]
            found[group].append((text, paragraph.kind, before, place, vectors[number], label))
    unlabelled = random.Random(_SEED).sample(found["other"], min(_UNLABELLED, len(found["other"])))
    return _gathered(found["labelled"]), _gathered(found["tested"]), _gathered(unlabelled)


def _group(
    paragraph: Paragraph, number: int, text: str, files: Files, quoted: dict[str, str]
) -> tuple[str, str]:
    for quote, label in files.tested.get(paragraph.id, ()):
        if quote in text or text.strip() in quote:
            return "tested", label
    label = files.numbered.get((paragraph.id, number)) or quoted.pop(text.strip()[:_SAME], "")
    if label:
        return "labelled", label
    return ("other" if paragraph.kind in ("finding", "summary") and 30 < len(text) < 450 else "short"), ""


def _gathered(items: list[tuple[str, str, str, str, Float32Array, str]]) -> Sentences:
    texts, kinds, before, places, vectors, labels = map(list, zip(*items, strict=True)) if items else [[]] * 6
    return Sentences(texts, kinds, before, places, np.array(vectors, np.float32), np.array(labels))


class Teaching:
    """The unlabelled sentences, from which a lexicon is learnt."""

    def __init__(self, unlabelled: Sentences) -> None:
        self.vectors = unlabelled.vectors
        found = [terms(softened(plain(text))[0]) for text in unlabelled.texts]
        often = Counter(term for item in found for term in item)
        places: dict[str, set[str]] = defaultdict(set)
        for item, place in zip(found, unlabelled.places, strict=True):
            for term in item:
                places[term].add(place)
        kept = {term for term, count in often.items() if count >= _OFTEN and len(places[term]) >= _PLACES}
        vectorizer = DictVectorizer(dtype=np.float32)
        self.held = vectorizer.fit_transform(
            [dict.fromkeys(sorted(item & kept), 1) for item in found]
        ).tocsr()
        self.terms: list[str] = list(vectorizer.feature_names_)

    def lexicon(self, labelled: Sentences) -> dict[str, float]:
        sided = np.isin(labelled.labels, ("praise", "criticism"))
        teacher = LogisticRegression(C=_TEACHER, max_iter=5000)
        teacher.fit(labelled.vectors[sided], labelled.labels[sided] == "criticism")
        said = np.clip(teacher.decision_function(self.vectors), -_FURTHEST, _FURTHEST)
        weighs = np.abs(self._weights(self.held, said)) * np.sqrt(np.asarray(self.held.sum(axis=0))[0])
        kept = np.sort(np.argsort(-weighs)[:_TERMS])
        weights = self._weights(self.held[:, kept], said)
        found = {self.terms[place]: float(value) for place, value in zip(kept, weights, strict=True)}
        return {term: round(value, 2) for term, value in found.items() if abs(value) >= _LEAST}

    @staticmethod
    def _weights(held: Any, said: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        ridge = Ridge(alpha=_RIDGE, solver="sparse_cg", max_iter=300, tol=1e-4)
        weights: npt.NDArray[np.float64] = ridge.fit(held, said - said.mean()).coef_
        return weights


def fit(labelled: Sentences, teaching: Teaching) -> Sides:
    """A model of the labelled sentences; of what is asked for a rule says the side."""
    pairs = zip(labelled.texts, labelled.kinds, strict=True)
    judged = labelled.some([row for row, (text, kind) in enumerate(pairs) if not asks(text, kind)])
    lexicon = teaching.lexicon(judged)
    cues = features(judged.texts, judged.before, lexicon)
    mean, spread = cues.mean(axis=0), cues.std(axis=0) + 1e-6
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000)
    model.fit(np.hstack([(cues - mean) / spread, judged.vectors * _VECTORS]), judged.labels)
    order = [list(model.classes_).index(label) for label in LABELS]
    weights = model.coef_[order]
    wording = weights[:, : len(NAMES)] / spread
    bias = model.intercept_[order] - wording @ mean
    wording, vectors, bias = (
        np.round(array, 4).astype(np.float32)
        for array in (wording, weights[:, len(NAMES) :] * _VECTORS, bias)
    )
    return Sides(wording, vectors, bias, lexicon)


def scores(said: Labels, strengths: npt.NDArray[np.float64], labels: Labels) -> dict[str, float]:
    """sided: praise and criticism told apart by sign; exact: those of them with their own label."""
    sided = np.isin(labels, ("praise", "criticism"))
    by_sign = np.where(strengths > 0, "criticism", "praise")
    each = f1_score(labels, said, average=None, labels=LABELS, zero_division=0.0)
    found = {
        "n": len(labels),
        "sided_n": int(sided.sum()),
        "sided": float((by_sign == labels)[sided].mean()),
        "exact": float((said == labels)[sided].mean()),
        "right": float((said == labels).mean()),
        "macro_f1": float(each.mean()),
        **{f"f1_{label}": float(value) for label, value in zip(LABELS, each, strict=True)},
    }
    return {name: round(value, 3) for name, value in found.items()}


def said_of(model: Sides, items: Sentences) -> tuple[Labels, npt.NDArray[np.float64]]:
    found = model.label(items.texts, items.vectors, items.kinds, items.before)
    return np.array([side.label for side in found]), np.array([side.strength for side in found])


def cross_validated(labelled: Sentences, teaching: Teaching) -> dict[str, float]:
    """Every sentence is scored by a model, lexicon and all, that was fitted to other authorities."""
    said, strengths = np.empty(len(labelled.texts), dtype="<U9"), np.zeros(len(labelled.texts))
    for train, held in GroupKFold(_FOLDS).split(labelled.vectors, groups=labelled.places):
        model = fit(labelled.some(train), teaching)
        said[held], strengths[held] = said_of(model, labelled.some(held))
    return scores(said, strengths, labelled.labels)


def save(model: Sides, labelled: int, cross: dict[str, float], path: Path) -> None:
    facts = {
        "labels": LABELS,
        "cues": NAMES,
        "bias": _plain(model.bias),
        "wording": [_plain(row) for row in model.wording],
        "vectors": [_plain(row) for row in model.vectors],
        "lexicon": dict(sorted(model.lexicon.items())),
        "labelled": labelled,
        "cross_validated": cross,
    }
    path.write_text(json.dumps(facts, separators=(",", ":")) + "\n", encoding="utf-8")


def _plain(row: Float32Array) -> list[float]:
    return [round(float(value), 4) for value in row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True, help="training/data/sides.tsv")
    parser.add_argument("--polarity", type=Path, help="polarity.tsv, more labels")
    parser.add_argument("--test", type=Path, help="sides.jsonl, which is scored and not learnt from")
    parser.add_argument("--to", type=Path, required=True, help="the encoder's folder")
    given = parser.parse_args()
    with IndexReader.open(given.index) as reader:
        labelled, tested, unlabelled = read_index(
            reader, read_files(given.labels, given.polarity, given.test)
        )
    teaching = Teaching(unlabelled)
    cross = cross_validated(labelled, teaching)
    print("on other authorities:", json.dumps(cross))
    model = fit(labelled, teaching)
    if tested.texts:
        print("test:", json.dumps(scores(*said_of(model, tested), tested.labels)))
    save(model, len(labelled.texts), cross, given.to / SIDES_FILE)


if __name__ == "__main__":
    main()
