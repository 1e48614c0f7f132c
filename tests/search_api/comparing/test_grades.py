"""Movements of grades: which pairs are compared, which are counted, and where each grade is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import Anomaly
from search_api.comparison.grades.asked import asked
from search_api.comparison.grades.records import Move
from search_api.index.index import Index
from search_api.question.request import Request
from tests.support.builders import make_report_entry

from .judged import LEADERSHIP, entry, finding, opened, report, standard


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with opened(tmp_path_factory.mktemp("grades"), standard()) as made:
        yield made


def said(move: Move) -> str:
    pair = f"{move.before.report.id} {move.before.grade} > {move.after.report.id} {move.after.grade}"
    return f"{move.line}: {pair}: {move.words}"


def test_a_move_is_counted_to_the_next_inspection_that_judges_the_area(index: Index) -> None:
    found = index.grades("leadership", before="inadequate", after="good")
    assert list(map(said, found.rows)) == [
        "leadership: torbay-2018-08-24 inadequate > torbay-2022-05-18 good: up two grades"
    ]
    assert found.headline == (
        "1 move from inadequate to good on leadership, management and governance in 1 authority, "
        "from one inspection to the next that judged the area."
    )
    assert found.counts == {"up": 2, "down": 1, "same": 1}


def test_any_later_inspection_is_an_option(index: Index) -> None:
    found = index.grades("leadership", before="inadequate", after="good", later=True)
    assert [(move.before.report.id, [item.id for item in move.between]) for move in found.rows] == [
        ("torbay-2016-01-05", ["torbay-2018-08-24"]),
        ("torbay-2018-08-24", []),
    ]


def test_who_moved_so_only_over_more_inspections_is_named(tmp_path: Path) -> None:
    grades = ("inadequate", "requires improvement", "good")
    slow = [
        report("Northmoor", f"20{year}-01-01", leadership=grade)
        for year, grade in zip(("19", "21", "23"), grades, strict=True)
    ]
    quick = [
        report("Torbay", f"20{year}-01-01", leadership=grade)
        for year, grade in (("19", "inadequate"), ("21", "good"), ("23", "good"))
    ]
    with opened(tmp_path, [entry(item) for item in (*slow, *quick)]) as made:
        found = made.grades("leadership", before="inadequate", after="good")
        assert (found.authorities, found.further) == (("Torbay",), ("Northmoor",))
        assert found.summary.endswith(
            "Compared with every later inspection, 1 more authority moved so: Northmoor."
        )
        whole = made.grades("leadership", before="inadequate", after="good", later=True)
        assert (whole.authorities, whole.further) == (("Northmoor", "Torbay"), ())
        assert "Compared with" not in whole.summary
        assert made.grades("leadership", before="inadequate").further == ()
        early = made.grades("leadership", before="inadequate", after="good", until="2022")
        assert early.further == ()


def test_what_judged_a_part_of_the_services_is_not_compared_and_not_counted(index: Index) -> None:
    found = index.grades("leadership", before="inadequate", after="good")
    [apart] = found.uncompared
    assert (apart.before.report.id, apart.after.report.id) == ("plymouth-2013-06-01", "plymouth-2019-06-01")
    assert apart.words == "not compared"
    assert "looked after services" in apart.compared.why


def test_adequate_and_requires_improvement_are_neither_up_nor_down(index: Index) -> None:
    assert index.grades("leadership", before="adequate", after="requires improvement").rows == ()
    [apart] = index.grades("leadership", before="adequate").uncompared
    assert "neither is higher" in apart.compared.why


def test_an_area_that_an_inspection_did_not_judge_is_passed_over_and_said(index: Index) -> None:
    [move] = index.grades("care leavers", authorities="Torbay").rows
    assert said(move) == (
        "care_leavers: torbay-2016-01-05 requires improvement > torbay-2026-05-24 good: up one grade"
    )
    assert [item.id for item in move.between] == ["torbay-2018-08-24", "torbay-2022-05-18"]
    assert move.compared.how == "nearly"
    assert "children looked after" in move.compared.why


def test_without_a_grade_what_went_up_or_down_is_listed(index: Index) -> None:
    ways = {move.way for move in index.grades().rows}
    assert ways == {"up", "down"}
    assert [said(move) for move in index.grades("leadership", ways="same").rows] == [
        "leadership: torbay-2016-01-05 inadequate > torbay-2018-08-24 inadequate: unchanged"
    ]
    assert {move.way for move in index.grades(ways=("down", "same")).rows} == {"down", "same"}


def test_the_filters_are_on_the_later_report(index: Index) -> None:
    up = index.grades("leadership", ways="up", since="2023").rows
    assert [move.after.report.id for move in up] == ["torbay-2026-05-24"]
    assert index.grades("leadership", before="inadequate", after="good", until="2021").rows == ()
    assert {move.authority for move in index.grades(regions="South West").rows} == {"Torbay", "Plymouth"}
    with pytest.raises(UnknownAuthority):
        index.grades(authorities="Nowhere at all")


def test_a_grade_is_placed_at_the_first_paragraph_below_its_heading(index: Index) -> None:
    [move] = index.grades("leadership", before="inadequate", after="good").rows
    placed = index.movements.placed(move)
    assert (placed.before.paragraph, placed.before.page) == ("torbay-2018-08-24/para-2", 22)
    assert placed.after.judgement.printed_name == LEADERSHIP["ilacs"]
    [overall] = index.grades("overall", before="requires improvement", after="good").rows
    assert index.movements.placed(overall).after.paragraph == ""  # it is on the cover alone


def test_a_section_that_bears_another_grade_is_not_where_the_grade_is_printed(tmp_path: Path) -> None:
    one, two = (
        report("Northmoor", day, leadership=grade)
        for day, grade in (("2019-01-01", "good"), ("2023-01-01", "inadequate"))
    )
    wrong = finding(two, 1, section=(LEADERSHIP["ilacs"],), grade="requires improvement")
    noted = Anomaly(
        "grades differ", 3, "Leadership, management and governance: inadequate on the cover, requires "
        "improvement at its section", (wrong.id,),
    )  # fmt: skip
    with opened(tmp_path, [entry(one), make_report_entry(two, [wrong], [noted])]) as index:
        [move] = map(index.movements.placed, index.grades("leadership").rows)
        assert move.after.paragraph == ""
        assert move.after.check.startswith("Check the page: Leadership")
        assert move.before.check == ""


def test_a_report_that_was_published_again_is_left_out(tmp_path: Path) -> None:
    first, again, then = (
        report("Northmoor", day, leadership=grade)
        for day, grade in (("2019-01-01", "inadequate"), ("2019-02-01", "good"), ("2023-01-01", "good"))
    )
    with opened(
        tmp_path, [entry(replace(first, superseded_by=again.id)), entry(again), entry(then)]
    ) as index:
        assert index.grades("leadership", before="inadequate").rows == ()
        assert index.grades("leadership").counts == {"up": 0, "down": 0, "same": 1}


def test_the_time_line_has_every_area_and_says_what_does_not_compare(index: Index) -> None:
    request = Request(authorities="Plymouth")
    found = index.moves(asked(), request)
    line = index.line_of(found, request)
    assert line is not None
    assert [stop.report.id for stop in line.stops] == [
        "plymouth-2013-06-01", "plymouth-2019-06-01", "plymouth-2023-06-01",
    ]  # fmt: skip
    assert set(line.lines) >= {"overall", "leadership", "care_leavers"}
    assert line.stops[1].compared["leadership"].steps is None
    assert line.stops[2].compared["leadership"].steps == -1
    assert index.line_of(index.moves(asked()), Request()) is None


def test_words_for_areas_grades_and_ways() -> None:
    found = asked(
        ["Leadership", "children in care", "help-and-protection"],
        ["RI"],
        ["Requires improvement to be good"],
        ["better"],
    )
    assert found.lines == ("leadership", "looked_after", "help_and_protection")
    assert found.before == found.after == ("requires improvement",)
    assert found.ways == ("up",)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"areas": ["swimming"]}, "area"),
        ({"before": ["splendid"]}, "from"),
        ({"after": ["splendid"]}, "to"),
        ({"ways": ["sideways"]}, "way"),
    ],
)
def test_a_word_that_is_none_is_said_with_those_that_are(given: dict[str, list[str]], field: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        asked(**given)  # type: ignore[arg-type]
    assert raised.value.field == field
    assert "use one of" in str(raised.value)
