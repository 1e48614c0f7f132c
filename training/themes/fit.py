"""Fits the themes of sentences: `python -m training.themes.fit --help`.

No label of a sentence is needed: what prints a name of a theme speaks of it, and a logistic regression on the
vectors of such sentences, of the vocabulary's own examples and of a draw of others learns what else does. How
far a name, a cue, the vector and the paragraph around count is chosen on the part `tune` of
tests/quality/themes.tsv (id, part, themes that a reader found in the paragraph); the part `test` is only
scored. Needs numpy alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.encoders.load import load_encoder
from indexer.encoders.protocol import Encoder
from indexer.store.reader import IndexReader
from search_api.themes.model import THEMES_FILE, Context, ThemeModel
from search_api.themes.tagger import Tagger
from search_api.themes.vocabulary import themes
from training.themes.paragraphs import context_of

LABELS = Path(__file__).resolve().parents[2] / "tests" / "quality" / "themes.tsv"
_SEED = 7
_MOST, _OTHERS = 4_000, 9_000  # sentences that print a name, and that do not, from which one theme is learnt
_EXAMPLE = 15.0  # of how many sentences an example of the vocabulary has the weight
_PENALTY = 3.0
_STEPS = 12
_NAMED = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
_CUED = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
_LEAST = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Paragraphs that a reader labelled. bounds: of each one's sentences, (p + 1,); odds, named, cued: of the
    sentences, (m, t); carried: (p, t).
    """

    bounds: Int64Array
    odds: Float32Array
    named: Booleans
    cued: Booleans
    carried: Booleans

    def by(self, model: ThemeModel) -> Booleans:
        """(p, t): which paragraphs the whole model tags."""
        odds = model.judged(self.odds - model.least, self.bounds, self.named, lambda _: self.cued)
        return np.logical_or.reduceat(odds >= 0, self.bounds[:-1], axis=0)

    def found(self, named: float, cued: float, least: Float32Array) -> Booleans:
        """(p, t): which paragraphs are tagged."""
        odds = self.odds - least + named * self.named + cued * (self.cued & ~self.named)
        return np.logical_or.reduceat(odds >= 0, self.bounds[:-1], axis=0)


def read_labels(path: Path) -> list[tuple[str, str, frozenset[str]]]:
    """(id, half, keys of themes) of each paragraph. Raises ValueError for a row that is not so."""
    known = {item.key for item in themes()}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, half, carried = line.split("\t")
        keys = frozenset(carried.split())
        if half not in ("tune", "test") or not keys <= known:
            raise ValueError(f"{path}: {line!r} has an unknown half or theme")
        found.append((name, half, keys))
    return found


def learnt(vectors: Float32Array, wanted: Booleans, weights: Float32Array) -> Float32Array:
    """(dim + 1,): a logistic regression with a penalty, by Newton's steps; the last is the bias."""
    rows = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)]).astype(np.float64)
    found = np.zeros(rows.shape[1])
    penalty = np.full(len(found), _PENALTY)
    penalty[-1] = 1e-3
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weights * (likely - wanted)) + penalty * found
        curve = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-3:
            break
    return found.astype(np.float32)


def examples_of(encoder: Encoder) -> tuple[Float32Array, list[int]]:
    """Vectors of the vocabulary's examples, and the place of the theme of each."""
    items = [(sentence, place) for place, item in enumerate(themes()) for sentence in item.examples]
    vectors = np.zeros((len(items), encoder.dimension), np.float32)
    for found in encoder.encode_paragraphs([(text, ((0, len(text)),)) for text, _ in items]):
        vectors[found.position] = found.sentences[0]
    return vectors, [place for _, place in items]


def fit(
    vectors: Float32Array, named: Booleans, examples: Float32Array, of_theme: Sequence[int]
) -> tuple[Float32Array, Float32Array]:
    """(t, dim) and (t,): what each theme is told by. vectors: (m, dim); named: (m, t)."""
    drawn = np.random.default_rng(_SEED)
    weights, biases = [], []
    places = np.array(of_theme)
    for theme in range(named.shape[1]):
        mine, others = np.flatnonzero(named[:, theme]), np.flatnonzero(~named[:, theme])
        taken = drawn.permutation(mine)[:_MOST]
        left = drawn.permutation(others)[:_OTHERS]
        rows = np.vstack([vectors[taken], vectors[left], examples])
        wanted = np.concatenate([np.ones(len(taken), bool), np.zeros(len(left), bool), places == theme])
        # Each sentence stands for as many as it was drawn from, so that the odds are those of the index.
        counted = np.concatenate([
            np.full(len(taken), len(mine) / max(len(taken), 1)),
            np.full(len(left), len(others) / max(len(left), 1)),
            np.where(places == theme, _EXAMPLE, 1.0),
        ]).astype(np.float32)  # fmt: skip
        found = learnt(rows, wanted, counted)
        weights.append(found[:-1])
        biases.append(found[-1])
    return np.array(weights, np.float32), np.array(biases, np.float32)


def labelled(
    reader: IndexReader, tagger: Tagger, model: ThemeModel, rows: Sequence[tuple[str, frozenset[str]]]
) -> Labelled:
    """What the model sees of the paragraphs of these ids."""
    keys = [item.key for item in themes()]
    at = np.array([reader.row(name) for name, _ in rows], np.int64)
    order = np.argsort(at)
    vectors, bounds = reader.sentences_of(at[order])
    named, cued = tagger.prints(at[order])
    carried = np.array([[key in rows[place][1] for key in keys] for place in order.tolist()])
    return Labelled(bounds, model.odds(vectors), named, cued, carried)


def scores(found: Booleans, carried: Booleans) -> dict[str, float]:
    """precision, recall and F1 over all pairs of a paragraph and a theme."""
    right = int((found & carried).sum())
    precision, recall = right / max(int(found.sum()), 1), right / max(int(carried.sum()), 1)
    both = precision + recall
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / both if both else 0.0, 3),
        "carried": int(carried.sum()),
        "found": int(found.sum()),
    }


def tuned(items: Labelled) -> tuple[float, float, Float32Array]:
    """How far a name and a cue count, and the least odds, the same for all themes, by F1 over all."""
    count = items.odds.shape[1]
    choices = product(_NAMED, _CUED, _LEAST)
    best = max(
        choices,
        key=lambda each: scores(
            items.found(each[0], each[1], np.full(count, each[2], np.float32)), items.carried
        )["f1"],
    )
    named, cued, whole = best
    return named, cued, np.full(count, whole, np.float32)


def by_theme(found: Booleans, carried: Booleans) -> dict[str, dict[str, float]]:
    return {item.key: scores(found[:, [place]], carried[:, [place]]) for place, item in enumerate(themes())}


def save(model: ThemeModel, measured: Mapping[str, object], path: Path) -> None:
    facts = {
        "themes": [item.key for item in themes()],
        "vectors": [[round(float(value), 3) for value in row] for row in model.vectors],
        "bias": [round(float(value), 3) for value in model.bias],
        "named": model.named,
        "cued": model.cued,
        "least": [round(float(value), 3) for value in model.least],
        "context": _plain(model.context),
        "measured": measured,
    }
    path.write_text(json.dumps(facts, separators=(",", ":")) + "\n", encoding="utf-8")


def _plain(context: Context | None) -> dict[str, object] | None:
    if context is None:
        return None
    return {**asdict(context), "base": [round(float(value), 3) for value in context.base]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--to", type=Path, required=True, help="the encoder's folder")
    given = parser.parse_args()
    with IndexReader.open(given.index) as reader:
        tagger = Tagger(reader, by_names=True)
        rows = np.arange(len(reader), dtype=np.int64)
        named, _ = tagger.prints(rows, cues=False)
        vectors, _ = reader.sentences_of(rows)
        weights, bias = fit(vectors, named, *examples_of(load_encoder()))
        del vectors
        blank = ThemeModel(weights, bias, 0.0, 0.0, np.zeros(len(bias), np.float32))
        read = read_labels(given.labels)
        halves = {
            half: labelled(reader, tagger, blank, [(name, keys) for name, each, keys in read if each == half])
            for half in ("tune", "test")
        }
    named_by, cued_by, least = tuned(halves["tune"])
    model = ThemeModel(weights, bias, named_by, cued_by, least)
    tune = halves["tune"]
    context = context_of(
        model, tune.odds - least, tune.bounds, tune.named, tune.cued, tune.carried,
        lambda found, carried: min(scores(found, carried)[of] for of in ("precision", "recall")),
    )  # fmt: skip
    model = replace(model, context=context)
    measured: dict[str, object] = {}
    for half, items in halves.items():
        found = items.by(model)
        measured[half] = scores(found, items.carried)
        alone = scores(items.found(named_by, cued_by, least), items.carried)
        print(half, "without the paragraph around", json.dumps(alone))
        print(half, json.dumps(measured[half]))
        for key, score in by_theme(found, items.carried).items():
            print(f"  {half} {key:28} {json.dumps(score)}")
        only = items.found(1e6, 0.0, np.full(len(bias), 1e3, np.float32))
        measured[f"{half}, names alone"] = scores(only, items.carried)
        print(half, "names alone", json.dumps(measured[f"{half}, names alone"]))
    print("named", named_by, "cued", cued_by, "least", sorted(set(least.tolist())))
    save(model, measured, given.to / THEMES_FILE)


if __name__ == "__main__":
    main()
