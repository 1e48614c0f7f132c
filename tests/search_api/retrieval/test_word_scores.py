"""In a large index not every paragraph is scored: the first, their order and their scores stay the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from indexer.store.reader import IndexReader
from search_api.question.records import Expansion
from search_api.retrieval.lexical import LexicalScorer
from search_api.retrieval.word_scores import AllScores, BestScores
from tests.indexer.store.backends.conformance import WORDS, made_reports
from tests.support.builders import write_small_index


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    index = tmp_path_factory.mktemp("words") / "index"
    write_small_index(index, made_reports(seed=5))
    with IndexReader.open(index) as opened:
        yield opened


def expansions(text: str) -> list[Expansion]:
    """Other names for the first word, one of which many paragraphs hold; and for a word that none holds."""
    word = text.split()[0]
    found = [Expansion(word, 0, len(word), "term", ("missing homes", "delay", "zebra"), False)]
    if "zebra" in text:
        start = text.index("zebra")
        found.append(Expansion("zebra", start, start + 5, "term", ("health",), False))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_the_best_are_the_best_of_all(reader: IndexReader, seed: int) -> None:
    random = np.random.default_rng(seed)
    text = " ".join(random.choice([*WORDS, "zebra"], random.integers(1, 7)))
    others = expansions(text) if seed % 2 else []
    every = LexicalScorer(reader).of(text, others)
    best = LexicalScorer(reader, many=0).of(text, others)
    assert isinstance(every, AllScores)
    assert isinstance(best, BestScores)
    everywhere = np.arange(len(reader))
    assert np.array_equal(best.at(everywhere), every.scores)
    some = np.sort(random.choice(everywhere, len(everywhere) // 4, replace=False))
    for rows in (None, some, some[:1], some[:0]):
        for k in (1, 5, 60, 10_000):
            assert sorted(best.highest(k, rows).tolist()) == sorted(every.highest(k, rows).tolist())
