"""`pinpoint lineage`: what became of an authority's recommendations in its later inspections?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Index, unquoted

if TYPE_CHECKING:
    from search_api.comparison.lineage.records import Lineage

# The rest is imported in the command: others should not wait for what only this one needs.


@unquoted("authority")
def lineage(
    authority: Annotated[str, typer.Argument(metavar="AUTHORITY", help="An authority, such as Northmoor.")],
    index: Index = None,
    since: Annotated[
        str, typer.Option(metavar="YEAR", help="Only recommendations published in this year or later.")
    ] = "",
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a table for a spreadsheet: a row for each piece of evidence.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow each recommendation through the authority's later inspections, with the paragraphs that say so.

    A program judges the verdicts. Read the quoted sentence before you use one.
    """
    if as_csv and as_json:
        raise InvalidRequest("--csv and --json exclude each other", "give one of them")
    if since and not (since.isdigit() and len(since) == 4):
        raise InvalidRequest(f"--since {since[:20]!r} is not a year", "write it as 2018")
    from dataclasses import replace

    from search_api.index.opening import open_index

    with open_index(index) as opened:
        found = opened.lineage(authority)
    if since:
        kept = tuple(row for row in found.rows if row.report.published.year >= int(since))
        found = replace(found, rows=kept)
    if as_json:
        from search_api.schemas.comparing.lineage import lineage_json

        print_json(lineage_json(found))
    elif as_csv:
        from search_api.exports.lineage import COLUMNS, lineage_rows
        from search_api.exports.tables import table_csv

        typer.echo(table_csv(COLUMNS, lineage_rows(found)), nl=False)
    else:
        _print(found)


def _print(found: Lineage) -> None:
    from rich.text import Text

    from indexer.cli.consoles import plain_console
    from indexer.dates import day
    from search_api.citations import locator
    from search_api.comparison.lineage.saying import in_words

    console = plain_console()
    console.print(Text(f"{one_line(found.authority)}: what became of its recommendations", "bold"))
    if not found.rows:
        console.print(Text("We found no recommendations and no list of what needs to improve."))
    for report in found.reports:
        rows = [row for row in found.rows if row.report.id == report.id]
        if not rows:
            continue
        console.print()
        console.print(Text(f"Recommended in the report published {day(report.published)}", "bold"))
        if not rows[0].outcomes:
            console.print(Text("No later inspection is here."))
        for row in rows:
            console.print()
            console.print(Text(f"{locator(row.paragraph)}: {printable(row.paragraph.text)}"))
            for outcome in row.outcomes:
                when = f"Published {day(outcome.report.published)}:"
                console.print(Text(f"  {when} {in_words(outcome)}", "bold"))
                for match in outcome.matches[:2]:
                    beside = "".join(f" … “{printable(quote)}”" for quote in match.quotes_beside[:1])
                    console.print(Text(f"  “{printable(match.quote)}”{beside}"))
                    console.print(Text(f"  {match.paragraph.id}", "cyan"))
    console.print()
    for note in found.notes:
        console.print(Text(one_line(note)))
    console.print(
        Text("A program judges these verdicts: read the quoted sentences before you use one.", "dim")
    )
