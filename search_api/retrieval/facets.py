"""How many paragraphs each value of each filter would leave: what a filter panel shows beside its choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from indexer.arrays import Int64Array
from indexer.records import FRAMEWORKS, GRADES, KINDS
from indexer.store.filters import grades_of
from indexer.store.reader import IndexReader
from search_api.question.scope import Request, resolve

from .searcher import Searcher

Field = Literal["authority", "region", "year", "framework", "grade", "kind"]
FIELDS: tuple[Field, ...] = get_args(Field)
# What the question says of a field is silenced by what is chosen of it (question.py).
_SAID: dict[Field, tuple[str, ...]] = {
    "authority": ("authority", "neighbours", "region", "type"),
    "region": ("region",),
    "year": ("published",),
    "framework": ("framework",),
    "grade": ("grade",),
    "kind": ("kind",),
}
_ALONE: tuple[Field, ...] = ("year", "framework", "grade")
_ORDERS: dict[Field, tuple[str, ...]] = {"framework": FRAMEWORKS, "grade": GRADES, "kind": KINDS}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """paragraphs: that are searched where this is the field's only value and all other filters hold."""

    name: str
    paragraphs: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """values: authorities and regions by name; years latest first; others in the order of records."""

    field: Field
    values: tuple[FacetValue, ...]


def facets(searcher: Searcher, query: str, request: Request) -> tuple[Facet, ...]:
    """One for each of FIELDS, in their order. query: "" for none; what it names is a filter that holds.

    A value without a paragraph is left out unless it was chosen. A year is chosen where `since` and
    `until` both are that year. Raises as Searcher.understand.
    """
    chosen = _chosen(searcher, request)
    whole = counts(searcher, _rows(searcher, query, request))
    found = []
    for field in FIELDS:
        held = whole[field]
        without = _silenced(searcher, query, _without(request, field), field)
        if without != request:
            held = counts(searcher, _rows(searcher, query, without))[field]
        if field in _ALONE and _latest(searcher, query, without):
            # Which report is an authority's latest depends on the value, so that each is tried alone.
            everything = counts(searcher, _rows(searcher, "", without))[field]
            held = {name: _searched(searcher, query, _with(without, field, name)) for name in everything}
            held = {name: count for name, count in held.items() if count}
        names = {*held, *chosen[field]}
        values = [FacetValue(name, held.get(name, 0), name in chosen[field]) for name in names]
        found.append(Facet(field, tuple(sorted(values, key=lambda value: _place(field, value)))))
    return tuple(found)


def counts(searcher: Searcher, rows: Int64Array | None) -> dict[Field, dict[str, int]]:
    """Paragraphs among `rows` (None: all) by each value of each field; names sorted, none with 0."""
    held = searcher.reader.facets(rows)
    regions: Counter[str] = Counter()
    for name, count in held["authority"].items():
        known = searcher.register.match(name)
        if known is not None and known.region:
            regions[known.region] += count
    return {
        "authority": held["authority"],
        "region": dict(sorted(regions.items())),
        "year": held["year"],
        "framework": held["framework"],
        "grade": _grades(searcher.reader, held["report"]),
        "kind": held["kind"],
    }


def _grades(reader: IndexReader, held: Mapping[str, int]) -> dict[str, int]:
    """By the grade that a filter goes by; a report of several grades without an overall one has none."""
    found: Counter[str] = Counter()
    for name, count in held.items():
        grades = grades_of(reader.report(name))
        if len(grades) == 1:
            found.update(dict.fromkeys(grades, count))
    return dict(sorted(found.items()))


def _rows(searcher: Searcher, query: str, request: Request) -> Int64Array | None:
    if query:
        return searcher.understand(query, request).scope.rows
    return resolve(request, searcher.reader, searcher.register).rows


def _latest(searcher: Searcher, query: str, request: Request) -> bool:
    """Whether the question asks for each authority's latest report, or the one before."""
    if not query or request.literal:
        return False
    return any(item.field == "report" for item in searcher.understand(query, request).question.mentions)


def _searched(searcher: Searcher, query: str, request: Request) -> int:
    return searcher.understand(query, request).scope.coverage.paragraphs_searched


def _with(request: Request, field: Field, value: str) -> Request:
    if field == "year":
        return replace(request, since=value, until=value)
    return (
        replace(request, frameworks=(value,)) if field == "framework" else replace(request, grades=(value,))
    )


def _silenced(searcher: Searcher, query: str, request: Request, field: Field) -> Request:
    """With what the question says of the field taken as words."""
    if not query or request.literal:
        return request
    said = searcher.understand(query, request).question.mentions
    own = tuple(item.text for item in said if item.field in _SAID[field])
    return replace(request, as_words=(*request.as_words, *own)) if own else request


def _without(request: Request, field: Field) -> Request:
    if field == "year":
        return replace(request, since="", until="")
    if field == "authority":
        return replace(request, authorities=())
    if field == "region":
        return replace(request, regions=())
    if field == "framework":
        return replace(request, frameworks=())
    return replace(request, grades=()) if field == "grade" else replace(request, kinds=())


def _chosen(searcher: Searcher, request: Request) -> Mapping[Field, frozenset[str]]:
    """Names as the counts have them."""
    register = searcher.register
    meant = (register.match(name) for name in request.authorities)
    regions = {
        name: item.region for name in request.regions for item in register.in_region(name)[:1] if item.region
    }
    year = request.since if len(request.since) == 4 and request.since == request.until else ""
    return {
        "authority": frozenset(
            item.name if item else name for item, name in zip(meant, request.authorities, strict=True)
        ),
        "region": frozenset(regions.values()),
        "year": frozenset({year} - {""}),
        "framework": frozenset(name.lower() for name in request.frameworks),
        "grade": frozenset(name.lower() for name in request.grades),
        "kind": frozenset(name.lower() for name in request.kinds),
    }


def _place(field: Field, value: FacetValue) -> tuple[int, str]:
    if field == "year":
        return -int(value.name), ""
    order = _ORDERS.get(field)
    if order:
        return order.index(value.name) if value.name in order else len(order), value.name
    return 0, value.name
