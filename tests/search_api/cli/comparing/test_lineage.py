"""`pinpoint lineage`: what it prints, its JSON and table, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from search_api.cli import app
from tests.search_api.comparison.lineage.inspections import DIMENSION, entries
from tests.support.builders import write_small_index


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("PINPOINT_"):
            monkeypatch.delenv(name)
    write_small_index(tmp_path / "index", entries(), dimension=DIMENSION)
    return tmp_path / "index"


def pinpoint(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = app.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def test_it_prints_what_was_recommended_and_what_became_of_it(
    index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = pinpoint(capfd, "lineage", "northmoor", "--index", index)
    assert status == 0
    assert "Recommended in the report published 4 March 2015" in out
    assert "Not mentioned, as far as we found" in out
    assert "northmoor-2019-06-03/" in out.replace("\n", "")


def test_json_and_the_table_hold_the_same_recommendations(
    index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = pinpoint(capfd, "lineage", "northmoor", "--index", index, "--json")
    ids = {row["id"] for row in json.loads(out)["recommendations"]}
    _, out, _ = pinpoint(capfd, "lineage", "northmoor", "--index", index, "--csv")
    assert {
        row["recommendation_id"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    } == ids


def test_since_keeps_later_recommendations(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = pinpoint(capfd, "lineage", "northmoor", "--index", index, "--json", "--since", 2019)
    assert [row["published"] for row in json.loads(out)["recommendations"]] == ["2019-06-03"]


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--json", "--csv"), "exclude each other"), (("--since", "soon"), "is not a year")],
)
def test_wrong_usage_is_said(
    index: Path, capfd: pytest.CaptureFixture[str], more: tuple[str, ...], said: str
) -> None:
    status, _, err = pinpoint(capfd, "lineage", "northmoor", "--index", index, *more)
    assert status == 2
    assert said in err


def test_an_unknown_authority_is_refused(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = pinpoint(capfd, "lineage", "Atlantis", "--index", index)
    assert status == 2
    assert "Atlantis" in err
