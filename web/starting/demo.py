"""`pinpoint demo`: the sample reports in the browser, nothing to prepare; their index is kept if wanted."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from indexer.cli.progress import ProgressLines
from indexer.errors import IndexNotFound, InvalidRequest, PinpointError
from indexer.locations import corpus_folder
from indexer.terminal import one_line

HOST = "127.0.0.1"
USUAL_PORT = 8765
_MADE_UP = ("Northmoor", "Saltby", "Wexcombe")
_ABOUT = "Six made-up reports: Northmoor, Saltby and Wexcombe do not exist, and nobody inspected them."
_GOES = "The index of them is made in a temporary folder, which is removed at the end: --keep DIR keeps it.\n"
_STAYS = """\
Their index is in {folder}. Commands use it if you add that folder, as in:
    pinpoint ask what did inspectors say about MARAC --index {typed}"""
_NEXT = """
Ask, for example:
    what did inspectors say about MARAC?
    what should Saltby improve?
    concerns about social workers' caseloads
For published reports, run `pinpoint setup`.
"""


def demo(
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, metavar="N", help="The port. Default: 8765, or any that is free. 0 means any."
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the pages in the browser of this machine.")
    ] = True,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", file_okay=False, help="Keep the index of the made-up reports in this folder."
        ),
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Open the pages when the reports are indexed.")
    ] = True,
) -> None:
    """Try Pinpoint with made-up reports in the browser. Nothing is kept unless you say where.

    With --keep, the index stays, and you can try any command on it with --index.
    """
    if keep is None and not pages:
        raise typer.BadParameter("without pages, nothing would be left: add --keep DIR")
    samples = sample_reports()
    typer.echo(_ABOUT, err=True)
    with _place(keep) as index:
        _index(samples, index)
        if keep is not None:
            folder = one_line(str(keep.absolute()))
            typer.echo("\n" + _STAYS.format(folder=folder, typed=shlex.quote(one_line(str(keep)))), err=True)
        if not pages:
            return
        from web.serve import serve

        typer.echo(_NEXT, err=True)
        chosen = usable_port() if port is None else port
        # One process: others could not be forked now that libraries with threads are loaded.
        serve(host=HOST, port=chosen, index=index, browser=browser, workers=1)


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    """The folder for the index: `keep`, else one that is removed at the end."""
    if keep is not None:
        _refuse_others(keep)
        yield keep
        return
    typer.echo(_GOES, err=True)
    # On Windows a file that is still open somewhere cannot be removed; that is no reason to fail.
    with tempfile.TemporaryDirectory(prefix="pinpoint-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "index"


def _refuse_others(folder: Path) -> None:
    """Raises InvalidRequest where another index than one of the sample reports lies there."""
    from indexer.store.housekeeping import finished
    from indexer.store.reader import IndexReader

    try:
        with IndexReader.open(folder) as reader:
            ours = all(report.authority in _MADE_UP for report in reader.reports())
    except IndexNotFound:
        ours = not finished(folder)
    if not ours:
        raise InvalidRequest(f"{folder} holds an index of other reports", "name a new folder with --keep")


def sample_reports() -> Path:
    """The folder of the sample reports. Raises PinpointError where they are not installed."""
    samples = corpus_folder() / "samples"
    if not samples.is_dir():
        raise PinpointError(f"the sample reports are not in {samples}", "install Pinpoint again")
    return samples


def usable_port() -> int:
    """The usual port where nobody listens there, else 0."""
    from web.listening.listener import bind

    try:
        for one in bind(HOST, USUAL_PORT):
            one.close()
    except OSError:
        return 0
    return USUAL_PORT


def _index(samples: Path, index: Path) -> None:
    from indexer.encoders.load import load_encoder
    from indexer.pipeline.run import index_paths

    with ProgressLines() as progress:
        # Of another installation's samples none stay beside these.
        summary = index_paths([samples], index, load_encoder, only=True, progress=progress)
    for refused in summary.refused:
        typer.echo(f"not read: {Path(refused.path).name}: {refused.reason}", err=True)
    if not summary.generation:
        raise PinpointError("none of the sample reports could be read", "install Pinpoint again")
    typer.echo(
        f"{summary.reports} reports with {summary.paragraphs:,} paragraphs are indexed "
        f"({summary.seconds:.0f} s).",
        err=True,
    )
