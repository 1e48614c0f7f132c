"""`pinpoint similar`: which other reports say the same as one paragraph, and how common is it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.records import FRAMEWORKS, GRADES, KINDS
from indexer.terminal import one_line, print_json, printable

if TYPE_CHECKING:
    from search_api.retrieval.similar import SimilarResult

# The rest is imported in the command: others should not wait for what only this one needs.


def similar(
    pinpoint: Annotated[
        str, typer.Argument(metavar="ID", help="Of a paragraph, as northmoor-2018-08-24/para-27.")
    ],
    index: Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder.")] = None,
    same: Annotated[
        bool, typer.Option("--same", help="Only earlier and later reports of the same authority.")
    ] = False,
    any_authority: Annotated[
        bool, typer.Option("--any", help="Reports of every authority, the same one included.")
    ] = False,
    authority: Annotated[
        list[str] | None,
        typer.Option("--authority", metavar="NAME", help="Only this authority; may be given again."),
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Only reports published since: 2022, 2022-03 or 2022-03-31.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Only reports published until, the day included.")
    ] = "",
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "--framework", metavar="NAME", help=f"Only {', '.join(FRAMEWORKS)}; may be given again."
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="NAME", help="Only authorities of this region; may be given again."),
    ] = None,
    grade: Annotated[
        list[str] | None,
        typer.Option(
            "--grade",
            metavar="GRADE",
            help=f"Only reports judged overall {', '.join(GRADES)}; may be given again.",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=f"Only {', '.join(KINDS)}; may be given again. Default: the same kind as the paragraph's.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")
    ] = None,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Leave out the first so many.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """List what other reports say that is nearest to a paragraph, one paragraph a report, best first."""
    if same and any_authority:
        raise InvalidRequest("--same and --any exclude each other", "give one of them")
    from indexer.authorities.register import default_register
    from indexer.store.reader import IndexReader
    from search_api.question.scope import Request
    from search_api.retrieval.polarity import polarity_of
    from search_api.retrieval.similar import Similar
    from search_api.settings import load_settings

    settings = load_settings()
    request = Request(
        tuple(authority or ()),
        since,
        until,
        tuple(framework or ()),
        tuple(kind or ()),
        regions=tuple(region or ()),
        grades=tuple(grade or ()),
    )
    with IndexReader.open(index or settings.index) as reader:
        polarity = polarity_of(reader.manifest.encoder_name)
        result = Similar(reader, default_register(), settings, polarity).to(
            pinpoint,
            request,
            authorities="same" if same else "any" if any_authority else "other",
            limit=limit,
            offset=offset,
        )
    if as_json:
        from search_api.schemas.paragraphs import similar_json

        print_json(similar_json(result))
    else:
        _print(result)


def headline(result: SimilarResult) -> str:
    """As in "Similar findings in 41 of 283 reports of other authorities."."""
    nouns = {"improvement": "recommendations"}
    kinds = {nouns.get(kind, f"{kind}s") for kind in result.kinds}
    noun = kinds.pop() if kinds in ({"findings"}, {"recommendations"}) else "paragraphs"
    of_whom = {
        "other": "reports of other authorities",
        "same": f"other reports of {one_line(result.report.authority)}",
        "any": "other reports",
    }[result.authorities]
    return f"Similar {noun} in {result.reports} of {result.searched} {of_whom}."


def _print(result: SimilarResult) -> None:
    from rich.text import Text

    from search_api.citations import cite

    from .printing import Printer

    class SimilarPrinter(Printer):
        def similar(self) -> None:
            self._line(cite(result.report, result.paragraph), "bold")
            self._body(Text(f"“{printable(result.paragraph.text)}”"))
            self._body(Text(result.paragraph.id, "cyan"))
            self._line()
            self._notes(result.notes)
            if result.searched:
                self._line(headline(result), "bold")
                self._line()
            for found in result.results:
                self._line(f"{found.rank}. {cite(found.report, found.paragraph)} (score {found.score:.2f})")
                start, end = found.span
                self._body(Text(f"“{printable(found.paragraph.text[start:end])}”"))
                self._body(Text(found.paragraph.id, "cyan"))
                self._line()
            self._line(result.coverage.text, "dim")

    SimilarPrinter().similar()
