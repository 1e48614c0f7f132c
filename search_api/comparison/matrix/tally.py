"""Counts the paragraphs that mention a matter by what they say of it and by year: the story of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indexer.arrays import Int64Array
from indexer.records import Kind, Report
from indexer.store.reader import IndexReader
from search_api.lists import listed
from search_api.sides.model import ASKS

from .records import Speaking

Said = Literal["concern", "strength", "recommendation", "other"]
SAID: tuple[Said, ...] = ("concern", "strength", "recommendation", "other")


@dataclass(frozen=True, slots=True)
class Year:
    """name: of publication. searched: reports of that year. The others count paragraphs that mention the
    matter, each once.
    """

    name: str
    searched: int
    concerns: int
    strengths: int
    recommendations: int
    others: int

    @property
    def mentions(self) -> int:
        """All of them."""
        return self.concerns + self.strengths + self.recommendations + self.others


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What the paragraphs say that mention one matter, each counted once.

    rows: of each kind, ascending: "concern" (a sentence on the matter criticises, whatever else is said),
    "strength" (one praises and none criticises), "recommendation" (the paragraph asks for something),
    "other" (neither). years: from the first to the last of the reports searched, in order. authorities: that
    have any of them.
    """

    label: str
    rows: Mapping[Said, Int64Array]
    years: tuple[Year, ...]
    reports: int
    searched: int
    authorities: int

    @property
    def every(self) -> Int64Array:
        """Rows of all of them, ascending."""
        return np.sort(np.concatenate([self.rows[said] for said in SAID]))

    @property
    def total(self) -> int:
        """Paragraphs that mention the matter."""
        return sum(map(len, self.rows.values()))

    def count(self, said: Said) -> int:
        """Paragraphs of that kind."""
        return len(self.rows[said])

    @property
    def sentence(self) -> str:
        """The numbers, for the user; each kind that no paragraph is of is left out."""
        return (
            f"{self._many(self.total)} in {self.reports:,} of {self.searched:,} reports "
            f"mention{_s(self.total)} ‘{self.label}’{self._told}"
        )

    @property
    def reports_first(self) -> str:
        """The same for one who asks how many reports: their number leads."""
        return (
            f"{self.reports:,} of {self.searched:,} reports mention{_s(self.reports)} ‘{self.label}’, in "
            f"{self._many(self.total)}{self._told}"
        )

    @property
    def _told(self) -> str:
        """The end of both."""
        first, last = self.span
        when = f"{first} to {last}" if first != last else first
        of = f"{self.authorities:,} authorit{'y' if self.authorities == 1 else 'ies'}"
        told = [f"{self.count(said):,} {_verb(said, self.count(said))}" for said in SAID if self.count(said)]
        return f" ({when}; {of}): {listed(told)}."

    @staticmethod
    def _many(count: int) -> str:
        return f"{count:,} paragraph{'' if count == 1 else 's'}"

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last year with a mention; ("", "") without one."""
        named = [year.name for year in self.years if year.mentions]
        return (named[0], named[-1]) if named else ("", "")


def tally(
    reader: IndexReader,
    label: str,
    rows: Int64Array,
    speaking: Iterable[Speaking],
    searched: Sequence[Report],
) -> Tally:
    """rows: of all paragraphs that mention the matter. speaking: where they do. searched: all reports."""
    sides: dict[int, set[str]] = {}
    for item in speaking:
        for said in item.said:
            sides.setdefault(said.row, set()).add(said.side)
    kinds = zip(rows.tolist(), reader.kinds_of(rows), strict=True)
    of = {row: _said(kind, sides.get(row, set())) for row, kind in kinds}
    reports = reader.reports()
    places = dict(zip(rows.tolist(), reader.places_of(rows).tolist(), strict=True))
    by_year: dict[int, Counter[str]] = {}
    for row, said_there in of.items():
        by_year.setdefault(reports[places[row]].published.year, Counter())[said_there] += 1
    there = Counter(report.published.year for report in searched)
    holding = {places[row] for row in of}
    return Tally(
        label,
        {said: np.array([row for row, it in of.items() if it == said], np.int64) for said in SAID},
        tuple(
            Year(str(year), there[year], *(by_year.get(year, Counter())[said] for said in SAID))
            for year in (range(min(there), max(there) + 1) if there else ())
        ),
        len(holding),
        len(searched),
        len({reports[place].authority for place in holding}),
    )


def _said(kind: Kind, sides: set[str]) -> Said:
    if kind in ASKS:
        return "recommendation"
    if sides & {"criticism", "mixed"}:
        return "concern"
    return "strength" if "praise" in sides else "other"


def _s(count: int) -> str:
    """The end of a verb in the singular."""
    return "s" if count == 1 else ""


def _verb(said: Said, count: int) -> str:
    verbs = {
        "concern": "raise{} concerns",
        "strength": "report{} strengths",
        "recommendation": "ask{} for improvement",
    }
    if said == "other":
        return "does none of these" if count == 1 else "do none of these"
    return verbs[said].format(_s(count))
