"""BM25 of a query as a share, and what other names of a thing are worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.store.reader import IndexReader
from indexer.words.bm25 import K1, inverse_frequency
from search_api.question.records import Expansion
from search_api.retrieval.lexical import LexicalScorer
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

TEXTS = (
    "MARAC meetings are held monthly.",
    "The risk conference meets, and its minutes are kept.",
    "Plans are late.",
    "MARAC and CSE are discussed at each meeting of the risk conference.",
    "Staff discuss the conference and, apart from it, each risk.",
    "Referrals about CSE are prompt.",
    "They send letters.",
)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[IndexReader]:
    report = make_report()
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(TEXTS, 1)]
    write_small_index(tmp_path / "index", [make_report_entry(report, paragraphs)])
    with IndexReader.open(tmp_path / "index") as opened:
        yield opened


def other_names(query: str, typed: str, *alternatives: str) -> Expansion:
    start = query.index(typed)
    return Expansion(typed, start, start + len(typed), "term", alternatives, False)


def test_a_score_is_the_share_of_the_most_that_the_terms_could_give(reader: IndexReader) -> None:
    scores = LexicalScorer(reader).scores("late plans, zebra")
    plain = reader.lexical_scores({"late": 1.0, "plan": 1.0})
    most = (K1 + 1) * (reader.rarity("late") + reader.rarity("plan"))
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, plain / most, rtol=1e-5)
    assert scores[2] > 0
    assert np.flatnonzero(scores).tolist() == [2]


def test_a_word_said_twice_counts_twice(reader: IndexReader) -> None:
    twice = LexicalScorer(reader).scores("late late monthly")
    most = (K1 + 1) * (2 * reader.rarity("late") + reader.rarity("month"))
    expected = reader.lexical_scores({"late": 2.0, "month": 1.0}) / most
    np.testing.assert_allclose(twice, expected, rtol=1e-5)
    assert twice[2] > twice[0] > 0


def test_another_name_is_worth_seven_tenths_of_what_was_typed(reader: IndexReader) -> None:
    query = "MARAC"
    scores = LexicalScorer(reader).scores(query, [other_names(query, "MARAC", "risk conference")])
    plain = LexicalScorer(reader).scores(query)
    assert scores[1] == pytest.approx(0.7)
    assert plain[1] == 0.0
    assert scores[0] == pytest.approx(plain[0])
    assert scores[3] == pytest.approx(max(0.7, float(plain[3])))  # it prints both
    assert scores[4] == 0.0  # both words, not in a row


def test_another_name_is_worth_its_part_of_a_longer_query(reader: IndexReader) -> None:
    query = "monthly MARAC"
    scores = LexicalScorer(reader).scores(query, [other_names(query, "MARAC", "risk conference")])
    parts = reader.rarity("^marac"), reader.rarity("month")
    assert scores[1] == pytest.approx(0.7 * parts[0] / sum(parts))
    assert scores[0] == pytest.approx(LexicalScorer(reader).scores(query)[0])


def test_other_names_of_two_things_add_up(reader: IndexReader) -> None:
    query = "letters MARAC"
    both = [
        other_names(query, "letters", "referrals"),
        other_names(query, "MARAC", "risk conference", "CSE"),
    ]
    scores = LexicalScorer(reader).scores(query, both)
    parts = reader.rarity("letter"), reader.rarity("^marac")
    assert scores[5] == pytest.approx(0.7)
    assert scores[1] == pytest.approx(0.7 * parts[1] / sum(parts))


def test_a_typed_name_that_no_paragraph_holds_is_stood_for_by_the_others(reader: IndexReader) -> None:
    query = "ZEBRA plans"
    scores = LexicalScorer(reader).scores(query, [other_names(query, "ZEBRA", "risk conference")])
    others = inverse_frequency(2, len(TEXTS))
    whole = others + reader.rarity("plan")
    assert scores[1] == pytest.approx(0.7 * others / whole, rel=1e-5)
    assert 0 < scores[2] < reader.rarity("plan") / whole


def test_names_that_no_paragraph_holds_change_nothing(reader: IndexReader) -> None:
    query = "ZEBRA plans"
    scorer = LexicalScorer(reader)
    plain = scorer.scores(query)
    np.testing.assert_array_equal(
        scorer.scores(query, [other_names(query, "ZEBRA", "striped horse", "?!")]), plain
    )
    np.testing.assert_array_equal(scorer.scores(query, [other_names(query, "ZEBRA")]), plain)
    assert not scorer.scores("zebra", [other_names("zebra", "zebra", "striped horse")]).any()
    assert not scorer.scores("what was it?").any()


def test_an_acronym_as_another_name_is_not_the_word(reader: IndexReader) -> None:
    query = "additional needs"
    scores = LexicalScorer(reader).scores(query, [other_names(query, query, "SEND")])
    assert not scores.any()


@pytest.mark.parametrize(
    "query", ["MARAC", "risk conference MARAC", "late plans meeting CSE", "minutes are kept"]
)
def test_scores_are_shares(reader: IndexReader, query: str) -> None:
    names = [other_names(query, query, "risk conference", "MARAC", "CSE", "plans")]
    scores = LexicalScorer(reader).scores(query, names)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (scores >= LexicalScorer(reader).scores(query) - 1e-6).all()


def test_the_share_of_the_acronyms_that_a_paragraph_prints(reader: IndexReader) -> None:
    scorer = LexicalScorer(reader)
    rows, shares = scorer.named(["marac", "cse"])
    assert dict(zip(rows.tolist(), shares.tolist(), strict=True)) == {0: 0.5, 3: 1.0, 5: 0.5}
    assert rows.tolist() == sorted(rows.tolist())
    for none in ([], ["send"], ["zebra"]):
        rows, shares = scorer.named(none)
        assert (rows.tolist(), shares.tolist()) == ([], [])
