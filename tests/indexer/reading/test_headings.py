"""Wordings of headings, as the frameworks prescribe them and inspectors vary them."""

from __future__ import annotations

import pytest

from indexer.reading.headings import grade_of, recognise, take_grade
from indexer.records import Area, Grade


@pytest.mark.parametrize(
    ("text", "role", "area", "grade"),
    [
        ("Executive summary", "executive", None, None),
        ("Summary of key findings", "executive", None, None),
        ("Recommendations 7", "recommendations", None, None),
        ("Areas for improvement", "recommendations", None, None),
        ("Priority and immediate action", "recommendations", None, None),
        ("What needs to improve?", "improve", None, None),
        ("What needs to improve in this local authority area", "improve", None, None),
        ("Summary for children and young people", "young-people", None, None),
        ("Information about this local authority area2", "area-facts", None, None),
        ("Inspection findings", "findings", None, None),
        ("Information about this inspection", "closing", None, None),
        ("What the inspection judgements mean", "closing", None, None),
        (
            "The experiences and progress of children who need help and protection Requires improvement",
            "section",
            "help_and_protection",
            "requires improvement",
        ),
        (
            "The experiences and progress of children in care and care leavers: good",
            "section",
            "looked_after",
            "good",
        ),
        (
            "The experiences and progress of care leavers: outstanding",
            "section",
            "care_leavers",
            "outstanding",
        ),
        (
            "The graded judgement for adoption performance is that it requires improvement",
            "section",
            "adoption",
            "requires improvement",
        ),
        (
            "The impact of leaders on social work practice with children and families: inadequate",
            "section",
            "leadership",
            "inadequate",
        ),
        ("Leadership, management and governance Good", "section", "leadership", "good"),
        ("The effectiveness of the Local Safeguarding Children Board (LSCB)", "lscb", "lscb", None),
        ("Inspection findings – the Local Safeguarding Children Board", "lscb", "lscb", None),
        ("Overall effectiveness Grade 3 (adequate)", "section", "overall", "adequate"),
    ],
)
def test_known_headings(text: str, role: str, area: Area | None, grade: Grade | None) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.role, found.area, found.grade) == (role, area, grade)


@pytest.mark.parametrize(
    "text", ["Early help", "Recommendations were made to the board.", "The council is good", "", "47"]
)
def test_other_wordings_are_no_known_heading(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Requires improvement to be good", "requires improvement"),
        ("Require improvement", "requires improvement"),
        ("(Good)", "good"),
        ("ADEQUATE", "adequate"),
        ("good enough", None),
        ("", None),
    ],
)
def test_a_grade_is_named_in_full(text: str, grade: Grade | None) -> None:
    assert grade_of(text) == grade


def test_the_words_before_the_grade_are_the_title() -> None:
    assert take_grade("The graded judgement for care leavers is that they are good") == (
        "The graded judgement for care leavers",
        "good",
    )
    assert take_grade("Children who need help and Requires protection improvement") == (
        "Children who need help and protection",
        "requires improvement",
    )
    assert take_grade("Good") == ("Good", None)
