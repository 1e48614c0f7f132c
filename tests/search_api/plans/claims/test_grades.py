"""Every grade that a draft says an inspection gave is found with its area and year; words alike are none."""

from __future__ import annotations

import pytest

from search_api.plans.claims.grades import find_all_grades, find_grades
from search_api.plans.drafts.records import Block, Cell

_RI = "requires improvement"


def said(text: str) -> list[tuple[str, str, int]]:
    return [(claim.grade, claim.area, claim.year) for claim in find_grades(0, Block(text, "paragraph 1"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Saltby was judged inadequate overall in 2018.", [("inadequate", "overall", 2018)]),
        ("Ofsted rated us ‘requires improvement to be good’ in 2018.", [(_RI, "", 2018)]),
        (
            "The ILACS of 2023 judged requires improvement for overall effectiveness; leadership is good.",
            [(_RI, "overall", 2023), ("good", "leadership", 0)],
        ),
        (
            "Ofsted judged overall effectiveness good and leadership outstanding.",
            [("good", "overall", 0), ("outstanding", "leadership", 0)],
        ),
        (
            "In 2018 services were rated inadequate; by 2022 they were good.",
            [("inadequate", "", 2018), ("good", "", 2022)],
        ),
        (
            "Ofsted saw us move from inadequate (2018) to good (May 2022).",
            [("inadequate", "", 2018), ("good", "", 2022)],
        ),
        (
            "Overall: Good. Leadership: Outstanding. Help and protection: Requires improvement.",
            [("good", "overall", 0), ("outstanding", "leadership", 0), (_RI, "help_and_protection", 0)],
        ),
        (
            "It was judged requires improvement to be good for leadership, and good for children in care.",
            [(_RI, "leadership", 0), ("good", "looked_after", 0)],
        ),
        (
            "Services for care leavers were graded outstanding; leadership, management and governance good.",
            [("outstanding", "care_leavers", 0), ("good", "leadership", 0)],
        ),
    ],
)
def test_each_grade_of_a_sentence_is_found(text: str, found: list[tuple[str, str, int]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors saw good practice.",
        "Inspectors described this as good practice in 2018.",
        "Inspectors were clear that the quality of supervision was inadequate.",
        "Our aim is to be judged good by 2027.",
        "We want to move from requires improvement to good at the next Ofsted inspection.",
        "Ofsted will judge us outstanding in 2099.",
        "Leaders are good at listening, inspectors said.",
        "The ambition is an overall grade of good.",
    ],
)
def test_other_words_and_aims_are_no_grades(text: str) -> None:
    assert said(text) == []


def table(*rows: tuple[str, ...]) -> list[Block]:
    return [
        Block(text, f"table 1, row {row}, column {column}", "cell", cell=Cell(1, row, column, row == 1))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    ]


def test_a_table_of_grades_is_read_by_rows_and_columns() -> None:
    blocks = table(
        ("Judgement", "ILACS 2018", "ILACS 2022", "Our self-assessment"),
        ("Overall effectiveness", "Inadequate", "Good", "Good"),
        ("Care leavers", "Requires improvement to be good", "Outstanding.", "Good"),
        ("Front door", "Good", "Good", "Good"),
    )
    found = [(claim.grade, claim.area, claim.year) for claim in find_all_grades(blocks)]
    assert found == [
        ("inadequate", "overall", 2018),
        ("good", "overall", 2022),
        (_RI, "care_leavers", 2018),
        ("outstanding", "care_leavers", 2022),
    ]
