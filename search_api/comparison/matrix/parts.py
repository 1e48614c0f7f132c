"""Cuts the paragraphs that mention a matter into parts: by year, authority or any group of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from indexer.records import Report
from indexer.store.reader import IndexReader

from .records import OfYear
from .tally import SAID, Said, Tally

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of the matter. counts: its paragraphs by what they say; empty for no mention."""

    report: Report
    counts: Mapping[Said, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Of a group of reports. searched: all of them, whatever they say. mentioning: those that mention it.

    paragraphs, reports: that say that of it; a paragraph counts once, a report in each kind that it has.
    """

    searched: int
    mentioning: int
    paragraphs: Mapping[Said, int]
    reports: Mapping[Said, int]

    @property
    def mentions(self) -> int:
        """Paragraphs that mention it."""
        return sum(self.paragraphs.values())

    @property
    def side(self) -> str:
        """What its paragraphs say together, by the names of `records.SIDES`; "" without a report.

        "criticised": of concerns and recommendations.
        """
        if not self.searched:
            return ""
        good = self.paragraphs["strength"]
        bad = self.paragraphs["concern"] + self.paragraphs["recommendation"]
        if good and bad:
            return "both"
        if good or bad:
            return "praised" if good else "criticised"
        return "mentioned" if self.mentions else "not mentioned"


def by_report(reader: IndexReader, told: Tally, searched: Iterable[Report]) -> tuple[Told, ...]:
    """Each of the reports that were searched, in their order, with what it says of the matter."""
    reports = reader.reports()
    counts: dict[str, Counter[Said]] = {}
    for said in SAID:
        for place in reader.places_of(told.rows[said]).tolist():
            counts.setdefault(reports[place].id, Counter())[said] += 1
    return tuple(Told(report, counts.get(report.id, {})) for report in searched)


def joined(items: Iterable[Told]) -> Part:
    """Several reports as one part."""
    held = tuple(items)
    return Part(
        len(held),
        sum(bool(item.counts) for item in held),
        {said: sum(item.counts.get(said, 0) for item in held) for said in SAID},
        {said: sum(bool(item.counts.get(said)) for item in held) for said in SAID},
    )


def parts(items: Sequence[Told], key: Callable[[Report], K]) -> dict[K, Part]:
    """By a key of the reports, in the order in which the keys are met."""
    found: dict[K, list[Told]] = {}
    for item in items:
        found.setdefault(key(item.report), []).append(item)
    return {name: joined(held) for name, held in found.items()}


def newest_rows(reader: IndexReader, told: Tally) -> dict[str, int]:
    """Year of publication -> the first row on the matter in the newest report of that year that has one."""
    reports = reader.reports()
    rows = told.every
    found: dict[str, tuple[tuple[date, str], int]] = {}
    for row, place in zip(rows.tolist(), reader.places_of(rows).tolist(), strict=True):
        report = reports[place]
        key, year = (report.published, report.id), str(report.published.year)
        if year not in found or key > found[year][0]:
            found[year] = key, row
    return {year: row for year, (_, row) in found.items()}


def by_year(reader: IndexReader, told: Tally, searched: Iterable[Report]) -> dict[str, OfYear]:
    """Year of publication -> what its reports say; years without a report are left out."""
    held: dict[str, list[Told]] = {}
    for item in by_report(reader, told, searched):
        held.setdefault(str(item.report.published.year), []).append(item)
    newest = newest_rows(reader, told)
    found = {}
    for year, items in held.items():
        part = joined(items)
        found[year] = OfYear(
            part.searched,
            part.mentioning,
            part.reports["strength"],
            part.reports["concern"],
            tuple(sum(item.counts.values()) for item in items),
            newest.get(year),
        )
    return found
