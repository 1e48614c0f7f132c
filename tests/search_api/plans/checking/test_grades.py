"""Each grade of a draft is held against the report of its own year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.records import Judgement
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

_GRADES = {2018: ("inadequate", "inadequate"), 2022: ("good", "outstanding")}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("graded") / "index"
    entries = []
    for year, (overall, leadership) in _GRADES.items():
        judged = (
            Judgement("overall", "Overall effectiveness", overall, overall),
            Judgement("leadership", "Leadership", leadership, leadership),
        )
        report = make_report("Saltby", date(year, 5, 4), framework="ilacs", urn="80002", judgements=judged)
        entries.append(
            make_report_entry(report, [make_paragraph(report, 1, f"Visits in {year} are timely.")])
        )
    write_small_index(folder, entries)
    with Index(IndexReader.open(folder), encoder=WordEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Ofsted saw Saltby move from inadequate (2018) to good (2022).", ["right", "right"]),
        ("Ofsted saw Saltby move from good (2018) to good (2022).", ["wrong grade", "right"]),
        ("In 2018 services were rated inadequate; by 2022 they were outstanding.", ["right", "wrong grade"]),
        ("Saltby, previously judged inadequate, was judged good in May 2022.", ["right", "right"]),
        ("Ofsted (2022) judged overall effectiveness good and leadership good.", ["right", "wrong grade"]),
        ("Saltby was judged good in 2015.", ["no report"]),
    ],
)
def test_a_grade_is_that_of_its_year(index: Index, text: str, verdicts: list[str]) -> None:
    found = check_draft(index, "plan.txt", text.encode(), authority="Saltby").findings
    assert [item.verdict for item in found] == verdicts
