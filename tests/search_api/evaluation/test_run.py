"""The harness: sets, ids, and measures against values worked out by hand."""

from __future__ import annotations

import json
import sys
from datetime import date
from math import log2
from pathlib import Path

import numpy as np
import pytest

from indexer.authorities.register import Authority, Register, default_register
from indexer.errors import InvalidRequest, PinpointError
from indexer.records import Pinpoint
from indexer.store.reader import IndexReader
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
from search_api.evaluation.sets import SetIds, load_sets
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    small_reports,
    write_small_index,
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


# Sets


QUESTION = {"qid": "k1", "question": "Who?", "id": "northmoor|2018-08-24|27", "answer_span": "MARAC"}
LINK = {"authority": "northmoor", "published": "2018-08-24", "text": "Act.", "paragraphs": [27, 28]}
FILES = {
    "topics.tsv": "t1\tMARAC\nt2\tinterviews\n",
    "topics.qrels": "t1 0 northmoor|2018-08-24|27 3\n",
    "questions.jsonl": json.dumps(QUESTION) + "\n",
    "crossrefs.jsonl": "\n" + json.dumps(LINK) + "\n",
    "unanswerable.tsv": "u1\tHow deep is the sea?\n",
}


def put(folder: Path, **changed: str) -> Path:
    for name, text in (FILES | {key.replace("_", "."): text for key, text in changed.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_sets_are_loaded(tmp_path: Path) -> None:
    sets = load_sets(put(tmp_path))
    assert sets.topics == {"t1": "MARAC"}
    assert sets.judged == {"t1": {"northmoor|2018-08-24|27": 3}}
    assert sets.questions[0].answer_span == "MARAC"
    assert sets.crossrefs[0].query == "x002"  # its line
    assert sets.crossrefs[0].published == date(2018, 8, 24)
    assert sets.unanswerable == {"u1": "How deep is the sea?"}
    assert sets.notes == ("Topics left out because topics.qrels judges nothing for them: t2.",)


@pytest.mark.parametrize("absent", FILES)
def test_an_absent_part_is_left_out_and_said(tmp_path: Path, absent: str) -> None:
    (put(tmp_path) / absent).unlink()
    sets = load_sets(tmp_path)
    part = absent.partition(".")[0]
    assert sets.queries()[part] == []
    assert [note for note in sets.notes if note.startswith(f"{part} left out")] == [
        f"{part} left out: there is no {absent}."
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("topics_tsv", "t1 MARAC\n", "topics.tsv, line 1"),
        ("topics_tsv", "t1\ta\nt1\tb\n", "topics.tsv, line 2"),
        ("topics_qrels", "t9 0 northmoor|2018-08-24|27 3\n", "judges 't9'"),
        ("topics_qrels", "t1 0 northmoor|2018-08-24|27 4\n", "grade 0-3"),
        ("topics_qrels", "t1 0 northmoor|27 3\n", r"line 1: 'northmoor\|27'"),
        ("questions_jsonl", "{}\n", "line 1"),
        ("questions_jsonl", "[1]\n", "line 1"),
        ("questions_jsonl", (json.dumps(QUESTION) + "\n") * 2, "repeats the query 'k1'"),
        ("questions_jsonl", json.dumps(QUESTION | {"qid": "k 1"}), "not one word"),
        ("crossrefs_jsonl", json.dumps(LINK | {"published": "2018"}), "line 1"),
        ("crossrefs_jsonl", json.dumps(LINK | {"paragraphs": []}), "no paragraphs"),
        ("unanswerable_tsv", "\n", "is empty"),
        ("unanswerable_tsv", "k1\tHow deep is the sea?\n", "two sets use the query id 'k1'"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        load_sets(put(tmp_path, **{name: text}))


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no labelled set"):
        load_sets(tmp_path)


# Ids


def test_ids_are_mapped_by_authority_date_and_printed_number(tmp_path: Path) -> None:
    write_small_index(tmp_path / "index")
    with IndexReader.open(tmp_path / "index") as reader:
        ids = SetIds(reader, default_register())
        assert ids.paragraph("northmoor|2018-08-24|27") == "northmoor-2018-08-24/para-27"
        assert ids.paragraph("northmoor|2016-01-05|27") == "northmoor-2016-01-05/para-27"
        assert ids.paragraph("northmoor|2018-08-24|6") == "northmoor-2018-08-24/rec-6"
        assert ids.paragraph("northmoor|2018-08-24|6", ("finding",)) is None
        assert ids.paragraph("northmoor|2018-08-24|29") is None
        assert ids.paragraph("northmoor|2018-08-25|27") is None
        assert ids.paragraph("wexcombe|2018-08-24|27") is None
        # An improvement bullet has an ordinal, not a printed number; a summary neither.
        assert ids.paragraph("saltby|2022-05-16|2") is None
        assert ids.paragraph("saltby|2022-05-16|1") == "saltby-2022-05-16/para-1"


def test_a_second_sequence_is_meant_only_where_the_first_lacks_the_number(tmp_path: Path) -> None:
    report = make_report("Wexcombe", date(2016, 3, 4))
    board = [make_paragraph(report, n, "The board meets.", part="lscb") for n in (1, 3)]
    entry = make_report_entry(report, [*board, *(make_paragraph(report, n, "Visits.") for n in (1, 2))])
    write_small_index(tmp_path / "index", [entry])
    with IndexReader.open(tmp_path / "index") as reader:
        ids = SetIds(reader, default_register())
        assert ids.paragraph("wexcombe|2016-03-04|1") == "wexcombe-2016-03-04/para-1"
        assert ids.paragraph("wexcombe|2016-03-04|3") == "wexcombe-2016-03-04/lscb-para-3"


def test_numbers_that_are_not_printed_name_nothing(tmp_path: Path) -> None:
    report = make_report("Wexcombe", date(2016, 3, 4))
    identity = str(Pinpoint(report.id, "finding", 5, printed=False))
    paragraph = make_paragraph(report, 5, "Visits.", printed=False, id=identity)
    write_small_index(tmp_path / "index", [make_report_entry(report, [paragraph])])
    with IndexReader.open(tmp_path / "index") as reader:
        assert SetIds(reader, default_register()).paragraph("wexcombe|2016-03-04|5") is None


def test_the_date_of_the_file_name_and_the_registers_spellings_count(tmp_path: Path) -> None:
    name = "children's services inspection - 26 august 2018.pdf"
    report = make_report("Saltby", date(2018, 8, 24), source=name)
    other = make_report("Saltby", date(2018, 8, 26), source="a.pdf")
    entries = [make_report_entry(each, [make_paragraph(each, 3, "Visits.")]) for each in (report, other)]
    register = Register([Authority("9", "9", "", "Saltby", ("Saltby on Sea",), "", "", ())])
    write_small_index(tmp_path / "one", entries[:1])
    with IndexReader.open(tmp_path / "one") as reader:
        ids = SetIds(reader, register)
        assert ids.paragraph("saltby_upon_sea|2018-08-26|3") == "saltby-2018-08-24/para-3"
        assert ids.paragraph("city_of_saltby|2018-08-24|3") == "saltby-2018-08-24/para-3"
        assert SetIds(reader, Register([])).paragraph("saltby_upon_sea|2018-08-26|3") is None
    write_small_index(tmp_path / "two", [*small_reports(), *entries])
    with IndexReader.open(tmp_path / "two") as reader:  # the file name's date comes first
        assert SetIds(reader, register).paragraph("saltby|2018-08-26|3") == "saltby-2018-08-24/para-3"
