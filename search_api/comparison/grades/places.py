"""Where a report gives the grade of an area: the first paragraph below the heading that prints it."""

from __future__ import annotations

import re
from functools import cached_property

from indexer.kinds.table import HEADINGS
from indexer.records import Paragraph, Report
from indexer.store.reader import IndexReader

_WORDINGS = tuple(
    (item.area, re.compile(item.pattern, re.IGNORECASE)) for item in HEADINGS if item.area is not None
)
_FINDING = "finding"


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
        found: dict[str, tuple[str, int | None]] = {}
        for paragraph in self._reader.paragraphs(report.id):
            if paragraph.kind == _FINDING and paragraph.grade and (area := _area(paragraph)):
                found.setdefault(f"{area} {paragraph.grade}", (paragraph.id, paragraph.page_first))
        return found


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
