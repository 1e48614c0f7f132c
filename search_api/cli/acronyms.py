"""`pinpoint acronyms`: what the reports' acronyms stand for, each with the paragraph that says so."""

from __future__ import annotations

from typing import Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.terminal import print_json, printable

from .options import AsJson, Index


def acronyms(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Acronyms to look up. Default: all."),
    ] = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """List the acronyms that the reports define, and where they define them."""
    from indexer.locations import default_index
    from indexer.store.reader import IndexReader
    from indexer.words.acronyms import acronym_key
    from search_api.schemas.reports import acronyms_json

    with IndexReader.open(index or default_index()) as reader:
        found = reader.acronyms()
    if names:
        wanted = {acronym_key(name) for name in names}
        absent = wanted - {acronym_key(item.short) for item in found}
        found = tuple(item for item in found if acronym_key(item.short) in wanted)
        if absent and not found:
            raise InvalidRequest(
                f"no report defines {' or '.join(sorted(names))}",
                "`pinpoint search` finds the paragraphs that use it",
            )
    if as_json:
        print_json(acronyms_json(found))
        return
    for item in found:
        for sense in item.senses:
            defined = f"{sense.definitions} time{'' if sense.definitions == 1 else 's'}"
            typer.echo(
                printable(f"{item.short:10} {sense.expansion} ({defined}, first in {sense.defined_in})")
            )
