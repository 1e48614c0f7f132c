"""Which judgements of different frameworks are of the same thing, so that time lines compare like with like.

The frameworks prescribe what is judged: the inspection handbooks of 2012-13, the single inspection framework
(2013-18), ILACS (2018, with a judgement for care leavers from January 2023 and without overall effectiveness
from April 2026), and the two area SEND frameworks (2016 and 2023). docs/comparing/crosswalk.md is this table
in words; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from indexer.kinds.table import AREA_LABELS, framework
from indexer.records import Judgement, Report

How = Literal["like", "nearly", "not"]

_HELP, _CARE, _LEAVERS, _ADOPTION, _LEADERS = (
    "help and protection", "children in care", "care leavers", "adoption", "leadership",
)  # fmt: skip
_ALL = frozenset({_HELP, _CARE, _LEAVERS, _ADOPTION, _LEADERS})
_IN_CARE = frozenset({_CARE, _LEAVERS, _ADOPTION})


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement of one framework. line: the area of the time line on which it stands.

    area: as records name it. printed: as covers and headings print it. covers: the services judged by it.
    note: what a reader must know before it is compared; "" for nothing.
    """

    line: str
    area: str
    printed: str
    covers: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A framework while it judged the same things. name: for readers. until: first day of the next stage."""

    name: str
    frameworks: tuple[str, ...]
    judged: tuple[Judged, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two judgements compare. why: one sentence, "" where they are alike in all.

    steps: grades from the earlier to the later, positive for better; None where they are not compared or one
    is not printed.
    """

    how: How
    why: str
    before: Judged | None = field(default=None)
    after: Judged | None = field(default=None)
    steps: int | None = None


_SIF = (
    Judged("overall", "overall", "Overall judgement", _ALL),
    Judged("help_and_protection", "help_and_protection", "Children who need help and protection",
           frozenset({_HELP})),
    Judged("looked_after", "looked_after", "Children looked after and achieving permanence", _IN_CARE),
    Judged("adoption", "adoption", "Adoption performance", frozenset({_ADOPTION}),
           "a graded part of the judgement on children looked after"),
    Judged("care_leavers", "care_leavers", "Experiences and progress of care leavers", frozenset({_LEAVERS}),
           "a graded part of the judgement on children looked after"),
    Judged("leadership", "leadership", "Leadership, management and governance", frozenset({_LEADERS})),
    Judged("lscb", "lscb", "Local Safeguarding Children Board", frozenset({"the board"}),
           "a review of the board, beside the judgements on the council"),
)  # fmt: skip

_ILACS = (
    Judged("overall", "overall", "Overall effectiveness", _ALL),
    Judged("help_and_protection", "help_and_protection",
           "The experiences and progress of children who need help and protection", frozenset({_HELP})),
    Judged("looked_after", "looked_after",
           "The experiences and progress of children in care and care leavers", _IN_CARE),
    Judged("leadership", "leadership",
           "The impact of leaders on social work practice with children and families", frozenset({_LEADERS}),
           "the impact of leaders on practice, where the framework before judged governance too"),
)  # fmt: skip

_ILACS_2023 = (
    *(item for item in _ILACS if item.line != "looked_after"),
    Judged("looked_after", "looked_after", "The experiences and progress of children in care",
           _IN_CARE - {_LEAVERS}),
    Judged("care_leavers", "care_leavers", "The experiences and progress of care leavers",
           frozenset({_LEAVERS})),
)  # fmt: skip

# In the order of time. A report stands at the first stage of its framework that had not ended.
STAGES: tuple[Stage, ...] = (
    Stage("Arrangements for the protection of children (2012–13)", ("protection",), (
        Judged("overall", "overall", "Overall effectiveness", frozenset({_HELP})),
        Judged("help_and_protection", "help_and_protection",
               "The effectiveness of the help and protection provided", frozenset({_HELP})),
        Judged("leadership", "leadership", "Leadership and governance",
               frozenset({"leadership of protection"})),
    )),
    Stage("Services for looked after children (2013)", ("looked_after",), (
        Judged("looked_after", "overall", "Overall effectiveness of services for looked after children",
               _IN_CARE, "the overall grade of an inspection of looked after services alone"),
        Judged("leadership", "leadership", "Leadership and management",
               frozenset({"leadership of looked after services"})),
    )),
    Stage("Single inspection framework (2013–18)", ("sif",), _SIF),
    Stage("Re-inspection under the single inspection framework (2016–18)", ("sif_reinspection",),
          tuple(item for item in _SIF if item.line != "lscb")),
    Stage("LSCB review", ("lscb",), (
        Judged("lscb", "overall", "Overall judgement", frozenset({"the board"})),
        Judged("lscb", "lscb", "Local Safeguarding Children Board", frozenset({"the board"})),
    )),
    Stage("ILACS (2018–22)", ("ilacs",), _ILACS, until=date(2023, 1, 1)),
    Stage("ILACS (2023 to March 2026)", ("ilacs",), _ILACS_2023, until=date(2026, 4, 1)),
    Stage("ILACS (from April 2026)", ("ilacs",), tuple(it for it in _ILACS_2023 if it.line != "overall")),
    Stage("Local area SEND inspection (2016–22)", ("area_send_2016",), (
        Judged("area_send", "area_send", "Written statement of action", frozenset({"SEND 2016"}),
               "whether a written statement of action was asked for"),
    )),
    Stage("Area SEND inspection (from 2023)", ("area_send",), (
        Judged("area_send", "area_send", "Inspection outcome", frozenset({"SEND 2023"}),
               "one of three outcomes, which are no grades"),
    )),
)  # fmt: skip
LINES = tuple(dict.fromkeys(item.line for stage in STAGES for item in stage.judged))


def stage_of(report: Report) -> Stage | None:
    """What its framework judged when it was inspected; None for a kind of report that judges nothing.

    By the first day of the inspection; where that is not known, by the day of publication.
    """
    when = report.inspection_start or report.published
    return next(
        (
            stage
            for stage in STAGES
            if report.framework in stage.frameworks and (stage.until is None or when < stage.until)
        ),
        None,
    )


def judged(line: str, report: Report) -> tuple[Judged | None, Judgement | None]:
    """What stands on the time line of an area for a report: what its framework judges, and the printed grade.

    (None, None) where the framework has no such judgement; a judgement without its grade where none was read.
    """
    stage = stage_of(report)
    found = [item for item in stage.judged if item.line == line] if stage else []
    printed = {item.area: item for item in report.judgements}
    for item in found:
        if item.area in printed:
            return item, printed[item.area]
    return (found[0], None) if found else (None, None)


def compare(line: str, before: Report, after: Report) -> Comparison:
    """Whether two inspections' judgements on one area may be set side by side, and why not.

    "like": the same services by the same scale. "nearly": the services or the standing of the judgement
    differ, which `why` says, beside the steps. "not": they do not compare, and there are no steps.
    """
    (old, was), (new, now) = judged(line, before), judged(line, after)
    label = AREA_LABELS[line].lower() if line != "lscb" else AREA_LABELS[line]
    missing = [report for report, item in ((before, old), (after, new)) if item is None]
    if old is None or new is None:
        years = " and ".join(str(report.published.year) for report in missing)
        return Comparison("not", f"There was no judgement on {label} in {years}.", old, new)
    if framework(before.framework).inspectorate != framework(after.framework).inspectorate:
        return Comparison("not", "The two were carried out by different inspectorates.", old, new)
    shared = old.covers & new.covers
    if not shared or (line == "overall" and old.covers != new.covers):
        why = (
            f"The judgement of {before.published.year} covers {_listed(old)}, that of {after.published.year} "
        )
        return Comparison("not", f"{why}{_listed(new)}.", old, new)
    why = _difference(old, new, before, after)
    if was is None or now is None:
        year = (before if was is None else after).published.year
        return Comparison("not", f"We found no grade for {label} in the report of {year}.", old, new)
    scale = {was.grade, now.grade}
    if scale == {"adequate", "requires improvement"}:
        why = "‘Adequate’ was renamed and redefined as ‘requires improvement’: neither is higher."
        return Comparison("not", why, old, new)
    ranks = framework(before.framework).rank(was.grade), framework(after.framework).rank(now.grade)
    same_scale = framework(before.framework).grades == framework(after.framework).grades
    if ranks[0] is None or ranks[1] is None or not same_scale:
        return Comparison("not", "The grades are on different scales.", old, new)
    return Comparison("nearly" if why else "like", why, old, new, ranks[1] - ranks[0])


def _listed(item: Judged) -> str:
    return "all services" if item.covers == _ALL else " and ".join(sorted(item.covers))


def _difference(old: Judged, new: Judged, before: Report, after: Report) -> str:
    """What a reader must know beside the two grades, in one sentence; "" for nothing."""
    for wide, narrow, year, other in (
        (old, new, before.published.year, after.published.year),
        (new, old, after.published.year, before.published.year),
    ):
        extra = sorted(wide.covers - narrow.covers)
        if extra:
            return f"The judgement of {year} includes {' and '.join(extra)}; that of {other} does not."
    if old.note != new.note:
        noted, report = (old, before) if old.note else (new, after)
        return f"The judgement of {report.published.year} is {noted.note}."
    return ""


def reviews_board(report: Report) -> bool:
    """Whether inspections of its kind look at the Local Safeguarding Children Board itself."""
    stage = stage_of(report)
    return stage is not None and any(item.line == "lscb" for item in stage.judged)
