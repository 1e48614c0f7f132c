"""BM25 against values worked out by hand, and the store against the plain formula."""

from __future__ import annotations

import tempfile
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from indexer.words.analyser import terms
from indexer.words.bm25 import K1, B, build, inverse_frequency
from tests.support.builders import make_entry, make_paragraph, make_report, write_small_index

WORDS = ["visit", "marac", "plan", "neglect", "MARAC", "pre-birth", "late"]
WEIGHTS = st.dictionaries(
    st.sampled_from([*WORDS, "^marac", "prebirth", "absent"]), st.floats(0, 4, width=32), max_size=5
)


def test_the_weights_of_three_short_texts() -> None:
    postings = build(["visit late visit", "late", "plan plan plan plan plan"])
    # Nine terms in three texts: on average 3.
    assert dict(postings.bounds) == {"late": (0, 2), "plan": (2, 3), "visit": (3, 4)}
    assert postings.rows.tolist() == [0, 1, 2, 0]
    one, two = log(1 + 2.5 / 1.5), log(1 + 1.5 / 2.5)
    assert postings.weights.tolist() == pytest.approx(
        [
            two * 1 * 1.6 / (1 + 0.6 * (0.5 + 0.5 * 3 / 3)),
            two * 1 * 1.6 / (1 + 0.6 * (0.5 + 0.5 * 1 / 3)),
            one * 5 * 1.6 / (5 + 0.6 * (0.5 + 0.5 * 5 / 3)),
            one * 2 * 1.6 / (2 + 0.6 * (0.5 + 0.5 * 3 / 3)),
        ]
    )
    assert (postings.rows.dtype.str, postings.weights.dtype.str) == ("<i4", "<f4")


@pytest.mark.parametrize("texts", [[], [""], ["", "the of it"]])
def test_texts_without_a_term(texts: list[str]) -> None:
    postings = build(texts)
    assert (dict(postings.bounds), postings.rows.shape, postings.weights.shape) == ({}, (0,), (0,))


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert inverse_frequency(1, 9) == pytest.approx(log(1 + 8.5 / 1.5))
    assert inverse_frequency(9, 9) == pytest.approx(log(1 + 0.5 / 9.5))
    assert inverse_frequency(0, 9) > inverse_frequency(1, 9) > inverse_frequency(9, 9) > 0


def plain_bm25(texts: list[str], weights: dict[str, float]) -> list[float]:
    held = [Counter(terms(text)) for text in texts]
    mean = max(sum(counts.total() for counts in held) / len(held), 1.0)
    scores = []
    for counts in held:
        score = 0.0
        for term, weight in weights.items():
            holding = sum(term in other for other in held)
            idf = log(1 + (len(held) - holding + 0.5) / (holding + 0.5))
            norm = K1 * (1 - B + B * counts.total() / mean)
            score += weight * idf * counts[term] * (K1 + 1) / (counts[term] + norm)
        scores.append(score)
    return scores


def index_of(texts: list[str], folder: Path) -> Path:
    report = make_report()
    entries = [make_entry(make_paragraph(report, number, text)) for number, text in enumerate(texts, 1)]
    write_small_index(folder / "index", [ReportEntry(report, (), tuple(entries))])
    return folder / "index"


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(
        st.lists(st.sampled_from([*WORDS, "it"]), min_size=1, max_size=8).map(" ".join),
        min_size=1,
        max_size=6,
    ),
    weights=WEIGHTS,
)  # fmt: skip
def test_scores_of_an_index_are_those_of_the_plain_formula(
    texts: list[str], weights: dict[str, float]
) -> None:
    with tempfile.TemporaryDirectory() as folder, IndexReader.open(index_of(texts, Path(folder))) as reader:
        scores = reader.lexical_scores(weights)
        assert (scores.dtype.str, scores.shape) == ("<f4", (len(texts),))
        np.testing.assert_allclose(scores, plain_bm25(texts, weights), rtol=1e-4, atol=1e-6)
        for term in ("visit", "marac", "^marac", "prebirth", "absent"):
            holding = [row for row, text in enumerate(texts) if term in terms(text)]
            assert reader.holding(term).tolist() == holding
            assert reader.rarity(term) == pytest.approx(
                inverse_frequency(len(holding), len(texts)) if holding else 0.0
            )


def test_no_term_and_unknown_terms_score_nothing(tmp_path: Path) -> None:
    with IndexReader.open(index_of(["Visits are late.", "Plans."], tmp_path)) as reader:
        for weights in ({}, {"zebra": 2.0}, {"'; DROP TABLE terms": 1.0}, {"visits": 1.0}):
            assert reader.lexical_scores(weights).tolist() == [0.0, 0.0]
        assert reader.holding("zebra").dtype == np.int64
        assert reader.holding("zebra").shape == (0,)
        assert reader.rarity("zebra") == 0.0
