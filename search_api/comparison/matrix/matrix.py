"""Counts the reports of one open index that mention, praise and criticise a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np

from indexer.kinds.table import FRAMEWORK_LABELS, FRAMEWORKS
from indexer.records import Report, report_of
from indexer.store.reader import IndexReader
from search_api.question.filters import Holdings

from .records import NO_REGION, By, Cell, Column, Matrix, Matter, Quoted, Said, Speaking, joined
from .tally import Tally, tally

K = TypeVar("K")
OfSides = Callable[[Sequence[tuple[int, int]]], list[str]]
Scores = Mapping[tuple[int, int], float]  # (row, place of the sentence) -> from 0 to 1

_KEPT, _KEPT_TALLIES = 8, 200  # matters of which the sentences, and the counts, are kept
# Kinds of report of which one stands in the place of another: the same framework, the same length.
_FAMILIES = {"sif_reinspection": "sif"}
_FEWEST = 3  # reports of a family, from which on their length is said
_LONGER = 1.5  # times as long, so that it is said


class Matrices:
    """Makes them for one open index. Threads may share one."""

    def __init__(self, reader: IndexReader, holdings: Holdings, sides: OfSides) -> None:
        """sides: of sentences, as `Labels.of` gives them."""
        self._reader, self._holdings, self._sides = reader, holdings, sides
        self._spoken: dict[tuple[object, ...], dict[str, Speaking]] = {}
        self._tallies: dict[tuple[object, ...], Tally] = {}

    def of(self, matter: Matter, by: By = "all", scores: Scores | None = None) -> Matrix:
        """The matrix of a matter over the reports of its scope, by year of publication.

        scores: of the sentences of a theme.
        """
        reports = matter.scope.reports
        speaking = self.speaking(matter, scores)
        cells: dict[tuple[str, str], Cell] = {}
        for (row, year), held in _grouped(reports, lambda item: (self._row(item, by), _year(item))).items():
            found = tuple(speaking[report.id] for report in held if report.id in speaking)
            cells[row, year] = Cell(tuple(held), found)
        rows = tuple(sorted({row for row, _ in cells}, key=lambda name: (name == NO_REGION, name)))
        columns = self.columns(reports)
        return Matrix(
            matter.subject,
            matter.theme,
            matter.names,
            by,
            rows,
            columns,
            cells,
            {row: joined(cell for (name, _), cell in cells.items() if name == row) for row in rows},
            {
                column.name: joined(cell for (_, year), cell in cells.items() if year == column.name)
                for column in columns
            },
            Cell(tuple(reports), tuple(speaking[item.id] for item in reports if item.id in speaking)),
            matter.scope,
            (*self._own(matter), *self.cautions(reports, columns)),
        )

    def speaking(self, matter: Matter, scores: Scores | None = None) -> dict[str, Speaking]:
        """Report id -> where it speaks of the matter, of those that do.

        Kept for the last few matters: a page, its drawing and its table are asked for one after another.
        """
        key = _key(matter)
        found = self._spoken.get(key)
        if found is None:
            found = self._read(matter, scores)
            self._spoken = dict([*self._spoken.items(), (key, found)][-_KEPT:])
        return found

    def tally(self, matter: Matter) -> Tally:
        """Its paragraphs by what they say and by year; kept for the last matters that were asked about."""
        reports = matter.scope.reports
        key = (*_key(matter), *(report.id for report in reports))
        found = self._tallies.get(key)
        if found is None:
            speaking = self.speaking(matter).values()
            found = tally(self._reader, matter.subject, matter.rows, speaking, reports)
            self._tallies = dict([*self._tallies.items(), (key, found)][-_KEPT_TALLIES:])
        return found

    def _read(self, matter: Matter, scores: Scores | None) -> dict[str, Speaking]:
        reader = self._reader
        found = list(matter.sentences(reader, matter.rows))
        sides = self._sides([(row, place) for row, place, *_ in found])
        sure = scores or {}
        said: dict[int, list[Said]] = {}
        for (row, place, span, _), side in zip(found, sides, strict=True):
            said.setdefault(row, []).append(Said(row, span, side, sure.get((row, place), 1.0)))
        reports = reader.reports()
        # A paragraph that prints the name over two sentences mentions it, and no sentence of it takes a side.
        for row in np.setdiff1d(matter.rows, np.array(sorted(said), np.int64)).tolist():
            spans = reader.spans(row)
            said[row] = [Said(row, (spans[0][0], spans[-1][1]) if spans else (0, 0), "")]
        by_report: dict[int, list[Said]] = {}
        rows = sorted(said)
        for row, place in zip(rows, reader.places_of(rows).tolist(), strict=True):
            by_report.setdefault(place, []).extend(said[row])
        return {reports[place].id: Speaking(reports[place], tuple(held)) for place, held in by_report.items()}

    def quoted(self, speaking: Iterable[Speaking], side: str = "") -> Iterator[Quoted]:
        """The sentences with their paragraphs, the newest report first. side: "praise" or "criticism" for
        those alone, one that does both among them; "" for all.
        """
        newest = sorted(speaking, key=lambda item: (item.report.published, item.report.id), reverse=True)
        said = [item for found in newest for item in found.said if not side or item.side in (side, "mixed")]
        paragraphs = self._reader.by_rows([item.row for item in said])
        for item, paragraph in zip(said, paragraphs, strict=True):
            report = self._reader.report(report_of(paragraph.id))
            touching = self._reader.noted.touching(paragraph)
            yield Quoted(report, paragraph, item.span, item.side, item.score, touching)

    def _own(self, matter: Matter) -> list[str]:
        """What is to be known of the matter, beside what is to be known of the filters."""
        return [note for note in matter.notes if note not in matter.scope.notes]

    def _row(self, report: Report, by: By) -> str:
        if by == "authority":
            return report.authority
        if by == "region":
            return self._holdings.region(report.authority) or NO_REGION
        return "All reports"

    def columns(self, reports: Sequence[Report]) -> tuple[Column, ...]:
        """Every year from the first to the last of these reports, those without one among them."""
        return tuple(_columns(reports))

    def cautions(self, reports: Sequence[Report], columns: Sequence[Column]) -> tuple[str, ...]:
        """What a reader must know before comparing figures of different years, one sentence each."""
        return tuple(self._cautions(reports, columns))

    def _cautions(self, reports: Sequence[Report], columns: Sequence[Column]) -> Iterator[str]:
        if any(column.breaks for column in columns):
            yield (
                "A year marked with a line has other kinds of report than the year before, so its figure "
                "does not compare with those of earlier years."
            )
        lengths = self._lengths(reports)
        if len(lengths) > 1:
            shortest, longest = min(lengths.values()), max(lengths.values())
            if longest > _LONGER * shortest:
                said = ", ".join(f"{FRAMEWORK_LABELS[name]} {round(size)}" for name, size in lengths.items())
                yield (
                    "Longer reports mention more, whatever was found. Paragraphs in a report here, on "
                    f"average: {said}."
                )

    def _lengths(self, reports: Sequence[Report]) -> dict[str, float]:
        counts = self._paragraphs
        sizes: dict[str, list[int]] = {}
        for report in reports:
            sizes.setdefault(_family(report), []).append(counts.get(report.id, 0))
        ordered = (name for name in FRAMEWORKS if name in sizes)
        return {name: float(np.mean(sizes[name])) for name in ordered if len(sizes[name]) >= _FEWEST}

    @cached_property
    def _paragraphs(self) -> dict[str, int]:
        """Report id -> its paragraphs."""
        return dict(self._reader.facets()["report"])


def _family(report: Report) -> str:
    return _FAMILIES.get(report.framework, report.framework)


def _year(report: Report) -> str:
    return str(report.published.year)


def _columns(reports: Sequence[Report]) -> Iterator[Column]:
    held = _grouped(reports, _year)
    if not held:
        return
    before: set[str] = set()
    for year in range(int(min(held)), int(max(held)) + 1):
        families = {_family(report) for report in held.get(str(year), ())}
        kinds = tuple(FRAMEWORK_LABELS[name] for name in FRAMEWORKS if name in families)
        yield Column(str(year), kinds, bool(before and families and families != before))
        before = families or before


def _grouped(reports: Iterable[Report], key: Callable[[Report], K]) -> dict[K, list[Report]]:
    found: dict[K, list[Report]] = {}
    for report in reports:
        found.setdefault(key(report), []).append(report)
    return found


def _key(matter: Matter) -> tuple[object, ...]:
    return matter.subject, matter.theme, matter.names, matter.rows.tobytes()
