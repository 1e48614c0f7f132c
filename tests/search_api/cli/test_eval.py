"""`pinpoint eval` on a small fictional index: the whole way from the files of the sets to the figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from indexer.authorities.register import default_register
from indexer.errors import InvalidRequest, PinpointError
from indexer.store.reader import IndexReader
from search_api.cli.eval import document
from search_api.evaluation.run import Evaluation
from search_api.evaluation.sets import load_sets
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.search_api.cli.evaluating import app, as_json, run
from tests.support.encoders import WordEncoder

INTERVIEWS = "Return home interviews are offered promptly. Too few are completed."
QUESTIONS = [
    # Its own words, so that nothing can rank above the paragraph.
    ("k1", INTERVIEWS, "northmoor|2018-08-24|28", "Too few are completed."),
    # The paragraph is in no report of the index: not found, whatever is ranked.
    ("k2", "Thresholds are applied well.", "northmoor|2016-01-05|99", "No such words."),
]
LINKS = [
    ("Attendance at MARAC has improved.", [27]),
    ("Return home interviews are offered promptly.", [28, 99]),
]
TOPICS = "t1\tReturn home interviews are offered promptly\n"
JUDGED = "t1 0 northmoor|2018-08-24|28 3\nt1 0 northmoor|2018-08-24|27 0\n"
UNANSWERABLE = "u1\tWhat does Wombling cost per furlong on Zanzibar?\n"


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    folder = tmp_path / "sets"
    folder.mkdir()
    questions = [dict(zip(("qid", "question", "id", "answer_span"), row, strict=True)) for row in QUESTIONS]
    links = [
        {"authority": "northmoor", "published": "2018-08-24", "text": text, "paragraphs": numbers}
        for text, numbers in LINKS
    ]
    for name, rows in (("questions", questions), ("crossrefs", links)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "topics.tsv").write_text(TOPICS, encoding="utf-8")
    (folder / "topics.qrels").write_text(JUDGED, encoding="utf-8")
    (folder / "unanswerable.tsv").write_text(UNANSWERABLE, encoding="utf-8")
    return folder


def test_the_figures_of_a_small_index_by_hand(sets: Path, index: Path) -> None:
    found = as_json(sets, "--index", index)
    intervals, unmapped = found.pop("intervals"), found.pop("unmapped")
    failures, times = found.pop("failures"), found.pop("times")
    assert list(found) == ["questions", "topics", "crossrefs", "unanswerable"]
    assert found["questions"] == {"r1": 0.5, "r5": 0.5, "r10": 0.5, "mrr": 0.5, "answer_span": 0.5, "n": 2}
    # Found first; of the index's seven numbered paragraphs, all of them ranked, two were judged.
    assert found["topics"] == {"ndcg10": 1.0, "p5": 0.2, "judged10": pytest.approx(2 / 7, abs=1e-4), "n": 1}
    # Both links found first, but one of the two findings of the second is not in the index.
    assert found["crossrefs"] == {"r5": 0.75, "r10": 0.75, "mrr": 1.0, "n": 2}
    assert found["unanswerable"] == {"precision": 1.0, "recall": 1.0, "n": 1}
    assert intervals["topics"]["ndcg10"] == [1, 1]
    assert intervals["questions"]["r1"] == [0, 1]
    assert intervals["compare"] == []
    assert unmapped == [
        {"part": "questions", "query": "k2", "id": "northmoor|2016-01-05|99", "scored": True},
        {"part": "crossrefs", "query": "x002", "id": "northmoor|2018-08-24|99", "scored": True},
    ]
    assert failures == [{"part": "questions", "query": "k2", "reason": "words not quoted"}]
    assert {way: given["n"] for way, given in times.items()} == {
        "search": 3,
        "search_within_a_report": 2,
        "ask": 3,
    }
    assert all(0 < given["p50"] <= given["p95"] for given in times.values())


def test_the_table_says_values_times_and_what_was_not_found(sets: Path, index: Path) -> None:
    out, err = run(sets, "--index", index)
    assert err == ""
    lines = [line for line in out.splitlines() if "left out" not in line]
    assert "results without a printed number removed" in lines[0]
    assert lines[2].split() == ["questions", "R@1", "0.500", "0.000", "to", "1.000", "2"]
    assert "refused: 1 of 1 unanswerable, 0 of 2 questions" in lines
    assert [line.partition(":")[0] for line in lines[-4:-1]] == ["search", "search within a report", "ask"]
    assert "(3 queries)" in lines[-4]
    assert lines[-1] == (
        "No paragraph searched has these ids, which count as not found: "
        "northmoor|2016-01-05|99 (questions), northmoor|2018-08-24|99 (crossrefs)."
    )


def test_with_json_everything_else_goes_to_standard_error(sets: Path, index: Path) -> None:
    out, err = run(sets, "--index", index, "--json")
    assert out.startswith("{")
    assert "ask: p50" in err
    assert "which count as not found" in err


def test_runs_hold_numbered_paragraphs_unless_all_are_wanted(sets: Path, index: Path, tmp_path: Path) -> None:
    (sets / "topics.tsv").write_text(
        "t1\tLeaders have made steady progress since the last inspection\n", encoding="utf-8"
    )
    for folder, options in (("numbered", []), ("all", ["--all-kinds"])):
        run(sets, "--index", index, "--runs", tmp_path / folder, *options)
    columns = [line.split() for line in (tmp_path / "all" / "topics.run").read_text().splitlines()]
    assert columns[0] == ["t1", "Q0", "saltby-2022-05-16/summary-1", "1", "99", "pinpoint"]
    numbered = (tmp_path / "numbered" / "topics.run").read_text()
    assert "summary-" not in numbered
    assert "improve-" not in numbered
    kept = [c[2] for c in columns if "summary-" not in c[2] and "improve-" not in c[2]]
    assert [line.split()[2] for line in numbered.splitlines()] == kept
    links = (tmp_path / "numbered" / "crossrefs.run").read_text().splitlines()
    assert {line.split()[2].rpartition("-")[0] for line in links} == {
        "northmoor-2018-08-24/para",
        "northmoor-2018-08-24/lscb-para",
    }


def test_compare_tests_the_part_that_the_run_is_of(sets: Path, index: Path, tmp_path: Path) -> None:
    run(sets, "--index", index, "--runs", tmp_path / "runs")
    same = tmp_path / "runs" / "crossrefs.run"
    worse = tmp_path / "worse.run"
    worse.write_text("k1 Q0 northmoor-2016-01-05/para-27 1 9 other\nk9 Q0 a 1 9 other\n", encoding="utf-8")
    out, err = run(sets, "--index", index, "--compare", same, "--compare", worse, "--json")
    first, second = json.loads(out)["intervals"]["compare"]
    assert (first["run"], first["part"], first["n"]) == (str(same), "crossrefs", 2)
    assert first["measures"]["mrr"] == {"difference": 0, "low": 0, "high": 0, "p": 1}
    assert second["part"] == "questions"
    # One of two questions differs, by 1: half of the signs' assignments are as far on either side.
    assert second["measures"]["r1"] == {"difference": 0.5, "low": 0, "high": 1, "p": 1}
    assert f"{worse} lacks 1 of the queries, which count as not found." in err
    assert f"{worse} holds 1 other queries, which do not count." in err
    table = run(sets, "--index", index, "--compare", worse)[0]
    assert f"now less {worse} (questions, n 2):" in table
    assert "+0.500   +0.000 to +1.000   p = 1.0000" in table


def test_a_run_of_other_queries_is_refused(sets: Path, index: Path, tmp_path: Path) -> None:
    (tmp_path / "a.run").write_text("z1 Q0 a 1 9 t\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="holds no query of these sets"):
        run(sets, "--index", index, "--compare", tmp_path / "a.run")


def test_parts_without_a_set_are_absent(sets: Path, index: Path) -> None:
    for name in ("questions.jsonl", "topics.qrels"):
        (sets / name).unlink()
    out, err = run(sets, "--index", index, "--json")
    found = json.loads(out)
    assert list(found) == ["crossrefs", "unanswerable", "intervals", "times", "failures", "unmapped"]
    # Without answerable questions every refusal is right.
    assert found["unanswerable"] == {"precision": None, "recall": 1.0, "n": 1}
    assert found["intervals"]["unanswerable"] == {"precision": None, "recall": [1, 1]}
    assert "questions left out: there is no questions.jsonl." in err
    assert "topics left out: there is no topics.qrels." in err


def test_refusals_can_be_run_alone(sets: Path, index: Path) -> None:
    found = as_json(sets, "--index", index, "--only", "unanswerable")
    assert found["unanswerable"] == {"precision": 1, "recall": 1, "n": 1}
    assert (list(found["times"]), found["failures"]) == (["ask"], [])


def test_an_unanswerable_question_that_is_answered_is_a_failure(sets: Path, index: Path) -> None:
    (sets / "unanswerable.tsv").write_text(f"u1\t{INTERVIEWS}\n", encoding="utf-8")
    found = as_json(sets, "--index", index, "--only", "unanswerable")
    assert found["unanswerable"] == {"precision": None, "recall": 0, "n": 1}
    (failure,) = found["failures"]
    assert failure["reason"].startswith("answered: northmoor-2018-08-24/para-28")


def test_a_query_that_cannot_be_used_is_not_dropped(sets: Path, index: Path) -> None:
    (sets / "unanswerable.tsv").write_text("u1\t???\nu2\t?!\n", encoding="utf-8")
    (sets / "topics.tsv").write_text("t1\t!!!\n", encoding="utf-8")
    out, err = run(sets, "--index", index, "--json")
    found = json.loads(out)
    assert found["topics"] == {"ndcg10": 0, "p5": 0, "judged10": 0, "n": 1}
    assert found["unanswerable"] == {"precision": 1, "recall": 1, "n": 2}
    assert err.count("t1 was refused:") == 1
    assert "u2 was refused:" in err


def test_words_that_are_not_in_the_paragraph_are_said(sets: Path, index: Path) -> None:
    row = dict(zip(("qid", "question", "id", "answer_span"), (*QUESTIONS[0][:3], "not there"), strict=True))
    (sets / "questions.jsonl").write_text(json.dumps(row), encoding="utf-8")
    out, err = run(sets, "--index", index, "--json")
    assert json.loads(out)["questions"]["answer_span"] == 0
    assert "k1: northmoor-2018-08-24/para-28 does not hold the answer's words." in err


def test_what_the_searcher_understands_of_the_text_is_used(sets: Path, index: Path) -> None:
    """The run is what `Searcher.search` gives with no filter typed: no way around what it recognises."""
    with IndexReader.open(index) as reader:

        class OnlySaltby(Searcher):
            def understand(self, query: str, request: Any) -> Any:
                from search_api.question.request import Request

                return super().understand(query, Request(authorities="Saltby"))

        evaluation = Evaluation(
            OnlySaltby(reader, WordEncoder(), default_register(), Settings()), load_sets(sets)
        )
        evaluation.run()
    assert evaluation.runs["questions"]["k1"] == ["saltby-2022-05-16/para-1"]
    assert document(evaluation)["questions"]["r1"] == 0


def test_the_library_is_missed_before_anything_is_searched(
    sets: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    monkeypatch.setattr(Searcher, "search", None)
    with pytest.raises(PinpointError, match="ir-measures is missing"):
        run(sets, "--index", index)


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(tmp_path / "nowhere")])
    assert done.exit_code == 2
