"""Grade tables in the layouts that the frameworks print."""

from __future__ import annotations

import pytest

from indexer.reading.grade_table import read_grade_table
from indexer.reading.pages import Line


def stacked(*rows: tuple[str, float] | str) -> list[Line]:
    """Lines from the top down; a pair gives a line beside the one before, at another left edge."""
    lines: list[Line] = []
    top = 500.0
    for row in rows:
        if isinstance(row, str):
            top -= 14.5
            lines.append(Line(row, left=71, right=300, bottom=top - 12, top=top, size=12))
        else:
            text, lift = row
            lines.append(Line(text, left=400, right=500, bottom=top - 12 + lift, top=top + lift, size=12))
    return lines


def grades(lines: list[Line]) -> dict[str, str]:
    return {row.area: row.grade for row in read_grade_table(lines).rows}


def test_a_label_over_two_lines_with_its_grade_beside_it() -> None:
    lines = stacked(
        "The impact of leaders on social work",
        "practice with children and families",
        ("Outstanding", 0),
        "The experiences and progress of",
        "children who need help and protection",
        ("Requires improvement to be good", 0),
        "The experiences and progress of",
        "children in care",
        ("Good", 0),
        "The experiences and progress of care",
        "leavers",
        ("Inadequate", 0),
        "Overall effectiveness",
        ("Good", 0),
    )
    assert grades(lines) == {
        "leadership": "outstanding",
        "help_and_protection": "requires improvement",
        "looked_after": "good",
        "care_leavers": "inadequate",
        "overall": "good",
    }


def test_label_and_grade_on_one_line_with_printed_numbers() -> None:
    table = read_grade_table(
        stacked(
            "1. Children who need help and protection Requires improvement",
            "2. Children looked after and achieving permanence Inadequate",
            "2.1 Adoption performance Good",
            "2.2 Experiences and progress of care leavers Requires improvement",
            "3. Leadership, management and governance Inadequate",
            "The narrative begins here.",
        )
    )
    assert [(row.area, row.grade) for row in table.rows] == [
        ("help_and_protection", "requires improvement"),
        ("looked_after", "inadequate"),
        ("adoption", "good"),
        ("care_leavers", "requires improvement"),
        ("leadership", "inadequate"),
    ]
    assert table.end == 5


def test_a_grade_split_over_two_lines_is_whole_again() -> None:
    table = read_grade_table(
        stacked(
            "Children who need help and protection",
            ("Requires improvement to", 4),
            ("be good", -8),
            "Children looked after and achieving permanence",
            ("Good", 0),
        )
    )
    assert [row.printed_grade for row in table.rows] == ["Requires improvement to be good", "Good"]


def test_a_row_that_is_not_judged_has_no_grade() -> None:
    found = grades(
        stacked(
            "Children who need help and protection Good",
            "Children looked after and achieving permanence Good",
            "Adoption performance Not judged",
        )
    )
    assert found == {"help_and_protection": "good", "looked_after": "good"}


def test_a_table_without_an_overall_grade() -> None:
    found = grades(
        stacked(
            "The experiences and progress of children who need help and protection Good",
            "The experiences and progress of children in care Outstanding",
        )
    )
    assert "overall" not in found
    assert len(found) == 2


@pytest.mark.parametrize(
    "lines",
    [
        [],
        stacked("Services for children who need help and protection are good."),
        stacked("Children who need help and protection", "Adoption performance", ("Good", 0)),
    ],
    ids=["nothing", "a sentence", "fewer grades than labels"],
)
def test_where_labels_and_grades_disagree_there_is_no_table(lines: list[Line]) -> None:
    assert read_grade_table(lines).rows == ()


THREE_LINES = ("Requires", "improvement to be", "good")


def test_a_grade_over_three_lines_is_one_grade() -> None:
    lines: list[Line] = []
    top = 500.0
    for label in ("The impact of leaders on social work practice", "Overall effectiveness"):
        words = [label, "with children and families", ""] if "leaders" in label else [label, "", ""]
        for left, texts in ((71, words), (400, THREE_LINES)):
            for place, text in enumerate(texts):
                high = top - 14.5 * place
                if text:
                    lines.append(Line(text, left=left, right=left + 100, bottom=high - 12, top=high, size=12))
        top -= 50
    table = read_grade_table(lines)
    assert [(row.area, row.grade) for row in table.rows] == [
        ("leadership", "requires improvement"),
        ("overall", "requires improvement"),
    ]
    assert {row.printed_grade for row in table.rows} == {"Requires improvement to be good"}


def test_a_grade_over_three_lines_that_share_them_with_the_label() -> None:
    lines = stacked(
        "The experiences and progress of Requires",
        "children who need help and improvement to be",
        "protection good",
        "Overall effectiveness Requires",
        "improvement to be",
        "good",
        "The narrative begins here.",
    )
    assert grades(lines) == {"help_and_protection": "requires improvement", "overall": "requires improvement"}


def test_grades_without_a_label_make_no_table() -> None:
    lines = stacked(
        "The experiences and progress of children in care",
        ("Good", 0),
        ("Inadequate", -8),
        "Overall effectiveness",
        ("Good", 0),
    )
    assert read_grade_table(lines).rows == ()
