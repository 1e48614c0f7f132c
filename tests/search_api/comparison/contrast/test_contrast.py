"""A contrast of two grades: right side, right grade, honest counts, the distinctive statements first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.errors import InvalidRequest
from indexer.records import Paragraph, Report
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.comparison.contrast.words import stems_of, weigh
from search_api.index.index import Index
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

LEADERS = ("The impact of leaders on social work practice with children and families",)
PROTECTED = ("The experiences and progress of children who need help and protection",)
BOARD = ("The Local Safeguarding Children Board",)


def graded(year: int, place: str, grade: str, *texts: str, section: tuple[str, ...] = LEADERS) -> ReportEntry:
    report = make_report(place, date(year, 5, 1), framework="ilacs")
    return make_report_entry(
        report, [said(report, at, text, grade, section) for at, text in enumerate(texts, 1)]
    )


def said(report: Report, number: int, text: str, grade: str, section: tuple[str, ...]) -> Paragraph:
    return make_paragraph(report, number, text, grade=grade, section=section)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("contrast")
    shared = "Neglect is a local priority."
    entries = [
        graded(
            2019,
            "Northmoor",
            "outstanding",
            f"{shared} Neglect is tackled swiftly.",
            "Staff are proud of it.",
        ),
        graded(2020, "Saltby", "outstanding", f"{shared} Workers act swiftly on neglect."),
        graded(
            2021, "Wexcombe", "outstanding", "Swiftly made plans reduce neglect.", "Neglect tools are used."
        ),
        graded(2022, "Oakham Vale", "inadequate", f"{shared} Drift leaves children in neglect."),
        graded(2023, "Pinford", "inadequate", f"{shared} Drift and delay follow neglect."),
        graded(2024, "Quarl", "inadequate", "There is drift where neglect is chronic.", section=PROTECTED),
        graded(2018, "Rushby", "good", "Neglect is understood."),
        graded(2017, "Stonely", "outstanding", "The board audits neglect swiftly.", section=BOARD),
        graded(2016, "Tarrow", "inadequate", "Nothing on the subject is said here."),
    ]
    write_small_index(folder / "index", entries)
    with Index(IndexReader.open(folder / "index"), encoder=WordEncoder()) as opened:
        yield opened


def test_counts_are_of_sections_and_leave_out_the_board(index: Index) -> None:
    found = index.contrast("neglect")
    assert [(side.grade, side.sections, side.speaking) for side in found.sides] == [
        ("outstanding", 3, 3), ("inadequate", 4, 3),
    ]  # fmt: skip
    assert [side.total for side in found.sides] == [6, 5]
    assert (
        found.sides[0].frameworks == {"ILACS (since 2018)": 3} or sum(found.sides[0].frameworks.values()) == 3
    )


def test_every_statement_is_verbatim_of_its_grade_and_about_the_subject(index: Index) -> None:
    for side in index.contrast("neglect", limit=50).sides:
        assert len(side.statements) == side.total
        for item in side.statements:
            held = index.get(item.paragraph.id)
            assert held.paragraph.grade == side.grade
            assert item.quote in held.paragraph.text
            assert "neglect" in item.quote.lower()


def test_what_both_sides_say_comes_last(index: Index) -> None:
    one, other = index.contrast("neglect", limit=50).sides
    assert "swiftly" in one.statements[0].quote.lower()
    assert "drift" in other.statements[0].quote.lower()
    assert one.words[0].text == "swiftly"
    assert (one.words[0].here, one.words[0].there) == (3, 0)
    assert other.words[0].text == "drift"
    for side in (one, other):
        shared = next(item for item in side.statements if item.quote == "Neglect is a local priority.")
        assert shared.score < side.statements[0].score
    assert "neglect" not in {word.text for side in (one, other) for word in side.words}


def test_the_first_statements_are_of_one_section_each(index: Index) -> None:
    for side in index.contrast("neglect", limit=3).sides:
        assert len({item.report.id for item in side.statements}) == 3


def test_parts_put_together_are_the_whole_and_nothing_twice(index: Index) -> None:
    whole = [
        item.quote + item.paragraph.id for item in index.contrast("neglect", limit=50).sides[0].statements
    ]
    parts = [
        item.quote + item.paragraph.id
        for offset in (0, 4)
        for item in index.contrast("neglect", limit=4, offset=offset).sides[0].statements
    ]
    assert parts == whole


def test_any_two_grades_within_filters(index: Index) -> None:
    found = index.contrast("neglect", grades=("good", "outstanding"), since="2018", until="2020")
    assert [(side.grade, side.sections) for side in found.sides] == [("good", 1), ("outstanding", 2)]


def test_what_is_not_there_is_said(index: Index) -> None:
    found = index.contrast("neglect", grades=("good", "requires improvement"))
    assert "No section within the filters is judged requires improvement." in found.notes
    nothing = index.contrast("stalactites")
    assert all(not side.total for side in nothing.sides)
    assert any("speaks of it" in note or "mentions" in note for note in nothing.notes)


def test_what_is_no_grade_is_refused_and_one_grade_twice_is_said(index: Index) -> None:
    with pytest.raises(InvalidRequest, match="'splendid' is not a grade of a section"):
        index.contrast("neglect", grades=("good", "splendid"))
    found = index.contrast("neglect", grades=("good", "good"))
    assert "Both sides are the sections judged good: nothing sets them apart." in found.notes
    assert not any(item.score for side in found.sides for item in side.statements)


def test_two_subjects_are_refused(index: Index) -> None:
    with pytest.raises(InvalidRequest, match="ask for one of them"):
        index.contrast("MARAC and LADO")


def test_log_odds_against_a_calculation_by_hand() -> None:
    """Monroe, Colaresi and Quinn: 4 of 5 sections here, 1 of 5 there; the prior is 5 of 10."""
    one = [stems_of("swift"), stems_of("swift"), stems_of("swift"), stems_of("swift"), stems_of("late")]
    other = [stems_of("swift"), stems_of("late"), stems_of("late"), stems_of("late"), stems_of("late")]
    weights = weigh(one, other, without=())
    # log((4+5)/(5-4+10-5)) - log((1+5)/(5-1+10-5)) = log(1.5) - log(2/3) = 0.8109; variance 1/9 + 1/6
    assert weights.z["swift"] == pytest.approx(0.8109302 / (1 / 9 + 1 / 6) ** 0.5, abs=1e-6)
    assert weights.z["late"] == pytest.approx(-weights.z["swift"], abs=1e-6)
    assert weights.score(["swift", "late"], 1) == pytest.approx(0, abs=1e-9)
