"""`pinpoint eval` on the sets about answers and a small fictional index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InvalidRequest
from tests.search_api.cli.evaluating import as_json, run

MARAC = [f"northmoor-2018-08-24/{place}" for place in ("rec-6", "para-27")]
OF_ANSWERS: dict[str, list[dict[str, Any]]] = {
    "absent": [
        {"qid": "a1", "question": "What about MARAC in Northmoor in 2018?", "authority": "Northmoor",
         "published": "2018-08-24", "absent": False, "paragraphs": MARAC},
        {"qid": "a2", "question": "What about private fostering in Saltby in 2022?", "authority": "Saltby",
         "published": "2022-05-16", "absent": True, "paragraphs": []},
        # Labelled wrongly, so that it fails.
        {"qid": "a3", "question": "What about MARAC in Northmoor in 2018?", "authority": "Northmoor",
         "published": "2018-08-24", "absent": True, "paragraphs": []},
        {"qid": "a4", "question": "What about MARAC in Wexcombe in 2018?", "authority": "Wexcombe",
         "published": "2018-08-24", "absent": True, "paragraphs": []},
    ],
    "mentions": [
        {"qid": "m1", "question": "How many reports mention MARAC?", "paragraphs": 4, "reports": 3,
         "by_year": {"2016": 1, "2018": 1, "2022": 1}, "reports_searched": 3, "filters": {}},
        {"qid": "m2", "question": "How many reports mention MARAC?", "paragraphs": 4, "reports": 2},
    ],
    "answers": [
        {"qid": "e1", "type": "lists", "question": "What needs to improve in Saltby in 2022?",
         "must": ["saltby-2022-05-16/improve-2"]},
        {"qid": "e2", "type": "lists", "question": "What needs to improve in Saltby in 2022?",
         "must": ["saltby-2022-05-16/para-1"]},
        {"qid": "e3", "type": "other", "question": "How deep is the Wombling?", "refuse": True},
    ],
    "sides": [
        {"id": MARAC[1], "quote": "Minutes reach social workers too late.", "label": "criticism"},
    ],
}  # fmt: skip


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name, rows in OF_ANSWERS.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    line = "northmoor|2018-08-24|27\tstrength\tAttendance at MARAC has improved.\n"
    (folder / "polarity.tsv").write_text(line, encoding="utf-8")
    return folder


def test_the_sets_about_answers_by_hand(answers: Path, index: Path) -> None:
    found = as_json(answers, "--index", index)
    intervals = found["intervals"]
    assert list(found)[:5] == ["absent", "mentions", "answers", "sides", "polarity"]
    assert found["absent"] == {
        "absent_answered": 0.5,
        "present_answered": 1,
        "present_recall": 1,
        "present_precision": 1,
        "n": 3,
    }
    assert found["mentions"] == {"right": 0.5, "n": 2}
    assert found["answers"] == {"passed": 0.6667, "n": 3, "by_type": {"lists": "1/2", "other": "1/1"}}
    # The encoder of this index knows no sides: all is neutral.
    assert found["sides"] == found["polarity"] == {"praise_or_criticism": 0, "macro_f1": 0, "n": 1}
    assert intervals["absent"]["absent_answered"] == [0.0945, 0.9055]
    assert found["failures"] == [
        {"part": "absent", "query": "a3", "reason": f"answered as if present: {' '.join(sorted(MARAC))}"},
        {"part": "mentions", "query": "m2", "reason": "reports: 3 counted, 2 expected"},
        {"part": "answers", "query": "e2", "reason": "not quoted: saltby-2022-05-16/para-1"},
        {
            "part": "sides",
            "query": "s001",
            "reason": f"{MARAC[1]} is labelled criticism, the program says neutral",
        },
        {
            "part": "polarity",
            "query": "p001",
            "reason": f"{MARAC[1]} is labelled praise, the program says neutral",
        },
    ]
    assert found["unmapped"] == [
        {"part": "absent", "query": "a4", "id": "Wexcombe|2018-08-24", "scored": False}
    ]
    assert found["times"]["ask"]["n"] == 8


def test_the_table_counts_the_rows_of_each_measure(answers: Path, index: Path) -> None:
    lines = run(answers, "--index", index)[0].splitlines()
    absent = [line.split() for line in lines if line.startswith("absent  ")]
    assert [(cells[1], cells[-1]) for cells in absent] == [("absent:", "2"), *[("present:", "1")] * 3]
    assert "answers by type: lists 1/2, other 1/1" in lines
    assert "absent: 1 not scored, as the index lacks what they are about: a4." in lines


def test_failures_are_listed_where_they_are_wanted(answers: Path, index: Path) -> None:
    line = "answers e2: not quoted: saltby-2022-05-16/para-1"
    assert line not in run(answers, "--index", index)[0].splitlines()
    assert line in run(answers, "--index", index, "--failures")[0].splitlines()
    assert line in run(answers, "--index", index, "--failures", "--json")[1].splitlines()


def test_one_part_can_be_run_alone(answers: Path, index: Path) -> None:
    found = as_json(answers, "--index", index, "--only", "mentions", "--only", "sides")
    assert list(found)[:3] == ["mentions", "sides", "intervals"]
    with pytest.raises(InvalidRequest, match=r"holds no topics\.tsv and no topics\.qrels"):
        run(answers, "--index", index, "--only", "topics")
