"""How many other reports say a sentence too, and is it boilerplate? Compared with every sentence there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.arrays import Int64Array
from indexer.store.reader import IndexReader
from search_api.retrieval.labels import Labels

from .records import Common, Sentence
from .rules import same_side
from .telling import TellingWords
from .vectors import Space, all_rows

SAME = 0.8  # cosine of two sentences, less the mean, from which on they say nearly the same
IN_WORDS = 0.75  # likeness of their telling words, from which on they say it in nearly the same words
BOILERPLATE = 5  # other reports that say a sentence in nearly the same words, so that it is boilerplate


class _Alike(NamedTuple):
    """A sentence that says nearly what one of those asked about says. of: its place among them."""

    of: int
    row: int
    place: int


class Commonness:
    """Counts over all reports of one open index, whatever is filtered. Threads may share one."""

    def __init__(self, reader: IndexReader, space: Space, labels: Labels, words: TellingWords) -> None:
        self._reader, self._space, self._labels, self._words = reader, space, labels, words

    def of(self, sentences: Sequence[Sentence]) -> list[Common]:
        """How common each sentence is, in their order. One pass over the index for all of them."""
        if not sentences:
            return []
        alike = self._alike(sentences)
        others = list(dict.fromkeys((item.row, item.place) for item in alike))
        sides = dict(zip(others, self._labels.of(others), strict=True))
        words = dict(zip(others, self._words.of(others), strict=True))
        asked_sides, asked_words = self._labels.of(sentences), self._words.of(sentences)
        reports: list[set[int]] = [set() for _ in sentences]
        in_words: list[set[int]] = [set() for _ in sentences]
        own = self._reader.places_of([row for row, _ in sentences]).tolist()
        of_row = self._reader.places_of([item.row for item in alike]).tolist()
        for item, report in zip(alike, of_row, strict=True):
            key = (item.row, item.place)
            fits = same_side([asked_sides[item.of]], [sides[key]], np.ones((1, 1), bool))[0, 0]
            if report == own[item.of] or not fits:
                continue
            reports[item.of].add(report)
            if self._words.likeness(asked_words[item.of], words[key]) >= IN_WORDS:
                in_words[item.of].add(report)
        spans = [self._reader.spans(row)[place] for row, place in sentences]
        return [
            Common(span, len(said), len(worded), len(worded) >= BOILERPLATE)
            for span, said, worded in zip(spans, reports, in_words, strict=True)
        ]

    def _alike(self, sentences: Sequence[Sentence]) -> list[_Alike]:
        reader, centre = self._reader, self._space.sentences
        asked = np.stack([reader.sentence_vectors(row)[place] for row, place in sentences])
        unit = centre.unit(asked)
        found: list[_Alike] = []
        for rows in all_rows(reader):
            vectors, bounds = reader.sentences_of(rows)
            near, of = np.nonzero(centre.cosines(vectors, unit) >= SAME)
            owners: Int64Array = np.searchsorted(bounds, near, side="right") - 1
            found += [
                _Alike(at, int(rows[owner]), int(place - bounds[owner]))
                for at, owner, place in zip(of.tolist(), owners.tolist(), near.tolist(), strict=True)
            ]
        return found
