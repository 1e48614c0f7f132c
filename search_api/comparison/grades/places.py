"""Where a report gives the grade of an area: the first paragraph below the heading that prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from indexer.kinds.table import HEADINGS
from indexer.records import Paragraph, Report
from indexer.store.filters import Filters
from indexer.store.reader import IndexReader

_WORDINGS = tuple(
    (item.area, re.compile(item.pattern, re.IGNORECASE)) for item in HEADINGS if item.area is not None
)
_FINDING, _WHOLE = "finding", "overall"
_STEP = 6  # few sections are shorter


class Places:
    """Finds them in one open index; each report is read once. Threads may share one."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    @cached_property
    def _known(self) -> dict[str, dict[str, tuple[str, int | None]]]:
        return {}

    def of(self, report: Report, area: str, grade: str) -> tuple[str, int | None]:
        """The paragraph's id and page; ("", None) where no section of the area bears the grade.

        The overall grade has no section of its own: it is on the cover.
        """
        found = self._known.get(report.id)
        if found is None:
            found = self._known[report.id] = self._read(report)
        return found.get(f"{area} {grade}", ("", None))

    def _read(self, report: Report) -> dict[str, tuple[str, int | None]]:
        """Of each section the first paragraph. Every paragraph is read only where a few do not tell."""
        judged = {item.area for item in report.judgements} - {_WHOLE}
        rows = self._reader.select(Filters(frozenset({report.id}), frozenset({_FINDING})))
        if rows is None or not len(rows):
            return {}
        few = self._some(rows.tolist())
        found = _first_of_each(few[place] for place in sorted(few))
        if judged <= {key.partition(" ")[0] for key in found}:
            return found
        return _first_of_each(self._reader.by_rows(rows))

    def _some(self, rows: list[int]) -> dict[int, Paragraph]:
        """Row -> paragraph, of every sixth, and of all between two that stand in different sections."""
        marks = [*rows[::_STEP], rows[-1]]
        held = dict(zip(marks, self._reader.by_rows(marks), strict=True))
        between = [
            row
            for left, right in pairwise(marks)
            if _key(held[left]) != _key(held[right])
            for row in rows
            if left < row < right
        ]
        return held | dict(zip(between, self._reader.by_rows(between), strict=True))


def _first_of_each(paragraphs: Iterable[Paragraph]) -> dict[str, tuple[str, int | None]]:
    found: dict[str, tuple[str, int | None]] = {}
    for paragraph in paragraphs:
        if key := _key(paragraph):
            found.setdefault(key, (paragraph.id, paragraph.page_first))
    return found


def _key(paragraph: Paragraph) -> str:
    """Area and grade of its section; "" where it stands in none that is judged."""
    area = _area(paragraph) if paragraph.grade else ""
    return f"{area} {paragraph.grade}" if area else ""


def _area(paragraph: Paragraph) -> str:
    """What is judged where it stands, by the nearest heading above it that says so; "" for none."""
    if paragraph.part == "lscb":
        return "lscb"
    for heading in reversed(paragraph.section):
        bare = heading.strip(" :.?–-")
        for area, pattern in _WORDINGS:
            if pattern.fullmatch(bare):
                return area
    return ""
