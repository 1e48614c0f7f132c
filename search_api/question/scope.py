"""Which reports and paragraphs are searched: filters resolved against one index.

A filter that leaves nothing is said, with what there is instead; it never falls back to everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from indexer.arrays import Int64Array, in_both
from indexer.dates import day
from indexer.records import GRADES, Report
from indexer.store.filters import Filters
from indexer.store.reader import IndexReader

from .filters import Filter, Holdings, Values, days, grades_of, in_panel, named
from .records import Coverage, Refused, Scope, Understanding
from .request import Chosen

_NAMES_SHOWN = 3


def with_question(typed: Chosen, question: Understanding) -> Chosen:
    """The typed filters and, of those that were not typed, what the question says.

    Its places are in `authorities`, its dates in `reports`, as they hold for inspection and publication
    alike.
    """
    values = dict(typed.values)
    if question.authorities:
        values.setdefault("authority", question.authorities)
    for item in named():
        if not item.of_authority and (said := question.said(item.name)):
            values.setdefault(item.name, said)
    reports = question.reports if typed.reports is None else typed.reports
    latest = typed.latest or question.latest
    return Chosen(values, typed.since, typed.until, reports, typed.absent, latest)


def scope_of(
    chosen: Chosen, reader: IndexReader, holdings: Holdings, question: Understanding | None = None
) -> Scope:
    """What the filters leave. question: what was understood, if anything."""
    indexed = reader.reports()
    if question is not None and question.empty and indexed:
        nothing = coverage([], 0, reader)
        return Scope(chosen, (), np.empty(0, np.int64), question.notes, nothing)
    notes = [f"This index has no report on {name}." for name in chosen.absent]
    notes += question.notes if question is not None else ()
    left = chosen.left(indexed, holdings)
    kept = _kept(chosen, holdings)
    rows = in_both(_rows(chosen, reader, left), kept)
    count = len(reader) if rows is None else len(rows)
    if not count:
        notes += _why_empty(chosen, reader, holdings)
    searched = left if count else ()
    return Scope(chosen, left, rows, tuple(notes), coverage(searched, count, reader), kept=kept)


def narrowed(scope: Scope, reader: IndexReader, reports: Sequence[Report]) -> Scope:
    """The scope, of these of its reports alone. The coverage stays that of the whole."""
    rows = reader.select(Filters(frozenset(report.id for report in reports), scope.chosen.of("kind")))
    rows = in_both(rows, scope.kept)
    if scope.exact is not None and rows is not None:
        rows = np.intersect1d(rows, scope.exact, assume_unique=True)
    return replace(scope, reports=tuple(reports), rows=rows)


def covering(scope: Scope, reader: IndexReader, parts: Sequence[Scope]) -> Scope:
    """The scope, whose coverage is of these: an answer may quote the inspection before, or leave some out."""
    searched = list(dict.fromkeys(report for part in parts for report in part.reports))
    if any(part.rows is None for part in parts):
        count = len(reader)
    else:
        count = len(np.unique(np.concatenate([part.rows for part in parts if part.rows is not None])))
    return replace(scope, coverage=coverage(searched, count, reader))


def _rows(chosen: Chosen, reader: IndexReader, left: Sequence[Report]) -> Int64Array | None:
    """Of the paragraphs in the reports that are left, those that pass the filters on paragraphs."""
    everything = len(left) == len(reader.reports())
    reports = None if everything else frozenset(report.id for report in left)
    return reader.select(Filters(reports, chosen.of("kind")))


def _kept(chosen: Chosen, holdings: Holdings) -> Int64Array | None:
    """Of the whole index, what the filters on paragraphs leave that it does not hold itself; None for all."""
    rows: Int64Array | None = None
    for item in named():
        if item.rows is not None and (values := chosen.of(item.name)):
            rows = in_both(rows, item.rows(values, holdings))
    return rows


def coverage(searched: Sequence[Report], paragraphs: int, reader: IndexReader) -> Coverage:
    """How many reports and paragraphs were searched, and which files were not, with one sentence saying so.

    The sentence counts the reports that have pages to check and the files that could not be read; `pinpoint
    info` and the page of coverage name them.
    """
    indexed, sources = reader.reports(), reader.sources()
    doubtful = reader.noted.to_check
    to_check = sum(report.id in doubtful for report in searched) if doubtful else 0
    refused = tuple(
        sorted((Refused(source.path, source.reason) for source in sources if source.report is None),
               key=lambda file: file.path)
    )  # fmt: skip
    text = f"Searched {len(searched)} of {_count(len(indexed), 'report')}{_extent(searched)}"
    text += f", {_count(paragraphs, 'paragraph')}"
    if to_check:
        text += f"; {_count(to_check, 'report')} {'has' if to_check == 1 else 'have'} pages to check"
    if refused:
        text += f"; {len(refused)} of {_count(len(sources), 'file')} could not be read"
    return Coverage(len(searched), len(indexed), paragraphs, refused, text + ".", to_check)


def _extent(reports: Sequence[Report]) -> str:
    if not reports:
        return ""
    names = list(dict.fromkeys(report.authority for report in reports))
    who = ", ".join(names) if len(names) <= _NAMES_SHOWN else f"{len(names)} authorities"
    first, last = min(report.published for report in reports), max(report.published for report in reports)
    when = day(first) if first == last else f"{day(first)} to {day(last)}"
    return f" ({who}; {when})"


def _why_empty(chosen: Chosen, reader: IndexReader, holdings: Holdings) -> list[str]:
    """The first filter that leaves nothing: in the order of the panel, then dates, then filters on
    paragraphs.
    """
    left: Sequence[Report] = reader.reports()
    if not left:
        return ["This index holds no report."]
    who = " or ".join(sorted(chosen.of("authority") - set(chosen.absent)))
    of_whom = f" of {who}" if who else ""
    for item in in_panel():
        values = chosen.of(item.name)
        kept = [report for report in left if not values or item.keeps(report, values, holdings)]
        if not kept and item.name == "authority":
            return [] if chosen.absent else ["No report of the authorities asked for is in this index."]
        if not kept:
            return [_none_of(item, values, of_whom, left, holdings)]
        left = kept
    dated = chosen.left(left, holdings)
    if not dated:
        return [_none_dated(chosen, of_whom, left)]
    rest = in_both(_rows(chosen.having("kind", frozenset()), reader, dated), _kept(chosen, holdings))
    themed = [(item, chosen.of(item.name)) for item in named() if item.rows and chosen.of(item.name)]
    if themed and rest is not None and not len(rest):
        item, values = themed[0]
        return [f"The reports selected have no paragraph of the {item.what} {_any(item.worded(values))}."]
    facets = reader.facets(rest)["kind"]
    held = ", ".join(f"{name} ({number})" for name, number in facets.items()) or "no paragraph"
    return [f"The reports selected have no paragraph of type {_or(chosen.of('kind'))}; they have {held}."]


def _none_of(item: Filter, values: Values, of_whom: str, before: Sequence[Report], holdings: Holdings) -> str:
    """Why a filter by names leaves none of the reports before it, and what they have instead."""
    if item.name == "region":
        names = sorted({report.authority for report in before})
        there = ", ".join(names[:_NAMES_SHOWN]) + (" and others" if len(names) > _NAMES_SHOWN else "")
        return f"No report{of_whom} is from the regions chosen; without them there are reports of {there}."
    if item.name == "grade":
        given = Counter[str](grade for report in before for grade in grades_of(report))
        held = ", ".join(f"{name} ({given[name]})" for name in GRADES if name in given) or "none"
        return f"No report{of_whom} is graded {_or(values)}. Grades found: {held}."
    have = Counter[str]()
    for report in before:
        have.update(item.of(report, holdings) if item.of else ())
    held = ", ".join(f"{item.worded([name])[0]} ({have[name]})" for name in sorted(have)) or "none"
    return f"No report{of_whom} is of the {item.what} {' or '.join(item.worded(values))}. Found: {held}."


def _none_dated(chosen: Chosen, of_whom: str, before: Sequence[Report]) -> str:
    """Why the dates leave none of the reports before them, and when those were published."""
    since, until = chosen.since, chosen.until
    when = " ".join(f"{item.name} {day(given)}" for item in days() if (given := chosen.day(item)))
    published = sorted(report.published for report in before)
    if since and published[-1] < since:
        there = f"the latest was published on {day(published[-1])}"
    elif until and published[0] > until:
        there = f"the earliest was published on {day(published[0])}"
    else:
        earlier = max(held for held in published if since and held < since)
        later = min(held for held in published if until and held > until)
        there = f"the nearest were published on {day(earlier)} and {day(later)}"
    return f"No report{of_whom} was published {when}; {there}."


def _or(names: Iterable[str]) -> str:
    return _any(sorted(names))


def _any(names: Iterable[str]) -> str:
    return " or ".join(names)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
