"""A link to the inspectorate's own file says which report a number is of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.records import Report
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

_FILE = "https://files.ofsted.gov.uk/v1/file/{}"
_NUMBERS = {date(2018, 5, 4): 50000018, date(2022, 5, 4): 50000022}


def _address(report: Report) -> str:
    return _FILE.format(_NUMBERS[report.published])


@pytest.mark.parametrize("year", [2018, 2022])
def test_a_link_tells_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr("search_api.plans.check_draft.address", _address)
    entries = []
    for published in _NUMBERS:
        report = make_report("Saltby", published, framework="ilacs", urn="80002")
        entries.append(make_report_entry(report, [make_paragraph(report, 1, "Visits are timely.")]))
    write_small_index(tmp_path / "index", entries)
    link = f"{_FILE.format(_NUMBERS[date(year, 5, 4)])}#page=3"
    with Index(IndexReader.open(tmp_path / "index"), encoder=WordEncoder()) as index:
        found = check_draft(index, "plan.md", f"See [Ofsted]({link}), para 1.".encode()).findings
    assert [(item.verdict, item.evidence[0].paragraph.id) for item in found] == [
        ("right", f"saltby-{year}-05-04/para-1")
    ]
