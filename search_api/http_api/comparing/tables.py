"""GET /grades, /matrix and /tiles: as JSON, as CSV for a spreadsheet and as drawings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.comparison.matrix import drawings
from search_api.exports.tables import table_csv
from search_api.http_api.responses import Content, reply, send
from search_api.index.index import Index
from search_api.schemas.base import PREFIX, CoverageReply
from search_api.schemas.comparing import grades as of_grades
from search_api.schemas.comparing import matrix as of_matrix
from search_api.schemas.comparing.grades import MovesFilters, MovesParameters, MovesReply
from search_api.schemas.comparing.matrix import (
    GradeTileParameters,
    MatrixParameters,
    MatrixReply,
    QuotedListReply,
    QuotedParameters,
    TileMapReply,
    TileParameters,
)

router = APIRouter(prefix=PREFIX, tags=["comparing"])
_CSV, _SVG = "text/csv; charset=utf-8", "image/svg+xml"


def _described(media_type: str, what: str) -> dict[int | str, dict[str, object]]:
    plain = media_type.partition(";")[0]
    return {200: {"content": {plain: {"schema": {"type": "string"}}}, "description": what}}


@router.get("/grades", operation_id="list_grade_moves", response_model=MovesReply)
async def grades(request: Request, query: Annotated[MovesParameters, Query()]) -> Response:
    """How grades moved from one inspection of an authority to the next, by area of judgement."""

    def work(index: Index) -> BaseModel:
        found = index.moves(query.asked(), query.request())
        line = index.line_of(found, query.request())
        return MovesReply.of(found, index.movements.placed, line, index.generation, query.limit, query.offset)

    return await reply(request, work)


@router.get(
    "/grades.csv",
    operation_id="download_grade_moves",
    response_class=Response,
    responses=_described(_CSV, "The same as a table, whole."),
)
async def grades_csv(request: Request, query: Annotated[MovesFilters, Query()]) -> Response:
    """The movements of grades as a table for a spreadsheet, whole."""

    def work(index: Index) -> Content:
        found = index.moves(query.asked(), query.request())
        rows = of_grades.move_rows([index.movements.placed(move) for move in found.rows])
        return _file(table_csv(of_grades.COLUMNS, rows), _CSV, "pinpoint-grades.csv")

    return await send(request, work)


@router.get("/matrix", operation_id="get_matrix", response_model=MatrixReply)
async def matrix(request: Request, query: Annotated[MatrixParameters, Query()]) -> Response:
    """Reports that mention, praise and criticise a theme or term, by year and by region or authority."""

    def work(index: Index) -> BaseModel:
        found = index.matrix_of(query.about, query.by, query.request())
        return MatrixReply.of(found, index.reader, index.generation)

    return await reply(request, work)


@router.get(
    "/matrix.csv",
    operation_id="download_matrix",
    response_class=Response,
    responses=_described(_CSV, "The same as a table: one row for each cell with a report."),
)
async def matrix_csv(request: Request, query: Annotated[MatrixParameters, Query()]) -> Response:
    """The matrix as a table for a spreadsheet."""

    def work(index: Index) -> Content:
        found = index.matrix_of(query.about, query.by, query.request())
        rows = of_matrix.matrix_rows(found, index.reader)
        return _file(table_csv(of_matrix.COLUMNS, rows), _CSV, "pinpoint-matrix.csv")

    return await send(request, work)


@router.get(
    "/matrix.svg",
    operation_id="draw_matrix",
    response_class=Response,
    responses=_described(_SVG, "A drawing of the same: bars for the trend, boxes for rows."),
)
async def matrix_svg(request: Request, query: Annotated[MatrixParameters, Query()]) -> Response:
    """The trend or the matrix as a drawing."""

    def work(index: Index) -> Content:
        found = index.matrix_of(query.about, query.by, query.request())
        drawn = drawings.trend(found) if query.by == "all" else drawings.grid(found)
        return _file(drawn, _SVG, "pinpoint-matrix.svg")

    return await send(request, work)


@router.get("/matrix/sentences", operation_id="list_matrix_sentences", response_model=QuotedListReply)
async def sentences(request: Request, query: Annotated[QuotedParameters, Query()]) -> Response:
    """The sentences behind a cell: filter by authority or region and by date, as the cell has them."""

    def work(index: Index) -> BaseModel:
        found = index.matrix_of(query.about, "all", query.request())
        quoted = list(index.matrices.quoted(found.whole.speaking, query.side))
        page = quoted[query.offset : query.offset + query.limit]
        return QuotedListReply.model_validate(
            {
                "generation": index.generation,
                "about": found.label,
                "theme": found.theme,
                "quotes": [of_matrix.quoted_json(item) for item in page],
                "reports": len({item.report.id for item in quoted}),
                "searched": found.whole.searched,
                "total": len(quoted),
                "limit": query.limit,
                "offset": query.offset,
                "notes": [*found.scope.notes, *found.notes],
                "coverage": CoverageReply.of(found.scope.coverage),
            }
        )

    return await reply(request, work)


@router.get("/tiles", operation_id="get_tile_map", response_model=TileMapReply)
async def tiles(request: Request, query: Annotated[TileParameters, Query()]) -> Response:
    """England's authorities as tiles, by what their reports say of a theme or term."""
    return await reply(
        request,
        lambda index: TileMapReply.of(
            index.tile_map(query.about, query.by, query.request()), index.generation
        ),
    )


@router.get(
    "/tiles.svg",
    operation_id="draw_tile_map",
    response_class=Response,
    responses=_described(_SVG, "The map as a drawing."),
)
async def tiles_svg(request: Request, query: Annotated[TileParameters, Query()]) -> Response:
    """The tile map as a drawing."""

    def work(index: Index) -> Content:
        drawn = drawings.tiles(index.tile_map(query.about, query.by, query.request()))
        return _file(drawn, _SVG, "pinpoint-tiles.svg")

    return await send(request, work)


@router.get("/tiles/grades", operation_id="get_grade_map", response_model=TileMapReply)
async def grade_tiles(request: Request, query: Annotated[GradeTileParameters, Query()]) -> Response:
    """England's authorities as tiles, by the overall grade that each was given last."""
    return await reply(
        request,
        lambda index: TileMapReply.of(index.tile_map("", "grade", query.request()), index.generation),
    )


@router.get(
    "/tiles/grades.svg",
    operation_id="draw_grade_map",
    response_class=Response,
    responses=_described(_SVG, "The map as a drawing."),
)
async def grade_tiles_svg(request: Request, query: Annotated[GradeTileParameters, Query()]) -> Response:
    """The map of grades as a drawing."""

    def work(index: Index) -> Content:
        return _file(
            drawings.tiles(index.tile_map("", "grade", query.request())), _SVG, "pinpoint-grade-tiles.svg"
        )

    return await send(request, work)


def _file(text: str, media_type: str, name: str) -> Content:
    shown = "inline" if media_type == _SVG else "attachment"
    return Content(text.encode(), media_type, {"Content-Disposition": f'{shown}; filename="{name}"'})
