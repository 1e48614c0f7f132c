"""`pinpoint info` sums up what a reader must check, and lists it on request."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from indexer.records import Anomaly
from search_api.cli import app
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index


@pytest.fixture
def index(tmp_path: Path) -> Path:
    early, late = make_report("Northmoor", date(2016, 1, 5)), make_report("Saltby", date(2022, 5, 16))
    first, other = make_paragraph(early, 1), make_paragraph(late, 1)
    gap = Anomaly("gap", 4, "number 2 is not printed", (first.id,))
    write_small_index(
        tmp_path / "index",
        [
            make_report_entry(early, [first], [gap, Anomaly("gap", 9, "number 8 is not printed")]),
            make_report_entry(late, [other], [Anomaly("no numbers", None, "the report prints no numbers")]),
        ],
    )
    return tmp_path / "index"


def test_kinds_are_counted(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["info", "--index", str(index)]) == 0
    said = capsys.readouterr().out
    assert "anomalies        gap: 2 in 1 report\nanomalies        no numbers: 1 in 1 report\n" in said
    assert "to check         pages of 1 report (--anomalies lists them)\n" in said
    assert "number 2 is not printed" not in said
    assert re.search(r"^kinds of report  [A-Z][^;]*: \d", said, re.MULTILINE)


def test_each_is_listed_on_request(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["info", "--index", str(index), "--anomalies"]) == 0
    said = capsys.readouterr().out
    assert "northmoor-2016-01-05, page 4: number 2 is not printed (1 paragraph)\n" in said
    assert "northmoor-2016-01-05, page 9: number 8 is not printed\n" in said
    assert "saltby-2022-05-16: the report prints no numbers\n" in said


def test_json_has_all(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["info", "--index", str(index), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["reports_to_check"] == ["northmoor-2016-01-05"]
    assert list(facts["anomalies"]) == ["gap", "no numbers"]
    assert facts["anomalies"]["gap"][0] == {
        "report": "northmoor-2016-01-05",
        "page": 4,
        "detail": "number 2 is not printed",
        "paragraphs": ["northmoor-2016-01-05/para-1"],
    }
