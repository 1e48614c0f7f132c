"""`pinpoint setup`: published reports, chosen, downloaded, indexed and opened, in one command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from indexer.authorities.catalogue import Publication, load_catalogue, shipped_catalogue
from indexer.authorities.downloads import Manners
from indexer.authorities.fetching import Outcome, is_here
from indexer.authorities.fetching import fetch as fetch_publications
from indexer.cli.index import model_of, say_summary
from indexer.cli.progress import ProgressLines, about
from indexer.errors import PinpointError
from indexer.locations import default_index, default_reports
from indexer.pipeline.summary import IndexSummary
from indexer.process import stop_status
from indexer.store.backends.address import refuse_address
from indexer.terminal import one_line

from .choice import Choice, asked, begin, begun, can_ask, finish
from .demo import HOST, usable_port

_REFUSED = 1  # exit status: done, but something could not be had
# Seconds for a report on 2 cores, for the first word on how long it takes: docs/performance.md.
_TO_FETCH, _TO_INDEX = 2.0, 1.0


def setup(
    authority: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Reports of this authority. Repeatable.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="REGION", help="Reports of the authorities in this region. Repeatable."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Reports of all authorities.")] = False,
    latest: Annotated[
        bool, typer.Option("--latest", help="Only the newest report of each authority.")
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", file_okay=False, help="The folder to save reports in. Default: in your user data."
        ),
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Open the pages when the reports are indexed.")
    ] = True,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open them in the browser of this machine.")
    ] = True,
    catalogue: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV", exists=True, dir_okay=False, help="The catalogue. Default: the one supplied."
        ),
    ] = None,
    pause: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="Pause between requests.")
    ] = Manners().pause,
) -> None:
    """Get published reports: choose, download, index and open them. Asks what you do not say.

    Stop it at any time with Ctrl-C. Run it again to continue.
    Exit status: 0 done, 1 done but not all could be downloaded, 2 wrong usage, 3 failed, 130 stopped.
    """
    folder, target = into or default_reports(), index or default_index()
    refuse_address(target)
    publications = load_catalogue(catalogue) if catalogue else shipped_catalogue()
    choice = _chosen(
        Choice(tuple(authority or ()), tuple(region or ()), everything, latest), folder, publications
    )
    chosen = choice.of(publications)
    try:
        begin(folder, choice)
        refused = _fetch(chosen, folder, Manners(pause=pause))
        summary = _index(folder, target)
        say_summary(summary, target)
        if not refused:  # else the next run goes on with them
            finish(folder)
    except KeyboardInterrupt as error:
        typer.echo("pinpoint: stopped; run `pinpoint setup` again to go on", err=True)
        raise typer.Exit(stop_status(error)) from error
    if refused:
        typer.echo(f"{_reports(refused)} could not be downloaded: run `pinpoint setup` again later", err=True)
    if pages:
        from web.serve import serve

        # One process: others could not be forked now that libraries with threads are loaded.
        serve(host=HOST, port=usable_port(), index=target, browser=browser, workers=1)
    elif refused or summary.refused:
        raise typer.Exit(_REFUSED)


def _chosen(said: Choice, folder: Path, publications: Sequence[Publication]) -> Choice:
    """What the options say, else what is asked for, else what was begun."""
    before = begun(folder)
    if said:
        return said
    if can_ask():
        return asked(publications, before)
    if before:
        typer.echo(one_line(f"Going on with {before}"), err=True)
        return before
    raise typer.BadParameter("say which reports: --authority NAME, --region REGION or --all")


def _fetch(chosen: Sequence[Publication], folder: Path, manners: Manners) -> int:
    """How many could not be downloaded. Raises NoConnection, PinpointError."""
    due = [publication for publication in chosen if not is_here(publication, folder)]
    here = len(chosen) - len(due)
    typer.echo(
        one_line(
            f"{_reports(len(chosen))} in {folder}, {here:,} here already. "
            f"This takes {about(len(due) * _TO_FETCH + len(chosen) * _TO_INDEX)}; Ctrl-C stops it, and the "
            "same command goes on."
        ),
        err=True,
    )
    refused: list[Outcome] = []
    with ProgressLines() as progress:
        progress.stage("downloading (1 of 2)", len(due))
        for outcome in fetch_publications(due, folder, manners=manners):
            if outcome.status in ("refused", "elsewhere"):
                refused.append(outcome)
                progress.note(f"not downloaded: {outcome.publication.path}: {outcome.reason}")
            progress.advance()
    return len(refused)


def _reports(number: int) -> str:
    return "1 report" if number == 1 else f"{number:,} reports"


def _index(folder: Path, target: Path) -> IndexSummary:
    from indexer.encoders.load import load_encoder
    from indexer.pipeline.run import index_paths

    with ProgressLines(suffix=" (2 of 2)") as progress:
        summary = index_paths(
            [folder],
            target,
            lambda: load_encoder(model_of(target), progress=progress.note),
            progress=progress,
        )
    if not summary.generation:
        raise PinpointError("there is no report to index", "run `pinpoint setup` again later")
    return summary
