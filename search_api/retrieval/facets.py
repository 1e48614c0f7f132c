"""How many paragraphs each value of each filter would leave: what a filter panel shows beside its choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    found = []
    for name in fields():
        without = counting.silenced(_without(request, name), name)
        held = (whole if without == request else counting.held(without))[name]
        if _alone(name) and counting.latest(without):
            # Which report is an authority's latest depends on the value, so that each is tried alone.
            held = counting.newest_by(without, name)
        values = [
            FacetValue(value, held.get(value, 0), value in chosen[name]) for value in {*held, *chosen[name]}
        ]
        found.append(Facet(name, tuple(sorted(values, key=lambda value: _place(name, value)))))
    return tuple(found)


def counts(interpreter: Interpreter, rows: Int64Array | None) -> dict[str, dict[str, int]]:
    """Paragraphs among `rows` (None: all) by each value of each field; names sorted, none with 0."""
    held = interpreter.reader.facets(rows)
    by_field: dict[str, Counter[str]] = {name: Counter() for name in fields()}
    for report_id, count in held["report"].items():
        report = interpreter.reader.report(report_id)
        for item in named():
            for value in _values(item.name, report, interpreter.holdings):
                by_field[item.name][value] += count
    counted = {name: dict(sorted(found.items())) for name, found in by_field.items()}
    themes = interpreter.themes.counts(rows) if interpreter.themes else {}
    return counted | {YEAR: held["year"], "kind": held["kind"], "theme": themes}


@dataclass(frozen=True, slots=True)
class _Counting:
    """What a question, parsed once, leaves under one request or another."""

    interpreter: Interpreter
    parsed: Parsed | None
    among: Int64Array | None

    def _rows(self, request: Request) -> Int64Array | None:
        rows = self.interpreter.scope(request, self.parsed)[0].rows
        return in_both(rows, self.among)

    def held(self, request: Request) -> dict[str, dict[str, int]]:
        return counts(self.interpreter, self._rows(request))

    def searched(self, request: Request) -> int:
        rows = self._rows(request)
        return len(self.interpreter.reader) if rows is None else len(rows)

    def newest_by(self, request: Request, name: str) -> dict[str, int]:
        """By each value of a field the paragraphs of the reports that are then the newest, none with 0."""
        wide = self._of_all_ages(request)
        if wide is None:
            everything = _Counting(self.interpreter, None, self.among).held(request)[name]
            tried = {value: self.searched(_with(request, name, value)) for value in everything}
            return {value: count for value, count in tried.items() if count}
        scope = self.interpreter.scope(wide, self.parsed)[0]
        held = self.interpreter.reader.facets(in_both(scope.rows, self.among))["report"]
        by_value: dict[str, list[Report]] = {}
        for report in scope.reports:
            for value in _values(name, report, self.interpreter.holdings):
                by_value.setdefault(value, []).append(report)
        counted = {
            value: sum(held.get(report.id, 0) for report in newest_of_each(reports))
            for value, reports in by_value.items()
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
        return self.interpreter.understand(request, self.parsed)

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


def _place(name: str, value: FacetValue) -> tuple[int, str]:
    if name == YEAR:
        return -int(value.name), ""
    order = by_name(name).values
    return (order.index(value.name) if value.name in order else len(order)), value.name
