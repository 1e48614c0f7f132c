"""`pinpoint demo`: the sample reports in the browser, with nothing to prepare and nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from indexer.cli.progress import ProgressLines
from indexer.errors import PinpointError
from indexer.locations import corpus_folder

HOST = "127.0.0.1"
USUAL_PORT = 8765
_ABOUT = """\
Six made-up reports: Northmoor, Saltby and Wexcombe do not exist, and nobody inspected them.
The index of them is made in a temporary folder, which is removed at the end.
"""
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
) -> None:
    """Try Pinpoint with made-up reports in the browser. Nothing is kept."""
    from web.serve import serve

    samples = sample_reports()
    typer.echo(_ABOUT, err=True)
    # On Windows a file that is still open somewhere cannot be removed; that is no reason to fail.
    with tempfile.TemporaryDirectory(prefix="pinpoint-demo-", ignore_cleanup_errors=True) as folder:
        index = Path(folder) / "index"
        _index(samples, index)
        typer.echo(_NEXT, err=True)
        chosen = usable_port() if port is None else port
        # One process: others could not be forked now that libraries with threads are loaded.
        serve(host=HOST, port=chosen, index=index, browser=browser, workers=1)


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
        summary = index_paths([samples], index, load_encoder, progress=progress)
    for refused in summary.refused:
        typer.echo(f"not read: {Path(refused.path).name}: {refused.reason}", err=True)
    if not summary.generation:
        raise PinpointError("none of the sample reports could be read", "install Pinpoint again")
    typer.echo(
        f"{summary.reports} reports with {summary.paragraphs:,} paragraphs are indexed "
        f"({summary.seconds:.0f} s).",
        err=True,
    )
