"""`pinpoint cite`: the words that cite paragraphs, or a file for a reference manager."""

from __future__ import annotations

from typing import Annotated

import typer

from indexer.terminal import print_json, printable
from search_api.citations import Style
from search_api.cli.options import AsJson, Index
from search_api.references.formats import FormatName


def cite(
    pinpoints: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Ids of paragraphs, such as northmoor-2018-08-24/para-27."),
    ],
    index: Index = None,
    style: Annotated[Style, typer.Option(help="The style of the citation.")] = "plain",
    quote: Annotated[
        bool, typer.Option("--quote", help="Put the paragraph's text before it, in quotation marks.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Add the address of the report on its publisher's site, if known.")
    ] = False,
    html: Annotated[bool, typer.Option("--html", help="As HTML, with the title in italics.")] = False,
    as_format: Annotated[
        FormatName | None,
        typer.Option("--format", help="A file for a reference manager, with neither style nor quotation."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the citation of one paragraph or several."""
    from search_api.index.opening import open_index
    from search_api.references.formats import FORMATS
    from search_api.schemas.paragraphs import CitationReply
    from search_api.schemas.parameters import CitationAsked

    asked = CitationAsked(style=style, quote=quote, link=link)
    with open_index(index) as opened:
        server = opened.settings.public_url
        cited = [opened.get(name) for name in pinpoints]
        found = [
            CitationReply.of(item.report, item.paragraph, asked, opened.generation, server) for item in cited
        ]
    if as_format is not None:
        typer.echo(FORMATS[as_format].write([item.csl for item in found]), nl=False)
    elif as_json:
        print_json({"citations": [item.model_dump(exclude={"generation"}) for item in found]})
    else:
        texts = [item.html if html else item.citation for item in found]
        typer.echo(printable(("\n\n" if quote and not html else "\n").join(texts)))
