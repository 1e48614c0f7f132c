"""Options of commands that read files: what their user says of a file that its cover does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.given import Given, given_by

KindGiven = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="'generic': read any document by its own numbers. 'auto': by its cover, the default.",
    ),
]
AuthorityGiven = Annotated[
    str | None,
    typer.Option("--authority", metavar="NAME", help="With --kind generic: whose report it is."),
]
PublishedGiven = Annotated[
    str | None,
    typer.Option("--published", metavar="YYYY-MM-DD", help="With --kind generic: when it was published."),
]


def given_for(
    paths: Sequence[Path], kind: str | None, authority: str | None, published: str | None
) -> Given | None:
    """What was typed, None where nothing was. Raises InvalidRequest for what cannot be used."""
    given = given_by(kind, authority, published)
    if published is not None and (len(paths) > 1 or any(path.is_dir() for path in paths)):
        raise InvalidRequest(
            "--published is the date of one file", "index that file by itself", field="published"
        )
    return given
