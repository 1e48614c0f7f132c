"""How likely does a sentence speak of a theme, by its vector? One linear model for each theme.

The models belong to one encoder and lie beside its weights; with another encoder only names tell.
training/themes/fit.py fits them; docs/comparing/themes.md says how well they do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.encoders.load import OWN_NAME, own_folder
from indexer.errors import DimensionMismatch

from .vocabulary import labels

THEMES_FILE = "themes.json"
Booleans = npt.NDArray[np.bool_]
_FAR = 10.0  # log-odds beyond which a sentence or a paragraph counts no more


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """How far it counts what the whole paragraph is about, so that a name in passing gives no theme.

    gate: log-odds from which on a sentence is weighed. own, around: what the log-odds of the sentence and
    the mean of its paragraph's are taken by; named, cued: what a name or a cue adds; among: by what the
    logarithm of the other themes that it names is taken (1 more than their number); base: (t,), added.
    """

    gate: float
    own: float
    around: float
    named: float
    cued: float
    among: float
    base: Float32Array

    def weighed(self, odds: Float32Array, bounds: Int64Array, prints: Booleans) -> Float32Array:
        """(m, t): log-odds that a paragraph carries the theme by this sentence, without a cue.

        odds: as ThemeModel.odds; bounds: of the paragraphs' sentences, as IndexReader.sentences_of; prints:
        which names each sentence prints, (m, t).
        """
        counts = np.diff(bounds)
        held = counts > 0
        near = np.clip(odds, -_FAR, _FAR)
        sums = np.add.reduceat(near, bounds[:-1][held], axis=0) if held.any() else near
        means: Float32Array = (sums / counts[held][:, None]).astype(np.float32)
        named = prints.astype(np.float32)
        others: Float32Array = np.log1p(np.maximum(named.sum(axis=1, keepdims=True) - named, 0))
        found: Float32Array = np.float32(self.own) * near
        found += np.float32(self.around) * means.repeat(counts[held], axis=0)
        found += np.float32(self.among) * others
        found += np.float32(self.named) * named
        found += self.base
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ThemeModel:
    """vectors: (t, dim); bias: (t,), in the order of the vocabulary. named, cued: what is added to the
    log-odds where a sentence prints a name of the theme or a cue. least: log-odds from which on it speaks
    of it. context: None to judge each sentence by itself.
    """

    vectors: Float32Array
    bias: Float32Array
    named: float
    cued: float
    least: Float32Array
    context: Context | None = None

    @classmethod
    def load(cls, folder: Path) -> ThemeModel | None:
        """The model in the encoder's folder, None where there is none.

        Raises ValueError for one that was fitted to other themes.
        """
        path = folder / THEMES_FILE
        if not path.is_file():
            return None
        facts = json.loads(path.read_text(encoding="utf-8"))
        if (*facts["themes"],) != (*labels(),):
            raise ValueError(f"{path} was fitted to other themes: fit it again")
        vectors, bias, least = (
            np.array(facts[name], dtype=np.float32) for name in ("vectors", "bias", "least")
        )
        context = None
        if around := facts.get("context"):
            context = Context(**{**around, "base": np.array(around["base"], dtype=np.float32)})
        return cls(vectors, bias, float(facts["named"]), float(facts["cued"]), least, context)

    def nameable(self, odds: Float32Array) -> Booleans:
        """(m, t): where it matters whether a sentence prints a name: elsewhere even a name gives no tag."""
        return odds >= (self.context.gate if self.context else 0) - self.named

    def judged(
        self, odds: Float32Array, bounds: Int64Array, prints: Booleans, cues: Callable[[Booleans], Booleans]
    ) -> Float32Array:
        """(m, t): log-odds of each sentence's tag, 0 or more where it is tagged.

        odds, bounds, prints: as Context.weighed; names that do not matter count for nothing. cues: which
        of the given sentences and themes print a cue, (m, t) both; asked only where a cue would decide.
        """
        prints = prints & self.nameable(odds)
        first: Float32Array = odds + np.float32(self.named) * prints.astype(np.float32)
        gate, cued, weighed = 0.0, self.cued, first
        if self.context is not None:
            gate, cued = self.context.gate, self.context.cued
            weighed = self.context.weighed(odds, bounds, prints)
        tagged = (first >= gate) & (weighed >= 0)
        close = ~tagged & ~prints & (first >= gate - self.cued) & (weighed >= -cued)
        told = cues(close) & close
        found: Float32Array = np.maximum(weighed + np.float32(cued) * told.astype(np.float32), 0)
        found[~(tagged | told)] = -_FAR
        return found

    def odds(self, vectors: Float32Array, theme: int | None = None) -> Float32Array:
        """(n, dim) -> (n, t): log-odds by the vectors alone, less what is asked for: 0 is just enough.

        theme: its place in the vocabulary, for (n, 1) of it alone.

        Raises DimensionMismatch if dim differs from the model's.
        """
        if vectors.shape[1:] != self.vectors.shape[1:]:
            raise DimensionMismatch(
                f"The model of themes was fitted to vectors of length {self.vectors.shape[1]}, "
                f"and these are of {vectors.shape[-1]}."
            )
        chosen = slice(None) if theme is None else slice(theme, theme + 1)
        found: Float32Array = vectors @ self.vectors[chosen].T + (self.bias - self.least)[chosen]
        return found


def model_of(encoder_name: str) -> ThemeModel | None:
    """The model for the encoder that an index names, which is not loaded; None for one that has none."""
    return ThemeModel.load(own_folder()) if encoder_name == OWN_NAME else None
