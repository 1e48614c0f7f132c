"""The movements of grades in one open index, and the time line of an authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from indexer.anomalies import warning
from indexer.kinds.table import AREA_LABELS, framework
from indexer.records import Report
from indexer.store.reader import IndexReader
from search_api.comparison.crosswalk import Comparison, compare, judged, stage_of
from search_api.question.filters import Holdings
from search_api.question.records import Scope

from .asked import COUNCIL
from .places import Places
from .records import Asked, Move, Moves, Printed, Stop, TimeLine, counted

_DIFFER = "grades differ"  # an anomaly: the cover and the section of an area


class Movements:
    """Reads them from the covers of one open index. Threads may share one."""

    def __init__(self, reader: IndexReader, holdings: Holdings) -> None:
        self._reader, self._holdings = reader, holdings
        self._places = Places(reader)

    def find(self, asked: Asked, scope: Scope) -> Moves:
        """Those that are asked for, whose later report is within the scope; the earlier may be any.

        A report that was published again is left out. Two grades that do not compare are never counted.
        """
        pairs = self._within(asked, scope, later=asked.later)
        compared = [move for move in pairs if move.compared.steps is not None]
        rows = _listed(compared, asked)
        further: tuple[str, ...] = ()
        if asked.before and asked.after and not asked.later:
            held = {move.authority for move in rows}
            moved = _listed(self._within(asked, scope, later=True), asked)
            further = tuple(dict.fromkeys(move.authority for move in moved if move.authority not in held))
        return Moves(
            asked,
            rows,
            tuple(move for move in pairs if move.compared.steps is None and _fits(move, asked)),
            counted(compared),
            scope,
            further,
        )

    def _within(self, asked: Asked, scope: Scope, *, later: bool) -> list[Move]:
        """All pairs of the areas whose later report is within the scope, by authority, area and date."""
        wanted = {report.id for report in scope.reports}
        return [
            move
            for name in sorted({report.authority for report in scope.reports})
            for line in asked.lines or COUNCIL
            for move in self._pairs(self._inspections.get(name, ()), line, later=later)
            if move.after.report.id in wanted
        ]

    def placed(self, move: Move) -> Move:
        """With the paragraphs below the headings that print the two grades."""
        return replace(move, before=self.place(move.before), after=self.place(move.after))

    def place(self, printed: Printed) -> Printed:
        """With the first paragraph below the heading that prints the grade, where the report has one."""
        paragraph, page = self._places.of(printed.report, printed.judged.area, printed.grade)
        return replace(printed, paragraph=paragraph, page=page, check=self._check(printed))

    def _check(self, printed: Printed) -> str:
        """Of a report whose section gives another grade than its cover, what it says."""
        label = f"{AREA_LABELS[printed.judged.area]}:"
        return warning(
            [
                item
                for item in self._reader.noted.of_report.get(printed.report.id, ())
                if item.kind == _DIFFER and item.detail.startswith(label)
            ]
        )

    def time_line(self, authority: str) -> TimeLine:
        """All areas of an authority by inspection, the board's and the area's among them."""
        stops: list[Stop] = []
        last: dict[str, Report] = {}
        for report in self._inspections.get(authority, ()):
            stage = stage_of(report)
            if stage is None:
                continue
            grades, compared = dict[str, Printed](), dict[str, Comparison]()
            for line in dict.fromkeys(item.line for item in stage.judged):
                printed = _printed(line, report)
                if printed is None:
                    continue
                grades[line] = self.place(printed)
                if line in last:
                    compared[line] = compare(line, last[line], report)
                last[line] = report
            stops.append(Stop(report, stage.name, grades, compared))
        lines = tuple(dict.fromkeys(line for line in (*COUNCIL, *last) if line in last))
        return TimeLine(authority, lines, tuple(stops))

    @cached_property
    def _inspections(self) -> Mapping[str, Sequence[Report]]:
        """Authority -> its reports that judge anything, oldest first."""
        found: dict[str, list[Report]] = {}
        for report in sorted(self._reader.reports(), key=lambda item: (item.published, item.id)):
            if stage_of(report) is not None and not report.superseded_by:
                found.setdefault(report.authority, []).append(report)
        return found

    def _pairs(self, reports: Sequence[Report], line: str, *, later: bool) -> Iterator[Move]:
        """Each judgement of the line with the next one that compares, or with all later ones.

        The next one is also given where it does not compare.
        """
        held = [(place, printed) for place, item in enumerate(reports) if (printed := _printed(line, item))]
        for at, (place, before) in enumerate(held):
            for turn, (then, after) in enumerate(held[at + 1 :]):
                found = compare(line, before.report, after.report)
                if found.steps is None and turn and not later:
                    continue
                between = tuple(
                    item for item in reports[place + 1 : then] if _could_judge(item, after.report)
                )
                region = self._holdings.region(after.report.authority)
                yield Move(line, region, before, after, found, between)
                if found.steps is not None and not later:
                    break


def _printed(line: str, report: Report) -> Printed | None:
    item, judgement = judged(line, report)
    return Printed(report, item, judgement) if item is not None and judgement is not None else None


def _could_judge(report: Report, after: Report) -> bool:
    """Whether it is an inspection of the same standing as the later one, which a reader would look for."""
    return framework(report.framework).apart == framework(after.framework).apart


def _listed(moves: Iterable[Move], asked: Asked) -> tuple[Move, ...]:
    """Those that compare and are what was asked for."""
    return tuple(
        move
        for move in moves
        if move.compared.steps is not None and move.way in asked.wanted and _fits(move, asked)
    )


def _fits(move: Move, asked: Asked) -> bool:
    return _among(move.before.grade, asked.before) and _among(move.after.grade, asked.after)


def _among(value: str, wanted: Iterable[str]) -> bool:
    allowed = tuple(wanted)
    return not allowed or value in allowed
