"""`pinpoint themes`: the vocabulary of themes, and what the reports say of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Given, Index, Limit, Offset, unquoted, with_filters

if TYPE_CHECKING:
    from search_api.spoken.records import Speaking, ThemeCount

_SHOWN = 20
_REPORTS_SHOWN = 12


@unquoted("name")
@with_filters
def themes(
    given: Given,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[THEME]", help="A theme by its key, name or another name. Default: list all."
        ),
    ] = None,
    index: Index = None,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """List the themes of practice, or show what the reports say of one, newest first."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.schemas.comparing.themes import speaking_json, themes_json

    request = Request.named(given)
    with open_index(index) as opened:
        if name is None:
            counted = opened.speaking.counts(request)
            note = opened.themes.note
        else:
            found = opened.speaking.of(name, request, limit or _SHOWN, offset)
    if name is None:
        if as_json:
            print_json(themes_json(counted, note))
        else:
            _list(counted, note)
    elif as_json:
        print_json(speaking_json(found))
    else:
        _show(found, offset)


def _list(counted: tuple[ThemeCount, ...], note: str) -> None:
    typer.echo(f"{'THEME':27} {'PARAGRAPHS':>10} {'REPORTS':>7}  NAME")
    for item in counted:
        typer.echo(f"{item.theme.key:27} {item.paragraphs:>10,} {item.reports:>7,}  {item.theme.name}")
    if note:
        typer.echo(note)


def _show(found: Speaking, offset: int) -> None:
    from search_api.citations import cite

    typer.echo(found.theme.name)
    typer.echo(f"  {found.theme.definition}")
    typer.echo(f"  Also called: {', '.join(found.theme.synonyms[:8])}")
    typer.echo("")
    for note in found.notes:
        typer.echo(printable(note))
    typer.echo(found.sentence)
    if found.reports:
        names = [f"{one_line(item.authority)} {item.published.year}" for item in found.reports]
        more = f" and {len(names) - _REPORTS_SHOWN:,} more" if len(names) > _REPORTS_SHOWN else ""
        typer.echo(f"Reports: {', '.join(names[:_REPORTS_SHOWN])}{more}.")
    typer.echo("")
    for rank, item in enumerate(found.sentences, start=offset + 1):
        side = f" ({item.side})" if item.side else ""
        typer.echo(printable(f"{rank}. {cite(item.report, item.paragraph)}{side}"))
        typer.echo(printable(f"    “{one_line(item.text)}”"))
        typer.echo(f"    {item.paragraph.id}")
        for anomaly in item.anomalies:
            typer.echo(printable(f"    Check on the page: {anomaly.detail}"))
        typer.echo("")
    typer.echo(printable(found.coverage.text))
