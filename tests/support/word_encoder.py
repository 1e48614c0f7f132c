"""The encoder that the indexes of `builders` are made with."""

from __future__ import annotations

from indexer.arrays import Float32Array
from tests.support.builders import DIMENSION, ENCODER, hashed_vector
from tests.support.fake_encoder import HashEncoder


class WordEncoder(HashEncoder):
    """Words in common make two texts near; encodes a query as `builders.make_entry` a paragraph."""

    def __init__(self, dimension: int = DIMENSION) -> None:
        super().__init__(dimension, name=ENCODER, revision="")

    def _vector(self, text: str) -> Float32Array:
        return hashed_vector(text, self.dimension)
