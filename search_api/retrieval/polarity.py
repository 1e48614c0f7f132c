"""Does a sentence say that something is well or wanting? Read off its vector by a linear model.

The model belongs to one encoder and lies beside its weights; with another encoder nothing is known.
training/fit_polarity.py fits it; docs/encoder.md says how well it does.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array, products
from indexer.encoders.load import OWN_NAME, own_folder
from indexer.encoders.protocol import Encoder

POLARITY_FILE = "polarity.json"
_TAKES_A_SIDE = 0.3  # a query below this names a subject, and says nothing of how it is done
_SIDES = {"weakness": 1.0, "strength": -1.0}

# A recommendation asks for what was found wanting: it tells somebody to do something.
_TELLS = (
    "take (?:steps|action|urgent|immediate)|ensure|improve|strengthen|increase|accelerate|implement|develop|"
    "establish|review|reduce|raise|prioritise|evaluate|embed|address|secure|provide|make sure|introduce|"
    "clarify|monitor|encourage|promote|complete|continue|agree|consider|extend|expand|enhance|undertake"
)
_RECOMMENDS = re.compile(
    rf"\W*(?:(?:urgently|rapidly|further) )?(?:{_TELLS})\b"
    rf"|[^?]*\b(?:should|must) (?:(?:urgently|rapidly|further|now) )?(?:{_TELLS})\b[^?]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Polarity:
    """weights: (dim,) and bias of a logistic regression, weakness against strength."""

    weights: Float32Array
    bias: float

    @classmethod
    def load(cls, folder: Path) -> Polarity | None:
        """The model in the encoder's folder, None where there is none."""
        path = folder / POLARITY_FILE
        if not path.is_file():
            return None
        facts = json.loads(path.read_text(encoding="utf-8"))
        return cls(np.array(facts["weights"], dtype=np.float32), float(facts["bias"]))

    def of(self, vectors: Float32Array) -> Float32Array:
        """(n, dim) -> (n,) in [-1, 1]: -1 where all is well, 1 where it is wanting."""
        said: Float32Array = np.tanh((products(vectors, self.weights) + np.float32(self.bias)) / 2)
        return said

    def of_query(self, text: str, vector: Float32Array, side: str = "") -> float:
        """What the query asks for: 1 weaknesses, -1 strengths, 0 either. side: what it said itself."""
        if side:
            return _SIDES[side]
        if _RECOMMENDS.match(text):
            return 1.0
        # A subject named without more reads as praise: only what is wanting is believed of a query.
        said = float(self.of(vector[None, :])[0])
        return said if said > _TAKES_A_SIDE else 0.0


def polarity_of(encoder_name: str) -> Polarity | None:
    """As `load_polarity`, for the encoder that an index names, which is not loaded."""
    return Polarity.load(own_folder()) if encoder_name == OWN_NAME else None


def load_polarity(encoder: Encoder) -> Polarity | None:
    """The model that belongs to the encoder; None for an encoder that has none."""
    folder = getattr(encoder, "folder", None)
    return Polarity.load(folder) if isinstance(folder, Path) else None
