"""`pinpoint themes`, `silence`, `grades`, `trend`, `weak-to-strong`: what they print of three reports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from indexer.records import Judgement
from search_api.cli import app
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

_REPORTS = (
    ("Saltby", "80002", date(2019, 3, 4), "inadequate", "Private fostering is poorly understood."),
    ("Saltby", "80002", date(2023, 3, 6), "good", "Private fostering is well understood."),
    ("Wexcombe", "80003", date(2022, 5, 2), "good", "MARAC works well. Actions are followed up."),
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared") / "index"
    entries = []
    for authority, urn, day, grade, text in _REPORTS:
        judged = (Judgement("leadership", "Leadership", grade, grade),)
        report = make_report(authority, day, framework="ilacs", urn=urn, judgements=judged)
        entries.append(make_report_entry(report, [make_paragraph(report, 1, text)]))
    write_small_index(folder, entries)
    return folder


def pinpoint(capfd: pytest.CaptureFixture[str], index: Path, *arguments: str) -> tuple[int, str, str]:
    status = app.run([*arguments, "--index", str(index)])
    out, err = capfd.readouterr()
    return status, out, err


def test_a_theme_is_counted_and_quoted(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, index, "themes", "private fostering")
    assert status == 0
    assert "2 paragraphs of 2 of 3 reports speak of ‘Private fostering’." in out
    assert "“Private fostering is well understood.”" in out
    assert out.index("saltby-2023-03-06/para-1") < out.index("saltby-2019-03-04/para-1")


def test_silence_names_who_does_not_mention_it(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, index, "silence", "private fostering")
    assert status == 0
    assert "2 of 3 reports mention ‘Private fostering’, 1 does not mention it." in out
    silent = out[out.index("Not mentioned") : out.index("Mentioned; the sentence")]
    assert "Wexcombe, 2 May 2022" in silent
    assert "wexcombe-2022-05-02/para-1" in silent
    assert "Saltby" not in silent


def test_a_move_of_grades_names_both_reports(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = ("--from", "inadequate", "--to", "good")
    status, out, _ = pinpoint(capfd, index, "grades", *wanted)
    assert status == 0
    assert out.startswith("1 move from inadequate to good in 1 authority, from one")
    assert "Of 1 pair of inspections that can be compared" in out
    assert out.index("saltby-2019-03-04") < out.index("saltby-2023-03-06")
    status, out, _ = pinpoint(capfd, index, "grades", "--from", "good", "--to", "inadequate")
    assert (status, "saltby" in out) == (0, False)


def test_a_trend_counts_reports_that_mention_it(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, index, "trend", "private fostering")
    assert status == 0
    assert "is mentioned in 2 of 3 reports" in out
    assert {"2019", "2022", "2023"} <= set(out.replace(":", " ").split())


def test_as_json_all_give_whole_replies(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (("themes", "private fostering"), ("silence", "private fostering"), ("trend", "MARAC")):
        status, out, _ = pinpoint(capfd, index, *arguments, "--json")
        assert status == 0
        assert json.loads(out)


def test_nothing_turned_where_no_side_is_known(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, index, "weak-to-strong", "private fostering")
    assert status == 0
    assert "We found no authority that was criticised for this before its latest inspection." in out
    assert "1 authority was inspected more than once." in out
    assert "para-1" not in out
