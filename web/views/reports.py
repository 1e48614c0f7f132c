"""What the list of reports shows: its filters with counts, its rows, why nothing is left. No markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import field_validator
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import FRAMEWORKS, GRADES, Report
from indexer.store.filters import Filters, is_graded
from indexer.store.reader import IndexReader
from search_api.comparison.changes import overall
from search_api.question.names import indexed_only
from search_api.question.scope import Request as Wanted
from search_api.question.scope import resolve
from search_api.retrieval.searcher import Searcher
from search_api.schemas.parameters import ReportParameters
from search_api.serving.snapshots import ServedSearcher
from web.shared.forms import Typed, typed_day
from web.shared.labels import value_label
from web.shared.lists import ListAddress, RowPage, part
from web.shared.respond import Values, page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ReportsState:
    """What the address of the list says. grade: overall grades, in small letters."""

    authority: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    framework: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    limit: int = 50
    offset: int = 0

    @property
    def filtered(self) -> bool:
        return replace(self, limit=50, offset=0) != ReportsState()

    @property
    def address(self) -> ListAddress:
        given = [(name, value) for name in ("authority", "region") for value in getattr(self, name)]
        given += [(name, getattr(self, name)) for name in ("since", "until") if getattr(self, name)]
        given += [(name, value) for name in ("framework", "grade") for value in getattr(self, name)]
        return ListAddress("/reports", tuple(given), self.limit)


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
class ReportsPage:
    """wrong: why the filters cannot be used, "" where they can; near: authorities that may be meant.

    notes: what else should be known of the filters. names: the authorities of the index.
    """

    state: ReportsState
    page: RowPage[ReportRow]
    wrong: str
    near: tuple[str, ...]
    notes: tuple[str, ...]
    names: tuple[str, ...]
    frameworks: tuple[Choice, ...]
    grades: tuple[Choice, ...]
    regions: tuple[Choice, ...]


def reports_page(searcher: Searcher, state: ReportsState) -> ReportsPage:
    """A filter that cannot be used is said on the page, and leaves no report."""
    reader = searcher.reader
    everything = reader.reports()
    kept: list[Report] = []
    notes: list[str] = []
    wrong = ""
    near: tuple[str, ...] = ()
    try:
        kept, notes = _kept(searcher, state)
    except UnknownAuthority as error:
        near = _near(searcher, state.authority)
        wrong = error.problem + (f": {error.remedy}." if error.remedy.startswith("use one of") else ".")
    except InvalidRequest as error:
        wrong = f"{error.problem}.".replace("--", "")
    regions = {item.name: item.region for item in searcher.register if item.region}
    page = part(kept, state.address, state.offset)
    rows = tuple(ReportRow(item, overall(item), _count(reader, item)) for item in page.rows)
    return ReportsPage(
        state,
        RowPage(rows, page.total, page.offset, page.address),
        wrong[:1].upper() + wrong[1:],
        near,
        tuple(notes),
        tuple(dict.fromkeys(item.authority for item in everything)),
        _choices("framework", FRAMEWORKS, [{item.framework} for item in everything], state.framework),
        _choices("grade", GRADES, [_passes(item) for item in everything], state.grade),
        _choices(
            "region",
            sorted(set(regions.values())),
            [{regions.get(item.authority, "")} for item in everything],
            state.region,
        ),
    )


def reports_title(found: ReportsPage) -> str:
    """As in "Inspection reports: Torbay, since 2018, page 2"."""
    state = found.state
    said = [*state.authority, *state.region, *(value_label("framework", value) for value in state.framework)]
    said += [f"{word} {getattr(state, word)}" for word in ("since", "until") if getattr(state, word)]
    said += [f"overall {value}" for value in state.grade]
    said += [f"page {found.page.number}"] if found.page.number > 1 else []
    title = "Inspection reports" + (f": {', '.join(said)}" if said else "")
    return f"Error: {title}" if found.wrong else title


def _kept(searcher: Searcher, state: ReportsState) -> tuple[list[Report], list[str]]:
    """The reports left, and what to know of the filters. Raises UnknownAuthority and InvalidRequest."""
    request = Wanted(
        authorities=state.authority,
        since=state.since,
        until=state.until,
        frameworks=state.framework,
        regions=state.region,
        grades=state.grade,
    )
    scope = resolve(request, searcher.reader, searcher.register)
    kept = [item for item in searcher.reader.reports() if scope.filters.keep_report(item)]
    notes = list(scope.notes)
    if state.grade:
        ungraded = replace(scope.filters, grades=frozenset())
        left = [item for item in searcher.reader.reports() if ungraded.keep_report(item)]
        notes += _ungraded_notes([item for item in left if not overall(item)], frozenset(state.grade))
    return kept, notes


def _ungraded_notes(reports: Sequence[Report], grades: frozenset[str]) -> Iterable[str]:
    """Of reports without an overall grade: a filter by grade goes by the grades that they have."""
    said = " or ".join(grade for grade in GRADES if grade in grades)
    kept = sum(is_graded(item, grades) for item in reports)
    if kept:
        yield f"{_print(kept)} no overall grade; every other grade printed is {said}."
    if len(reports) > kept:
        yield f"Left out as well: {_print(len(reports) - kept)} no overall grade, nor only {said}."


def _near(searcher: Searcher, typed: Iterable[str]) -> tuple[str, ...]:
    """Names that may be meant by those that are unknown."""
    register = searcher.register
    local = indexed_only({item.authority for item in searcher.reader.reports()}, register)
    wrong = [name for name in typed if not (local.match(name) or register.match(name))]
    return tuple(
        dict.fromkeys(
            near for name in wrong for near in (*local.near_names(name), *register.near_names(name))
        )
    )[:6]


def _choices(
    name: str, values: Sequence[str], held: Sequence[Collection[str]], chosen: Sequence[str]
) -> tuple[Choice, ...]:
    """held: of each report the values that let it pass."""
    counts = {value: sum(value in passing for passing in held) for value in values}
    return tuple(
        Choice(value, value_label(name, value), counts[value], value in chosen)
        for value in values
        if counts[value] or value in chosen
    )


def _passes(report: Report) -> set[str]:
    """Grades that let a report pass a filter by one of them."""
    return {grade for grade in GRADES if is_graded(report, frozenset({grade}))}


def _count(reader: IndexReader, report: Report) -> int:
    rows = reader.select(Filters(reports=frozenset({report.id})))
    return 0 if rows is None else len(rows)


def _print(count: int) -> str:
    return f"{count:,} report{' prints' if count == 1 else 's print'}"


class ReportsPageParameters(ReportParameters):
    """Those of the API as a form sends them: a field that was left empty is none."""

    since: Typed = ""
    until: Typed = ""

    @field_validator("framework", "grade", mode="before")
    @classmethod
    def _given(cls, values: Any) -> Any:
        return [value for value in values if value] if isinstance(values, list) else values

    def state(self) -> ReportsState:
        return ReportsState(
            tuple(dict.fromkeys(name.strip() for name in self.authority if name.strip())),
            tuple(dict.fromkeys(name.strip() for name in self.region if name.strip())),
            typed_day(self.since),
            typed_day(self.until),
            tuple(dict.fromkeys(self.framework)),
            tuple(dict.fromkeys(self.grade)),
            self.limit,
            self.offset,
        )


@router.get("/reports")
async def reports(request: Request, query: Annotated[ReportsPageParameters, Query()]) -> Response:
    """The reports of the index by authority and date, with filters."""

    def work(searcher: ServedSearcher) -> Values:
        found = reports_page(searcher, query.state())
        return {"found": found, "title": reports_title(found)}

    return await page(request, "reports.html", work)
