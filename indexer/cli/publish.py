"""`pinpoint publish`: the index of a folder, copied to an engine that many people ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.locations import default_index
from indexer.process import stop_status
from indexer.store.backends.address import Address, address_of
from indexer.store.backends.engines import engine_at
from indexer.store.generations import current_name
from indexer.terminal import one_line, print_json

from .progress import ProgressLines

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder.")]


def publish(
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help="Where: postgresql://USER@HOST/DATABASE, or http://HOST:19530/NAME for Milvus.",
        ),
    ],
    index: Index = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on standard output.")
    ] = False,
) -> None:
    """Copy the index of a folder to PostgreSQL or Milvus, where many people can ask it.

    Whoever asks meanwhile gets the old index or the new one, whole. Other commands take the same address
    for --index. Run the command again after it was stopped: it goes on or begins anew as is needed.
    """
    address = address_of(to)
    if address is None:
        raise InvalidRequest(
            f"--to takes an address, and {str(to)[:80]!r} is none", "write it as postgresql://HOST/DATABASE"
        )
    folder = index or default_index()
    try:
        name = publish_to(address, folder)
    except KeyboardInterrupt as error:
        typer.echo(
            "pinpoint: interrupted; nothing was changed, or all of it; run the command again", err=True
        )
        raise typer.Exit(stop_status(error)) from error
    if as_json:
        print_json({"address": str(address), "generation": name})
    else:
        typer.echo(one_line(f"{address} holds what {folder} holds ({name})."))


def publish_to(address: Address, folder: Path) -> str:
    """Publish the current generation of the folder there, with progress; its name.

    Raises NothingPublished where the folder has none, EngineUnavailable, PublishFailed.
    """
    current_name(folder)  # before the engine is troubled
    with ProgressLines() as progress:
        return engine_at(address).publish(folder, _Told(progress))


class _Told:
    """Hears how far a publish is, and moves the bar on."""

    def __init__(self, progress: ProgressLines) -> None:
        self._progress = progress
        self._what, self._done = "", 0

    def __call__(self, what: str, done: int, of: int) -> None:
        if what != self._what:
            self._what, self._done = what, 0
            self._progress.stage(f"publishing {what}", of)
        if done > self._done:
            self._progress.advance(done - self._done)
            self._done = done
