"""Which reports and paragraphs are searched: what the user typed, resolved against one index.

A filter that leaves nothing is said, with what there is instead; it never falls back to everything.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import numpy as np

from indexer.arrays import Int64Array
from indexer.authorities.register import Register
from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import FRAMEWORKS, GRADES, KINDS, Report
from indexer.store.filters import Filters, grades_of, is_graded
from indexer.store.format import Source
from indexer.store.reader import IndexReader
from indexer.terminal import one_line

from .names import indexed_only
from .understanding import Understanding

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Request:
    """Filters as typed. since, until: "2022", "2022-03" or "2022-03-31", "" for none.

    regions: of the register. grades: of the overall judgement. literal: search the question's words as
    they are, no filter is read from them. as_words: stretches of the question, as typed, that are words
    to search for and no filters.
    """

    authorities: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    frameworks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    literal: bool = False
    as_words: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


EVERYTHING = Request()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on. files_refused: in path order. text: all of it as one line."""

    reports_searched: int
    reports_indexed: int
    paragraphs_searched: int
    files_refused: tuple[Refused, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a request comes to in one index.

    rows: as IndexReader.select gives it, None for every row. notes: what the user should know about
    the filters, one sentence each: an authority without a report here, or why nothing is left.
    """

    filters: Filters
    rows: Int64Array | None
    notes: tuple[str, ...]
    coverage: Coverage

    @property
    def empty(self) -> bool:
        return self.rows is not None and len(self.rows) == 0


def first_day(text: str, option: str = "--since") -> date:
    """The date, or the first day of the month or year. Raises InvalidRequest."""
    return _days(text, option)[0]


def last_day(text: str, option: str = "--until") -> date:
    """The date, or the last day of the month or year. Raises InvalidRequest."""
    return _days(text, option)[1]


def resolve(request: Request, reader: IndexReader, register: Register) -> Scope:
    """Raises UnknownAuthority (neither in the register nor in the index) and InvalidRequest."""
    typed, absent = typed_filters(request, reader, register)
    return scope_of(typed, reader, absent)


def typed_filters(request: Request, reader: IndexReader, register: Register) -> tuple[Filters, list[str]]:
    """The request's filters and the authorities of it that have no report here. Raises as `resolve`."""
    authorities, absent = _authorities(request.authorities, reader.reports(), register)
    filters = Filters(
        authorities=frozenset(authorities),
        since=first_day(request.since) if request.since else None,
        until=last_day(request.until) if request.until else None,
        frameworks=_one_of(request.frameworks, FRAMEWORKS, "framework"),
        kinds=_one_of(request.kinds, KINDS, "kind of paragraph"),
        within=_within(request.regions, register),
        grades=_one_of(request.grades, GRADES, "grade"),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise InvalidRequest(
            f"no day is from {filters.since} to {filters.until}", "exchange --since and --until"
        )
    return filters, absent


def with_question(typed: Filters, question: Understanding) -> Filters:
    """The typed filters and, of the fields that were not typed, what the question says.

    Its dates are in `reports`, as they hold for inspection and publication alike.
    """
    return replace(
        typed,
        authorities=typed.authorities or question.authorities,
        reports=typed.reports or question.reports or frozenset(),
        frameworks=typed.frameworks or question.frameworks,
        kinds=typed.kinds or question.kinds,
    )


def scope_of(
    filters: Filters, reader: IndexReader, absent: Iterable[str] = (), question: Understanding | None = None
) -> Scope:
    """absent: authorities typed that have no report here. question: what was understood, if anything."""
    reports = reader.reports()
    if question is not None and question.empty and reports:
        nothing = coverage([], reports, 0, reader.sources())
        return Scope(filters, np.empty(0, np.int64), question.notes, nothing)
    notes = [f"No report of {name} is in this index." for name in absent]
    notes += question.notes if question is not None else ()
    rows = reader.select(filters)
    if len(reader) == 0 or (rows is not None and len(rows) == 0):
        notes += _why_empty(filters, set(absent), reader)
    searched = [report for report in reports if filters.keep_report(report)]
    count = len(reader) if rows is None else len(rows)
    return Scope(
        filters, rows, tuple(notes), coverage(searched if count else [], reports, count, reader.sources())
    )


def coverage(
    searched: Sequence[Report], indexed: Sequence[Report], paragraphs: int, sources: Sequence[Source]
) -> Coverage:
    """How many reports and paragraphs were searched, and which files were not, with one line saying so."""
    refused = tuple(
        sorted((Refused(source.path, source.reason) for source in sources if source.report is None),
               key=lambda file: file.path)
    )  # fmt: skip
    text = f"Searched {len(searched)} of {_count(len(indexed), 'report')}{_extent(searched)}"
    text += f", {_count(paragraphs, 'paragraph')}"
    if refused:
        shown = "; ".join(one_line(f"{_tail(file.path)} ({file.reason})") for file in refused[:_NAMES_SHOWN])
        more = f"; and {len(refused) - _NAMES_SHOWN} more" if len(refused) > _NAMES_SHOWN else ""
        text += f"; {len(refused)} of {_count(len(sources), 'file')} could not be read: {shown}{more}"
    return Coverage(len(searched), len(indexed), paragraphs, refused, text + ".")


def _tail(path: str) -> str:
    """A file's name with its folder's: enough to know it by, short enough for a line under every answer."""
    return "/".join(PurePosixPath(path).parts[-2:])


def _extent(reports: Sequence[Report]) -> str:
    if not reports:
        return ""
    names = list(dict.fromkeys(report.authority for report in reports))
    who = ", ".join(names) if len(names) <= _NAMES_SHOWN else f"{len(names)} authorities"
    first, last = min(report.published for report in reports), max(report.published for report in reports)
    return f" ({who}; {first})" if first == last else f" ({who}; {first} to {last})"


def _authorities(
    typed: Iterable[str], reports: Sequence[Report], register: Register
) -> tuple[list[str], list[str]]:
    """All the names meant, and those of them that have no report here."""
    here = {report.authority for report in reports}
    local = indexed_only(here, register)
    meant, absent = [], []
    for name in typed:
        found = local.match(name) or register.match(name)
        if found is None:
            near = list(dict.fromkeys((*local.near_names(name), *register.near_names(name))))[:3]
            remedy = f"did you mean {' or '.join(near)}?" if near else "`pinpoint info` lists what is indexed"
            raise UnknownAuthority(
                f"{name[:80]!r} is neither in the register of authorities nor in this index", remedy
            )
        meant.append(found.name)
        if found.name not in here:
            absent.append(found.name)
    return meant, list(dict.fromkeys(absent))


def _within(regions: Iterable[str], register: Register) -> frozenset[str]:
    """The authorities of the regions. Raises UnknownRegion, naming the regions there are."""
    return frozenset(item.name for region in regions for item in register.in_region(region))


def _why_empty(filters: Filters, absent: set[str], reader: IndexReader) -> list[str]:
    """The first filter that leaves nothing, in the order authority, region, framework, grade, date, kind."""
    reports = reader.reports()
    if not reports:
        return ["This index holds no report."]
    left = [
        report for report in reports if not filters.authorities or report.authority in filters.authorities
    ]
    if not left:
        return [] if absent else ["No report of the authorities asked for is in this index."]
    who = " or ".join(sorted(filters.authorities - absent))
    of_whom = f" of {who}" if who else ""
    left, near = [report for report in left if not filters.within or report.authority in filters.within], left
    if not left:
        names = sorted({report.authority for report in near})
        there = ", ".join(names[:_NAMES_SHOWN]) + (" and others" if len(names) > _NAMES_SHOWN else "")
        return [f"No report{of_whom} is of the regions chosen; without them there are reports of {there}."]
    kept = [report for report in left if not filters.frameworks or report.framework in filters.frameworks]
    if not kept:
        have = Counter(report.framework for report in left)
        held = ", ".join(f"{name} ({number})" for name, number in sorted(have.items()))
        return [f"No report{of_whom} is of framework {_or(filters.frameworks)}; those indexed: {held}."]
    kept, near = [report for report in kept if not filters.grades or is_graded(report, filters.grades)], kept
    if not kept:
        given = Counter[str](grade for report in near for grade in grades_of(report))
        held = ", ".join(f"{name} ({given[name]})" for name in GRADES if name in given) or "none"
        return [f"No report{of_whom} is graded {_or(filters.grades)}; grades of those there are: {held}."]
    dated = [report for report in kept if filters.keep_report(report)]
    if not dated:
        when = " ".join(
            f"{word} {day}" for word, day in (("since", filters.since), ("until", filters.until)) if day
        )
        days = sorted(report.published for report in kept)
        there = f"the latest is of {days[-1]}" if filters.since and days[-1] < filters.since else (
            f"the earliest is of {days[0]}" if filters.until and days[0] > filters.until else
            f"those nearest are of {max(d for d in days if filters.since and d < filters.since)} and "
            f"{min(d for d in days if filters.until and d > filters.until)}"
        )  # fmt: skip
        return [f"No report{of_whom} was published {when}; {there}."]
    facets = reader.facets(reader.select(replace(filters, kinds=frozenset())))["kind"]
    held = ", ".join(f"{name} ({number})" for name, number in facets.items()) or "no paragraph"
    return [f"The reports chosen hold no paragraph of kind {_or(filters.kinds)}; they hold {held}."]


def _one_of(typed: Iterable[str], allowed: Sequence[str], what: str) -> frozenset[str]:
    chosen = frozenset(text.strip().lower() for text in typed)
    wrong = sorted(chosen.difference(allowed))
    if wrong:
        raise InvalidRequest(f"{wrong[0][:80]!r} is not a {what}", f"use one of {', '.join(allowed)}")
    return chosen


def _days(text: str, option: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            year, first, last = int(found["year"]), int(found["month"] or 1), int(found["month"] or 12)
            until = int(found["day"] or monthrange(year, last)[1])
            return date(year, first, int(found["day"] or 1)), date(year, last, until)
    except ValueError:  # also calendar's IllegalMonthError
        pass
    raise InvalidRequest(f"{option} {text[:40]!r} is not a date", "write 2022, 2022-03 or 2022-03-31")


def _or(names: Iterable[str]) -> str:
    return " or ".join(sorted(names))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
