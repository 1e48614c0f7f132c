"""`pinpoint weak-to-strong`: which authorities turned a weakness into a strength, and so whom to ring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Given, Index, Limit, Offset, Scope, unquoted, with_filters

if TYPE_CHECKING:
    from search_api.similar.records import Place, TurnedResult


@unquoted("about")
@with_filters
def weak_to_strong(
    about: Annotated[
        str,
        typer.Argument(
            metavar="ABOUT",
            help="The id of a paragraph, such as northmoor-2018-08-24/para-27, or a theme or term.",
        ),
    ],
    given: Given,
    index: Index = None,
    scope: Scope = None,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """List authorities that were criticised for something, and praised for it at a later inspection.

    Shows both sentences, one pair for each authority, best first.
    """
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    with open_index(index) as opened:
        result = opened.turned(about, Request.named(given), scope=scope or (), limit=limit, offset=offset)
    if as_json:
        from search_api.schemas.comparing.similar import turned_json

        print_json(turned_json(result))
    else:
        _print(result)


def _print(result: TurnedResult) -> None:
    from rich.text import Text

    from search_api.citations import cite
    from search_api.cli.printing import Printer

    class TurnedPrinter(Printer):
        def turned(self) -> None:
            for place in result.asked:
                self._place("", place)
            if not result.asked:
                self._line(f"About: {one_line(result.label or result.about)}", "bold")
            self._line()
            self._notes(result.notes)
            if result.searched:
                self._line(result.headline, "bold")
                self._line()
            for item in result.results:
                self._line(f"{item.rank}. {one_line(item.authority)}", "bold")
                self._place("Weak: ", item.weak)
                self._place("Strong: ", item.strong)
                self._line()
            if result.results:
                self._line(
                    "A computer chose these pairs: read both paragraphs before you name anyone.", "dim"
                )
            self._line(result.coverage.text, "dim")

        def _place(self, label: str, place: Place) -> None:
            self._line(f"{label}{cite(place.report, place.paragraph)}")
            self._body(Text(f"“{printable(place.quote)}”"))
            self._body(Text(place.paragraph.id, "cyan"))
            self._check(place.anomalies)

    TurnedPrinter().turned()
