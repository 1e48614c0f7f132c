"""Words of a query, and fusion of ranked lists against values worked out by hand."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index_reader import Hit
from search_api.ranking import (
    Run,
    analyse,
    best_first,
    inverse_frequency,
    reciprocal_rank_fusion,
    share_found,
    stem,
    stems,
    words,
)


@pytest.mark.parametrize(
    ("query", "content", "acronyms"),
    [
        ("what did inspectors say about MARAC?", ("marac",), ("marac",)),
        ("What do the reports say about MARACs and PEPs?", ("marac", "pep"), ("marac", "pep")),
        ("pre-birth assessments of unborn babies", ("pre-birth", "assessments", "unborn", "babies"), ()),
        ("Children’s plans, children's visits", ("children", "plans", "visits"), ()),
        ("IT systems", ("systems",), ()),
        ("WHAT DID INSPECTORS SAY ABOUT NEGLECT", ("neglect",), ()),
        ("MASH and CAMHS", ("mash", "camhs"), ("mash", "camhs")),
        ("C&F plans, tier 3", ("plans", "tier", "3"), ()),
        ("visits in 2018", ("visits", "2018"), ()),
        ("marac MARAC", ("marac",), ("marac",)),
        ("what did they say?", ("what", "did", "they", "say"), ()),
        ("?!", (), ()),
    ],
)
def test_query_words(query: str, content: tuple[str, ...], acronyms: tuple[str, ...]) -> None:
    terms = analyse(query)
    assert terms.content == content
    assert terms.acronyms == acronyms


def test_words_of_accents_digits_and_underscores() -> None:
    assert words("Zoë's 16- and 17-year-old_boys 9th") == ["zoë", "16", "and", "17-year-old", "boys", "9th"]


def test_fusion_adds_weight_over_k_plus_rank() -> None:
    runs = [
        Run("a", [Hit(7, 0.9), Hit(3, 0.8)], weight=1.0),
        Run("b", [Hit(3, 12.0), Hit(5, 4.0), Hit(7, 1.0)], weight=0.5),
    ]
    fused = reciprocal_rank_fusion(runs, k=60)
    assert [hit.row for hit in fused] == [7, 3, 5]
    assert fused[1].score == pytest.approx(1 / 62 + 0.5 / 61)
    assert fused[0].score == pytest.approx(1 / 61 + 0.5 / 63)
    assert fused[2].score == pytest.approx(0.5 / 62)


def test_equal_scores_share_the_better_rank() -> None:
    fused = reciprocal_rank_fusion([Run("a", [Hit(4, 2.0), Hit(9, 1.0), Hit(2, 1.0), Hit(1, 0.5)])], k=10)
    assert {hit.row: hit.score for hit in fused} == {
        4: pytest.approx(1 / 11),
        2: pytest.approx(1 / 12),
        9: pytest.approx(1 / 12),
        1: pytest.approx(1 / 14),
    }


def test_equal_fused_scores_are_ordered_by_row() -> None:
    assert [
        hit.row for hit in reciprocal_rank_fusion([Run("a", [Hit(8, 1.0)]), Run("b", [Hit(2, 5.0)])])
    ] == [2, 8]
    assert best_first({5: 0.1, 2: 0.1, 9: 0.3}) == [Hit(9, 0.3), Hit(2, 0.1), Hit(5, 0.1)]


def test_no_runs_give_no_hits() -> None:
    assert reciprocal_rank_fusion([]) == []
    assert reciprocal_rank_fusion([Run("a", [])]) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1)), max_size=30, unique_by=lambda pair: pair[0]))
def test_fusion_of_one_run_keeps_its_order(pairs: list[tuple[int, float]]) -> None:
    hits = best_first(dict(pairs))
    assert [hit.row for hit in reciprocal_rank_fusion([Run("a", hits)])] == [hit.row for hit in hits]


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert inverse_frequency(1, 9) == pytest.approx(log(1 + 8.5 / 1.5))
    assert inverse_frequency(9, 9) == pytest.approx(log(1 + 0.5 / 9.5))
    assert inverse_frequency(0, 9) > inverse_frequency(1, 9) > inverse_frequency(9, 9) > 0


def test_share_found_counts_weights_and_inflections() -> None:
    weights = {"marac": 3.0, "visits": 1.0, "pre-birth": 2.0}
    assert share_found(weights, stems("The MARAC meets.")) == pytest.approx(0.5)
    assert share_found(weights, stems("A visit was made pre-birth.")) == pytest.approx(0.5)
    assert share_found(weights, stems("Assessments pre birth")) == pytest.approx(2 / 6)
    assert share_found(weights, stems("Nothing here")) == 0.0
    assert share_found({}, stems("anything")) == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("visits", "visit"), ("assessed", "assessing"), ("policies", "policy"), ("decide", "decides")],
)
def test_inflections_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_short_and_double_s_words_keep_their_end() -> None:
    assert stem("process") == "process"
    assert stem("bus") == "bus"
