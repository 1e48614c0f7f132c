"""Similar findings that were read in their reports: the list is sound and still what is said."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from indexer.records import Pinpoint
from search_api.index.opening import open_index
from search_api.similar.names import Side

NATIONAL = os.environ.get("PINPOINT_NATIONAL_INDEX", "")
SHOWN, EVERY = 5, 4  # results that rows were picked from; of the rows one in four is asked for again
RIGHT = {"praised": 48, "same": 50}


def rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("verdicts.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", strict=True))


def test_the_list_is_sound() -> None:
    held = rows()
    assert len({(row["question"], row["asked"], row["found"]) for row in held}) == 120
    for row in held:
        assert Pinpoint.parse(row["asked"]).report != Pinpoint.parse(row["found"]).report
        assert 1 <= int(row["rank"]) <= SHOWN
        assert row["opposite"] in ("", *"12345")
        assert row["verdict"] in ("right", "wrong")
        assert bool(row["why"]) == (row["verdict"] == "wrong")
    for question, right in RIGHT.items():
        of = [row for row in held if row["question"] == question]
        assert len(of) == 60
        assert sum(row["verdict"] == "right" for row in of) == right


def test_the_pairs_from_weak_to_strong_are_sound() -> None:
    with Path(__file__).with_name("turned.tsv").open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file, delimiter="\t", strict=True))
    assert len({(row["about"], row["weak"], row["strong"]) for row in held}) == len(held)
    for row in held:
        weak, strong = (Pinpoint.parse(row[name]).report for name in ("weak", "strong"))
        assert weak[:-10] == strong[:-10]
        assert weak < strong
        assert bool(row["why"]) == (row["verdict"] == "wrong")
    assert [row["verdict"] for row in held].count("right") == 19


@pytest.mark.corpus
@pytest.mark.skipif(not NATIONAL, reason="PINPOINT_NATIONAL_INDEX names no index of the published reports")
def test_what_was_read_is_still_said() -> None:
    """Most of it: a change of the encoder or of the model of sides may move a few."""
    picked = rows()[::EVERY]
    kept = 0
    with open_index(NATIONAL) as index:
        for row in picked:
            side: Side = "praise" if row["question"] == "praised" else "same"
            found = index.similar(row["asked"], side=side, limit=SHOWN).results
            kept += any(
                (item.paragraph.id, item.span[0]) == (row["found"], int(row["found_start"])) for item in found
            )
    assert kept >= 0.8 * len(picked)
