"""Did an inspection give the grade that a draft says?"""

from __future__ import annotations

from indexer.dates import day
from indexer.kinds.table import AREA_LABELS
from indexer.records import Report
from search_api.plans.claims.context import Meant
from search_api.plans.claims.records import GradeClaim

from .held_reports import HeldReports
from .outcomes import Outcome
from .reports import candidates, named

# Grades that two frameworks call by two names and rank alike are still two grades in a quotation.


def check_grade(claim: GradeClaim, meant: Meant, home: str, here: HeldReports) -> Outcome | None:
    """None where no report with judgements can be meant: the sentence is then about something else."""
    choice = candidates(meant, here.reports, None, home, here.urls)
    judged = [
        report
        for report in choice.reports
        if report.judgements and any(item.grade for item in report.judgements)
    ]
    if not choice.reports and choice.others and meant.near:
        listed = "; ".join(day(report.published) for report in choice.others[:8])
        remark = (
            f"Reports of {choice.others[0].authority.partition(',')[0]} here were published on: {listed}."
        )
        return Outcome("no report", choice.problem, remarks=(remark,))
    if not judged:
        return None
    area = claim.area or "overall"
    said = [(report, _grade(report, area)) for report in judged]
    fitting = [report for report, grade in said if grade == claim.grade]
    what = AREA_LABELS.get(area, area)
    if len(judged) == 1 or not fitting:
        report, grade = said[0]
        if grade == claim.grade:
            return Outcome("right", f"{named(report)} judges “{what}” {grade}.", report=report)
        if len(judged) > 1:
            listed = "; ".join(
                f"{day(report.published)}: {grade or 'none printed'}" for report, grade in said[:6]
            )
            return Outcome(
                "wrong grade", f"No report that could be meant judges “{what}” {claim.grade} ({listed})."
            )
        if not grade and not claim.area:
            areas = [
                AREA_LABELS.get(item.area, item.area)
                for item in report.judgements
                if item.grade == claim.grade
            ]
            if areas:
                return Outcome(
                    "ambiguous",
                    f"{named(report)} prints no overall grade; {claim.grade} is that of {', '.join(areas)}.",
                    report=report,
                )
        printed = f"judges it {grade}" if grade else "prints no such grade"
        others = [
            AREA_LABELS.get(item.area, item.area) for item in report.judgements if item.grade == claim.grade
        ]
        remarks = (
            (f"{claim.grade[:1].upper()}{claim.grade[1:]} there: {', '.join(others)}.",) if others else ()
        )
        return Outcome(
            "wrong grade",
            f"The draft says that “{what}” was judged {claim.grade}; {named(report)} {printed}.",
            remarks=remarks,
            report=report,
        )
    if len(fitting) == len(judged) or len(fitting) == 1:
        remarks = (
            ()
            if len(fitting) == len(judged)
            else (f"It does not say which report, but is right of the one of {day(fitting[0].published)}.",)
        )
        return Outcome(
            "right", f"{named(fitting[0])} judges “{what}” {claim.grade}.", remarks=remarks, report=fitting[0]
        )
    listed = "; ".join(f"{day(report.published)}: {grade or 'none printed'}" for report, grade in said[:6])
    return Outcome("ambiguous", f"{len(judged)} reports could be meant ({listed}).")


def _grade(report: Report, area: str) -> str:
    """Of a report of one service alone its overall grade is that of the service."""
    if area == report.framework and not any(item.area == area for item in report.judgements):
        area = "overall"
    return next((item.grade for item in report.judgements if item.area == area), "")
