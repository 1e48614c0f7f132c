"""`pinpoint watch`: questions that are kept in files, and what is new on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.cli.helping import CommandGroup
from indexer.errors import InvalidRequest
from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Given, Index, Mine, unquoted, with_filters

if TYPE_CHECKING:
    from search_api.watch.news import News
    from search_api.watch.saved import Watch

watch_app = CommandGroup("watch", "Keep questions in files and list what is new on them.")
Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="The folder that keeps the watches.")]
_HERE = Path()


@watch_app.command("add")
@unquoted("question")
@with_filters
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the watch.")],
    given: Given,
    question: Annotated[
        str, typer.Argument(metavar="[QUESTION]", help="A question or a subject; none for filters alone.")
    ] = "",
    folder: Folder = _HERE,
    index: Index = None,
    all_new: Annotated[
        bool, typer.Option("--all", help="List what is in the index now at the first run, too.")
    ] = False,
    mine: Mine = "",
    as_json: AsJson = False,
) -> None:
    """Keep a question. From now on `pinpoint watch run` lists what is new on it."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request
    from search_api.watch.saved import Watch, path_of, save

    if not question.strip() and not given:
        raise InvalidRequest("a watch needs a question or a filter", "give one", field="q")
    if path_of(folder, name).exists():
        raise InvalidRequest(f"there is a watch {name[:80]!r} already", "use another name or remove its file")
    watch = Watch(name.strip(), question.strip(), given, mine=mine)
    with open_index(index) as opened:
        if question.strip():  # what cannot be asked is said now, and not at every run
            opened.understand(question, Request.named(given, mine=mine))
        else:
            opened.scope(watch.request)
        if not all_new:
            watch = watch.after(opened.reader.reports(), opened.generation)
    path = save(folder, watch)
    if as_json:
        print_json(_facts(watch, path))
    else:
        typer.echo(one_line(f"Kept in {path}."))


@watch_app.command("list")
def list_watches(folder: Folder = _HERE, as_json: AsJson = False) -> None:
    """List the watches in a folder."""
    from search_api.watch.saved import every, load

    found = [(load(path), path) for path in every(folder)]
    if as_json:
        print_json({"watches": [_facts(watch, path) for watch, path in found]})
        return
    for watch, _ in found:
        filters = "; ".join(f"{name} {', '.join(values)}" for name, values in watch.given.items())
        last = f"last run over {watch.generation}" if watch.generation else "not run yet"
        typer.echo(one_line("  ".join(filter(None, (watch.name, watch.question, filters, last)))))
    if not found:
        typer.echo("There are no watches here. `pinpoint watch add` makes one.", err=True)


@watch_app.command("run")
def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Only this watch; every one if left out.")] = "",
    folder: Folder = _HERE,
    index: Index = None,
    since: Annotated[
        str,
        typer.Option(
            metavar="GENERATION",
            help="Compare with this generation of the index, or ‘previous’, and not with the last run.",
        ),
    ] = "",
    look: Annotated[
        bool, typer.Option("--look", help="Only look: list the same again at the next run.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, metavar="N", help="Maximum number of paragraphs listed.")
    ] = 50,
    as_json: AsJson = False,
) -> None:
    """List the paragraphs of new reports on each question, and remember that you have seen them."""
    from search_api.index.opening import open_index
    from search_api.settings import load_settings
    from search_api.watch.news import news, reports_of
    from search_api.watch.saved import every, load, path_of, save

    paths = [path_of(folder, name)] if name else every(folder)
    if not paths:
        typer.echo("There are no watches here. `pinpoint watch add` makes one.", err=True)
    watches = [load(path) for path in paths]
    replies: list[dict[str, Any]] = []
    with open_index(index) as opened:
        where = index or load_settings().index
        before = reports_of(where, since, opened.generation) if since else None
        for watch in watches:
            seen = watch.seen if before is None else before
            found = news(opened, watch.question, watch.request, seen, limit)
            if as_json:
                replies.append(_news(watch, found))
            else:
                _print(watch, found)
            if not look and since == "" and found.total <= limit:
                save(folder, watch.after(opened.reader.reports(), opened.generation))
            elif found.total > limit and not as_json:
                typer.echo(
                    f"Listed {limit} of {found.total:,}. Nothing is marked as seen: "
                    f"use --limit {found.total}.",
                    err=True,
                )
    if as_json:
        print_json({"watches": replies})


def _facts(watch: Watch, path: Path) -> dict[str, Any]:
    """{name, question, filters, file, generation, reports_seen}."""
    return {
        "name": watch.name,
        "question": watch.question,
        "filters": {name: list(values) for name, values in watch.given.items()},
        "file": str(path),
        "generation": watch.generation,
        "reports_seen": len(watch.seen),
    }


def _news(watch: Watch, found: News) -> dict[str, Any]:
    """{name, question, how, reports: [id], gone, total, notes, generation, paragraphs: [{...paragraph,
    citation, reissued}]}.
    """
    from search_api.citations import cite
    from search_api.schemas.paragraphs import paragraph_json

    return {
        "name": watch.name,
        "question": watch.question,
        "how": found.how,
        "reports": [report.id for report in found.reports],
        "gone": list(found.gone),
        "total": found.total,
        "notes": list(found.notes),
        "generation": found.generation,
        "paragraphs": [
            paragraph_json(item.report, item.paragraph, item.anomalies)
            | {"citation": cite(item.report, item.paragraph), "reissued": item.reissued}
            for item in found.found
        ],
    }


def _print(watch: Watch, found: News) -> None:
    from rich.text import Text

    from search_api.citations import cite
    from search_api.cli.printing import Printer

    class WatchPrinter(Printer):
        def news(self) -> None:
            self._line(one_line(watch.name), "bold")
            self._line(found.sentence)
            self._notes(found.notes)
            if found.gone:
                self._line(f"No longer in the index: {', '.join(found.gone)}.")
            self._line()
            for item in found.found:
                again = " (published again)" if item.reissued else ""
                self._line(f"{cite(item.report, item.paragraph)}{again}")
                self._body(Text(f"“{printable(item.paragraph.text)}”"))
                self._body(Text(item.paragraph.id, "cyan"))
                self._check(item.anomalies)
                self._line()

    WatchPrinter().news()
