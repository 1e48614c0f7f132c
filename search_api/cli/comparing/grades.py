"""`pinpoint grades`: which authorities moved from one grade to another, by area of judgement?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import print_json
from search_api.cli.options import AsJson, Given, Index, Limit, Offset, with_report_filters

if TYPE_CHECKING:
    from search_api.comparison.grades.records import Moves
    from search_api.index.index import Index as Opened

# The rest is imported in the command: others should not wait for what only this one needs.

_Words = list[str] | None


@with_report_filters
def grades(
    given: Given,
    index: Index = None,
    before: Annotated[
        _Words, typer.Option("--from", metavar="GRADE", help="Only moves from this grade. Repeatable.")
    ] = None,
    after: Annotated[
        _Words, typer.Option("--to", metavar="GRADE", help="Only moves to this grade. Repeatable.")
    ] = None,
    area: Annotated[
        _Words, typer.Option("--area", metavar="NAME", help="Only this area, such as leadership. Repeatable.")
    ] = None,
    way: Annotated[
        _Words, typer.Option("--way", metavar="WAY", help="Only moves up, down or the same. Repeatable.")
    ] = None,
    later: Annotated[
        bool, typer.Option("--later", help="Compare with every later inspection, not only the next.")
    ] = False,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the list as CSV for a spreadsheet.")] = False,
) -> None:
    """List how grades moved from one inspection to the next, with both reports and where they print them.

    The other filters are on the later report. For one authority, its whole time line is shown too.
    """
    from search_api.comparison.grades.asked import asked
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    wanted = asked(area or (), before or (), after or (), way or (), later=later)
    request = Request.named(given)
    with open_index(index) as opened:
        found = opened.moves(wanted, request)
        line = opened.line_of(found, request)
        if as_json:
            from search_api.schemas.comparing.grades import moves_json

            print_json(moves_json(found, opened.movements.placed, line, limit, offset))
        elif as_csv:
            _print_csv(opened, found)
        else:
            from .printing import MovesPrinter

            MovesPrinter().moves(opened, found, line, limit, offset)


def _print_csv(opened: Opened, found: Moves) -> None:
    from search_api.exports.tables import table_csv
    from search_api.schemas.comparing.grades import COLUMNS, move_rows

    rows = move_rows([opened.movements.placed(move) for move in found.rows])
    typer.echo(table_csv(COLUMNS, rows), nl=False)
