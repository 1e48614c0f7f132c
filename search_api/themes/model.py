"""How likely does a sentence speak of a theme, by its vector? One linear model for each theme.

The models belong to one encoder and lie beside its weights; with another encoder only names tell.
training/themes/fit.py fits them; docs/comparing/themes.md says how well they do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array
from indexer.encoders.load import OWN_NAME, own_folder
from indexer.errors import DimensionMismatch

from .vocabulary import labels

THEMES_FILE = "themes.json"


@dataclass(frozen=True, slots=True, eq=False)
class ThemeModel:
    """vectors: (t, dim); bias: (t,), in the order of the vocabulary. named, cued: what is added to the
    log-odds where a sentence prints a name of the theme or a cue. least: log-odds from which on it is tagged.
    """

    vectors: Float32Array
    bias: Float32Array
    named: float
    cued: float
    least: Float32Array

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
        return cls(vectors, bias, float(facts["named"]), float(facts["cued"]), least)

    def odds(self, vectors: Float32Array) -> Float32Array:
        """(n, dim) -> (n, t): log-odds by the vectors alone, less what is asked for: 0 is just enough.

        Raises DimensionMismatch if dim differs from the model's.
        """
        if vectors.shape[1:] != self.vectors.shape[1:]:
            raise DimensionMismatch(
                f"The model of themes was fitted to vectors of length {self.vectors.shape[1]}, "
                f"and these are of {vectors.shape[-1]}."
            )
        found: Float32Array = vectors @ self.vectors.T + (self.bias - self.least)
        return found


def model_of(encoder_name: str) -> ThemeModel | None:
    """The model for the encoder that an index names, which is not loaded; None for one that has none."""
    return ThemeModel.load(own_folder()) if encoder_name == OWN_NAME else None
