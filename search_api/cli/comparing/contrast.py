"""`pinpoint contrast`: what sections of two grades say about one subject, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Given, Index, Limit, Offset, unquoted, with_filters

if TYPE_CHECKING:
    from search_api.comparison.contrast.records import Contrast

# The rest is imported in the command: others should not wait for what only this one needs.


@unquoted("about")
@with_filters
def contrast(
    about: Annotated[str, typer.Argument(metavar="SUBJECT", help="A theme, or a term with its other names.")],
    given: Given,
    one: Annotated[
        str, typer.Option("--one", metavar="GRADE", help="The grade of the sections on the first side.")
    ] = "outstanding",
    other: Annotated[
        str, typer.Option("--other", metavar="GRADE", help="The grade of those on the other side.")
    ] = "inadequate",
    index: Index = None,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """Set what sections of two grades say about a subject side by side, the distinctive statements first."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    with open_index(index) as opened:
        found = opened.contrasted(about, Request.named(given), (one, other), limit or 5, offset)
    if as_json:
        from search_api.schemas.comparing.contrast import contrast_json

        print_json(contrast_json(found))
    else:
        _print(found)


def _print(found: Contrast) -> None:
    from rich.text import Text

    from search_api.citations import cite
    from search_api.cli.printing import Printer

    class ContrastPrinter(Printer):
        def contrast(self) -> None:
            self._notes(found.notes)
            for side in found.sides:
                self._line(f"Judged {side.grade}", "bold")
                self._line(
                    f"{side.speaking:,} of {side.sections:,} sections speak of it, "
                    f"in {side.total:,} sentences."
                )
                if side.words:
                    words = ", ".join(
                        f"{one_line(item.text)} ({item.here}:{item.there})" for item in side.words
                    )
                    self._line(f"Words of this side (sections here:there): {words}.")
                self._line()
                for item in side.statements:
                    self._body(Text(f"“{printable(item.quote)}”"))
                    self._body(Text(cite(item.report, item.paragraph)))
                    told = f"  ({item.side})" if item.side else ""
                    self._body(Text(f"{item.paragraph.id}{told}", "cyan"))
                    self._check(item.anomalies)
                    self._line()
            self._line(found.coverage.text, "dim")

    ContrastPrinter().contrast()
