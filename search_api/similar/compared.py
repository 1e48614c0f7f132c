"""Which paragraphs is one compared with? Kinds, filters and scopes, resolved against one open index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.arrays import Int64Array
from indexer.authorities.register import Register
from indexer.records import Kind, Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.question.filters import Holdings
from search_api.question.records import Scope
from search_api.question.request import Request, choose
from search_api.question.scope import coverage, scope_of
from search_api.themes.records import Tagged

from .names import Authorities, ScopeName, Side
from .rules import OTHER_SIDES
from .scopes import rank, within

# What is compared with what where the user names no kind. 'What needs to improve' is the recommendations
# of the frameworks since 2018; a summary says in short what a finding says at length.
COMPARED: dict[Kind, frozenset[Kind]] = {
    "finding": frozenset({"finding"}),
    "recommendation": frozenset({"recommendation", "improvement"}),
    "improvement": frozenset({"recommendation", "improvement"}),
    "summary": frozenset({"summary", "finding"}),
    "context": frozenset({"context"}),
}
# Nothing is praised in a recommendation: it is findings that say who does well.
_ANSWERS: dict[Kind, frozenset[Kind]] = COMPARED | dict.fromkeys(
    ("recommendation", "improvement"), frozenset({"finding"})
)


class Compared(NamedTuple):
    """rows: of the paragraphs that are compared, ascending; None for every row."""

    scope: Scope
    rows: Int64Array | None

    @property
    def empty(self) -> bool:
        """Whether nothing is compared."""
        return self.rows is not None and len(self.rows) == 0


class Comparer:
    """Says what is compared. What it keeps is derived from the index alone, so threads may share it."""

    def __init__(self, reader: IndexReader, register: Register, themes: Tagged | None = None) -> None:
        self.reader = reader
        self.register = register
        self.holdings = Holdings(reader.reports(), register, themes)

    def compared(
        self,
        asked: Paragraph,
        report: Report,
        request: Request,
        authorities: Authorities,
        side: Side,
        names: Sequence[ScopeName],
    ) -> Compared:
        """The paragraphs that the asked one is compared with; a note says which filter leaves nothing."""
        typed = choose(request, self.holdings)
        kinds = (_ANSWERS if side in OTHER_SIDES else COMPARED)[asked.kind]
        chosen = typed.having("kind", typed.of("kind") or frozenset[str](kinds))
        left = [
            other
            for other in self.reader.reports()
            if chosen.keeps(other, self.holdings)
            and other.id != report.id
            and (authorities == "any" or (other.authority == report.authority) == (authorities == "same"))
        ]
        if not left:
            scope = scope_of(chosen, self.reader, self.holdings)
            if scope.empty:
                return Compared(scope, np.empty(0, np.int64))
            whose = {"other": "another authority", "same": report.authority, "any": "any authority"}
            note = f"No other report of {whose[authorities]} is among those selected."
            return self._nothing(scope, note)
        whose_ = within(names, report.authority, left, self.register)
        if not whose_.reports:
            scope = scope_of(chosen, self.reader, self.holdings)
            return self._nothing(replace(scope, notes=()), *whose_.notes)
        scope = scope_of(replace(chosen, reports=whose_.reports), self.reader, self.holdings)
        if "better" not in names or scope.empty:
            return Compared(scope, scope.rows)
        return self._better(scope, asked, report)

    def _nothing(self, scope: Scope, *notes: str) -> Compared:
        empty: Int64Array = np.empty(0, np.int64)
        nothing = coverage([], 0, self.reader)
        return Compared(
            replace(scope, reports=(), rows=empty, notes=(*scope.notes, *notes), coverage=nothing), empty
        )

    def _better(self, scope: Scope, asked: Paragraph, report: Report) -> Compared:
        """Of the scope's paragraphs those of sections that were judged better than the asked one's."""
        held = rank(report, asked.grade)
        if held is None:
            return self._nothing(scope, f"{report.id} prints no grade for this section and none overall.")
        rows = scope.rows if scope.rows is not None else np.arange(len(self.reader), dtype=np.int64)
        kept: Int64Array = rows[self._ranks[rows] > held]
        if not len(kept):
            grade = asked.grade or next(item.grade for item in report.judgements if item.area == "overall")
            return self._nothing(scope, f"No section of the reports selected was judged better than {grade}.")
        places = np.unique(self.reader.places_of(kept)).tolist()
        reports = tuple(self.reader.reports()[place] for place in places)
        covered = coverage(reports, len(kept), self.reader)
        return Compared(replace(scope, reports=reports, rows=kept, coverage=covered), kept)

    @cached_property
    def _ranks(self) -> Int64Array:
        """(n,) the rank of the grade of each paragraph's section, -1 where none is known."""
        reports = self.reader.reports()
        places = self.reader.places_of(np.arange(len(self.reader))).tolist()
        pairs = list(zip(places, self.reader.grades(), strict=True))
        known = {(place, grade): rank(reports[place], grade) for place, grade in set(pairs)}
        found = [known[pair] for pair in pairs]
        return np.array([-1 if value is None else value for value in found], dtype=np.int64)
