"""Labelled sets: their files, and the paragraphs that their ids name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import Authority, Register, default_register
from indexer.errors import InvalidRequest
from indexer.records import Pinpoint
from indexer.store.reader import IndexReader
from search_api.evaluation.sets import SetIds, load_sets
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    small_reports,
    write_small_index,
)

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
    assert sets.parts == ("questions", "topics", "crossrefs", "unanswerable")
    assert sets.notes[:2] == (
        "absent left out: there is no absent.jsonl.",
        "mentions left out: there is no mentions.jsonl.",
    )
    assert sets.notes[-1] == "Topics left out because topics.qrels judges nothing for them: t2."


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


def test_one_part_can_be_loaded_alone(tmp_path: Path) -> None:
    sets = load_sets(put(tmp_path, topics_tsv="does not fit"), ["crossrefs"])
    assert (sets.parts, sets.notes) == (("crossrefs",), ())
    assert (sets.topics, sets.questions, sets.unanswerable) == ({}, (), {})
    assert [part for part, queries in sets.queries().items() if queries] == ["crossrefs"]


def test_refusals_alone_still_need_questions_that_have_an_answer(tmp_path: Path) -> None:
    sets = load_sets(put(tmp_path), ["unanswerable"])
    assert sets.parts == ("unanswerable",)
    assert [item.query for item in sets.questions] == ["k1"]
    assert sets.queries()["questions"] == []
    with pytest.raises(InvalidRequest, match="two sets use the query id 'k1'"):
        load_sets(put(tmp_path, unanswerable_tsv="k1\tHow deep is the sea?\n"), ["unanswerable"])


@pytest.mark.parametrize(
    ("part", "said"),
    [("links", "'links' is no part of the sets: use questions"), ("absent", "holds no absent.jsonl")],
)
def test_a_part_that_cannot_be_loaded_is_refused(tmp_path: Path, part: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        load_sets(put(tmp_path), [part])


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
