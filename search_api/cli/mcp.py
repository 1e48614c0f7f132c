"""`pinpoint mcp`: the searcher as tools for an assistant on this machine, over standard input and output."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

from indexer.errors import PinpointError


class ExtraMissing(PinpointError):
    """A part of the program needs libraries that are not installed."""


def mcp(
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")
    ] = None,
) -> None:
    """Serve searches of the index as tools to an MCP client; docs/mcp.md says how to add it.

    A program starts this, not a person: it speaks the protocol on standard input and output.
    """
    try:
        import anyio

        from search_api.mcp_tools.server import create_server, serve_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "anyio"):
            raise
        raise ExtraMissing(
            "`pinpoint mcp` needs the extra `mcp`", "pip install 'pinpoint-reports[mcp]'"
        ) from error
    from search_api.serving.service import Service
    from search_api.settings import load_settings

    settings = load_settings()
    if index is not None:
        settings = settings.model_copy(update={"index": index})
    service = Service(settings)
    try:
        # Before the protocol begins, so that what is wrong is said in one line; the output is the protocol's.
        with redirect_stdout(sys.stderr):
            service.snapshots.refresh()
            service.open()
        anyio.run(serve_stdio, create_server(service.ask, local=True))
    finally:
        service.close()
