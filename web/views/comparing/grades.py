"""/grades: how grades moved from one inspection to the next, with both reports and where each is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import field_validator
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.kinds.table import AREA_LABELS, GRADES_OF_SERVICES
from indexer.records import GRADES
from search_api.comparison.crosswalk import LINES
from search_api.comparison.grades.records import Asked, Move, Moves, TimeLine
from search_api.exports.tables import table_csv
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.comparing.grades import COLUMNS, MovesFilters, MovesParameters, move_rows
from web.shared.forms import Typed, given_in
from web.shared.lists import ListAddress, RowPage, part
from web.shared.respond import Values, page, wrong
from web.shared.urls import FilterState, Given

from .forms import Choices, Pairs, at, choices, file, pairs, without_empty

router = APIRouter(include_in_schema=False)
_MOST_UNCOMPARED = 50
_WAYS = {"up": "Up", "down": "Down", "same": "Unchanged"}
_GRADES = {grade: grade[:1].upper() + grade[1:] for grade in GRADES if grade in GRADES_OF_SERVICES}


@dataclass(frozen=True, slots=True)
class GradesPage:
    """found: None where the filters cannot be used, which `wrong` says. uncompared: at most fifty.

    line: of the authority, where one alone is named. names: the authorities of the index. csv: where the
    whole list is to be had as a file. every: the address with every later inspection compared.
    """

    state: FilterState
    later: bool
    found: Moves | None
    page: RowPage[Move]
    uncompared: tuple[Move, ...]
    line: TimeLine | None
    wrong: str
    lists: tuple[Choices, ...]
    names: tuple[str, ...]
    csv: str
    every: str


class _Form(MovesFilters):
    """As a form sends it: a field that was left empty is none."""

    since: Typed = ""
    until: Typed = ""

    @field_validator("*", mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        return without_empty(values)

    def pairs(self, given: Given) -> Pairs:
        """As an address has it."""
        later = "true" if self.later else ""
        own = (
            ("area", self.area),
            ("from", self.before),
            ("to", self.after),
            ("way", self.way),
            ("later", later),
        )
        return pairs(own, given)


class GradesPageParameters(MovesParameters, _Form):
    """Of the page: which movements, and the part of the list."""


class GradesFileParameters(_Form):
    """Of the file: which movements."""


def grades_page(index: Index, query: GradesPageParameters) -> GradesPage:
    """A filter that cannot be used is said on the page, and leaves no move."""
    given = given_in(query)
    address = ListAddress("/grades", query.pairs(given), query.limit)
    found, line, problem, wanted = None, None, "", Asked()
    try:
        wanted, request = query.asked(), Wanted.named(given)
        found = index.moves(wanted, request)
        line = index.line_of(found, request)
    except (InvalidRequest, UnknownAuthority) as error:
        problem = wrong(error)
    rows = part(found.rows if found else (), address, query.offset)
    placed = index.movements.placed
    return GradesPage(
        FilterState(given),
        query.later,
        found,
        replace(rows, rows=tuple(map(placed, rows.rows))),
        tuple(map(placed, (found.uncompared if found else ())[:_MOST_UNCOMPARED])),
        line,
        problem,
        tuple(_lists(index, wanted, given)),
        tuple(dict.fromkeys(report.authority for report in index.reader.reports())),
        at("/grades.csv", query.pairs(given)),
        at("/grades", query.model_copy(update={"later": True}).pairs(given)),
    )


def grades_title(found: GradesPage) -> str:
    """As in "Grades: moves from inadequate to good on leadership"."""
    words = found.found.asked.words if found.found else ""
    title = f"Grades: moves {words}" if words else "Grades: how they moved"
    title += f", page {found.page.number}" if found.page.number > 1 else ""
    return f"Error: {title}" if found.wrong else title


def _lists(index: Index, wanted: Asked, given: Given) -> Iterator[Choices]:
    areas = {line: AREA_LABELS[line] for line in LINES if line != "area_send"}
    yield choices("area", "Area", areas, wanted.lines, "All areas of the council")
    yield choices("from", "From", _GRADES, wanted.before, "Any grade")
    yield choices("to", "To", _GRADES, wanted.after, "Any grade")
    yield choices("way", "Change", _WAYS, wanted.ways, "Any change")
    regions = {name: name for name in index.register.regions()}
    yield choices("region", "Region", regions, given.get("region", ()), "All regions")


@router.get("/grades")
async def grades(request: Request, query: Annotated[GradesPageParameters, Query()]) -> Response:
    """Movements of grades, with a form."""

    def work(index: Index) -> Values:
        found = grades_page(index, query)
        return {"found": found, "title": grades_title(found), "wrong": found.wrong}

    return await page(request, "comparing/grades.html", work)


@router.get("/grades.csv")
async def grades_file(request: Request, query: Annotated[GradesFileParameters, Query()]) -> Response:
    """The whole list as a table for a spreadsheet."""

    def work(index: Index) -> str:
        found = index.moves(query.asked(), Wanted.named(given_in(query)))
        return table_csv(COLUMNS, move_rows([index.movements.placed(move) for move in found.rows]))

    return await file(request, work, "pinpoint-grades.csv")
