"""Whose reports are compared? Those of the region, of statistical neighbours, of the same type of authority,
judged better, or newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from indexer.authorities.register import Authority, Register
from indexer.errors import InvalidRequest
from indexer.kinds.table import framework
from indexer.records import Report

from .names import ScopeName, Side

SCOPES: dict[ScopeName, str] = {
    "all": "All authorities",
    "region": "Same region",
    "neighbours": "Statistical neighbours",
    "type": "Same type of authority",
    "better": "Only where the section was judged better",
    "newest": "Only each authority's latest inspection",
}
_WORDS = {"region": "region", "neighbours": "statistical neighbours", "type": "type"}
WHOSE: tuple[ScopeName, ...] = ("all", "region", "neighbours", "type")  # of these one is enough to choose


@dataclass(frozen=True, slots=True)
class Whose:
    """reports: ids that are left. notes: why nothing is left, one sentence each."""

    reports: frozenset[str]
    notes: tuple[str, ...] = ()


def checked(names: str | Iterable[str]) -> tuple[ScopeName, ...]:
    """The scopes in the order of SCOPES, each once, without "all". Raises InvalidRequest."""
    given = [names] if isinstance(names, str) else list(names)
    chosen = {name.strip().lower() for name in given}
    wrong = sorted(chosen.difference(get_args(ScopeName)))
    if wrong:
        raise InvalidRequest(f"{wrong[0][:80]!r} is not a scope", f"use {', '.join(SCOPES)}", field="scope")
    return tuple(name for name in SCOPES if name in chosen and name != "all")


def checked_side(side: str) -> Side:
    """The side, however it is capitalised. Raises InvalidRequest for an unknown one."""
    found: dict[str, Side] = {name: name for name in get_args(Side)}
    if (known := found.get(side.strip().lower())) is None:
        raise InvalidRequest(f"{side[:80]!r} is not a side", f"use {', '.join(found)}", field="side")
    return known


def within(
    names: Sequence[ScopeName], authority: str, reports: Sequence[Report], register: Register
) -> Whose:
    """Of the reports, which are of other filters' choice already, those that the scopes on reports leave.

    authority: of the asked report. "better" is for paragraphs, and leaves all.
    """
    left = list(reports)
    places = [name for name in names if name in WHOSE]
    if places:
        known = register.match(authority)
        if known is None:
            note = f"{authority} is not in the register, so we do not know its {_WORDS[places[0]]}."
            return Whose(frozenset(), (note,))
        for name in places:
            left, note = _of_place(name, known, left, register)
            if not left:
                return Whose(frozenset(), (note,))
    if "newest" in names:
        left = newest(left)
    return Whose(frozenset(report.id for report in left))


def newest(reports: Sequence[Report]) -> list[Report]:
    """Of each authority the latest inspection that judges its services by grades; of one that has none here
    the latest report. A report that another replaced does not count.
    """
    found: dict[str, Report] = {}
    for report in reports:
        held = found.get(report.authority)
        if not report.superseded_by and (held is None or _age(report) > _age(held)):
            found[report.authority] = report
    return [report for report in reports if found.get(report.authority) is report]


def _age(report: Report) -> tuple[bool, str, str]:
    judged = any(item.area != "lscb" for item in report.judgements)
    graded = judged and not framework(report.framework).apart
    return graded, report.published.isoformat(), report.id


def _of_place(
    name: ScopeName, known: Authority, reports: Sequence[Report], register: Register
) -> tuple[list[Report], str]:
    if name == "neighbours":
        members = {item.name for item in register.neighbours(known)}
        what = f"a statistical neighbour of {known.name}"
    elif name == "region":
        members = {item.name for item in register if known.region and item.region == known.region}
        what = f"another authority in the region {known.region}" if known.region else ""
    else:
        members = {item.name for item in register if known.la_type and item.la_type == known.la_type}
        what = f"another authority of the type {known.la_type}" if known.la_type else ""
    left = [report for report in reports if report.authority in members]
    if not what:
        return [], f"The register does not say the {_WORDS[name]} of {known.name}."
    return left, f"No report of {what} is among those selected."


def rank(report: Report, grade: str) -> int | None:
    """The rank of a section's grade on its report's scale; of a section without one that of the report's
    overall grade; None where neither is printed, or where the kind of report does not judge services.
    """
    kind = framework(report.framework)
    if kind.apart:
        return None
    overall = next((item.grade for item in report.judgements if item.area == "overall"), "")
    return kind.rank(grade or overall)
