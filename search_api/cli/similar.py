"""`pinpoint similar`: which other reports say the same as a paragraph, or the opposite; how common is it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.terminal import one_line, print_json, printable

from .options import AsJson, Given, Index, Limit, Offset, Scope, with_filters

if TYPE_CHECKING:
    from search_api.similar.names import Authorities
    from search_api.similar.records import Common, SimilarResult

# The rest is imported in the command: others should not wait for what only this one needs.


@with_filters
def similar(
    pinpoint: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of a paragraph, such as northmoor-2018-08-24/para-27."),
    ],
    given: Given,
    index: Index = None,
    side: Annotated[
        str,
        typer.Option(
            metavar="SIDE",
            help="praise: who was praised for what this paragraph criticises; criticism: who was criticised "
            "for what it praises; same (the default); any.",
        ),
    ] = "same",
    scope: Scope = None,
    same: Annotated[
        bool, typer.Option("--same", help="Only earlier and later reports of the same authority.")
    ] = False,
    any_authority: Annotated[
        bool, typer.Option("--any", help="Reports of every authority, including the same one.")
    ] = False,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """List the most similar paragraphs in other reports, one from each report, best first.

    Compares paragraphs of the same kind unless you choose others with --kind.
    """
    if same and any_authority:
        raise InvalidRequest("--same and --any exclude each other", "give one of them")
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.similar.scopes import checked_side

    whose: Authorities = "same" if same else "any" if any_authority else "other"
    with open_index(index) as opened:
        result = opened.similar_to(
            pinpoint, Request.named(given), whose=whose, side=checked_side(side), scope=scope or (),
            common=True, limit=limit, offset=offset,
        )  # fmt: skip
    if as_json:
        from search_api.schemas.comparing.similar import similar_json

        print_json(similar_json(result))
    else:
        _print(result)


def headline(result: SimilarResult) -> str:
    """As in "Similar findings in 41 of 283 reports of other authorities."."""
    from search_api.similar.scopes import SCOPES

    nouns = {"improvement": "recommendations"}
    kinds = {nouns.get(kind, f"{kind}s") for kind in result.kinds}
    noun = kinds.pop() if kinds in ({"findings"}, {"recommendations"}) else "paragraphs"
    of_whom = {
        "other": "reports of other authorities",
        "same": f"other reports of {one_line(result.report.authority)}",
        "any": "other reports",
    }[result.authorities]
    what = {"praise": "Praise of the same matter", "criticism": "Criticism of the same matter"}.get(
        result.side, f"Similar {noun}"
    )
    limits = "; ".join(SCOPES[name][:1].lower() + SCOPES[name][1:] for name in result.scopes)
    return f"{what} in {result.reports} of {result.searched} {of_whom}{f' ({limits})' if limits else ''}."


def common_words(common: Common | None) -> str:
    """How common a sentence is, for people; "" where no other report says it."""
    if common is None or not common.reports:
        return ""
    if common.boilerplate:
        return f"Boilerplate: in nearly the same words in {_reports(common.in_words)}."
    return f"Nearly the same in {_reports(common.reports)}."


def _reports(count: int) -> str:
    return f"{count} other report{'' if count == 1 else 's'}"


def _print(result: SimilarResult) -> None:
    from rich.text import Text

    from search_api.citations import cite

    from .printing import Printer

    class SimilarPrinter(Printer):
        def similar(self) -> None:
            self._line(cite(result.report, result.paragraph), "bold")
            self._body(Text(f"“{printable(result.paragraph.text)}”"))
            self._body(Text(result.paragraph.id, "cyan"))
            self._check(result.anomalies)
            for common in result.common:
                if words := common_words(common):
                    quote = one_line(result.paragraph.text[slice(*common.span)])
                    self._body(Text(f"“{quote}”: {words[0].lower()}{words[1:]}", "dim"))
            self._line()
            self._notes(result.notes)
            if result.searched:
                self._line(headline(result), "bold")
                self._line()
            for found in result.results:
                self._line(f"{found.rank}. {cite(found.report, found.paragraph)}")
                start, end = found.span
                self._body(Text(f"“{printable(found.paragraph.text[start:end])}”"))
                self._body(Text(found.paragraph.id, "cyan"))
                self._check(found.anomalies)
                if words := common_words(found.common):
                    self._body(Text(words, "dim"))
                self._line()
            self._line(result.coverage.text, "dim")

    SimilarPrinter().similar()
