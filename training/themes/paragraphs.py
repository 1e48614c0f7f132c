"""How far the paragraph around a sentence counts: a logistic regression over pairs that a reader labelled.

Few weights are learnt from some hundred pairs, and a shift of each theme that the penalty keeps small. The
threshold is the one of most worth over pairs that the weights had not seen (folds by paragraph).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from search_api.themes.model import Context, ThemeModel

Booleans = npt.NDArray[np.bool_]
_GATE = -1.0
_PENALTY, _PENALTY_OF_THEME = 0.5, 3.0
_FOLDS, _ROUNDS, _STEPS = 8, 3, 20
_SHIFTS = np.arange(-1.0, 1.01, 0.1)
_WEIGHTS = 5


def context_of(
    model: ThemeModel,
    odds: Float32Array,
    bounds: Int64Array,
    named: Booleans,
    cued: Booleans,
    carried: Booleans,
    worth: Callable[[Booleans, Booleans], float],
) -> Context:
    """odds: less what the model asks for, (m, t); named, cued: (m, t); carried: (p, t)."""
    themes = odds.shape[1]
    named = named & (odds >= _GATE - model.named)
    cued = cued & ~named
    parts = [
        Context(_GATE, own, around, name, 0.0, among, np.zeros(themes, np.float32)).weighed(
            odds, bounds, named
        )
        for own, around, name, _, among in np.eye(_WEIGHTS).tolist()
    ]
    parts[3] = cued.astype(np.float32)
    features = np.stack(parts, axis=-1)
    gated = odds + model.named * named + model.cued * cued >= _GATE
    paragraph = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))

    def learnt(among: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        found = np.zeros(_WEIGHTS + themes + 1)
        score = odds + model.named * named
        for _ in range(_ROUNDS):
            rows, codes, wanted = [], [], []
            for each in among.tolist():
                held = np.flatnonzero(paragraph == each)
                best = held[np.where(gated[held], score[held], -1e9).argmax(axis=0)]
                for theme in np.flatnonzero(gated[best, np.arange(themes)]).tolist():
                    rows.append(features[best[theme], theme])
                    codes.append(theme)
                    wanted.append(carried[each, theme])
            found = _regression(np.array(rows), np.array(codes), np.array(wanted, float), themes)
            score = _scores(features, found)
        return found

    every = np.arange(len(bounds) - 1)
    folds = np.random.default_rng(7).permutation(len(every)) % _FOLDS
    unseen = np.zeros_like(odds, dtype=np.float64)
    for fold in range(_FOLDS):
        found = learnt(np.flatnonzero(folds != fold))
        mine = folds[paragraph] == fold
        unseen[mine] = _scores(features[mine], found)
    unseen[~gated] = -1e9
    best = np.maximum.reduceat(unseen, bounds[:-1], axis=0)
    shift = max(_SHIFTS, key=lambda each: worth(best >= each, carried))
    found = learnt(every)
    own, around, name, cue, among = (round(float(value), 3) for value in found[:_WEIGHTS])
    base = found[_WEIGHTS:-1] + found[-1] - shift
    return Context(_GATE, own, around, name, max(cue, 0.0), among, base.astype(np.float32))


def _scores(features: Float32Array, found: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    scores: npt.NDArray[np.float64] = features @ found[:_WEIGHTS] + found[_WEIGHTS:-1] + found[-1]
    return scores


def _regression(
    features: Float32Array, codes: Int64Array, wanted: npt.NDArray[np.float64], themes: int
) -> npt.NDArray[np.float64]:
    rows = np.hstack([features, np.eye(themes)[codes], np.ones((len(features), 1))])
    penalty = np.r_[np.full(_WEIGHTS, _PENALTY), np.full(themes, _PENALTY_OF_THEME), 1e-3]
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (likely - wanted) + penalty * found
        step = np.linalg.solve((rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty), slope)
        found -= step
        if np.abs(step).max() < 1e-4:
            break
    return found
