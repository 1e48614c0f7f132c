"""The lists of readings on lineage are well-formed: ids that parse, values that are known, no row twice."""

from __future__ import annotations

import csv
import os
from typing import get_args

import pytest

from indexer.records import Pinpoint
from search_api.comparison.lineage.records import Verdict
from search_api.index.opening import open_index
from tests.support.paths import ROOT

NATIONAL = os.environ.get("PINPOINT_NATIONAL_INDEX", "")
EVERY = 6  # of the authorities of the last draw one in six is followed again


def read(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests/quality/lineage" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("draw", ["1", "2", "3", "4", "5"])
def test_each_row_of_lineage_has_its_verdicts(draw: str) -> None:
    rows = [row for row in read("lineage.tsv") if row["draw"] == draw]
    assert len({(row["recommendation"], row["report"]) for row in rows}) == len(rows) == 60
    for row in rows:
        assert Pinpoint.parse(row["recommendation"]).report < row["report"]
        assert set(row["right"].split(", ")) <= set(get_args(Verdict))


@pytest.mark.corpus
@pytest.mark.skipif(not NATIONAL, reason="PINPOINT_NATIONAL_INDEX names no index of the published reports")
def test_the_verdicts_are_still_what_was_read() -> None:
    """Three in four: 47 of the 60 were right, and a change of the model of sides may move a few."""
    drawn = [row for row in read("lineage.tsv") if row["draw"] == "5"]
    picked = set(sorted({Pinpoint.parse(row["recommendation"]).report for row in drawn})[::EVERY])
    rows = [row for row in drawn if Pinpoint.parse(row["recommendation"]).report in picked]
    right = 0
    with open_index(NATIONAL) as index:
        for report in picked:
            authority = index.reader.report(report).authority
            found = {
                (item.paragraph.id, outcome.report.id): outcome.verdict
                for item in index.lineage(authority).rows
                for outcome in item.outcomes
            }
            right += sum(
                found[row["recommendation"], row["report"]] in row["right"].split(", ")
                for row in rows
                if Pinpoint.parse(row["recommendation"]).report == report
            )
    assert right >= 0.65 * len(rows), f"{right} of {len(rows)}"
