"""tools/findings_table.py, run as its text says against a running server."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT
from tests.support.serving import server

pytestmark = pytest.mark.slow

CLIENT = ROOT / "tools" / "findings_table.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server() as (address, _):
        yield address


def run(address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CLIENT), "--server", address, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_table_of_findings(address: str) -> None:
    done = run(address, "visits to children", "MARAC", "--authority", "Northmoor", "--most", "7")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["topic"] for row in rows] == ["visits to children"] * 7 + ["MARAC"] * 7
    for row in rows:
        assert row["authority"] == "Northmoor"
        assert row["kind"] == "finding"
        assert f"paragraph {row['number'].split()[0]}" in row["citation"]
        with urllib.request.urlopen(row["link"]) as reply:
            whole = json.load(reply)
        assert all(piece in whole["text"] for piece in row["quote"].split(" […] "))
        assert row["quote"]
    assert done.stderr.count("Searched 2 of 6 reports (Northmoor; ") == 2


def test_more_than_one_page_of_results_is_fetched(address: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(address, "children", "--most", "120").stdout)))
    assert len({row["link"] for row in rows}) == 120


def test_a_problem_is_said_with_its_remedy(address: str) -> None:
    done = run(address, "MARAC", "--authority", "Northmor")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("did you mean Northmoor?")
    assert list(csv.DictReader(io.StringIO(done.stdout))) == []
