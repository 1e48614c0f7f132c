"""What a question about one council asks for as a whole, where no rule knows its words: a linear model.

"What did Ofsted leave them to do?" asks for the list of what needs to improve, and no list of phrases
ever holds all the ways to say so. The model belongs to one encoder and lies beside its weights; with another
encoder nothing is known. training/intents/fit.py fits it; docs/encoder.md says how well it does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from indexer.arrays import Float32Array
from indexer.encoders.protocol import Encoder

INTENTS_FILE = "intents.json"
Intent = Literal["list", "strengths", "weaknesses", "grade", "why", "subject"]
INTENTS: tuple[Intent, ...] = get_args(Intent)


@dataclass(frozen=True, slots=True, eq=False)
class Intents:
    """vectors: (len(INTENTS), dim); bias: (len(INTENTS),). least: how likely one must be to be taken."""

    vectors: Float32Array
    bias: Float32Array
    least: float

    @classmethod
    def load(cls, folder: Path) -> Intents | None:
        """The model in the encoder's folder, None where there is none.

        Raises ValueError for one that was fitted to other intents.
        """
        path = folder / INTENTS_FILE
        if not path.is_file():
            return None
        facts = json.loads(path.read_text(encoding="utf-8"))
        if (*facts["intents"],) != INTENTS:
            raise ValueError(f"{path} was fitted to other intents: fit it again")
        vectors, bias = (np.array(facts[name], dtype=np.float32) for name in ("vectors", "bias"))
        return cls(vectors, bias, facts["least"])

    def likely(self, vectors: Float32Array) -> Float32Array:
        """(n, len(INTENTS)) of vectors (n, dim): how likely each intent is; rows sum to 1."""
        scores = vectors @ self.vectors.T + self.bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Float32Array = grown / grown.sum(axis=1, keepdims=True)
        return shares

    def of(self, vector: Float32Array) -> Intent:
        """What a question asks for; "subject" where nothing else is sure.

        vector: (dim,), of its words without the authorities and dates.
        """
        likely = self.likely(vector[None, :])[0]
        best = int(likely.argmax())
        return INTENTS[best] if likely[best] >= self.least else "subject"


def load_intents(encoder: Encoder) -> Intents | None:
    """The model that belongs to the encoder; None for an encoder that has none."""
    folder = getattr(encoder, "folder", None)
    return Intents.load(folder) if isinstance(folder, Path) else None
