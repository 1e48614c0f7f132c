"""Letters without numbers: kind, front, sections and paragraphs of made-up ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import Authority, Register
from indexer.errors import UnreadableReport
from indexer.reading.pages import Line, Page
from indexer.reading.report import understand
from indexer.records import Judgement, ReadReport
from tests.indexer.reading.letters.made_up import (
    area_send,
    focused_visit,
    joint_inspection,
    line,
    local_area_2019,
    monitoring_visit,
    page,
    white,
)


def _authority(urn: str, name: str) -> Authority:
    return Authority(urn, urn[-3:], f"E{urn}", name, (), "North", "County", ())


REGISTER = Register(
    [_authority("90001", "Northmoor"), _authority("90002", "Saltby"), _authority("90003", "Wexcombe")]
)


def read(pages: tuple[Page, ...], name: str = "50123456.pdf") -> ReadReport:
    """As read from a file under the publisher's own name, in no folder of an authority."""
    return understand(pages, path=Path(name), sha256="0" * 64, media="pdf", register=REGISTER, catalogue={})


def locators(found: ReadReport) -> list[str]:
    return [item.id.partition("/")[2] for item in found.paragraphs]


def text(found: ReadReport, locator: str) -> str:
    return next(item.text for item in found.paragraphs if item.id.endswith(f"/{locator}"))


def test_a_focused_visit_is_known_by_its_subject_whatever_the_file_is_called() -> None:
    report = read(focused_visit()).report
    assert (report.id, report.framework) == ("northmoor-2018-05-04", "focused_visit")
    assert (report.authority, report.urn, report.published_source) == ("Northmoor", "90001", "cover")
    assert report.title == "Focused visit to Northmoor children’s services"
    assert (report.inspection_start, report.inspection_end) == (date(2018, 4, 9), date(2018, 4, 10))
    assert report.judgements == ()


def test_a_letter_without_its_end_may_be_cut_short() -> None:
    whole = focused_visit()
    assert "cut short" not in {item.kind for item in read(whole).anomalies}
    (said,) = [item for item in read(whole[:1]).anomalies if item.kind == "cut short"]
    assert said.paragraphs == (read(whole[:1]).paragraphs[-1].id,)


def test_its_sections_say_what_its_paragraphs_are() -> None:
    found = read(focused_visit())
    assert locators(found) == [
        "context-1", "context-2", "summary-headline-1", "summary-headline-2", "improve-1", "improve-2",
        "unnumbered-para-main-findings-1", "unnumbered-para-strengths-1",
    ]  # fmt: skip
    assert {item.kind for item in found.paragraphs if "strengths" in item.id} == {"finding"}
    assert not any(item.printed for item in found.paragraphs)


def test_a_bullet_runs_over_a_page_without_the_page_number() -> None:
    found = read(focused_visit())
    assert (
        text(found, "improve-2")
        == "Written records of strategy meetings, which are not shared by all agencies."
    )
    assert [
        (item.page_first, item.page_last) for item in found.paragraphs if item.id.endswith("improve-2")
    ] == [(1, 2)]


def test_letterhead_addressees_closing_and_signature_are_no_paragraphs() -> None:
    found = read(focused_visit())
    whole = " ".join(item.text for item in found.paragraphs)
    for words in ("Piccadilly", "Bea Sample", "Dear", "sincerely", "Ada Example ", "planning your", "0300"):
        assert words not in whole
    assert found.anomalies == ()


@pytest.mark.parametrize(
    ("dated", "days"),
    [
        ("4 May 2018", (date(2018, 4, 9), date(2018, 4, 10))),
        ("9 May 2018", (date(2018, 4, 9), date(2018, 4, 10))),
    ],
)
def test_days_of_the_visit_do_not_depend_on_the_letters_date(dated: str, days: tuple[date, date]) -> None:
    report = read(focused_visit(dated=dated)).report
    assert (report.inspection_start, report.inspection_end) == days


def test_a_joint_inspection_without_a_year_in_its_days_has_the_letters() -> None:
    report = read(joint_inspection()).report
    assert report.framework == "jtai"
    assert (
        report.title
        == "Joint targeted area inspection of the multi-agency response to domestic abuse in Northmoor"
    )
    assert (report.inspection_start, report.inspection_end) == (date(2019, 6, 24), date(2019, 6, 28))
    assert report.agencies == (
        "Northmoor Council", "Harbour Police",
        "Ofsted", "Care Quality Commission", "HMI Constabulary", "HMI Probation",
    )  # fmt: skip


def test_a_case_study_and_an_unknown_heading_ask_for_nothing() -> None:
    found = read(joint_inspection())
    kinds = {item.id.partition("/")[2]: (item.kind, item.section) for item in found.paragraphs}
    assert kinds["improve-1"] == ("improvement", ("Areas for improvement", "Leadership"))
    assert kinds["unnumbered-para-case-study-1"][0] == "finding"
    assert kinds["improve-2"] == ("improvement", ("Areas for improvement", "Leadership"))
    assert kinds["unnumbered-para-other-1"] == ("finding", ("A heading that no letter has",))
    assert kinds["unnumbered-para-strengths-1"][0] == "finding"
    assert kinds["summary-next-steps-1"][0] == "summary"


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("typically lead to positive experiences and outcomes", "typically positive experiences"),
        ("lead to inconsistent experiences and outcomes", "inconsistent experiences"),
        ("show widespread and/or systemic failings", "widespread or systemic failings"),
    ],
)
def test_the_outcome_of_an_area_send_inspection_is_a_judgement_in_its_own_words(
    printed: str, grade: str
) -> None:
    found = read(area_send(printed), "send - 29 march 2024.pdf").report
    assert [(item.area, item.grade) for item in found.judgements] == [("area_send", grade)]
    assert (found.framework, found.published_source) == ("area_send", "file name")


def test_an_action_is_a_recommendation_and_its_body_stands_in_the_path() -> None:
    found = read(area_send(), "send - 29 march 2024.pdf")
    actions = [item for item in found.paragraphs if item.kind == "recommendation"]
    assert [(item.section[-1], item.text) for item in actions] == [
        (
            "Responsible: Northmoor Council and NHS Harbour",
            "Leaders should make plans in time. They should urgently improve:\n• advice\n"
            "• the time to see a doctor in the hospital.",
        ),
        (
            "Responsible: Northmoor Council and partners",
            "The council should find places so that every child who has a plan has a school, and every young "
            "person who leaves school has a place to learn.",
        ),
    ]
    assert [item.text for item in found.paragraphs if item.kind == "improvement"] == [
        "Leaders across the partnership should improve what they tell to parents and carers, and ask them.",
        "Leaders should train staff.",
    ]
    assert {item.kind for item in found.paragraphs if "do-better" in item.id} == {"finding"}


def test_agencies_and_lead_inspector_of_an_area_send_inspection() -> None:
    report = read(area_send(), "send - 29 march 2024.pdf").report
    assert report.title == "Area SEND inspection of Northmoor Local Area Partnership"
    assert report.agencies == ("Ofsted", "Care Quality Commission", "NHS Harbour Integrated Care Board")
    assert report.lead_inspector == "Ada Example"
    assert (report.inspection_start, report.inspection_end) == (date(2024, 2, 5), date(2024, 2, 9))


def test_a_report_without_a_date_anywhere_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableReport, match="no publication date"):
        read(area_send())


def test_a_local_area_letter_says_whether_a_statement_was_asked_for() -> None:
    found = read(local_area_2019())
    assert found.report.framework == "area_send_2016"
    assert [item.grade for item in found.report.judgements] == ["written statement of action"]
    assert locators(found)[-1] == "improve-1"
    without = Judgement("area_send", "", "no written statement of action", "")
    assert without.grade != found.report.judgements[0].grade


def test_a_revisit_is_not_judged_by_what_was_asked_for_before() -> None:
    (first,) = local_area_2019()
    lines = [
        replace(item, text=item.text.replace("SEND inspection in", "SEND revisit in")) for item in first.lines
    ]
    report = read((Page(1, first.width, first.height, tuple(lines)),)).report
    assert (report.framework, report.judgements) == ("area_send_2016", ())


def test_two_authorities_of_one_subject_are_both_kept() -> None:
    report = read(focused_visit("Saltby and Wexcombe")).report
    assert (report.authority, report.other_authorities) == ("Saltby", ("Wexcombe",))


def test_a_letter_that_only_speaks_of_a_visit_is_not_read_as_one() -> None:
    lines: tuple[Line, ...] = (
        line("4 May 2018"), white(), line("Dear Bea Sample"), white(),
        line("Monitoring of the budget", bold=True), white(),
        line("Thank you for the plan that you sent after the focused visit to Northmoor."),
    )  # fmt: skip
    with pytest.raises(UnreadableReport):
        read((page(1, *lines),))


def test_long_text_beside_the_letter_is_said() -> None:
    first, second = focused_visit()
    late = line(
        "This text stands after the signature, and is so long that it is no name and no office of anybody"
    )
    found = read((first, Page(2, second.width, second.height, (*second.lines, late))))
    assert [item.kind for item in found.anomalies] == ["letter"]


def test_a_monitoring_visit_looks_like_a_focused_one_and_is_another_kind() -> None:
    found = read(monitoring_visit())
    assert (found.report.framework, found.report.id) == ("monitoring_visit", "northmoor-2019-06-06")
    assert locators(found) == [
        "context-1", "context-covered-1", "summary-overview-1", "unnumbered-para-main-findings-1",
    ]  # fmt: skip
