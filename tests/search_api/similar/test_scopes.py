"""Whose reports are compared: region, neighbours, type, newest, judged better; and why nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from indexer.authorities.register import Authority, Register
from indexer.errors import InvalidRequest
from indexer.records import Judgement, Report
from search_api.similar.scopes import checked, checked_side, newest, rank, within
from tests.support.builders import make_report


def authority(name: str, code: str, region: str, la_type: str, neighbours: Sequence[str] = ()) -> Authority:
    return Authority(f"8{code}", code, "", name, (), region, la_type, tuple(neighbours))


REGISTER = Register(
    [
        authority("Northmoor", "101", "North", "County", ("103",)),
        authority("Saltby", "102", "North", "Unitary Authority"),
        authority("Wexcombe", "103", "South", "County"),
        authority("Oldshire", "104", "", ""),
    ]
)


def report(name: str, day: date, *grades: tuple[str, str], framework: str = "sif") -> Report:
    made = make_report(name, day, framework=framework)
    return replace(made, judgements=tuple(Judgement(area, area, grade, grade) for area, grade in grades))


SALTBY = report("Saltby", date(2019, 5, 16), ("overall", "good"))
SALTBY_VISIT = report("Saltby", date(2021, 5, 16), framework="focused_visit")
WEXCOMBE = report("Wexcombe", date(2018, 5, 16), ("overall", "good"))
OLDSHIRE = report("Oldshire", date(2014, 5, 16))
ALL = [SALTBY, SALTBY_VISIT, WEXCOMBE, OLDSHIRE]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ((), ALL),
        (("region",), [SALTBY, SALTBY_VISIT]),
        (("neighbours",), [WEXCOMBE]),
        (("type",), [WEXCOMBE]),
        (("newest",), [SALTBY, WEXCOMBE, OLDSHIRE]),
        (("region", "newest"), [SALTBY]),
    ],
)
def test_reports_that_are_left(names: tuple[str, ...], left: list[Report]) -> None:
    found = within(names, "Northmoor", ALL, REGISTER)  # type: ignore[arg-type]
    assert found.reports == {item.id for item in left}
    assert found.notes == ()


@pytest.mark.parametrize(
    ("names", "authority", "note"),
    [
        (("region", "type"), "Northmoor", "No report of another authority of the type County is among"),
        (("neighbours",), "Saltby", "No report of a statistical neighbour of Saltby is among"),
        (("region",), "Oldshire", "The register does not say the region of Oldshire."),
        (("neighbours",), "Atlantis", "Atlantis is not in the register, so we do not know its statistical"),
    ],
)
def test_why_nothing_is_left(names: tuple[str, ...], authority: str, note: str) -> None:
    found = within(names, authority, ALL, REGISTER)  # type: ignore[arg-type]
    assert found.reports == set()
    assert [one.startswith(note) for one in found.notes] == [True]


def test_the_newest_is_an_inspection_that_was_not_replaced() -> None:
    again = replace(report("Saltby", date(2022, 5, 16), ("overall", "good")), superseded_by="saltby-x")
    board = report("Saltby", date(2023, 5, 16), ("lscb", "good"), framework="lscb")
    assert newest([SALTBY, SALTBY_VISIT, again, board]) == [SALTBY]
    assert newest([SALTBY_VISIT]) == [SALTBY_VISIT]


@pytest.mark.parametrize(
    ("of", "grade", "found"),
    [
        (SALTBY, "inadequate", 0),
        (SALTBY, "", 2),  # the report's overall grade
        (OLDSHIRE, "", None),
        (report("Saltby", date(2012, 1, 1), framework="protection"), "adequate", 1),
    ],
)
def test_the_grade_of_a_section(of: Report, grade: str, found: int | None) -> None:
    assert rank(of, grade) == found


def test_names_are_read_leniently_and_unknown_ones_refused() -> None:
    assert checked(("newest", "Region ", "all", "region")) == ("region", "newest")
    assert checked("all") == ()
    assert checked_side(" Praise") == "praise"
    with pytest.raises(InvalidRequest, match="use all, region, neighbours, type, better, newest"):
        checked(("country",))
    with pytest.raises(InvalidRequest, match="use same, praise, criticism, any"):
        checked_side("left")
