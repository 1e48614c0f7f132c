"""Rows of the sets about answers, of the reports of `small_reports`."""

from __future__ import annotations

from datetime import date
from typing import Any

from search_api.evaluation.answer_sets import Count, Expected, Pair

NORTHMOOR, SALTBY = "northmoor-2018-08-24", "saltby-2022-05-16"
P27, P28, S1 = f"{NORTHMOOR}/para-27", f"{NORTHMOOR}/para-28", f"{SALTBY}/para-1"


def pair(*paragraphs: str, also: tuple[str, ...] = ()) -> Pair:
    return Pair("a1", "?", "Northmoor", date(2018, 8, 24), paragraphs, also)


def count(**changes: Any) -> Count:
    facts: dict[str, Any] = {"paragraphs": 4, "reports": 3, "by_year": None, "searched": None}
    return Count(query="m1", text="?", **(facts | {"filters": {}, "ids": ()} | changes))


def expected(**changes: Any) -> Expected:
    facts: dict[str, Any] = {"must": (), "any": (), "must_not": (), "refuse": False, "grades": ()}
    return Expected(query="e1", type="lists", text="?", **(facts | changes))
