"""Labels sentences praise, criticism, mixed or neutral: a linear model of their wording and their vectors.

The model belongs to one encoder and lies beside its weights; with another encoder nothing is known.
training/sides/fit.py fits it; docs/encoder.md says how well it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from indexer.arrays import Float32Array
from indexer.encoders.load import OWN_NAME, own_folder
from indexer.encoders.protocol import Encoder
from indexer.errors import DimensionMismatch
from indexer.records import Kind

from .features import NAMES, features

SIDES_FILE = "sides.json"
Label = Literal["praise", "criticism", "mixed", "neutral"]
LABELS: tuple[Label, ...] = get_args(Label)
_PRAISE, _CRITICISM = LABELS.index("praise"), LABELS.index("criticism")

ASKS: frozenset[Kind] = frozenset({"recommendation", "improvement"})  # of what was found wanting
_GOES_ON = re.compile(r"\W*(?:\d+\W+)?(?:continue|maintain|sustain)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """strength: from -1, sure praise, to 1, sure criticism; near 0 where it is both or neither.

    Of a mixed sentence, its sign says which side weighs more.
    """

    label: Label
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """wording: (4, len(NAMES)); vectors: (4, dim); bias: (4,), each in the order of LABELS.

    lexicon: what each term of wording.terms weighs, positive where something is wanting.
    """

    wording: Float32Array
    vectors: Float32Array
    bias: Float32Array
    lexicon: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> Sides | None:
        """The model in the encoder's folder, None where there is none.

        Raises ValueError for one that was fitted to other cues than this program's.
        """
        path = folder / SIDES_FILE
        if not path.is_file():
            return None
        facts = json.loads(path.read_text(encoding="utf-8"))
        if (*facts["cues"],) != NAMES or (*facts["labels"],) != LABELS:
            raise ValueError(f"{path} was fitted to other cues or labels: fit it again")
        wording, vectors, bias = (
            np.array(facts[name], dtype=np.float32) for name in ("wording", "vectors", "bias")
        )
        return cls(wording, vectors, bias, facts["lexicon"])

    def label(
        self,
        sentences: Sequence[str],
        vectors: Float32Array,
        kinds: Sequence[str],
        before: Sequence[str] = (),
    ) -> list[Side]:
        """The side of each sentence, in their order.

        vectors: (n, dim), of the sentences. kinds: of the paragraphs that they stand in. before: the sentence
        that stands before each in its paragraph, "" for the first; may be left out for all.
        What is recommended or is to improve was found wanting, unless it is to go on as it is.
        Raises DimensionMismatch if dim differs from the model's, ValueError if lengths differ.
        """
        likely = self.likely(sentences, vectors, before)
        found = []
        for sentence, kind, row in zip(sentences, kinds, likely, strict=True):
            if asks(sentence, kind):
                found.append(Side("criticism", 1.0))
            else:
                strength = float(row[_CRITICISM] - row[_PRAISE])
                found.append(Side(LABELS[int(row.argmax())], strength))
        return found

    def likely(
        self, sentences: Sequence[str], vectors: Float32Array, before: Sequence[str] = ()
    ) -> Float32Array:
        """(n, 4): how likely each label is, in the order of LABELS; rows sum to 1. Raises as `label` does."""
        if not sentences:
            return np.zeros((0, len(LABELS)), np.float32)
        if vectors.shape[1:] != self.vectors.shape[1:]:
            raise DimensionMismatch(
                f"The model of sides was fitted to vectors of length {self.vectors.shape[1]}, "
                f"and these are of {vectors.shape[-1]}."
            )
        wording = features(sentences, before or [""] * len(sentences), self.lexicon)
        scores = wording @ self.wording.T + vectors @ self.vectors.T + self.bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Float32Array = grown / grown.sum(axis=1, keepdims=True)
        return shares


def asks(sentence: str, kind: str) -> bool:
    """Whether it asks for what was found wanting: a recommendation that is not to go on as it is."""
    return kind in ASKS and _GOES_ON.match(sentence) is None


def sides_of(encoder_name: str) -> Sides | None:
    """The model for the encoder that an index names, which is not loaded; None for one that has none."""
    return Sides.load(own_folder()) if encoder_name == OWN_NAME else None


def load_sides(encoder: Encoder) -> Sides | None:
    """The model that belongs to the encoder; None for an encoder that has none."""
    folder = getattr(encoder, "folder", None)
    return Sides.load(folder) if isinstance(folder, Path) else None
