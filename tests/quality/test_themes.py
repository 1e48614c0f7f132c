"""Themes and silence that a reader judged: the lists are well-formed, and the program still says so."""

from __future__ import annotations

import csv
from collections import Counter

from indexer.records import Pinpoint
from search_api.themes.vocabulary import find, labels
from tests.support.paths import TESTS

_THEMES, _SILENCE = (TESTS / "quality" / name for name in ("themes.tsv", "silence.tsv"))


def test_the_labelled_paragraphs_are_well_formed() -> None:
    rows = [line.split("\t") for line in _THEMES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert len({name for name, _, _ in rows}) == len(rows)
    for name, _, carried in rows:
        assert Pinpoint.parse(name).report
        assert set(carried.split()) <= set(labels())
    parts = Counter(part for _, part, _ in rows)
    assert set(parts) == {"tune", "test"}
    assert parts["test"] >= 100


def test_the_rows_on_silence_are_well_formed() -> None:
    with _SILENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", strict=True))
    assert len(rows) >= 60
    for row in rows:
        assert Pinpoint.parse(row["paragraph"]).report == row["report"]
        assert row["part"] in ("silent", "in_other_words", "mentioned")
        assert row["verdict"] in ("right", "wrong")
    told = [row for row in rows if row["part"] == "silent"]
    assert sum(row["verdict"] == "right" for row in told) >= 0.8 * len(told)
    assert any(find(row["about"]) is None for row in rows)
