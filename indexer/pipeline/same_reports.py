"""Which of the files that were read are one and the same report, and what id does each report get?

Files with the same bytes never come here twice. Two files of one authority and publication date are
the same report if they say the same, paragraph for paragraph; and an exported text is the same as a
PDF if nine in ten of their printed numbers agree. Else they are two reports of one day, and the
second in path order has an id that ends in "-2". Of two versions of one report the later supersedes the
other, where the files tell which it is (reissues.py): it has the day's own id, and the earlier comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.authorities.printed import UNKNOWN, spelled_alike
from indexer.authorities.register import default_register
from indexer.records import Anomaly, Paragraph, Pinpoint, ReadReport, report_id

from .discovery import order
from .reissues import SUPERSEDED, SUPERSEDES, superseded, told

SAME_DAY = "same day"  # kind of the anomaly that such a report bears
_OF_SETTLING = {SAME_DAY, SUPERSEDED, SUPERSEDES}

_ENOUGH = 0.9  # share of numbers (of words where none are printed) that an export and its PDF share
_MOST = 9  # reports of one authority on one day: ids have one digit for it


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A file that was read. key: its path, as in discovery. read: under the id of a day's first report."""

    key: str
    read: ReadReport


@dataclass(frozen=True, slots=True)
class Settled:
    """reports: path -> report under its final id. twins: path -> path of the same report.

    surplus: paths of reports beyond the ninth of one authority and day, and of their twins.
    """

    reports: dict[str, ReadReport]
    twins: dict[str, str]
    surplus: tuple[str, ...]


def settle(candidates: Iterable[Candidate]) -> Settled:
    """The same candidates give the same answer, in whatever order they come."""
    days: dict[str, list[Candidate]] = {}
    for candidate in _spelled_alike(sorted(candidates, key=lambda item: order(item.key))):
        days.setdefault(candidate.read.report.id, []).append(candidate)
    reports: dict[str, ReadReport] = {}
    twins: dict[str, str] = {}
    surplus: list[str] = []
    for same_day in days.values():
        kept: list[Candidate] = []
        for item in sorted(same_day, key=lambda item: item.read.report.media != "pdf"):
            twin = next((other for other in kept if _is_same(other.read, item.read)), None)
            if twin is None:
                kept.append(item)
            else:
                twins[item.key] = twin.key
        beaten = superseded([(item.key, item.read) for item in kept])
        kept.sort(key=lambda item: (item.key in beaten, order(item.key)))
        for serial, item in enumerate(kept, start=1):
            if serial > _MOST:
                surplus.append(item.key)
            elif serial == 1 or item.key in beaten:
                identity = report_id(item.read.report.authority, item.read.report.published, serial)
                reports[item.key] = renamed(item.read, identity)
            else:
                reports[item.key] = _later(item.read, serial, kept[0].key)
        for key, later in beaten.items():
            if key in reports and later.key in reports:
                names = order(key)[-1], order(later.key)[-1]
                reports[key], reports[later.key] = told(
                    reports[key], names[0], reports[later.key], names[1], later.why
                )
    without = {key for key, winner in twins.items() if winner in surplus}
    kept_twins = {key: winner for key, winner in twins.items() if key not in without}
    return Settled(reports, kept_twins, (*surplus, *sorted(without, key=order)))


def _spelled_alike(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates with each authority under one name: covers print "SALTBY" and "Saltby"."""
    alike = spelled_alike((item.read.report.authority for item in candidates), default_register())
    for item in candidates:
        report = item.read.report
        name = alike.get(report.authority, report.authority)
        if name != report.authority:
            read = replace(item.read, report=replace(report, authority=name))
            item = Candidate(item.key, renamed(read, report_id(name, report.published)))
        yield item


def as_first(read: ReadReport) -> ReadReport:
    """The reverse of what `settle` does to the reports of one day."""
    report = replace(read.report, superseded_by="")
    anomalies = tuple(item for item in read.anomalies if item.kind not in _OF_SETTLING)
    first = ReadReport(report, read.paragraphs, anomalies)
    return renamed(first, report_id(report.authority, report.published))


def renamed(read: ReadReport, identity: str) -> ReadReport:
    """The same report with another id, in all its paragraphs too."""
    if read.report.id == identity:
        return read
    paragraphs = tuple(
        replace(item, id=str(replace(Pinpoint.parse(item.id), report=identity))) for item in read.paragraphs
    )
    anomalies = tuple(
        replace(
            item,
            paragraphs=tuple(str(replace(Pinpoint.parse(it), report=identity)) for it in item.paragraphs),
        )
        for item in read.anomalies
    )
    return ReadReport(replace(read.report, id=identity), paragraphs, anomalies)


def _later(read: ReadReport, serial: int, first: str) -> ReadReport:
    report = read.report
    whose = "an unknown authority" if report.authority == UNKNOWN else report.authority
    note = Anomaly(SAME_DAY, None, f"another report of {whose} was published on this day: {order(first)[-1]}")
    noted = replace(read, anomalies=(*read.anomalies, note))
    return renamed(noted, report_id(report.authority, report.published, serial))


def _is_same(one: ReadReport, other: ReadReport) -> bool:
    if _content(one.paragraphs) == _content(other.paragraphs):
        return True
    if one.report.media == other.report.media:
        return False
    numbers = _numbers(one.paragraphs), _numbers(other.paragraphs)
    if any(numbers):
        return _agree(*numbers)
    return _agree(_words(one.paragraphs), _words(other.paragraphs))


def _agree(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _ENOUGH * max(len(one), len(other))


def _content(paragraphs: Sequence[Paragraph]) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in paragraphs]


def _numbers(paragraphs: Sequence[Paragraph]) -> set[str]:
    return {item.id for item in paragraphs if item.printed and item.kind in ("finding", "recommendation")}


def _words(paragraphs: Sequence[Paragraph]) -> set[str]:
    return {word for item in paragraphs for word in re.findall(r"\w+", item.text.lower())}
