"""`pinpoint check` opens the index as the commands that ask it do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.errors import PinpointError
from indexer.records import Report
from search_api.cli import app
from search_api.index.opening import open_index
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index


def index_of(folder: Path, *authorities: str) -> Path:
    reports: list[Report] = []
    for day, name in enumerate(authorities, start=1):
        report = make_report("Unlisted", date(2020, 1, day), urn="")
        reports.append(replace(report, authority=name))
    write_small_index(folder, [make_report_entry(report, [make_paragraph(report)]) for report in reports])
    return folder


def test_an_index_that_is_sound_can_be_asked_whatever_its_authorities_are_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("local authority", "Local Authority", "Саутмур", "…", "Saltby")
    folder = index_of(tmp_path / "index", *names)
    assert app.run(["check", "--index", str(folder)]) == 0
    assert "is sound" in capsys.readouterr().out
    with open_index(folder) as index:
        assert {report.authority for report in index.reports()} == set(names)
        assert len(index.reports(authorities="Saltby")) == 1


def test_an_index_that_cannot_be_asked_is_not_called_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = index_of(tmp_path / "index", "Saltby")

    def refuse(*_: object) -> None:
        raise PinpointError("two authorities have one name", "correct the table")

    monkeypatch.setattr("search_api.question.interpreter.Places", refuse)
    assert app.run(["check", "--index", str(folder), "--json"]) == 3
    checked = json.loads(capsys.readouterr().out)
    assert checked["problems"] == ["it cannot be asked: two authorities have one name: correct the table"]
