"""How many paragraphs each value of each filter would leave: what a filter panel shows beside its choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from indexer.arrays import Int64Array, in_both
from indexer.records import Report
from search_api.question.filters import Holdings, by_name, in_panel, named, newest
from search_api.question.interpreter import Interpreter
from search_api.question.records import Parsed, Understanding
from search_api.question.request import Request, choose, newest_of_each

from .results import Facet, FacetValue

YEAR = "year"  # the facet of the filters by date; its place is after the filters on authorities


def fields() -> tuple[str, ...]:
    """The facets that there are, in the order of the panel."""
    panel = in_panel()
    of_authority = (item.name for item in panel if item.of_authority)
    return (*of_authority, YEAR, *(item.name for item in panel if not item.of_authority))


def facets(
    interpreter: Interpreter,
    request: Request,
    parsed: Parsed | None = None,
    among: Int64Array | None = None,
) -> tuple[Facet, ...]:
    """One for each of `fields`, in their order. parsed: the question, whose filters hold too; None for none.

    A value without a paragraph is left out unless it was chosen. A year is chosen where `since` and
    `until` both are that year. The question is not parsed again. among: the only rows that are counted, None
    for all. Raises as Interpreter.scope.
    """
    counting = _Counting(interpreter, parsed, among)
    chosen = _chosen(interpreter, request)
    whole = counting.held(request)
    rows, found = {item.name: item for item in named()}, []
    for name in fields():
        without = counting.silenced(_without(request, name), name)
        if _alone(name) and counting.latest(without):
            # Which report is an authority's latest depends on the value, so that each is tried alone.
            held = counting.newest_by(without, name)
        else:
            held = (whole if without == request else counting.held(without)).by(name)
        values = [
            FacetValue(value, held.get(value, 0), value in chosen[name]) for value in {*held, *chosen[name]}
        ]
        order = {value: place for place, value in enumerate(rows[name].values if name in rows else ())}
        found.append(Facet(name, tuple(sorted(values, key=lambda value: _place(name, value, order)))))
    return tuple(found)


def counts(interpreter: Interpreter, rows: Int64Array | None) -> dict[str, dict[str, int]]:
    """Paragraphs among `rows` (None: all) by each value of each field; names sorted, none with 0."""
    counted = _Counted(interpreter, rows)
    return {name: counted.by(name) for name in fields()}


class _Counted:
    """Paragraphs by the values of one field or another, each counted when it is asked for."""

    def __init__(self, interpreter: Interpreter, rows: Int64Array | None) -> None:
        self._interpreter, self._rows = interpreter, rows

    @cached_property
    def _those(self) -> Int64Array:
        rows = self._rows
        return np.arange(len(self._interpreter.reader), dtype=np.int64) if rows is None else rows

    @cached_property
    def of_report(self) -> Int64Array:
        """In the order of the index's reports."""
        reader = self._interpreter.reader
        return np.bincount(reader.places_of(self._those), minlength=len(reader.reports()))

    def by(self, name: str) -> dict[str, int]:
        if self._rows is not None:
            return self._by(name)
        whole = _OF_ALL.setdefault(self._interpreter.holdings, {})
        if name not in whole:
            whole[name] = self._by(name)
        return dict(whole[name])

    def _by(self, name: str) -> dict[str, int]:
        if name == "kind":
            return dict(sorted(Counter(self._interpreter.reader.kinds_of(self._those)).items()))
        if name == "theme":
            return self._interpreter.themes.counts(self._rows) if self._interpreter.themes else {}
        passing = _passing(self._interpreter)[name]
        counted = {value: int(self.of_report[places].sum()) for value, places in passing.items()}
        return {value: count for value, count in counted.items() if count}


_Passing = Mapping[str, Mapping[str, Int64Array]]
_KEPT: WeakKeyDictionary[Holdings, _Passing] = WeakKeyDictionary()
_OF_ALL: WeakKeyDictionary[Holdings, dict[str, dict[str, int]]] = WeakKeyDictionary()  # of no filter at all


def _passing(interpreter: Interpreter) -> _Passing:
    """By field and value the places of the reports that the value alone would let pass; made once.

    Values sorted.
    """
    holdings = interpreter.holdings
    if (kept := _KEPT.get(holdings)) is None:
        places: dict[str, dict[str, list[int]]] = {name: {} for name in fields()}
        for place, report in enumerate(interpreter.reader.reports()):
            for name in fields():
                for value in _values(name, report, holdings):
                    places[name].setdefault(value, []).append(place)
        kept = _KEPT[holdings] = {
            name: {value: np.array(found, np.int64) for value, found in sorted(by_value.items())}
            for name, by_value in places.items()
        }
    return kept


@dataclass(frozen=True, slots=True)
class _Counting:
    """What a question, parsed once, leaves under one request or another."""

    interpreter: Interpreter
    parsed: Parsed | None
    among: Int64Array | None
    _understood: dict[Request, Understanding] = field(default_factory=dict)

    def _rows(self, request: Request) -> Int64Array | None:
        rows = self.interpreter.scope(request, self.parsed)[0].rows
        return in_both(rows, self.among)

    def held(self, request: Request) -> _Counted:
        return _Counted(self.interpreter, self._rows(request))

    def searched(self, request: Request) -> int:
        rows = self._rows(request)
        return len(self.interpreter.reader) if rows is None else len(rows)

    def newest_by(self, request: Request, name: str) -> dict[str, int]:
        """By each value of a field the paragraphs of the reports that are then the newest, none with 0."""
        wide = self._of_all_ages(request)
        if wide is None:
            everything = _Counting(self.interpreter, None, self.among).held(request).by(name)
            tried = {value: self.searched(_with(request, name, value)) for value in everything}
            return {value: count for value, count in tried.items() if count}
        scope = self.interpreter.scope(wide, self.parsed)[0]
        held = _Counted(self.interpreter, in_both(scope.rows, self.among)).of_report
        reports = self.interpreter.reader.reports()
        place_of = {report.id: place for place, report in enumerate(reports)}
        left = {report.id for report in scope.reports}
        counted = {
            value: sum(
                int(held[place_of[report.id]])
                for report in newest_of_each(
                    [reports[place] for place in places if reports[place].id in left]
                )
            )
            for value, places in _passing(self.interpreter)[name].items()
        }
        return {value: count for value, count in counted.items() if count}

    def _of_all_ages(self, request: Request) -> Request | None:
        """The request without its last step, the newest report of each authority; None where that is not the
        last, as of "the report before the latest" and of "2019 and the latest".
        """
        silent = newest()[0]
        understood = self.understand(request)
        said = [item for item in understood.mentions if item.field in silent.said]
        if said and (not understood.latest or any(item.field == "published" for item in understood.mentions)):
            return None
        found = self.parsed.found if self.parsed else ()  # with what the typed filter silences
        stretches = [item.text for item in found if item.field in silent.said]
        return request.having(silent.name).taking_as_words(stretches)

    def understand(self, request: Request) -> Understanding:
        if (found := self._understood.get(request)) is None:
            found = self._understood[request] = self.interpreter.understand(request, self.parsed)
        return found

    def latest(self, request: Request) -> bool:
        """Whether each authority's latest report is asked for, or in the question the one before."""
        return any(map(request.of, (item.name for item in newest()))) or any(
            item.field == "report" for item in self.understand(request).mentions
        )

    def silenced(self, request: Request, name: str) -> Request:
        """With what the question says of the field taken as words."""
        said = ("published",) if name == YEAR else by_name(name).said
        own = tuple(item.text for item in self.understand(request).mentions if item.field in said)
        return request.taking_as_words(own) if own else request


def _values(name: str, report: Report, holdings: Holdings) -> Iterable[str]:
    """Those of a field that would each let the report pass."""
    if name == YEAR:
        return (str(report.published.year),)
    item = by_name(name)
    found = item.of(report, holdings) if item.of else frozenset[str]()
    return (value for value in found if item.keeps(report, frozenset({value}), holdings))


def _alone(name: str) -> bool:
    """Whether the reports of one authority may differ in it."""
    return name == YEAR or (by_name(name).of is not None and not by_name(name).of_authority)


def _with(request: Request, name: str, value: str) -> Request:
    if name == YEAR:
        return request.having("since", value).having("until", value)
    return request.having(name, value)


def _without(request: Request, name: str) -> Request:
    return request.having("since").having("until") if name == YEAR else request.having(name)


def _chosen(interpreter: Interpreter, request: Request) -> Mapping[str, frozenset[str]]:
    """Names as the counts have them."""
    holdings: Holdings = interpreter.holdings
    resolved = choose(request, holdings)
    since, until = request.of("since"), request.of("until")
    year = since if since == until and since and len(since[0]) == 4 else ()
    return {item.name: resolved.of(item.name) for item in named()} | {YEAR: frozenset(year)}


def _place(name: str, value: FacetValue, order: Mapping[str, int]) -> tuple[int, str]:
    if name == YEAR:
        return -int(value.name), ""
    return order.get(value.name, len(order)), value.name
