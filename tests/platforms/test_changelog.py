"""The changelog has the form of Keep a Changelog 1.1.0, and its newest release is this version."""

from __future__ import annotations

import re
from datetime import date

from tests.platforms.test_versions import CITATION, PROJECT
from tests.support.paths import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", TEXT, re.MULTILINE)
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_unreleased_stands_first_then_each_release_with_its_date_the_newest_first() -> None:
    heads = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    assert heads == ["[Unreleased]", *(f"[{number}] - {day}" for number, day in RELEASES)]
    days = [date.fromisoformat(day) for _, day in RELEASES]
    assert days == sorted(days, reverse=True)
    assert RELEASES[0] == (PROJECT["version"], CITATION["date-released"])


def test_changes_stand_under_their_kinds_in_order() -> None:
    for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.*)$", part, re.MULTILINE)
        assert kinds == [kind for kind in KINDS if kind in kinds]
        assert not re.search(r"^- ", part.partition("### ")[0], re.MULTILINE), "a change without its kind"


def test_nothing_stands_twice() -> None:
    entries = [" ".join(entry.split()) for entry in re.findall(r"^- (.+(?:\n  .+)*)", TEXT, re.MULTILINE)]
    assert len(entries) == len(set(entries)) > 50
    assert "<<<<" not in TEXT
