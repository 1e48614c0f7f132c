"""`pinpoint brief`: what inspectors found on a theme, as a few pages to take away."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from indexer.errors import InvalidRequest, PinpointError, system_reason, system_remedy
from indexer.files import replace_file
from indexer.terminal import print_json, printable
from search_api.cli.options import AsJson, Index, unquoted


class Format(StrEnum):
    """The kinds of file that a brief can be."""

    md = "md"
    html = "html"
    docx = "docx"


_SUFFIXES = {".md": Format.md, ".markdown": Format.md, ".html": Format.html, ".htm": Format.html,
             ".docx": Format.docx}  # fmt: skip


@unquoted("theme")
def brief(
    theme: Annotated[str, typer.Argument(metavar="THEME", help="A theme, or a term with its other names.")],
    authority: Annotated[
        str,
        typer.Option(metavar="NAME", help="Whose brief it is. Default: your own authority."),
    ] = "",
    format: Annotated[
        Format | None,
        typer.Option("--format", help="Word, a web page or Markdown. Default: by the file's name, or md."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")
    ] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="Only reports published from this date.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only reports published by this date.")] = "",
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Write a brief: what inspectors said of a theme in one authority, its neighbours and elsewhere."""
    from search_api.briefs.files import FILES
    from search_api.briefs.make import make_brief
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    kind = format or (_SUFFIXES.get(output.suffix.lower()) if output else None) or Format.md
    if kind == Format.docx and output is None and not as_json:
        raise InvalidRequest("a Word document cannot be printed", "name a file with --output", field="output")
    given = {name: (day,) for name, day in (("since", since), ("until", until)) if day}
    with open_index(index) as opened:
        made = make_brief(opened, theme, authority, Request.named(given))
    if as_json:
        from search_api.schemas.comparing.brief import brief_json

        print_json(brief_json(made))
        return
    data = FILES[kind.value].write(made)
    if output is None:
        typer.echo(printable(data.decode("utf-8")), nl=False)
        return
    try:
        replace_file(output, data)
    except OSError as error:
        raise PinpointError(
            f"{output} cannot be written: {system_reason(error)}", system_remedy(error)
        ) from error
    typer.echo(printable(f"{made.title}: written to {output}"))
