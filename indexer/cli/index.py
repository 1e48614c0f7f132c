"""`pinpoint index`: read reports and publish them in an index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indexer.given import Given
from indexer.locations import default_index, staging_folder
from indexer.pipeline.summary import IndexSummary
from indexer.process import stop_status
from indexer.sandbox.limits import ReadLimits
from indexer.store.backends.address import address_of
from indexer.store.generations import name_or_none
from indexer.terminal import one_line, print_json

from .given import AuthorityGiven, KindGiven, PublishedGiven, given_for
from .progress import ProgressLines
from .share import publish_to

REFUSED = 1  # exit status: done but something was refused


def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Reports (.pdf, .docx, .html, .txt) and folders of reports."),
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_PATH",
            help="Sentence-transformers model. Default: the index's own, or Pinpoint's.",
        ),
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Remove reports indexed from other paths.")] = False,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Also read the paths that were indexed before: for an index of an earlier format.",
        ),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            metavar="N",
            help="Number of processes that read files. Default: one for each core.",
        ),
    ] = None,
    shards: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Share the work with other machines through this folder, which all of them can write to.",
        ),
    ] = None,
    shard_files: Annotated[
        int, typer.Option(min=1, max=10_000, metavar="N", help="With --shards: files in a shard at most.")
    ] = 50,
    lease: Annotated[
        int,
        typer.Option(
            min=2,
            max=3600,
            metavar="SECONDS",
            help="With --shards: others take a shard from a machine that was silent for so long.",
        ),
    ] = 60,
    work: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Help another machine that indexes with --shards. Give no PATH with it."
        ),
    ] = None,
    max_pages: Annotated[
        int, typer.Option(min=1, max=100_000, metavar="N", help="Refuse PDFs with more pages than this.")
    ] = ReadLimits().pages,
    kind: KindGiven = None,
    authority: AuthorityGiven = None,
    published: PublishedGiven = None,
    staging: Annotated[
        Path | None,
        typer.Option(
            "--staging",
            metavar="DIR",
            help="Where the index is made before it is published, if --index is an address.",
        ),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="If --index is an address: replace an index there with reports that this one lacks."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on standard output.")
    ] = False,
) -> None:
    """Read reports and index them. Files that have not changed are not read again.

    Updates a folder that was indexed before: reports no longer in it are removed. What --kind, --authority
    and --published say of a file is remembered. Of a damaged index nothing is dropped: what was indexed is
    taken from the generation before it and from the paths that were indexed before.
    --index may be the address of a PostgreSQL or Milvus index: it is made in a folder first, and published.
    With --shards any number of machines that see the same files under the same paths read and embed; the
    one that has --shards publishes, once. A machine that is switched off loses nothing.
    Exit status: 0 done, 1 done but some files were refused, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C.
    """
    if work is not None:
        if paths or index or only or rebuild or shards or kind or authority or published or staging:
            raise typer.BadParameter(
                "goes with --workers, --model and --json only; the machine that has --shards says the rest",
                param_hint="--work",
            )
        _help_out(work, model, workers, as_json)
        return
    place = index or default_index()
    address = address_of(place)
    folder = place if address is None else staging or staging_folder(address.without_password())
    if not paths and not rebuild:
        raise typer.BadParameter("name the reports or folders to index", param_hint="PATH...")
    given = given_for(paths or [], kind, authority, published)
    before = name_or_none(folder)
    try:
        summary = _index(
            paths or [],
            folder,
            model,
            only,
            rebuild,
            workers,
            ReadLimits(pages=max_pages),
            given,
            None if shards is None else (shards, shard_files, lease),
        )
    except KeyboardInterrupt as error:
        if name_or_none(folder) == before:
            message = "interrupted; the index has not changed; run the command again to continue"
        else:
            message = "interrupted, but the new index was already published"
        typer.echo(f"pinpoint: {message}", err=True)
        raise typer.Exit(stop_status(error)) from error
    if as_json:
        print_json(summary.as_json())
    else:
        say_summary(summary, folder)
    if address is not None and summary.generation:
        publish_to(address, folder, replace=yes)
        typer.echo(one_line(f"Published at {address}."), err=as_json)
    if summary.refused:
        raise typer.Exit(REFUSED)


def _index(
    paths: list[Path],
    folder: Path,
    model: str | None,
    only: bool,
    rebuild: bool,
    workers: int | None,
    limits: ReadLimits,
    given: Given | None,
    shared: tuple[Path, int, int] | None,
) -> IndexSummary:
    # Imported here, where Ctrl-C is caught: they take a moment.
    from indexer.encoders.load import load_encoder
    from indexer.pipeline.hands import OwnHands
    from indexer.pipeline.run import index_paths
    from indexer.pipeline.shards.coordinator import Sharing

    with ProgressLines() as progress:
        return index_paths(
            paths,
            folder,
            lambda: load_encoder(model or model_of(folder), progress=progress.note),
            only=only,
            rebuild=rebuild,
            limits=limits,
            workers=workers,
            progress=progress,
            given=given,
            hands=OwnHands if shared is None else Sharing(*shared).hands,
        )


def _help_out(folder: Path, model: str | None, workers: int | None, as_json: bool) -> None:
    from indexer.encoders.load import load_encoder
    from indexer.pipeline.shards.worker import work

    with ProgressLines() as progress:
        done = work(
            folder, lambda: load_encoder(model, progress=progress.note), workers=workers, progress=progress
        )
    if as_json:
        print_json({"shards": done.shards, "files": done.files, "seconds": round(done.seconds, 2)})
    else:
        typer.echo(f"{done.files:,} files read here, in {done.shards:,} shards; nothing is left to take")


def model_of(folder: Path) -> str | None:
    """The model that the index was made with, so that adding a report does not change it.

    None, Pinpoint's own, where that was an older one of its own: all texts are then embedded again.
    """
    from indexer.encoders.load import RETIRED
    from indexer.pipeline.recovery import encoder_before

    made_with = encoder_before(folder)
    return made_with if made_with and made_with not in RETIRED else None


def say_summary(summary: IndexSummary, folder: Path) -> None:
    """Print what was read, refused and why, and what the index holds now."""
    rows = [
        ("read", summary.indexed),
        ("unchanged", summary.unchanged),
        ("removed", summary.removed),
        ("the same as another", len(summary.duplicates)),
        ("refused", len(summary.refused)),
        ("of other kinds, not looked at", summary.passed_over),
    ]
    width = max(len(f"{count:,}") for _, count in rows)
    for name, count in rows:
        if count or name in ("read", "unchanged", "refused"):
            typer.echo(f"{count:>{width},}  {name}")
    for duplicate in summary.duplicates:
        typer.echo(one_line(f"{duplicate.reason}: {duplicate.path} as {duplicate.same_as}"))
    for refused in summary.refused:
        typer.echo(one_line(f"refused: {refused.path}: {refused.reason}"))
    if not summary.generation:
        typer.echo("No index was made: there is no report to put in it.")
        return
    state = "" if summary.published else ", as before"
    typer.echo(
        one_line(
            f"The index in {folder} holds {_count(summary.reports, 'report')} with "
            f"{_count(summary.paragraphs, 'paragraph')}{state} ({summary.seconds:.1f} s)."
        )
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
