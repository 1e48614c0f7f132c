"""What a matrix, a trend and the tile map give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from indexer.store.reader import IndexReader
from search_api.citations import cite
from search_api.comparison.matrix.maps import SHOWN
from search_api.comparison.matrix.records import BY, Cell, Matrix, Quoted, Tile, TileMap
from search_api.schemas.base import (
    AnomalyReply,
    CoverageReply,
    Json,
    OfGeneration,
    Reply,
    Span,
    anomalies_json,
    coverage_json,
)
from search_api.schemas.parameters import PageOfRows, ReportFilters

About = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern="[A-Za-z0-9]")]
By = Literal[BY]  # type: ignore[valid-type]
Shown = Literal[SHOWN]  # type: ignore[valid-type]
_ABOUT = "A theme or a term, such as neglect or private fostering."

COLUMNS = (
    "row", "year", "kinds_of_report", "compares_with_year_before", "reports", "mentioned", "praised",
    "criticised",
    "paragraphs",
)  # fmt: skip
TILE_COLUMNS = ("code", "authority", "region", "column", "row", "state", "shown", "year", "detail", "reports")


class MatrixParameters(ReportFilters):
    """Of a matrix: a theme or term, the rows, and filters on reports."""

    about: About = Field(description=_ABOUT, examples=["neglect"])
    by: By = Field(
        default="all",
        description="The rows: all reports in one row (the trend), regions or authorities.",
        examples=["region"],
    )


class QuotedParameters(ReportFilters, PageOfRows):
    """Of the sentences of a cell: a theme or term, a side, and filters on reports."""

    about: About = Field(description=_ABOUT, examples=["neglect"])
    side: Literal["", "praise", "criticism"] = Field(
        default="", description="Only sentences that praise, or that criticise.", examples=["criticism"]
    )


class GradeTileParameters(ReportFilters):
    """Of the map of grades: filters on reports."""


class TileParameters(ReportFilters):
    """Of the map of a matter: what a tile shows, and filters on reports."""

    about: About = Field(description=_ABOUT, examples=["neglect"])
    by: Literal["side", "mention"] = Field(
        default="side",
        description="What a tile shows: the side of the newest report, or how many reports mention it.",
        examples=["side"],
    )


class CellReply(Reply):
    """One cell, or a total. Reports are counted, not paragraphs."""

    row: str
    year: str = Field(description="Year of publication; '' for all years.")
    reports: int = Field(description="Reports there are. A cell without any is not listed.")
    mentioned: int
    praised: int
    criticised: int
    paragraphs: list[str] = Field(description="Ids of the paragraphs that mention it.")


class ColumnReply(Reply):
    """A year of publication."""

    year: str
    kinds: list[str] = Field(description="The kinds of report in it.")
    compares: bool = Field(
        description="Whether its kinds of report are those of the last year before it that has any."
    )


class MatrixReply(OfGeneration):
    """Rows by name, columns by year, cells row by row."""

    about: str
    theme: str = Field(description="Key of the theme; '' for a term.")
    names: list[str] = Field(description="The words that were looked for, of a term.")
    by: By
    headline: str
    rows: list[str]
    columns: list[ColumnReply]
    cells: list[CellReply]
    totals: list[CellReply] = Field(description="Of each row over all years.")
    whole: CellReply
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, found: Matrix, reader: IndexReader, generation: str) -> MatrixReply:
        """The reply for a matrix."""
        plain = matrix_json(found, reader)
        return cls.model_validate(
            plain | {"generation": generation, "coverage": CoverageReply.of(found.scope.coverage)}
        )


class QuotedReply(Reply):
    """A sentence that speaks of the matter."""

    id: str = Field(description="Id of the paragraph.")
    report: str
    authority: str
    quote: str = Field(description="`span` of the paragraph's text.")
    span: Span
    side: Literal["praise", "criticism", "mixed", "neutral", ""]
    score: float = Field(
        description="How sure it is that the sentence speaks of it; 1 for a term, which it prints."
    )
    citation: str
    anomalies: list[AnomalyReply] = Field(
        description="What to check on the page before you quote the paragraph; usually empty."
    )


class QuotedListReply(OfGeneration):
    """The newest report first, in reading order within it."""

    about: str
    theme: str
    quotes: list[QuotedReply]
    reports: int = Field(description="Reports that these sentences are of.")
    searched: int = Field(description="Reports within the filters.")
    total: int
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply


class TileReply(Reply):
    """One authority of England."""

    code: str
    authority: str
    region: str
    column: int = Field(description="From 0 in the west.")
    row: int = Field(description="From 0 in the north.")
    state: str = Field(description="'' if no report tells.")
    shown: str = Field(description="What the tile prints.")
    year: str
    detail: str
    reports: list[str] = Field(description="Ids of the reports that it rests on.")


class TileMapReply(OfGeneration):
    """From the north-west, row by row."""

    title: str
    by: Shown
    tiles: list[TileReply]
    beside: list[str] = Field(description="Authorities with a report that have no tile: former councils.")
    notes: list[str]

    @classmethod
    def of(cls, found: TileMap, generation: str) -> TileMapReply:
        """The reply for a map."""
        return cls.model_validate(tiles_json(found) | {"generation": generation})


def matrix_json(found: Matrix, reader: IndexReader) -> Json:
    """The fields of MatrixReply, but the generation."""
    ids = _Ids(reader, found.whole)
    return {
        "about": found.label,
        "theme": found.theme,
        "names": list(found.names),
        "by": found.by,
        "headline": found.headline,
        "rows": list(found.rows),
        "columns": [
            {"year": column.name, "kinds": list(column.kinds), "compares": not column.breaks}
            for column in found.columns
        ],
        "cells": [
            _cell_json(row, column.name, cell, ids)
            for row in found.rows
            for column in found.columns
            if (cell := found.cell(row, column.name)).searched
        ],
        "totals": [_cell_json(row, "", found.totals[row], ids) for row in found.rows],
        "whole": _cell_json("", "", found.whole, ids),
        "notes": [*found.scope.notes, *found.notes],
        "coverage": coverage_json(found.scope.coverage),
    }


def matrix_rows(found: Matrix, reader: IndexReader) -> Iterator[tuple[object, ...]]:
    """Rows of COLUMNS: each cell with a report, then nothing; empty cells are left out."""
    ids = _Ids(reader, found.whole)
    for row in found.rows:
        for column in found.columns:
            cell = found.cell(row, column.name)
            if cell.searched:
                yield (
                    row, int(column.name), "; ".join(column.kinds), "no" if column.breaks else "yes",
                    cell.searched, cell.mentioned, cell.praised, cell.criticised, " ".join(ids.of(cell)),
                )  # fmt: skip


def quoted_json(item: Quoted) -> Json:
    """The fields of QuotedReply."""
    return {
        "id": item.paragraph.id,
        "report": item.report.id,
        "authority": item.report.authority,
        "quote": item.quote,
        "span": list(item.span),
        "side": item.side,
        "score": round(item.score, 3),
        "citation": cite(item.report, item.paragraph),
        "anomalies": anomalies_json(item.anomalies),
    }


def tiles_json(found: TileMap) -> Json:
    """The fields of TileMapReply, but the generation."""
    return {
        "title": found.title,
        "by": found.by,
        "tiles": [_tile_json(tile) for tile in found.tiles],
        "beside": list(found.beside),
        "notes": list(found.notes),
    }


def tile_rows(tiles: Iterable[Tile]) -> Iterator[tuple[object, ...]]:
    """Rows of TILE_COLUMNS."""
    for tile in tiles:
        yield (
            tile.code, tile.authority, tile.region, tile.column, tile.row, tile.state or "no report",
            tile.letter,
            tile.year, tile.detail, " ".join(report.id for report in tile.reports),
        )  # fmt: skip


def _tile_json(tile: Tile) -> Json:
    return {
        "code": tile.code,
        "authority": tile.authority,
        "region": tile.region,
        "column": tile.column,
        "row": tile.row,
        "state": tile.state,
        "shown": tile.letter,
        "year": tile.year,
        "detail": tile.detail,
        "reports": [report.id for report in tile.reports],
    }


def _cell_json(row: str, year: str, cell: Cell, ids: _Ids) -> Json:
    return {
        "row": row,
        "year": year,
        "reports": cell.searched,
        "mentioned": cell.mentioned,
        "praised": cell.praised,
        "criticised": cell.criticised,
        "paragraphs": ids.of(cell),
    }


class _Ids:
    """Ids of the paragraphs of a matrix, read once."""

    def __init__(self, reader: IndexReader, whole: Cell) -> None:
        rows = list(whole.rows)
        self._of_row = dict(zip(rows, (item.id for item in reader.by_rows(rows)), strict=True))

    def of(self, cell: Cell) -> list[str]:
        """Ids of a cell's paragraphs, in reading order by report."""
        return [self._of_row[row] for row in cell.rows]
