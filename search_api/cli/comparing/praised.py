"""`pinpoint praised`: who is praised for what one authority is criticised for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import print_json, printable
from search_api.cli.options import AsJson, Given, Index, Limit, Mine, unquoted, with_filters

if TYPE_CHECKING:
    from search_api.comparison.elsewhere.records import Finding, PraisedElsewhere


@unquoted("about")
@with_filters
def praised(
    about: Annotated[str, typer.Argument(metavar="SUBJECT", help="A theme, or a term with its other names.")],
    given: Given,
    mine: Mine = "",
    whose: Annotated[
        str,
        typer.Option(metavar="WHO", help="Who may be praised: all others, its neighbours or its region."),
    ] = "all",
    index: Index = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List authorities praised for what your own is criticised for, the nearest praise first."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    with open_index(index) as opened:
        found = opened.praised_for(about, Request.named(given, mine=mine), whose, limit or 10)
    if as_json:
        from search_api.schemas.comparing.praised import praised_json

        print_json(praised_json(found))
    else:
        _print(found)


def _print(found: PraisedElsewhere) -> None:
    from rich.text import Text

    from search_api.citations import cite
    from search_api.cli.printing import Printer

    class PraisedPrinter(Printer):
        def praised(self) -> None:
            self._notes(found.notes)
            self._line(
                f"{found.mine} is criticised ({len(found.own)} of {found.own_total:,} sentences)", "bold"
            )
            self._line()
            for item in found.own:
                self._finding(item)
            count = f"{found.authorities:,} of {found.searched:,} other authorities, {found.clear:,} without"
            count += " criticism, in the newest report that takes a side"
            self._line(f"Praised: {count}; {found.speaking:,} speak of it at all", "bold")
            self._line()
            for item in found.others:
                self._finding(item)
                if item.but:
                    self._line("The same report criticises it:")
                    self._finding(item.but)
            self._line(found.coverage.text, "dim")

        def _finding(self, item: Finding) -> None:
            self._line(f"{cite(item.report, item.paragraph)}")
            self._body(Text(f"“{printable(item.quote)}”"))
            self._body(Text(item.paragraph.id, "cyan"))
            self._check(item.anomalies)
            self._line()

    PraisedPrinter().praised()
