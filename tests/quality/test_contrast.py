"""Statements of contrasts that were read in their reports: the list is sound and still what is said."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from indexer.kinds.table import GRADES_OF_SERVICES
from indexer.records import Pinpoint
from search_api.index.opening import open_index

LIST = Path(__file__).with_name("contrast.tsv")
SHOWN = 10  # statements of each side, of which the list was picked by a seed
NATIONAL = os.environ.get("PINPOINT_NATIONAL_INDEX", "")


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_list_is_sound() -> None:
    found = rows()
    assert len(found) == 30
    assert len({(item["subject"], item["id"], item["start"]) for item in found}) == 30
    for item in found:
        assert str(Pinpoint.parse(item["id"])) == item["id"]
        assert item["grade"] in GRADES_OF_SERVICES
        assert item["side"] in ("praise", "criticism", "mixed", "neutral")
        assert item["verdict"] in ("right", "wrong")
        assert bool(item["why"]) == (item["verdict"] == "wrong")
    assert sum(item["verdict"] == "right" for item in found) >= 27


@pytest.mark.corpus
@pytest.mark.skipif(not NATIONAL, reason="PINPOINT_NATIONAL_INDEX names no index of the published reports")
def test_what_was_read_is_still_said() -> None:
    """Most of it: a change of the model of themes or sides may move a few."""
    kept = 0
    with open_index(NATIONAL) as index:
        for subject in dict.fromkeys(item["subject"] for item in rows()):
            sides = index.contrast(subject, limit=SHOWN).sides
            said = {(side.grade, item.paragraph.id) for side in sides for item in side.statements}
            kept += sum((item["grade"], item["id"]) in said for item in rows() if item["subject"] == subject)
    assert kept >= 24
