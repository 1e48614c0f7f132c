"""/matrix: a theme or term by year, region and authority, as table, drawing and map; and its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints, field_validator
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.comparison.matrix import drawings
from search_api.comparison.matrix.maps import Shown
from search_api.comparison.matrix.records import NO_REGION, By, Cell, Matrix, Quoted, Tile, TileMap
from search_api.exports.tables import table_csv
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.comparing.matrix import COLUMNS, TILE_COLUMNS, matrix_rows, tile_rows
from search_api.schemas.parameters import PageOfRows, ReportFilters
from web.shared.forms import Typed, given_in
from web.shared.lists import ListAddress, RowPage, part
from web.shared.respond import Values, page, wrong
from web.shared.urls import FilterState, Given, authority_url

from .forms import Choices, Pairs, at, choices, file, pairs, without_empty

router = APIRouter(include_in_schema=False)
_SHOWS = {
    "trend": "Trend, year by year",
    "region": "Table by region and year",
    "authority": "Table by authority and year",
    "map": "Map: what the newest report says",
    "map-mention": "Map: how many reports mention it",
    "map-grade": "Map of the latest overall grades",
}
_BY: dict[str, By] = {"trend": "all", "region": "region", "authority": "authority"}
_TILES: dict[str, Shown] = {"map": "side", "map-mention": "mention", "map-grade": "grade"}
_SIDES = {"praise": "praise it", "criticism": "criticise it"}

_Matter = Annotated[str, StringConstraints(max_length=200)]
_Show = Literal["trend", "region", "authority", "map", "map-mention", "map-grade"]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as the page shows it. urls: of its sentences, of those that praise, of those that criticise."""

    cell: Cell
    where: str
    url: str
    praise: str
    criticism: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """name: of the row; url: of the authority's page, "" for none. boxes: each year, then the whole."""

    name: str
    url: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class TileRow:
    """A tile as the table behind the map shows it. url: of what it rests on."""

    tile: Tile
    url: str


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """matrix, map: what is shown, one of them at most. drawing: SVG, "" where nothing is drawn.

    wrong: what of the form cannot be used. csv, svg: where the same is to be had as a file.
    """

    about: str
    show: str
    state: FilterState
    lists: tuple[Choices, ...]
    names: tuple[str, ...]
    wrong: str
    csv: str
    svg: str
    matrix: Matrix | None = None
    map: TileMap | None = None
    rows: tuple[TableRow, ...] = ()
    tiles: tuple[TileRow, ...] = ()
    drawing: str = ""


class _Form(ReportFilters):
    """As a form sends it: a field that was left empty is none."""

    about: _Matter = ""
    since: Typed = ""
    until: Typed = ""

    @field_validator("*", mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        return without_empty(values)


class MatrixPageParameters(_Form):
    """Of the page and its files: the matter, and how it is shown."""

    show: _Show = "trend"

    def pairs(self, given: Given) -> Pairs:
        """As an address has it."""
        return pairs((("about", self.about.strip()), ("show", self.show)), given)


class SentencesPageParameters(_Form, PageOfRows):
    """Of the sentences of a cell."""

    side: Literal["", "praise", "criticism"] = ""
    limit: int = Field(default=50, ge=1, le=500)

    def pairs(self, given: Given) -> Pairs:
        """As an address has it."""
        return pairs((("about", self.about.strip()), ("side", self.side)), given)


def matrix_page(index: Index, query: MatrixPageParameters) -> MatrixPage:
    """What cannot be used is said on the page, and nothing is counted."""
    given = given_in(query)
    regions = {name: name for name in index.register.regions()}
    empty = MatrixPage(
        query.about.strip(),
        query.show,
        FilterState(given),
        (
            choices("show", "Show", _SHOWS, [query.show], ""),
            choices("region", "Region", regions, given.get("region", ()), "All regions"),
        ),
        tuple(dict.fromkeys(report.authority for report in index.reader.reports())),
        "",
        at("/matrix.csv", query.pairs(given)),
        at("/matrix.svg", query.pairs(given)),
    )
    if not empty.about and query.show != "map-grade":
        return empty
    try:
        return _shown(index, empty, given)
    except (InvalidRequest, UnknownAuthority) as error:
        return replace(empty, wrong=wrong(error))


def matrix_title(found: MatrixPage) -> str:
    """As in "Trend of ‘neglect’"."""
    title = "Who mentions it, praises it, criticises it"
    if found.map is not None:
        title = found.map.title
    elif found.matrix is not None:
        title = f"{'Trend' if found.show == 'trend' else 'Matrix'} of ‘{found.matrix.label}’"
    return f"Error: {title}" if found.wrong else title


def _shown(index: Index, empty: MatrixPage, given: Given) -> MatrixPage:
    request = Wanted.named(given)
    if empty.show in _TILES:
        found = index.tile_map(empty.about, _TILES[empty.show], request)
        listed = (*found.by_state, *(tile for tile in found.tiles if not tile.reports))
        tiles = tuple(TileRow(tile, _tile_url(tile, empty, given)) for tile in listed)
        return replace(empty, map=found, tiles=tiles, drawing=drawings.tiles(found))
    matrix = index.matrix_of(empty.about, _BY[empty.show], request)
    drawn = drawings.trend(matrix) if matrix.by == "all" else drawings.grid(matrix)
    rows = tuple(_rows(matrix, empty.about, given))
    return replace(empty, matrix=matrix, rows=rows, drawing=drawn if matrix.whole.searched else "")


def _rows(matrix: Matrix, about: str, given: Given) -> Iterator[TableRow]:
    for row in matrix.rows:
        inside = dict(given)
        if matrix.by == "authority" or (matrix.by == "region" and row != NO_REGION):
            inside[matrix.by] = (row,)
        boxes = [
            _box(matrix.cell(row, column.name), f"{row}, {column.name}", about, _in_year(inside, column.name))
            for column in matrix.columns
        ]
        boxes.append(_box(matrix.totals[row], f"{row}, all years", about, inside))
        yield TableRow(row, authority_url(row) if matrix.by == "authority" else "", tuple(boxes))


def _box(cell: Cell, where: str, about: str, given: Given) -> Box:
    urls = [
        at("/matrix/sentences", pairs((("about", about), ("side", side)), given))
        for side in ("", "praise", "criticism")
    ]
    return Box(cell, where, *urls)


def _in_year(given: Given, year: str) -> Given:
    """The filters within one year: a day of that year that was typed stays."""
    dates = {
        name: tuple(day for day in given.get(name, ()) if day.startswith(year)) or (year,)
        for name in ("since", "until")
    }
    return {**given, **dates}


def _tile_url(tile: Tile, found: MatrixPage, given: Given) -> str:
    if not tile.reports:
        return ""
    if found.show == "map-grade":
        return f"/reports/{tile.reports[0].id}#judgements"
    inside = {**given, "authority": (tile.authority,)}
    if tile.year:
        inside = _in_year(inside, tile.year)
    return at("/matrix/sentences", pairs((("about", found.about),), inside))


@dataclass(frozen=True, slots=True)
class SentencesPage:
    """Of the sentences of a cell. matrix: None where the filters cannot be used, which `wrong` says."""

    about: str
    side: str
    said: str
    matrix: Matrix | None
    page: RowPage[Quoted]
    wrong: str


def sentences_page(index: Index, query: SentencesPageParameters) -> SentencesPage:
    """The newest report first."""
    given = given_in(query)
    address = ListAddress("/matrix/sentences", query.pairs(given), query.limit)
    matrix, quoted, problem = None, [], ""
    try:
        matrix = index.matrix_of(query.about, "all", Wanted.named(given))
        quoted = list(index.matrices.quoted(matrix.whole.speaking, query.side))
    except (InvalidRequest, UnknownAuthority) as error:
        problem = wrong(error)
    said = ", ".join(dict.fromkeys(value for values in given.values() for value in values))
    return SentencesPage(
        query.about.strip(),
        _SIDES.get(query.side, ""),
        said,
        matrix,
        part(quoted, address, query.offset),
        problem,
    )


@router.get("/matrix")
async def matrix(request: Request, query: Annotated[MatrixPageParameters, Query()]) -> Response:
    """The trend, a table or a map, with a form."""

    def work(index: Index) -> Values:
        found = matrix_page(index, query)
        return {"found": found, "title": matrix_title(found), "wrong": found.wrong}

    return await page(request, "comparing/matrix.html", work)


@router.get("/matrix/sentences")
async def sentences(request: Request, query: Annotated[SentencesPageParameters, Query()]) -> Response:
    """The sentences behind a cell, each with its paragraph."""

    def work(index: Index) -> Values:
        found = sentences_page(index, query)
        label = found.matrix.label if found.matrix else found.about
        title = f"Sentences on ‘{label}’" + (f" that {found.side}" if found.side else "")
        return {"found": found, "title": f"Error: {title}" if found.wrong else title, "wrong": found.wrong}

    return await page(request, "comparing/sentences.html", work)


@router.get("/matrix.csv")
async def matrix_file(request: Request, query: Annotated[MatrixPageParameters, Query()]) -> Response:
    """The table as a file for a spreadsheet."""

    def work(index: Index) -> str:
        wanted = Wanted.named(given_in(query))
        if query.show in _TILES:
            found = index.tile_map(query.about, _TILES[query.show], wanted)
            return table_csv(TILE_COLUMNS, tile_rows(found.tiles))
        return table_csv(
            COLUMNS, matrix_rows(index.matrix_of(query.about, _BY[query.show], wanted), index.reader)
        )

    return await file(request, work, "pinpoint-matrix.csv")


@router.get("/matrix.svg")
async def matrix_drawing(request: Request, query: Annotated[MatrixPageParameters, Query()]) -> Response:
    """The drawing as a file."""

    def work(index: Index) -> str:
        wanted = Wanted.named(given_in(query))
        if query.show in _TILES:
            return drawings.tiles(index.tile_map(query.about, _TILES[query.show], wanted))
        matrix = index.matrix_of(query.about, _BY[query.show], wanted)
        return drawings.trend(matrix) if matrix.by == "all" else drawings.grid(matrix)

    return await file(request, work, "pinpoint-matrix.svg")
