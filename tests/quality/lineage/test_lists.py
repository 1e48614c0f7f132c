"""The lists of readings on lineage are well-formed: ids that parse, values that are known, no row twice."""

from __future__ import annotations

import csv
from typing import get_args

import pytest

from indexer.records import Pinpoint
from search_api.comparison.lineage.records import Verdict
from tests.support.paths import ROOT


def read(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests/quality/lineage" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_of_each_paragraph_it_is_said_what_answers() -> None:
    rows = read("earlier_and_later.tsv")
    assert len({row["paragraph"] for row in rows}) == len(rows) == 120
    for row in rows:
        assert row["half"] in ("tune", "test")
        assert (row["expect"] == "none") == (not row["answers"])
        for locator in row["answers"].split():
            assert str(Pinpoint.parse(f"{row['report']}/{locator}")).startswith(row["report"])


@pytest.mark.parametrize("draw", ["1", "2"])
def test_each_row_of_lineage_has_its_verdicts(draw: str) -> None:
    rows = [row for row in read("lineage.tsv") if row["draw"] == draw]
    assert len({(row["recommendation"], row["report"]) for row in rows}) == len(rows) == 60
    for row in rows:
        assert Pinpoint.parse(row["recommendation"]).report < row["report"]
        assert set(row["right"].split(", ")) <= set(get_args(Verdict))
