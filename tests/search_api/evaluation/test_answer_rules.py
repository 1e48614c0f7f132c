"""The sets about answers: their files, and their rules against verdicts worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InvalidRequest
from search_api.evaluation.answer_sets import Count, Expected, Labelled, Pair, load_answer_sets
from search_api.evaluation.measures import macro_f1, mean_of, share
from search_api.evaluation.rules import Counted, Reply, of_count, of_expected, of_pair
from search_api.evaluation.sets import load_sets
from tests.search_api.evaluation.rows import P27, P28, S1, SALTBY, count, expected, pair

PAIR = {
    "qid": "a1",
    "question": "MARAC in Northmoor?",
    "authority": "Northmoor",
    "published": "2018-08-24",
    "absent": False,
    "paragraphs": [P27],
}
COUNT = {"qid": "m1", "question": "How many?", "paragraphs": 4, "reports": 3}
EXPECTED = {"qid": "e1", "type": "lists", "question": "What?", "must": [P27], "grades": [[SALTBY, "a", "b"]]}
SIDE = {"id": P27, "quote": "Too late.", "label": "criticism"}
FILES = {
    "absent.jsonl": json.dumps(PAIR),
    "mentions.jsonl": json.dumps(COUNT),
    "answers.jsonl": json.dumps(EXPECTED),
    "sides.jsonl": json.dumps(SIDE),
    "polarity.tsv": "northmoor|2018-08-24|27\tweakness\tToo late.",
}


def put(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder


# Files


def test_sets_are_loaded(tmp_path: Path) -> None:
    sets = load_sets(put(tmp_path, FILES))
    assert sets.parts == ("absent", "mentions", "answers", "sides", "polarity")
    found = sets.answering
    assert found.absent == (Pair("a1", "MARAC in Northmoor?", "Northmoor", date(2018, 8, 24), (P27,), ()),)
    assert found.mentions == (Count("m1", "How many?", 4, 3, None, None, {}, ()),)
    assert found.answers == (Expected("e1", "lists", "What?", (P27,), (), (), False, ((SALTBY, "a", "b"),)),)
    assert found.sides == (Labelled("s001", P27, "Too late.", "criticism"),)
    assert found.polarity == (Labelled("p001", "northmoor|2018-08-24|27", "Too late.", "criticism"),)


def test_filters_of_a_count_are_keywords_of_a_request(tmp_path: Path) -> None:
    given = {"since": 2018, "region": "London", "kinds": ["recommendation", "improvement"]}
    put(tmp_path, {"mentions.jsonl": json.dumps(COUNT | {"filters": given, "by_year": {"2018": 3}})})
    (row,) = load_answer_sets(tmp_path, {"mentions"}).mentions
    kinds = ("recommendation", "improvement")
    assert row.filters == {"since": "2018", "regions": ("London",), "kinds": kinds}
    assert row.by_year == {"2018": 3}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("absent.jsonl", json.dumps(PAIR | {"absent": True}), "absent, with paragraphs"),
        ("absent.jsonl", json.dumps(PAIR | {"paragraphs": []}), "present, without paragraphs"),
        ("absent.jsonl", json.dumps(PAIR | {"absent": "no"}), "neither true nor false"),
        (
            "absent.jsonl",
            json.dumps(PAIR | {"paragraphs": ["northmoor|2018-08-24|27"]}),
            "absent.jsonl, line 1",
        ),
        ("absent.jsonl", json.dumps(PAIR | {"paragraphs": P27}), "is not a list of ids"),
        ("absent.jsonl", json.dumps(PAIR | {"question": " "}), "no question"),
        ("mentions.jsonl", json.dumps(COUNT | {"filters": {"colour": "red"}}), "the filter 'colour'"),
        ("mentions.jsonl", json.dumps(COUNT) + "\n" + json.dumps(COUNT), "repeats the query 'm1'"),
        ("answers.jsonl", json.dumps(EXPECTED | {"grades": [["a", "b"]]}), "answers.jsonl, line 1"),
        ("sides.jsonl", json.dumps(SIDE | {"label": "strength"}), "'strength' is none of praise"),
        ("polarity.tsv", "northmoor|27\tweakness\tToo late.", "polarity.tsv, line 1"),
        ("polarity.tsv", "northmoor|2018-08-24|27\tweakness", "polarity.tsv, line 1"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        load_sets(put(tmp_path, {name: text}))


# Rules


def test_absent_matters_by_hand() -> None:
    assert of_pair(pair(), Reply()).values == {"absent_answered": 0}
    wrong = of_pair(pair(), Reply((P27, P28, P27)))
    assert wrong.values == {"absent_answered": 1}
    assert wrong.faults == (f"answered as if present: {P27} {P28}",)


def test_present_matters_by_hand() -> None:
    right = of_pair(pair(P27, also=(P28,)), Reply((P28, P27)))
    assert right.values == {"present_answered": 1, "present_recall": 1, "present_precision": 1}
    assert right.faults == ()
    half = of_pair(pair(P27, P28), Reply((P27, P27, S1)))
    assert half.values == {"present_answered": 1, "present_recall": 0.5, "present_precision": 0.5}
    assert half.faults == (f"not quoted: {P28}", f"quoted as well: {S1}")
    # Nothing is quoted, so there is no precision.
    assert of_pair(pair(P27), Reply()).values == {"present_answered": 0, "present_recall": 0}


@pytest.mark.parametrize(
    ("row", "said", "faults"),
    [
        (count(), Counted(9, 3, {"2018": 3}), ()),
        (count(by_year={"2018": 2, "2016": 1}), Counted(4, 3, {"2018": 2, "2016": 1}), ()),
        (
            count(by_year={"2018": 2, "2016": 1}),
            Counted(4, 3, {"2018": 3}),
            ("reports of 2016: 0 counted, 1 expected", "reports of 2018: 3 counted, 2 expected"),
        ),
        (count(), Counted(4, 2, {"2018": 2}), ("reports: 2 counted, 3 expected",)),
        # A question for a kind of paragraph asks how many of them there are.
        (count(filters={"kinds": ("finding",)}), Counted(4, 2, {}), ()),
        (count(filters={"kinds": ("finding",)}), Counted(5, 3, {}), ("paragraphs: 5 counted, 4 expected",)),
        (count(), None, ("no count",)),
    ],
)
def test_counts_by_hand(row: Count, said: Counted | None, faults: tuple[str, ...]) -> None:
    found = of_count(row, Reply(counted=said))
    assert found.faults == faults
    assert found.values == {"right": float(not faults)}


GRADE = (SALTBY, "overall", "good")


@pytest.mark.parametrize(
    ("changes", "reply", "faults"),
    [
        ({"must": (P27, P28)}, Reply((P28, S1, P27)), ()),
        ({"must": (P27, P28)}, Reply((P28,)), (f"not quoted: {P27}",)),
        ({"any": ((P27, P28), (S1,))}, Reply((P28, S1)), ()),
        ({"any": ((P27, P28), (S1,))}, Reply((P28,)), (f"none quoted of: {S1}",)),
        ({"must_not": (P27,)}, Reply((P27,)), (f"misleading: {P27}",)),
        ({"grades": (GRADE,)}, Reply(grades=frozenset([GRADE])), ()),
        ({"grades": (GRADE,)}, Reply((P27,)), (f"grade not given: {SALTBY} overall good",)),
        ({"refuse": True}, Reply(), ()),
        ({"refuse": True}, Reply((P27,)), (f"answered: {P27}",)),
    ],
)
def test_answers_by_hand(changes: dict[str, Any], reply: Reply, faults: tuple[str, ...]) -> None:
    found = of_expected(expected(**changes), reply)
    assert found.faults == faults
    assert found.values == {"passed": float(not faults)}


# Measures


def test_a_share_of_none_is_not_certain() -> None:
    value, ends = share([0.0] * 40)
    assert value == 0
    assert ends == pytest.approx((0, 0.0876), abs=1e-4)
    assert share([1.0] * 9 + [0.0])[1] == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert share([]) == (None, None)
    assert mean_of([]) == (None, None)
    assert mean_of([0.5, 0.5]) == (0.5, (0.5, 0.5))


def test_macro_f1_by_hand() -> None:
    rows = [("praise", "praise")] * 3 + [("mixed", "praise"), ("criticism", "criticism")]
    value, ends = macro_f1(rows)
    # Praise: 2 * 3 / (3 + 4). Mixed: none found. Criticism: all. Nobody says neutral.
    assert value == pytest.approx((6 / 7 + 0 + 1) / 3)
    assert ends is not None
    assert ends[0] < ends[1] == 1
    assert macro_f1([("praise", "praise")]) == (1, (1, 1))
    assert macro_f1([]) == (None, None)
