"""The sides of sentences are read once: when asked for, or a few at a time beforehand, alike."""

from __future__ import annotations

import pytest

from indexer.store.reader import IndexReader
from search_api.retrieval.labels import Labels
from search_api.retrieval.polarity import Polarity, polarity_of
from tests.support.api_bench import sample_index


class Counting(Labels):
    """Counts the sentences that are really read."""

    read = 0

    def _read(self, sentences):  # type: ignore[no-untyped-def]
        self.read += len(sentences)
        return super()._read(sentences)


def _every(reader: IndexReader) -> list[tuple[int, int]]:
    return [(row, place) for row in range(len(reader)) for place in range(len(reader.spans(row)))]


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown encoder"])
def test_what_is_read_beforehand_is_what_would_be_read_later(known: bool) -> None:
    with IndexReader.open(sample_index()) as reader:
        polarity = Polarity(reader.vector(0), 0.0) if known else polarity_of("no such encoder")
        asked, before = Labels(reader, None, polarity), Counting(reader, None, polarity)
        every = _every(reader)
        turns = 1
        while before.read_on(7):
            turns += 1
        assert turns == -(-len(reader) // 7)
        assert before.read == len(every)
        assert before.sides(every) == asked.sides(every)
        assert before.read == len(every), "nothing is read twice"
        assert before.of([]) == []


def test_a_sentence_that_is_asked_for_twice_at_once_is_read_once() -> None:
    with IndexReader.open(sample_index()) as reader:
        labels = Counting(reader, None, Polarity(reader.vector(0), 0.0))
        first = labels.sides([(3, 0), (5, 0), (3, 0)])
        assert labels.read == 2
        assert first[0] == first[2]
        assert labels.sides([(5, 0)]) == [first[1]]
