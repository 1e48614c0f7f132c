"""Encoders for tests: two that need no model and give the same vectors everywhere, and the real ones.

The real ones are the encoder that ships and its base; they are loaded once for all tests of a run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pytest

from indexer.arrays import Float32Array
from indexer.encoders.load import load_encoder
from indexer.encoders.protocol import (
    EncodedParagraph,
    Encoder,
    ParagraphText,
    check_items,
    check_query,
    normalised,
)
from indexer.errors import ModelUnavailable

from .builders import DIMENSION, ENCODER, hashed_vector


class HashEncoder:
    """Words in common make two texts near, and nothing else does; order and case do not count.

    Each word is a fixed random direction taken from its BLAKE2 hash; a text is the sum of its words,
    those of up to three letters counting little. Results of `encode_paragraphs` come last item first,
    as an Encoder may give them in any order. `encoded` counts the paragraphs encoded so far.
    """

    def __init__(self, dimension: int = 32, *, name: str = "hash-encoder", revision: str = "1") -> None:
        self.name = name
        self.revision = revision
        self.dimension = dimension
        self.encoded = 0

    def encode_query(self, text: str) -> Float32Array:
        check_query(text)
        return self._vector(text)

    def encode_paragraphs(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        check_items(items)
        return self._encode(items)

    def _encode(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        for position in reversed(range(len(items))):
            text, spans = items[position]
            sentences = np.stack([self._vector(text[start:end]) for start, end in spans])
            self.encoded += 1
            yield EncodedParagraph(position, self._vector(text), sentences)

    def _vector(self, text: str) -> Float32Array:
        total = np.zeros(self.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()) or [text]:
            total += self._direction(word) * (1.0 if len(word) > 3 else 0.2)
        return normalised(total)

    def _direction(self, word: str) -> Float32Array:
        """Values from -1 to 1, none of them 0."""
        blocks = (
            hashlib.blake2b(f"{block} {word}".encode("utf-8", "surrogatepass")).digest()
            for block in range(-(-self.dimension // 64))
        )
        values = np.frombuffer(b"".join(blocks), dtype=np.uint8)[: self.dimension]
        return (values.astype(np.float32) - np.float32(127.5)) / np.float32(127.5)


class WordEncoder(HashEncoder):
    """Words in common make two texts near; encodes a query as `builders.make_entry` a paragraph."""

    def __init__(self, dimension: int = DIMENSION) -> None:
        super().__init__(dimension, name=ENCODER, revision="")

    def _vector(self, text: str) -> Float32Array:
        return hashed_vector(text, self.dimension)


@cache
def _load(model: str | None) -> Encoder | ModelUnavailable:
    try:
        return load_encoder(model)
    except ModelUnavailable as error:
        return error


def real_encoder_or_skip(model: str | None = None) -> Encoder:
    """The encoder of that name, the default one for None; skips, saying why, where it cannot be had.

    The base model is kept in the user's own cache.

    A model that is there but damaged is no reason to skip: that is raised.
    """
    loaded = _load(model)
    if isinstance(loaded, ModelUnavailable):
        if "is missing" not in loaded.problem:
            raise loaded
        pytest.skip(str(loaded))
    return loaded
