"""The sides of an index's sentences, each read once while the index is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.arrays import Int64Array
from indexer.store.reader import IndexReader
from search_api.sides.model import LABELS, Label, Side, Sides

from .polarity import Polarity

Sentence = tuple[int, int]  # row of the paragraph, place among its sentences
_UNREAD, _UNKNOWN = -1, -2  # codes of sentences without a label
_LEANS = 0.25  # polarity from which on a sentence takes a side, where nothing better is known


class Labels:
    """Labels the sentences of one open index. Threads may share one."""

    def __init__(
        self, reader: IndexReader, sides: Sides | None = None, polarity: Polarity | None = None
    ) -> None:
        """sides: of the index's encoder. polarity: read where there are none; with neither all is ""."""
        self._reader, self._sides, self._polarity = reader, sides, polarity
        offsets = reader.sentence_offsets
        # Five bytes for each sentence: those of a large index fit, too.
        self._codes = np.full(int(offsets[-1]), _UNREAD, np.int8)
        self._strengths = np.zeros(int(offsets[-1]), np.float32)
        self._next = 0  # row from which on `read_on` goes on

    @property
    def unknown(self) -> bool:
        """Whether every side is "", as nothing is known of the index's encoder."""
        return self._sides is None and self._polarity is None

    def of(self, sentences: Sequence[Sentence]) -> list[str]:
        """The side of each: "praise", "criticism", "mixed" or "neutral"; "" where nothing is known."""
        return [side.label if side else "" for side in self.sides(sentences)]

    def sides(self, sentences: Sequence[Sentence]) -> list[Side | None]:
        """As `of`, with how strong each is; None where nothing is known."""
        if not sentences:
            return []
        places = self._places(sentences)
        unread = np.flatnonzero(self._codes[places] == _UNREAD).tolist()
        if unread:
            new = list(dict.fromkeys(sentences[at] for at in unread))
            found = self._read(new)
            at = self._places(new)
            self._strengths[at] = [side.strength if side else 0.0 for side in found]
            self._codes[at] = [LABELS.index(side.label) if side else _UNKNOWN for side in found]
        read = zip(self._codes[places].tolist(), self._strengths[places].tolist(), strict=True)
        return [Side(LABELS[code], strength) if code >= 0 else None for code, strength in read]

    def read_on(self, paragraphs: int) -> bool:
        """Read the sides of a further few paragraphs, before anybody asks; whether there are more."""
        offsets = self._reader.sentence_offsets
        rows = range(self._next, min(self._next + paragraphs, len(self._reader)))
        self.sides([(row, place) for row in rows for place in range(int(offsets[row + 1] - offsets[row]))])
        self._next = rows.stop
        return self._next < len(self._reader)

    def _places(self, sentences: Sequence[Sentence]) -> Int64Array:
        """Of each among all sentences of the index."""
        found = np.array(sentences, np.int64)
        places: Int64Array = self._reader.sentence_offsets[found[:, 0]] + found[:, 1]
        return places

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
