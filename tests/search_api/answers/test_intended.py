"""Questions about one council as a whole, in words that no rule knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer import index_paths, load_encoder
from search_api import Index, open_index
from search_api.answers.boards import asks_only_of_board, leaves_out_board
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.paths import SAMPLES

from .asking import WIDE, answerer


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("intended") / "index"
    index_paths([SAMPLES], folder, load_encoder)
    with open_index(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "recommendations for Saltby, not the safeguarding board's",
        "the council ones only",
        "everything except the LSCB's",
        "list them without those of the local safeguarding children board",
    ],
)
def test_the_boards_recommendations_are_left_out_where_asked(text: str) -> None:
    assert leaves_out_board(text)


@pytest.mark.parametrize(
    "text",
    ["recommendations for the LSCB", "the council and the safeguarding board", "what is not good enough"],
)
def test_otherwise_they_stay(text: str) -> None:
    assert not leaves_out_board(text)


@pytest.mark.parametrize(
    "text",
    [
        "what was the safeguarding board told to do?",
        "recommendations for the LSCB",
        "LSCB ones, not the council's",
    ],
)
def test_the_boards_alone_are_listed_where_asked(text: str) -> None:
    assert asks_only_of_board(text)


@pytest.mark.parametrize(
    "text",
    [
        "all, including the LSCB's",
        "for the LSCB and the council",
        "not the LSCB's",
        "recommendations",
    ],
)
def test_otherwise_the_councils_are_listed_too(text: str) -> None:
    assert not asks_only_of_board(text)


@pytest.mark.model
def test_a_list_is_given_whole_however_it_is_asked_for(index: Index) -> None:
    answer = index.ask("what jobs were Saltby left with in 2023", authorities="Saltby")
    listed = index.ask("what needs to improve in Saltby 2023")
    assert answer.passages
    assert [item.paragraph.id for item in answer.passages] == [item.paragraph.id for item in listed.passages]


@pytest.mark.model
def test_without_a_year_the_newest_list_is_given_and_this_is_said(index: Index) -> None:
    answer = index.ask("what jobs were Northmoor left with")
    assert len({item.report.id for item in answer.passages}) == 1
    newest = max(report.published for report in answer.understood.scope.reports)
    assert answer.passages[0].report.published == newest
    assert any("Name a year" in remark for remark in answer.remarks)


@pytest.mark.model
def test_a_subject_stays_one(index: Index) -> None:
    answer = index.ask("what do they need to get right on private fostering in Northmoor")
    assert not any("listed" in remark for remark in answer.remarks)


@pytest.mark.model
def test_taken_literally_nothing_is_read_into_it(index: Index) -> None:
    answer = index.ask("what jobs were Saltby left with", authorities="Saltby", literal=True)
    assert not any("Name a year" in remark for remark in answer.remarks)


@pytest.mark.model
def test_what_a_question_was_taken_for_is_said(index: Index) -> None:
    answer = index.ask("what jobs was Saltby left with in 2023")
    assert answer.remarks[0] == "This was read as a question for everything that needs to improve."


@pytest.mark.parametrize(
    "heading",
    ["The LSCB requires improvement because", "The effectiveness of the LSCB", "The HSCB is good because"],
)
def test_the_board_is_known_by_every_heading_that_reports_print(heading: str, tmp_path: Path) -> None:
    report = make_report("Eastvale", date(2015, 5, 1))
    entry = make_report_entry(report, [
        make_paragraph(report, 1, "Visit on time.", kind="recommendation", section=("Recommendations",)),
        make_paragraph(report, 2, "Audit.", kind="recommendation", section=(heading, "Recommendations")),
    ], dimension=WIDE)  # fmt: skip
    with answerer(tmp_path, [entry]) as opened:
        answer = opened.ask("recommendations for Eastvale in 2015, not the LSCB's")
    assert [item.paragraph.number for item in answer.passages] == [1]
    assert answer.remarks == ("Eastvale, 1 May 2015: 1 recommendation.",)


def test_the_boards_recommendations_are_told_from_the_councils_in_one_sequence(tmp_path: Path) -> None:
    report = make_report("Eastvale", date(2015, 5, 1))
    board = ("The Local Safeguarding Children Board", "Recommendations")
    entry = make_report_entry(report, [
        make_paragraph(report, 1, "Visit on time.", kind="recommendation", section=("Recommendations",)),
        make_paragraph(report, 2, "Record visits.", kind="recommendation", section=("Recommendations",)),
        make_paragraph(report, 3, "Audit the board.", kind="recommendation", section=board),
    ], dimension=WIDE)  # fmt: skip
    with answerer(tmp_path, [entry]) as opened:
        for question, numbers, said in (
            (
                "recommendations for Eastvale in 2015",
                [1, 2, 3],
                "2 recommendations and 1 for the safeguarding board",
            ),
            (
                "list the recommendations for Eastvale in 2015, the council's only",
                [1, 2],
                "2 recommendations",
            ),
            ("recommendations for Eastvale LSCB in 2015", [3], "1 recommendation for the safeguarding board"),
        ):
            answer = opened.ask(question)
            assert [item.paragraph.number for item in answer.passages] == numbers, question
            assert answer.remarks == (f"Eastvale, 1 May 2015: {said}.",)
