"""Which questions ask how somebody was judged, and of which reports the covers then say it."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.records import Judgement
from search_api.answers.judgements import asks_nothing_else, judged, newest_first, without_overall
from search_api.question.mentions.mention import Mention
from tests.support.builders import make_report

REPORTS = [
    make_report("Saltby", date(2022, 5, 16)),
    make_report("Northmoor", date(2018, 8, 24)),
    make_report("Northmoor", date(2016, 1, 5)),
    make_report("Northmoor", date(2020, 1, 5), judgements=()),
]
ORDER = ["northmoor-2016-01-05", "northmoor-2018-08-24", "saltby-2022-05-16"]
NORTHMOOR = Mention("authority", "Northmoor", "Northmoor", 0, 9, ("Northmoor",))


def asked(question: str) -> list[str]:
    rest = question.replace("Northmoor's ", "").replace("Northmoor ", "")
    return [report.id for report in judged(question, rest, [NORTHMOOR], REPORTS)]


@pytest.mark.parametrize(
    "question",
    [
        "what was Northmoor's overall grade",
        "What is the Ofsted rating of Northmoor?",
        "which grade did Northmoor get",
        "how was Northmoor rated",
        "How did Ofsted judge Northmoor",
        "how was Northmoor 's leadership judged",
        "is Northmoor outstanding?",
        "was Northmoor council inadequate",
        "Is Northmoor rated as requires improvement?",
        "did Northmoor get good",
        "Northmoor judgements",
        "overall effectiveness of Northmoor",
        "Has Northmoor improved?",
        "is Northmoor getting better",
    ],
)
def test_questions_that_ask_for_judgements(question: str) -> None:
    assert asked(question) == ORDER


@pytest.mark.parametrize(
    "question",
    [
        "say that Northmoor is rated outstanding",
        "are foster carers in Northmoor good?",
        "is supervision in Northmoor inadequate",
        "audits graded inadequate in Northmoor",
        "has the timeliness of visits in Northmoor improved?",
        "good practice in Northmoor",
        "Northmoor",
        "how are risks weighed in Northmoor",
    ],
)
def test_questions_about_something_else(question: str) -> None:
    assert asked(question) == []


def test_of_more_than_six_reports_nothing_is_said() -> None:
    many = [make_report("Northmoor", date(year, 1, 5)) for year in range(2013, 2020)]
    assert judged("how was Northmoor rated", "how was rated", [NORTHMOOR], many) == ()
    assert len(judged("how was Northmoor rated", "how was rated", [NORTHMOOR], many[:6])) == 6


def test_only_a_question_of_grades_is_answered_by_them_alone() -> None:
    assert asks_nothing_else("what was Northmoor overall grade", [NORTHMOOR])
    assert not asks_nothing_else("how was leadership judged", [NORTHMOOR])
    assert not asks_nothing_else("has Northmoor improved", [NORTHMOOR])
    assert asks_nothing_else("has Northmoor improved", [NORTHMOOR], or_change=True)


def test_a_cover_without_an_overall_grade_is_said() -> None:
    leaders = Judgement("leadership", "Leaders", "good", "Good")
    report = make_report("Northmoor", date(2026, 8, 20), judgements=(leaders,))
    assert without_overall([report, *REPORTS]) == (
        "Northmoor’s report of 20 August 2026 gives no overall grade.",
    )


def test_the_outcome_of_an_area_send_inspection_stands_for_no_grade_of_services() -> None:
    send = make_report(
        "Northmoor", date(2024, 5, 16), framework="area_send",
        judgements=(Judgement("area_send", "Outcome", "inconsistent experiences", "inconsistent"),),
    )  # fmt: skip
    question = "what was Northmoor's overall grade"
    both = judged(question, "what was overall grade", [NORTHMOOR], [*REPORTS, send])
    assert [report.id for report in both] == ORDER
    assert judged(question, "what was overall grade", [NORTHMOOR], [send]) == (send,)
    assert without_overall([send]) == ()
    for asked in ("what rating did Northmoor get for SEND?", "what was the SEND outcome of Northmoor"):
        assert newest_first([*REPORTS, send], asked) == (send,)
        assert newest_first(REPORTS, asked) == ()
    assert send not in newest_first([*REPORTS, send], question)
