"""What the list of reports shows: its filters with counts, its rows, why nothing is left. No markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import field_validator
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import GRADES, Report
from search_api.comparison.changes import overall
from search_api.index.index import Index
from search_api.question.filters import Filter, days, in_panel, is_graded
from search_api.question.request import Request as Wanted
from search_api.schemas.parameters import ReportParameters
from web.shared.forms import Typed, given_in
from web.shared.labels import value_label
from web.shared.lists import RowPage, part
from web.shared.names import Fits, fitting
from web.shared.respond import Values, page, wrong

from .reports_order import ReportsState, Sort, in_order

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, and how many reports of the whole index have it."""

    value: str
    label: str
    reports: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """grade: of the overall judgement, "" where none is printed. paragraphs: how many."""

    report: Report
    grade: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of publication, and how many reports of the whole index were published in it."""

    year: str
    reports: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """wrong: why the filters cannot be used, "" where they can.

    notes: what else should be known of the filters. fits: what was typed as an authority and is a part of a
    name, or fits other names too. names: the authorities of the index. choices: of each filter that is chosen
    from a list. years: newest first. authorities: how many the list is about. everything: reports of the
    index.
    """

    state: ReportsState
    page: RowPage[ReportRow]
    wrong: str
    notes: tuple[str, ...]
    fits: tuple[Fits, ...]
    names: tuple[str, ...]
    choices: tuple[tuple[Filter, tuple[Choice, ...]], ...]
    years: tuple[Year, ...]
    authorities: int
    everything: int


def reports_page(index: Index, state: ReportsState) -> ReportsPage:
    """A filter that cannot be used is said on the page, and leaves no report."""
    everything = index.reader.reports()
    kept: list[Report] = []
    notes: list[str] = []
    fits = tuple(fitting(typed, index.holdings) for typed in state.of("authority"))
    problem = ""
    try:
        kept, notes = _kept(index, state, fits)
    except (InvalidRequest, UnknownAuthority) as error:
        problem = wrong(error)
    page = part(in_order(kept, state.sort), state.address, state.offset)
    counts = index.reader.facets()["report"]
    rows = tuple(ReportRow(item, overall(item), counts.get(item.id, 0)) for item in page.rows)
    years = Counter(str(item.published.year) for item in everything)
    chosen = {state.day(item.name) for item in days()}
    return ReportsPage(
        state,
        RowPage(rows, page.total, page.offset, page.address),
        problem,
        tuple(notes),
        tuple(item for item in fits if item.names or item.others),
        tuple(dict.fromkeys(item.authority for item in everything)),
        tuple((item, _choices(index, item, state.of(item.name))) for item in _listed()),
        tuple(Year(year, years[year], chosen == {year}) for year in sorted(years, reverse=True)),
        len({item.authority for item in kept}),
        len(everything),
    )


def reports_title(found: ReportsPage) -> str:
    """As in "Inspection reports: Torbay, published from 2018, page 2"."""
    state = found.state
    said = [
        _in_title(item, value)
        for item in in_panel()
        if item.of_authority or item.values
        for value in state.of(item.name)
    ]
    said += [f"{item.label.lower()} {value}" for item in days() for value in state.of(item.name)]
    said += ["only latest reports"] if state.of("latest") else []
    said += [state.way] if state.sort else []
    said += [f"page {found.page.number}"] if found.page.number > 1 else []
    title = "Inspection reports" + (f": {', '.join(said)}" if said else "")
    return f"Error: {title}" if found.wrong else title


def _in_title(item: Filter, value: str) -> str:
    """The value, after the name of its filter where it does not speak for itself: "overall grade good"."""
    shown = value_label(item.name, value)
    return f"{item.label.lower()} {value}" if item.values and shown.lower() == value else shown


def _kept(index: Index, state: ReportsState, fits: Sequence[Fits]) -> tuple[list[Report], list[str]]:
    """The reports left, and what to know of the filters. Raises UnknownAuthority and InvalidRequest."""
    # A part of a name stands for all that it fits; what fits none is for the filter to refuse.
    meant = [name for item in fits for name in (item.names or (item.typed,))]
    scope = index.scope(Wanted.named({**state.given, "authority": meant}))
    notes = list(scope.notes)
    if grades := scope.chosen.of("grade"):
        ungraded = scope.chosen.having("grade", frozenset())
        left = [item for item in index.reader.reports() if ungraded.keeps(item, index.holdings)]
        notes += _ungraded_notes([item for item in left if not overall(item)], grades)
    return list(scope.reports), notes


def _ungraded_notes(reports: Sequence[Report], grades: frozenset[str]) -> Iterable[str]:
    """Of reports without an overall grade: a filter by grade goes by the grades that they have."""
    said = " or ".join(grade for grade in GRADES if grade in grades)
    kept = sum(is_graded(item, grades) for item in reports)
    if kept:
        yield f"Included: {_print(kept)} no overall grade, but every other grade is {said}."
    if len(reports) > kept:
        yield f"Left out: {_print(len(reports) - kept)} no overall grade, and not only {said} elsewhere."


def _listed() -> tuple[Filter, ...]:
    """Filters on reports, but for the authority: of those there are too many to list, so it is typed.

    What an inspector gave stands before where the authority lies.
    """
    found = (item for item in in_panel() if item.of is not None and item.name != "authority")
    return tuple(sorted(found, key=lambda item: not item.values))


def _choices(index: Index, item: Filter, chosen: Sequence[str]) -> tuple[Choice, ...]:
    """The filter's values that a report of this index has, each with how many reports it would leave."""
    reports, holdings = index.reader.reports(), index.holdings
    held = {value for report in reports for value in (item.of(report, holdings) if item.of else ())}
    counts = {
        value: sum(item.keeps(report, frozenset({value}), holdings) for report in reports)
        for value in item.values or sorted(held.union(chosen))
    }
    return tuple(
        Choice(value, value_label(item.name, value), count, value in chosen)
        for value, count in counts.items()
        if count or value in chosen
    )


def _print(count: int) -> str:
    return f"{count:,} report{' has' if count == 1 else 's have'}"


class ReportsPageParameters(ReportParameters):
    """Those of the API as a form sends them: a field that was left empty is none."""

    since: Typed = ""
    until: Typed = ""
    sort: Sort = ""

    @field_validator("*", mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        return [value for value in values if value] if isinstance(values, list) else values

    def state(self) -> ReportsState:
        """The list that was asked for."""
        return ReportsState(given_in(self), self.limit, self.offset, self.sort)


@router.get("/reports")
async def reports(request: Request, query: Annotated[ReportsPageParameters, Query()]) -> Response:
    """The reports of the index, with filters, in the order that is asked for."""

    def work(index: Index) -> Values:
        found = reports_page(index, query.state())
        return {"found": found, "title": reports_title(found), "wrong": found.wrong}

    # A list that filters as one types meets many names that are not finished: no error of the browser's.
    return await page(request, "reports.html", work, wrong_status=200)
