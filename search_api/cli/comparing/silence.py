"""`pinpoint silence`: which reports mention a theme or a term, which do not, and what comes nearest there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.dates import day
from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Given, Index, unquoted, with_filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search_api.spoken.records import ReportOn, Silence


@unquoted("about")
@with_filters
def silence(
    about: Annotated[
        str, typer.Argument(metavar="ABOUT", help="A theme or a term, such as 'private fostering'.")
    ],
    given: Given,
    index: Index = None,
    as_term: Annotated[
        bool, typer.Option("--term", help="Look for these words, even if a theme is called so.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show which reports do not mention a theme or term, with the nearest sentence, and which do."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.schemas.comparing.themes import silence_json

    with open_index(index) as opened:
        found = opened.silence.on(about, Request.named(given), as_term=as_term)
    if as_json:
        print_json(silence_json(found))
    else:
        _print(found)


def _print(found: Silence) -> None:
    for note in found.notes:
        typer.echo(printable(note))
    typer.echo(printable(found.sentence))
    if found.theme:
        typer.echo(printable(f"Looked for {len(found.names)} names of the theme ‘{found.label}’."))
    else:
        typer.echo(printable(f"Looked for: {', '.join(found.names[:10])}."))
    _part("Not mentioned; the nearest sentence found there", found.silent)
    _part("Perhaps in other words; read the sentence", found.perhaps)
    _part("In other words", found.in_other_words)
    _part("Mentioned; the sentence that comes nearest", found.mentioned)
    typer.echo("")
    typer.echo(printable(found.coverage.text))


def _part(heading: str, reports: Sequence[ReportOn]) -> None:
    if not reports:
        return
    typer.echo("")
    typer.echo(f"{heading} ({len(reports):,}):")
    for item in reports:
        count = (
            f": {item.paragraphs:,} paragraph{'' if item.paragraphs == 1 else 's'}" if item.paragraphs else ""
        )
        typer.echo(printable(f"  {one_line(item.report.authority)}, {day(item.report.published)}{count}"))
        if item.quoted is None:
            typer.echo("    no paragraph within the filters")
            continue
        typer.echo(printable(f"    “{one_line(item.quoted.text)}”"))
        typer.echo(f"    {item.quoted.paragraph.id}")
        if item.to_check and not item.paragraphs:
            typer.echo("    This report has pages to check: read them before you rely on it.")
