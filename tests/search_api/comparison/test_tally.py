"""The counts of an answer: every paragraph once, by what it says and by year, and the list behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from indexer.store.reader import IndexReader
from search_api.comparison.matrix.tally import SAID, Tally, Year
from search_api.index.index import Index
from search_api.question.request import EVERYTHING
from tests.support.api_bench import sample_index
from tests.support.encoders import HashEncoder


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with IndexReader.open(sample_index()) as reader:
        yield Index(reader, encoder=HashEncoder())


@pytest.mark.parametrize(
    "asked", ["MARAC", "what did inspectors say about supervision?", "strategy meetings"]
)
def test_each_mention_is_counted_once(index: Index, asked: str) -> None:
    understood = index.understand(asked)
    told = index.tally(understood)
    assert told is not None
    [found] = index.searcher.mentions(understood)
    assert told.every.tolist() == found.counted.tolist()
    assert told.total == sum(map(told.count, SAID)) == sum(year.mentions for year in told.years)
    assert sum(year.searched for year in told.years) == told.searched == len(index.reader.reports())
    kinds = index.reader.kinds_of(told.rows["recommendation"])
    assert set(kinds) <= {"recommendation", "improvement"}
    assert f"{told.total:,} paragraph" in told.sentence


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("order", ["best", "newest", "oldest"])
def test_a_list_holds_what_was_counted(index: Index, said: str, order: str) -> None:
    found = index.explore("supervision", EVERYTHING, 100, said=said, order=order)  # type: ignore[arg-type]
    assert found.told is not None
    rows = [index.reader.row(item.paragraph.id) for item in found.result.results]
    assert sorted(rows) == found.told.rows[said].tolist()  # type: ignore[index]
    dates = [item.report.published for item in found.result.results]
    if order != "best":
        assert dates == sorted(dates, reverse=order == "newest")


def test_the_best_matches_come_first_and_no_mention_is_lost(index: Index) -> None:
    found = index.explore("supervision", EVERYTHING, 100, mentioned=True)
    assert found.told is not None
    assert found.result.total == found.told.total
    scores = [item.score for item in found.result.results]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "asked", ["zebra crossings", "how good is leadership?", "“supervision”", "MARAC and MAPPA"]
)
def test_what_has_no_one_name_is_not_counted(index: Index, asked: str) -> None:
    told = index.tally(index.understand(asked))
    assert told is None or re.search(asked.split()[0], told.label, re.IGNORECASE) is None


def test_the_sentence_reads_in_the_singular() -> None:
    one, none = np.array([3], np.int64), np.array([], np.int64)
    rows = {"concern": one, "strength": none, "recommendation": none, "other": none}
    years = (Year("2018", 4, 1, 0, 0, 0),)
    said = Tally("MARAC", rows, years, 1, 4, 1).sentence  # type: ignore[arg-type]
    assert said == "1 paragraph in 1 of 4 reports mentions ‘MARAC’ (2018; 1 authority): 1 raises concerns."
