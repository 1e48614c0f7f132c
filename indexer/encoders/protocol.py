"""What every encoder gives: vectors of unit length for a query, a paragraph and each of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Spans

ParagraphText = tuple[str, Spans]


@dataclass(frozen=True, slots=True, eq=False)
class EncodedParagraph:
    """position: index into the items given. paragraph: (dim,); sentences: (number of spans, dim), in the
    order of the spans. All float32, L2-normalised.
    """

    position: int
    paragraph: Float32Array
    sentences: Float32Array


class Encoder(Protocol):
    """Text to vectors whose inner product is the cosine similarity.

    `name` is what `load_encoder` takes to load it again. `revision` is the SHA-256 of the weights with
    the precision, "" if unknown: vectors of two revisions do not belong in one index. `dimension`:
    length of a vector.
    """

    @property
    def name(self) -> str:
        """What `load_encoder` takes to load it again."""
        ...

    @property
    def revision(self) -> str:
        """SHA-256 of the weights, and the precision unless it is float32; "" if unknown."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_query(self, text: str) -> Float32Array:
        """(dim,), L2-normalised. Text beyond the model's window is left out. Raises ValueError if blank."""
        ...

    def encode_paragraphs(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        """One result for each item, in any order, as batches finish.

        items: text and its sentence spans, as `sentence_spans` gives them. No text is left out: a
        paragraph longer than the model's window is read in several. Raises ValueError, before the
        first result, for a blank text, an item without spans, or spans that lie outside the text.
        """
        ...


def check_items(items: Sequence[ParagraphText]) -> None:
    """Raises ValueError for an item that has nothing to encode or spans that are not its own."""
    for position, (text, spans) in enumerate(items):
        if not text.strip():
            raise ValueError(f"item {position} is blank: leave it out")
        edges = [edge for span in spans for edge in span]
        inside = not edges or (edges[0] >= 0 and edges[-1] <= len(text))
        if not edges or not inside or edges != sorted(edges):
            raise ValueError(f"item {position} has the spans {spans!r}: give those of sentence_spans")


def check_query(text: str) -> None:
    """Raises ValueError for a query that is empty or white space."""
    if not text.strip():
        raise ValueError("the query is blank: give some words")


def normalised(vectors: npt.ArrayLike) -> Float32Array:
    """Each vector (last axis) divided by its length; float32. A vector of zeros stays one."""
    values = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, np.float32(1e-12)), dtype=np.float32)
