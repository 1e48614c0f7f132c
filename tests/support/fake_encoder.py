"""An encoder for tests: no model, no files, the same vectors on every machine and run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.arrays import Float32Array
from indexer.encoders.protocol import EncodedParagraph, ParagraphText, check_items, check_query, normalised


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
