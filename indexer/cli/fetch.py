"""`pinpoint fetch`: published reports from the catalogue into a folder, ready to be indexed."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.authorities.catalogue import Publication, choose, kinds_named, load_catalogue, shipped_catalogue
from indexer.authorities.downloads import Manners
from indexer.authorities.fetching import Outcome, is_here
from indexer.authorities.fetching import fetch as fetch_publications
from indexer.authorities.register import default_register
from indexer.dates import day
from indexer.errors import InvalidRequest, PinpointError, UnknownAuthority
from indexer.process import stop_status
from indexer.terminal import one_line, print_json

if TYPE_CHECKING:
    from rich.console import Console

_REFUSED, _WRONG_USAGE, _FAILED = 1, 2, 3


def fetch(
    authority: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only reports of this authority. Repeatable.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="REGION", help="Only reports of authorities in this region. Repeatable."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only reports published on or after this date or year.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only reports published on or before this date or year."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="The kind of report: inspection (as without this option), focused_visit, jtai, area_send or "
            "all. Repeatable.",
        ),
    ] = None,
    latest: Annotated[
        bool, typer.Option("--latest", help="Only the newest report of each kind of each authority.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="The whole catalogue.")] = False,
    into: Annotated[
        Path, typer.Option(metavar="DIR", file_okay=False, help="The folder to save reports in.")
    ] = Path("reports"),
    catalogue: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            exists=True,
            dir_okay=False,
            help="The catalogue. Default: the one supplied.",
        ),
    ] = None,
    pause: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="Pause between requests.")
    ] = Manners().pause,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be downloaded, without downloading it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on standard output.")
    ] = False,
) -> None:
    """Download published inspection reports, one at a time, and record where each came from.

    What is already there and unaltered is not downloaded again; what was interrupted is continued.
    """
    started = time.monotonic()
    try:
        first, last = _day(since, "--since"), _day(until, "--until", end=True)
        publications = load_catalogue(catalogue) if catalogue else shipped_catalogue()
        kinds = kinds_named(kind or ["inspection"], publications)
        if not (authority or region or since or until or latest or everything or kind):
            whole = len(choose(publications, default_register(), kinds=kinds))
            raise typer.BadParameter(
                f"that is the whole catalogue, {whole:,} reports: "
                "choose with --authority, --region, --since, --until or --latest, or say --all"
            )
        register = default_register()
        chosen = choose(
            publications,
            register,
            authorities=authority or (),
            regions=region or (),
            since=first,
            until=last,
            latest_only=latest,
            kinds=kinds,
        )
        for name in authority or ():
            if not choose(publications, register, authorities=[name], since=first, until=last, kinds=kinds):
                typer.echo(f"note: the catalogue lists no such report of {name}", err=True)
    except (UnknownAuthority, InvalidRequest) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(_WRONG_USAGE) from error
    except PinpointError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(_FAILED) from error
    if not chosen:
        typer.echo("note: no report in the catalogue matches", err=True)
    if dry_run:
        _list(chosen, into, as_json, started)
        return
    outcomes, stopped, status = _fetch_all(chosen, into, Manners(pause=pause), quiet=as_json)
    _summarise(outcomes, len(chosen), as_json, started)
    if stopped:
        typer.echo(f"error: {stopped}", err=True)
        raise typer.Exit(status)
    if any(outcome.status in ("refused", "elsewhere") for outcome in outcomes):
        raise typer.Exit(_REFUSED)


def _day(text: str | None, option: str, *, end: bool = False) -> date | None:
    if text is None:
        return None
    written = text.strip()
    if len(written) == 4 and written.isascii() and written.isdigit() and written != "0000":
        written += "-12-31" if end else "-01-01"
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is neither a date nor a year: write 2018-08-24 or 2018", param_hint=option
        ) from error


def _fetch_all(
    chosen: Sequence[Publication], into: Path, manners: Manners, *, quiet: bool
) -> tuple[list[Outcome], str, int]:
    """The outcomes, what stopped the run before its end ("" if nothing did), and the exit status for that."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from .consoles import plain_console

    console = plain_console(stderr=True, soft_wrap=True)
    outcomes: list[Outcome] = []
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        files = progress.add_task("reports", total=len(chosen))

        def on_progress(publication: Publication, done: int, total: int | None) -> None:
            of = f" of {total:,}" if total else ""
            progress.update(files, description=f"{publication.path.parent.name} {done:,}{of} bytes")

        try:
            for outcome in fetch_publications(chosen, into, manners=manners, on_progress=on_progress):
                outcomes.append(outcome)
                progress.advance(files)
                _tell(console, outcome, quiet)
        except PinpointError as error:
            return outcomes, str(error), _FAILED
        except KeyboardInterrupt as error:
            return outcomes, "stopped: the same command continues where this one ended", stop_status(error)
    return outcomes, "", 0


def _tell(console: Console, outcome: Outcome, quiet: bool) -> None:
    if outcome.status == "refused":
        console.print(one_line(f"refused {outcome.publication.url}: {outcome.reason}"))
    elif outcome.status == "elsewhere":
        console.print(f"not downloaded: {_elsewhere(outcome.publication)}")
    elif outcome.status == "fetched" and not quiet:
        by_way_of = f" (redirected to {outcome.redirects[-1]})" if outcome.redirects else ""
        console.print(one_line(f"fetched {outcome.path}{by_way_of}"))


def _summarise(outcomes: Sequence[Outcome], chosen: int, as_json: bool, started: float) -> None:
    by_status = {
        status: [outcome for outcome in outcomes if outcome.status == status]
        for status in ("fetched", "already here", "refused", "elsewhere")
    }
    fetched, here, refused, elsewhere = by_status.values()
    size = sum(outcome.size for outcome in fetched)
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        document = {
            "fetched": len(fetched),
            "already_here": len(here),
            "refused": [{"path": str(o.path), "url": o.publication.url, "reason": o.reason} for o in refused],
            "elsewhere": [_file(o.publication, o.path) for o in elsewhere],
            "bytes": size,
            "seconds": seconds,
            "files": [
                _file(o.publication, o.path) | {"redirects": list(o.redirects)} for o in (*fetched, *here)
            ],
        }
        print_json(document)
        return
    undone = chosen - len(outcomes)
    typer.echo(
        f"{len(fetched):,} fetched ({size:,} bytes), {len(here):,} already here, {len(refused):,} refused"
        + (f", {len(elsewhere):,} to be had from their pages only" if elsewhere else "")
        + (f", {undone:,} not reached" if undone else "")
        + f" in {seconds:g} s"
    )


def _list(chosen: Sequence[Publication], into: Path, as_json: bool, started: float) -> None:
    missing = [publication for publication in chosen if not is_here(publication, into)]
    here = len(chosen) - len(missing)
    due = [publication for publication in missing if publication.url]
    elsewhere = [publication for publication in missing if not publication.url]
    if as_json:
        document = {
            "would_fetch": [_file(publication, into / publication.path) for publication in due],
            "fetched": 0,
            "already_here": here,
            "refused": [],
            "elsewhere": [_file(publication, into / publication.path) for publication in elsewhere],
            "bytes": 0,
            "seconds": round(time.monotonic() - started, 1),
        }
        print_json(document)
        return
    for publication in due:
        typer.echo(f"{one_line(publication.url)}  {one_line(str(into / publication.path))}")
    for publication in elsewhere:
        typer.echo(f"not downloaded: {_elsewhere(publication)}")
    pages = f", {len(elsewhere):,} to be had from their pages only" if elsewhere else ""
    typer.echo(f"{len(due):,} would be fetched, {here:,} already here{pages}")


def _elsewhere(publication: Publication) -> str:
    """What is published where; its own page says which file it is."""
    what = f"{publication.authority}, {publication.called}, {day(publication.published)}"
    return f"{what}: we do not know the address of the file; it is published at {publication.page}"


def _file(publication: Publication, path: Path) -> dict[str, object]:
    return {
        "path": str(path),
        "url": publication.url,
        "authority": publication.authority,
        "published": publication.published.isoformat(),
        "kind": publication.kind or "inspection",
        "page": publication.page,
    }
