"""Options that several commands take, each in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indexer.records import FRAMEWORKS, GRADES, KINDS

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder.")]


Authorities = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="NAME", help="Only this authority; may be given again."),
]


Since = Annotated[
    str, typer.Option(metavar="DATE", help="Only reports published since: 2022, 2022-03 or 2022-03-31.")
]


Until = Annotated[str, typer.Option(metavar="DATE", help="Only reports published until, the day included.")]


Frameworks = Annotated[
    list[str] | None,
    typer.Option("--framework", metavar="NAME", help=f"Only {', '.join(FRAMEWORKS)}; may be given again."),
]


Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="NAME", help="Only authorities of this region; may be given again."),
]


Grades = Annotated[
    list[str] | None,
    typer.Option(
        "--grade",
        metavar="GRADE",
        help=f"Only reports judged overall {', '.join(GRADES)}; may be given again.",
    ),
]


Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help=f"Only {', '.join(KINDS)}; may be given again."),
]


Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")]


Literal = Annotated[
    bool, typer.Option("--literal", help="Search the words as they are; read no filter from them.")
]


AsWords = Annotated[
    list[str] | None,
    typer.Option("--as-words", metavar="TEXT", help="Words that are no filter; may be given again."),
]


AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
