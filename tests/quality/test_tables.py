"""Rows of tables that a reader judged: the lists are well-formed, and still true of the real reports."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from indexer.reading.pdf import open_checked, read_pages
from indexer.reading.report import understand_pages
from indexer.records import GRADES, Pinpoint, ReadReport, slug
from search_api.comparison.crosswalk import LINES, compare, judged
from tests.support.paths import TESTS

_MOVES, _SIDES = (TESTS / "quality" / name for name in ("grade_moves.tsv", "matrix_sides.tsv"))
_EVERY = 8  # of the rows one is read again: all of them would take a minute


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", strict=True))


MOVES, SIDES = rows(_MOVES), rows(_SIDES)


def test_the_list_of_moves_is_well_formed() -> None:
    assert len(MOVES) == 34
    assert sum(row["picked"] == "asked" for row in MOVES) == 14
    for row in MOVES:
        assert row["area"] in LINES
        assert {row["from_grade"], row["to_grade"]} <= set(GRADES)
        assert row["verdict"] in ("right", "wrong")
        for side in ("from", "to"):
            if row[f"{side}_paragraph"]:
                assert Pinpoint.parse(row[f"{side}_paragraph"]).report == row[f"{side}_report"]


def test_the_list_of_sides_is_well_formed() -> None:
    assert len(SIDES) == 60
    for row in SIDES:
        Pinpoint.parse(row["paragraph"])
        assert int(row["start"]) < int(row["end"])
        assert row["side"] in ("praise", "criticism")
        assert row["verdict"] in ("right", "neither", "other side")
    assert sum(row["verdict"] == "right" for row in SIDES) == 53


@cache
def _files(corpus: Path, authority: str) -> list[tuple[str, Path]]:
    """Date in the list of reports and file, of each report of the authority."""
    with (corpus / "reports.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["published"], corpus / "reports" / row["path"])
            for row in csv.DictReader(file)
            if slug(row["authority"]) == authority
        ]


@cache
def _read(corpus: Path, report: str) -> ReadReport:
    """The report of that id: a cover may print another day than the list of reports has."""
    authority, published = report[:-11], report[-10:]
    files = sorted(
        _files(corpus, authority), key=lambda item: (item[0] != published, item[0][:4] != published[:4])
    )
    for _, path in files:
        read = understand_pages(read_pages(open_checked(path, max_pages=500)), path=path)
        if read.report.id == report:
            return read
    raise AssertionError(f"no file of the corpus is {report}")


@pytest.mark.corpus
@pytest.mark.parametrize("row", MOVES[::_EVERY], ids=lambda row: f"{row['to_report']}-{row['area']}")
def test_a_move_is_still_what_the_covers_say(real_corpus: Path, row: dict[str, str]) -> None:
    before, after = (_read(real_corpus, row[f"{side}_report"]).report for side in ("from", "to"))
    grades = [judgement.grade for report in (before, after) if (judgement := judged(row["area"], report)[1])]
    assert grades == [row["from_grade"], row["to_grade"]]
    steps = compare(row["area"], before, after).steps
    number = {0: "unchanged", 1: "one grade", 2: "two grades", 3: "three grades"}[abs(steps or 0)]
    assert row["change"].endswith(number)


@pytest.mark.corpus
@pytest.mark.parametrize("row", SIDES[::_EVERY], ids=lambda row: row["paragraph"])
def test_a_sentence_still_stands_where_it_was_judged(real_corpus: Path, row: dict[str, str]) -> None:
    report = Pinpoint.parse(row["paragraph"]).report
    [text] = [item.text for item in _read(real_corpus, report).paragraphs if item.id == row["paragraph"]]
    start, end = int(row["start"]), int(row["end"])
    assert text[start:end].strip() == text[start:end]
    assert text[:start].rstrip(" \n•▪-–").endswith((".", "!", "?", ":", ";", "’", ")", "")) or start == 0
