"""What a reader found in the next inspection: the list is well-formed and still what is said."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from indexer.records import Pinpoint
from search_api.index.opening import open_index

NATIONAL = os.environ.get("PINPOINT_NATIONAL_INDEX", "")
EVERY = 4  # of the rows one in four is asked for again
SIZES = {"1": 120, "2811": 120, "2812": 40}


def rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("earlier_and_later.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", strict=True))


def test_of_each_paragraph_it_is_said_what_answers() -> None:
    held = rows()
    assert len({row["paragraph"] for row in held}) == len(held)
    assert {draw: sum(row["draw"] == draw for row in held) for draw in SIZES} == SIZES
    assert sum(SIZES.values()) == len(held)
    for row in held:
        assert row["half"] in ("tune", "test")
        assert row["expect"] in ("found", "none", "either")
        assert Pinpoint.parse(row["paragraph"]).report < row["report"]
        assert (row["expect"] == "none") == (not row["answers"])
        for locator in row["answers"].split():
            assert Pinpoint.parse(f"{row['report']}/{locator}").report == row["report"]


def test_no_pair_of_inspections_is_to_tune_and_to_test() -> None:
    halves: dict[tuple[str, str], set[str]] = {}
    for row in rows():
        pair = (Pinpoint.parse(row["paragraph"]).report, row["report"])
        halves.setdefault(pair, set()).add(row["half"])
    assert all(len(half) == 1 for half in halves.values())


@pytest.mark.corpus
@pytest.mark.skipif(not NATIONAL, reason="PINPOINT_NATIONAL_INDEX names no index of the published reports")
def test_what_was_read_is_still_found() -> None:
    """Most of it: a change of the encoder may move a few."""
    asked = found = 0
    with open_index(NATIONAL) as index:
        for row in rows()[::EVERY]:
            if row["expect"] == "either":
                continue
            there = next(
                item for item in index.elsewhere(row["paragraph"]) if item.report.id == row["report"]
            )
            shown = {match.paragraph.id.partition("/")[2] for match in there.matches}
            asked += 1
            found += bool(shown & set(row["answers"].split())) if row["answers"] else not shown
    assert found >= 0.8 * asked
