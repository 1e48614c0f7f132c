"""The sides of an index's sentences, each read once while the index is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.store.reader import IndexReader
from search_api.sides.model import Label, Side, Sides

from .polarity import Polarity

Sentence = tuple[int, int]  # row of the paragraph, place among its sentences
_KEPT = 200_000  # sentences whose side is kept
_LEANS = 0.25  # polarity from which on a sentence takes a side, where nothing better is known


class Labels:
    """Labels the sentences of one open index. Threads may share one."""

    def __init__(
        self, reader: IndexReader, sides: Sides | None = None, polarity: Polarity | None = None
    ) -> None:
        """sides: of the index's encoder. polarity: read where there are none; with neither all is ""."""
        self._reader, self._sides, self._polarity = reader, sides, polarity
        self._known: dict[Sentence, Side | None] = {}

    @property
    def unknown(self) -> bool:
        """Whether every side is "", as nothing is known of the index's encoder."""
        return self._sides is None and self._polarity is None

    def of(self, sentences: Sequence[Sentence]) -> list[str]:
        """The side of each: "praise", "criticism", "mixed" or "neutral"; "" where nothing is known."""
        return [side.label if side else "" for side in self.sides(sentences)]

    def sides(self, sentences: Sequence[Sentence]) -> list[Side | None]:
        """As `of`, with how strong each is; None where nothing is known."""
        new = [item for item in dict.fromkeys(sentences) if item not in self._known]
        found = dict(zip(new, self._read(new), strict=True))
        if len(self._known) < _KEPT:
            self._known |= found
        return [found[item] if item in found else self._known[item] for item in sentences]

    def _read(self, sentences: Sequence[Sentence]) -> list[Side | None]:
        if not sentences or self.unknown:
            return [None] * len(sentences)
        reader = self._reader
        vectors = np.stack([reader.sentence_vectors(row)[place] for row, place in sentences])
        if self._sides is None:
            said = self._polarity.of(vectors).tolist() if self._polarity else []
            return [Side(_leaning(each), each) for each in said]
        rows = list(dict.fromkeys(row for row, _ in sentences))
        paragraphs = dict(zip(rows, reader.by_rows(rows), strict=True))
        spans = dict(zip(rows, reader.spans_of(rows), strict=True))

        def text(row: int, place: int) -> str:
            start, end = spans[row][place]
            return paragraphs[row].text[start:end]

        return list(
            self._sides.label(
                [text(row, place) for row, place in sentences],
                vectors,
                [paragraphs[row].kind for row, _ in sentences],
                [text(row, place - 1) if place else "" for row, place in sentences],
            )
        )


def _leaning(polarity: float) -> Label:
    return "criticism" if polarity > _LEANS else "praise" if polarity < -_LEANS else "neutral"
