"""`pinpoint matrix`, `trend` and `map`: who mentions a theme or term, praises it and criticises it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.terminal import print_json
from search_api.cli.options import AsJson, Given, Index, unquoted, with_report_filters

# The rest is imported in the commands: others should not wait for what only these need.


class Rows(StrEnum):
    """The rows of a matrix."""

    region = "region"
    authority = "authority"
    all = "all"


class Shows(StrEnum):
    """What the map shows."""

    side = "side"
    mention = "mention"
    grade = "grade"


_About = Annotated[str, typer.Argument(metavar="ABOUT", help="A theme or a term, such as neglect.")]
_Csv = Annotated[bool, typer.Option("--csv", help="Print the table as CSV for a spreadsheet.")]
_Svg = Annotated[bool, typer.Option("--svg", help="Print the drawing as SVG.")]
_Quotes = Annotated[
    bool, typer.Option("--quotes", help="Print the sentences that it rests on, newest first.")
]


@unquoted("about")
@with_report_filters
def matrix(
    about: _About,
    given: Given,
    index: Index = None,
    by: Annotated[Rows, typer.Option("--by", help="The rows of the table.")] = Rows.region,
    quotes: _Quotes = False,
    as_json: AsJson = False,
    as_csv: _Csv = False,
    as_svg: _Svg = False,
) -> None:
    """Count the reports that mention, praise and criticise a theme or term, by year and place."""
    _run(about, given, index, by, (quotes, as_json, as_csv, as_svg))


@unquoted("about")
@with_report_filters
def trend(
    about: _About,
    given: Given,
    index: Index = None,
    quotes: _Quotes = False,
    as_json: AsJson = False,
    as_csv: _Csv = False,
    as_svg: _Svg = False,
) -> None:
    """Count the reports that mention, praise and criticise a theme or term, year by year."""
    _run(about, given, index, Rows.all, (quotes, as_json, as_csv, as_svg))


@unquoted("about")
@with_report_filters
def tile_map(
    given: Given,
    about: Annotated[
        str, typer.Argument(metavar="[ABOUT]", help="A theme or a term. Not needed with --by grade.")
    ] = "",
    index: Index = None,
    by: Annotated[Shows, typer.Option("--by", help="What each tile shows.")] = Shows.side,
    as_json: AsJson = False,
    as_csv: _Csv = False,
    as_svg: _Svg = False,
) -> None:
    """Show England's authorities as tiles: by what the newest report says, by mention, or by latest grade."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.schemas.comparing.matrix import TILE_COLUMNS, tile_rows, tiles_json

    if by is not Shows.grade and not about.strip():
        raise InvalidRequest("the map has no subject", "give a theme or a term, or --by grade")
    with open_index(index) as opened:
        found = opened.tile_map(about, by.value, Request.named(given))
    if as_json:
        print_json(tiles_json(found))
    elif as_csv:
        _echo_csv(TILE_COLUMNS, tile_rows(found.tiles))
    elif as_svg:
        from search_api.comparison.matrix import drawings

        typer.echo(drawings.tiles(found), nl=False)
    else:
        from .printing import TilePrinter

        TilePrinter().tiles(found)


def _run(about: str, given: Given, index: Index, by: Rows, wanted: tuple[bool, bool, bool, bool]) -> None:
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.schemas.comparing.matrix import COLUMNS, matrix_json, matrix_rows

    quotes, as_json, as_csv, as_svg = wanted
    with open_index(index) as opened:
        found = opened.matrix_of(about, by.value, Request.named(given))
        if as_json:
            print_json(matrix_json(found, opened.reader))
        elif as_csv:
            _echo_csv(COLUMNS, matrix_rows(found, opened.reader))
        elif as_svg:
            from search_api.comparison.matrix import drawings

            typer.echo(drawings.trend(found) if found.by == "all" else drawings.grid(found), nl=False)
        else:
            from .printing import MatrixPrinter

            MatrixPrinter().matrix(opened, found, quotes=quotes)


def _echo_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from search_api.exports.tables import table_csv

    typer.echo(table_csv(columns, rows), nl=False)
