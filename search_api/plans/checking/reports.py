"""Which reports of an index can a citation mean?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.dates import day
from indexer.kinds.table import framework
from indexer.records import Report
from search_api.plans.claims.context import Meant
from search_api.plans.claims.links import linked_report


@dataclass(frozen=True, slots=True)
class Candidates:
    """reports: that fit, the likeliest first. sure: the draft's words leave only one. problem: why there is
    none.

    others: of the same authority, which do not fit all of the words.
    """

    reports: tuple[Report, ...]
    sure: bool
    problem: str = ""
    others: tuple[Report, ...] = ()


def candidates(
    meant: Meant, reports: Sequence[Report], before: Report | None, home: str, urls: Mapping[str, str]
) -> Candidates:
    """before: the report of the citation before this one. home: whose draft it is, "" if nobody knows. urls:
    report id -> its own address at the inspectorate.
    """
    linked = linked_report(meant.url, reports, urls)
    if linked is not None and _fits(linked, meant):
        return Candidates((linked,), True)
    names = _names(meant, before, home)
    if not names:
        return Candidates((), False, "The draft does not say which authority is meant.")
    of_names = [
        report
        for report in reports
        if report.authority in names or set(report.other_authorities) & set(names)
    ]
    who = " or ".join(name.partition(",")[0] for name in names[:3])
    if not of_names:
        return Candidates((), False, f"No report of {who} is in this index.")
    left = [report for report in of_names if _fits(report, meant)]
    if meant.tells_inspection and not left:
        return Candidates((), False, _none(meant, who), tuple(_newest(of_names)))
    left = _of_place(left, meant)
    current = [report for report in left if not report.superseded_by] or left
    if len(names) > 1:
        current.sort(
            key=lambda report: names.index(report.authority) if report.authority in names else len(names)
        )
        first = [report for report in current if report.authority == names[0]]
        current = first or current
    others = tuple(report for report in _newest(of_names) if report not in current)
    if before is not None and before in current and (len(current) == 1 or not meant.near):
        rest = [report for report in _newest(current) if report != before]
        return Candidates((before, *rest), len(current) == 1, "", others)
    if len(current) == 1:
        return Candidates(tuple(current), True, "", others)
    return Candidates(tuple(_newest(_by_publication(current, meant))), False, "", others)


def _names(meant: Meant, before: Report | None, home: str) -> tuple[str, ...]:
    if meant.named:
        return meant.named
    if home:
        return (home,)
    if before is not None:
        return (before.authority,)
    return meant.authorities[:1]


def _fits(report: Report, meant: Meant) -> bool:
    if meant.frameworks and report.framework not in meant.frameworks:
        return False
    if meant.first is None or meant.last is None:
        return True
    return any(_within(each, meant.first, meant.last) for each in _days(report))


def _days(report: Report) -> Iterable[date]:
    yield report.published
    yield from (each for each in (report.inspection_start, report.inspection_end) if each)


def _within(each: date, first: date, last: date) -> bool:
    return first <= each <= last


def _by_publication(reports: Sequence[Report], meant: Meant) -> Sequence[Report]:
    """Of several that fit a year, those that were published in it."""
    if meant.first is None or meant.last is None:
        return reports
    return [report for report in reports if _within(report.published, meant.first, meant.last)] or reports


def _of_place(reports: list[Report], meant: Meant) -> list[Report]:
    if not meant.which or meant.first or not reports:
        return reports
    full = [report for report in reports if report.judgements and not framework(report.framework).apart]
    by_age = _newest([report for report in (full or reports) if not report.superseded_by])
    place = {"latest": slice(0, 1), "previous": slice(1, 2), "first": slice(-1, None)}[meant.which]
    return by_age[place] or reports


def _newest(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: (report.published, report.id), reverse=True)


def _none(meant: Meant, who: str) -> str:
    when = " ".join(meant.words)
    return f"No report of {who} in this index fits “{when}”."


def named(report: Report) -> str:
    """As in "Torbay’s report of 24 August 2018"; of "Bristol, City of" as in "Bristol’s report"."""
    return f"{report.authority.partition(',')[0]}’s report of {day(report.published)}"
