"""The ledger: facts of a reading, and what a change of the parser gained and lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from indexer.audit.ledger import by_framework, differences, ledger_row, snapshot_text, to_json, totals
from indexer.cli.audit import ledger_command
from indexer.records import Anomaly, ReadReport
from tests.support.builders import make_paragraph, make_report

app = typer.Typer()
app.command()(ledger_command)


def read(*numbers: int, **changes: object) -> ReadReport:
    report = make_report()
    return ReadReport(
        report,
        tuple(make_paragraph(report, number=number) for number in numbers),
        (Anomaly("gap", 4, "number 3 is not printed"),),
    )


def test_a_row_tells_range_gaps_and_repeats() -> None:
    row = ledger_row(read(1, 2, 4, 4, 5))
    assert (row.numbers, row.gaps, row.repeats) == ("1-5", ("3",), ("4",))
    assert row.anomalies == ("gap p. 4",)
    assert row.kinds == {"finding": 5}
    assert row.paragraphs == 5


def test_rows_hold_no_text_and_no_name() -> None:
    whole = read(1, 2)
    text = snapshot_text(to_json([ledger_row(whole)]))
    assert whole.paragraphs[0].text not in text
    assert (
        whole.report.lead_inspector not in text.replace("lead_inspector", "")
        or not whole.report.lead_inspector
    )


def test_a_row_tells_how_much_of_the_text_is_accounted_for() -> None:
    whole = read(1, 2)
    assert ledger_row(whole).accounted is None
    assert ledger_row(replace(whole, accounted=99.4)).accounted == 99.4


def test_what_changed_is_said_fact_by_fact() -> None:
    before, after = to_json([ledger_row(read(1, 2, 3))]), to_json([ledger_row(read(1, 2))])
    changed = differences(before, after)
    identity = before[0]["report"]
    assert f"{identity}: paragraphs 3 -> 2 (-1)" in changed
    assert f"{identity}: numbers 1-3 -> 1-2" in changed
    assert differences(before, before) == []
    assert differences(before, []) == [f"{identity}: no longer read"]
    assert differences([], before) == [f"{identity}: newly read"]


def test_a_snapshot_is_json_with_a_line_to_a_report() -> None:
    rows = to_json([ledger_row(read(1, 2))])
    text = snapshot_text(rows)
    assert json.loads(text) == rows
    assert text.count("\n") == 3
    assert json.loads(snapshot_text([])) == []


def test_totals_are_sums() -> None:
    row = ledger_row(read(1, 2, 4))
    assert totals([row, row])["paragraphs"] == 6
    assert totals([row, row])["gaps"] == 2


@pytest.mark.slow
def test_the_command_compares_with_a_snapshot_and_renews_it(samples: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "ledger.json"
    folder = samples / "99903_wexcombe"
    run = CliRunner().invoke(app, [str(folder), "--snapshot", str(snapshot)])
    assert run.exit_code == 0
    assert "2 changes since the snapshot" in run.stdout
    assert "wexcombe-2013-06-28: newly read" in run.stdout
    run = CliRunner().invoke(app, [str(folder), "--snapshot", str(snapshot), "--json"])
    facts = json.loads(run.stdout)
    assert facts["changes"] == []
    assert facts["totals"]["reports"] == len(facts["reports"]) == 2
    assert facts["reports"] == json.loads(snapshot.read_text(encoding="utf-8"))


def test_anomalies_with_what_they_touch_media_and_kinds_of_report() -> None:
    report = make_report(media="word")
    touched = tuple(make_paragraph(report, number).id for number in (1, 2))
    odd = (
        Anomaly("gap", 4, "number 3 is not printed", touched[:1]),
        Anomaly("long", None, "two paragraphs are long", touched),
        Anomaly("no numbers", None, "the report prints no numbers"),
    )
    row = ledger_row(ReadReport(report, (make_paragraph(report, 1), make_paragraph(report, 2)), odd))
    assert row.anomalies == ("gap p. 4 (1 paragraph)", "long (2 paragraphs)", "no numbers")
    assert (row.media, row.framework) == ("word", "sif")
    later = ledger_row(ReadReport(make_report("Saltby", framework="ilacs"), (), ()))
    assert by_framework([row, row, later]) == {"sif": 2, "ilacs": 1}
