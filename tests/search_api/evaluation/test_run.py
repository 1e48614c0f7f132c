"""Measures against values worked out by hand, and run files."""

from __future__ import annotations

import sys
from math import log2
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InvalidRequest, PinpointError
from search_api.evaluation.measures import (
    Difference,
    holds_span,
    interval,
    paired,
    read_run,
    refusal,
    score,
    write_run,
)

# Topic a: d1 would be quoted, d2 is clear but minor, d3 related, d4 not; x was never judged.
QRELS = {"a": {"d1": 3, "d2": 2, "d3": 1, "d4": 0}, "b": {"d1": 3}}
RUN = {"a": ["d2", "x", "d1"]}


def test_topics_by_hand() -> None:
    scores = score("topics", QRELS, RUN)
    assert scores.queries == ("a", "b")
    found = 3 / log2(2) + 0 / log2(3) + 7 / log2(4)
    ideal = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert scores.values["ndcg10"] == pytest.approx([found / ideal, 0])
    assert scores.values["p5"] == pytest.approx([1 / 5, 0])
    assert scores.values["judged10"] == pytest.approx([2 / 3, 0])


def test_only_the_first_ten_count_for_ndcg() -> None:
    later = score("topics", QRELS, {"b": [*(f"x{n}" for n in range(9)), "d1"]})
    too_late = score("topics", QRELS, {"b": [*(f"x{n}" for n in range(10)), "d1"]})
    assert later.values["ndcg10"][1] == pytest.approx(1 / log2(11))
    assert too_late.values["ndcg10"][1] == 0


def test_known_items_by_hand() -> None:
    qrels = {name: {"d": 1} for name in ("first", "third", "tenth", "eleventh", "never", "empty")}
    run = {
        "first": ["d", "x"],
        "third": ["z", "y", "d"],
        "tenth": [*(f"x{n}" for n in range(9)), "d"],
        "eleventh": [*(f"x{n}" for n in range(10)), "d"],
        "never": ["x"],
        "empty": [],
        "not in the set": ["d"],
    }
    values = score("questions", qrels, run).values
    assert values["r1"].tolist() == [1, 0, 0, 0, 0, 0]
    assert values["r5"].tolist() == [1, 1, 0, 0, 0, 0]
    assert values["r10"].tolist() == [1, 1, 1, 0, 0, 0]
    assert values["mrr"] == pytest.approx([1, 1 / 3, 1 / 10, 1 / 11, 0, 0])


def test_links_by_hand() -> None:
    values = score("crossrefs", {"x": {"d1": 1, "d2": 1, "lost": 1}}, {"x": ["y", "d1", "z", "d2"]}).values
    assert set(values) == {"r5", "r10", "mrr"}
    assert values["r5"] == pytest.approx([2 / 3])
    assert values["mrr"] == pytest.approx([1 / 2])


def test_equal_scores_of_a_run_cannot_reorder_it() -> None:
    """trec_eval sorts by score and then by id, in reverse; the order given must win."""
    for ids in (["a", "b"], ["b", "a"]):
        assert score("questions", {"q": {"a": 1}}, {"q": ids}).values["r1"][0] == (ids[0] == "a")


def test_a_missing_library_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(PinpointError, match=r"pip install 'pinpoint-reports\[eval\]'"):
        score("topics", QRELS, RUN)


def test_refusal_by_hand() -> None:
    found = refusal([True, True, False, True, False], [True, True, True, False, False])
    assert found["precision"][0] == pytest.approx(2 / 3)
    assert found["recall"][0] == pytest.approx(2 / 3)
    low, high = found["recall"][1] or (0, 0)
    assert 0 <= low < 2 / 3 < high == 1
    never = refusal([False, False], [True, False])
    assert never["precision"] == (None, None)
    assert never["recall"] == (0, (0, 0))


def test_interval_is_that_of_the_mean() -> None:
    values = np.array([1.0] * 24 + [0.0] * 36)
    low, high = interval(values)
    spread = 1.96 * (0.4 * 0.6 / 60) ** 0.5
    assert low == pytest.approx(0.4 - spread, abs=0.02)
    assert high == pytest.approx(0.4 + spread, abs=0.02)
    assert interval(values) == (low, high)
    assert interval(np.array([0.25] * 5)) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("now", "then", "p"),
    [
        ([1, 1, 1], [0, 0, 0], 2 / 8),  # only all signs one way are as far
        ([0, 0, 0], [0, 0, 0], 1),
        ([2, 0, 1], [0, 1, 0], 6 / 8),  # 2-1+1 = 2; as far are 4, 2 twice, and their opposites
        ([1, 0, 1], [0, 1, 0], 1),
    ],
)
def test_sign_flips_by_hand(now: list[float], then: list[float], p: float) -> None:
    found = paired(np.array(now, float), np.array(then, float))
    assert found.difference == pytest.approx((sum(now) - sum(then)) / 3)
    assert found.p == pytest.approx(p)


def test_sign_flips_of_many_queries_are_drawn() -> None:
    ones, zeros = np.ones(40), np.zeros(40)
    assert paired(ones, zeros) == Difference(1, 1, 1, 1 / 10_001)
    assert paired(ones, ones) == Difference(0, 0, 0, 1)
    half = np.array([1.0] * 21 + [-1.0] * 19)
    assert paired(half, zeros).p > 0.5


def test_answer_spans_ignore_white_space_quotes_and_dashes() -> None:
    assert holds_span("the board's 'front door' - now", ["Here.", "So the  board’s ‘front\ndoor’ – now."])
    assert not holds_span("the board's door", ["the board's", "door"])
    assert not holds_span("Visits", ["visits"])


def test_runs_are_written_and_read(tmp_path: Path) -> None:
    run = {"q1": ["b", "a"], "q2": ["c"]}
    write_run(tmp_path / "a.run", run)
    assert (tmp_path / "a.run").read_text() == (
        "q1 Q0 b 1 99 pinpoint\nq1 Q0 a 2 98 pinpoint\nq2 Q0 c 1 99 pinpoint\n"
    )
    assert read_run(tmp_path / "a.run") == run


def test_a_run_of_another_tool_is_ordered_by_score_then_rank(tmp_path: Path) -> None:
    (tmp_path / "a.run").write_text("q Q0 c 3 0.5 t\nq Q0 b 2 0.5 t\nq Q0 a 1 0.1 t\nq Q0 c 4 0.1 t\n")
    assert read_run(tmp_path / "a.run") == {"q": ["b", "c", "a"]}
    (tmp_path / "b.run").write_text("q Q0 c 3 0.5 t\nq Q0 c\n")
    with pytest.raises(InvalidRequest, match="line 2"):
        read_run(tmp_path / "b.run")
