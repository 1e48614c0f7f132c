"""What the address of the list of reports says: its filters, its order, and the part that is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from indexer.records import GRADES, Report
from search_api.comparison.changes import overall
from search_api.question.filters import days
from web.shared.labels import framework_label
from web.shared.lists import ListAddress
from web.shared.urls import FilterState, in_address

Sort = Literal[
    "", "-authority", "published", "-published", "grade", "-grade", "kind", "-kind"
]  # by column; "-" for the other way round; "" by authority and date
_WAYS: dict[Sort, str] = {
    "": "sorted by authority, A to Z",
    "-authority": "sorted by authority, Z to A",
    "published": "sorted by date, oldest first",
    "-published": "sorted by date, newest first",
    "grade": "sorted by overall grade, best first",
    "-grade": "sorted by overall grade, worst first",
    "kind": "sorted by kind of report, A to Z",
    "-kind": "sorted by kind of report, Z to A",
}


@dataclass(frozen=True, slots=True)
class ReportsState(FilterState):
    """given, as of FilterState. limit: rows a page. offset: rows before the first that is shown."""

    limit: int = 50
    offset: int = 0
    sort: Sort = ""

    @property
    def address(self) -> ListAddress:
        """Of the whole list."""
        order = [("sort", self.sort)] if self.sort else []
        return ListAddress("/reports", (*in_address(self.given), *order), self.limit)

    @property
    def url(self) -> str:
        """From the first page on."""
        return self.address.at()

    @property
    def way(self) -> str:
        """The order in words."""
        return _WAYS[self.sort]

    def having(self, name: str, *values: str) -> ReportsState:
        """With these values of one filter, without it for none; from the first page."""
        given = {key: held for key, held in self.given.items() if key != name}
        return replace(self, given=given | ({name: values} if values else {}), offset=0)

    def in_year(self, year: str = "") -> ReportsState:
        """Of the reports published in that year; "" for all years."""
        found = self
        for item in days():
            found = found.having(item.name, *([year] if year else []))
        return found

    def sorted_by(self, column: str) -> ReportsState:
        """Sorted by that column of the table; the other way round where it is sorted by it."""
        first, second = _ORDERS[column]
        return replace(self, sort=second if self.sort == first else first, offset=0)

    def order(self, column: str) -> str:
        """As `aria-sort` says it: "ascending", "descending", "" for a column that it is not sorted by."""
        if self.sort.removeprefix("-") != ("" if column == "authority" and not self.sort else column):
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"


# Of each column that sorts: its order at first, and when it is asked for again.
_ORDERS: dict[str, tuple[Sort, Sort]] = {
    "authority": ("", "-authority"),
    "published": ("-published", "published"),
    "grade": ("grade", "-grade"),
    "kind": ("kind", "-kind"),
}


def in_order(reports: Iterable[Report], sort: Sort) -> list[Report]:
    """By the column, then by authority, the newest first; reports without a grade stand last either way."""
    found = sorted(reports, key=lambda item: (item.authority, item.published, item.id))
    down = sort.startswith("-")
    column = sort.removeprefix("-")
    if column == "authority":
        return sorted(found, key=lambda item: item.authority, reverse=True)
    if column == "published":
        return sorted(found, key=lambda item: item.published, reverse=down)
    if column == "grade":
        found.sort(key=lambda item: item.published, reverse=True)
        graded = [item for item in found if overall(item)]
        graded.sort(key=lambda item: GRADES.index(overall(item)), reverse=down)
        return [*graded, *(item for item in found if not overall(item))]
    if column == "kind":
        found.sort(key=lambda item: item.published, reverse=True)
        return sorted(found, key=framework_label, reverse=down)
    return found
