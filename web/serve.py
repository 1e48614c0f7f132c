"""`pinpoint serve`: pages and HTTP API on this machine, or for others with keys or said to be open."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import FIRST_STEPS, NothingPublished, PinpointError
from indexer.process import Terminated
from indexer.terminal import one_line

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from search_api.access.keys import KeyStore
    from search_api.serving.service import Service
    from search_api.settings import Settings

    from .listening.processes import Worker

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")

# The rest is imported in the command: others should not wait for what only this one needs.


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The address to listen on (default: 127.0.0.1).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", help="The port (default: 8765). 0 means any free port."),
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")
    ] = None,
    open_to_all: Annotated[
        bool, typer.Option("--open", help="Let anyone who can reach the address use it without a key.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser", help="Open the first page in the browser of this machine.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, metavar="N", help="Processes that answer, all at the same port (default: 1)."
        ),
    ] = None,
    root_path: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="Prefix of all addresses, as in /pinpoint, behind a reverse proxy."
        ),
    ] = None,
) -> None:
    """Serve the pages and the HTTP API. By default only this machine can reach them."""
    # Requests share the cores: one search should not take all threads of the vector library.
    for library in ("OMP", "OPENBLAS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    from search_api.access.admission import is_loopback, key_store
    from search_api.settings import load_settings

    from .listening.listener import bind, handed_over
    from .listening.log import log_to
    from .listening.processes import Watch, check_workers

    settings = load_settings(
        index=index,
        serve_host=host,
        serve_port=port,
        serve_workers=workers,
        serve_open=open_to_all or None,
        serve_root_path=root_path,
    )
    host, port, workers = settings.serve_host, settings.serve_port, settings.serve_workers
    check_workers(workers)
    sockets = handed_over()
    addresses = [str(one.getsockname()[0]) for one in sockets] or [host]
    # One that others can reach is enough for everybody to need a key.
    reached = next((address for address in addresses if not is_loopback(address)), addresses[0])
    keys = key_store(reached, settings, settings.serve_open)
    _say_if_empty(settings.index)
    try:
        sockets = sockets or bind(host, port)
    except OSError as error:
        raise PinpointError(f"cannot listen on {host}, port {port}", "choose another --port") from error
    log_to()
    with ExitStack() as stack:
        for one in sockets:
            stack.callback(one.close)
        announce = partial(_announce, sockets[0], settings.serve_root_path, browser=browser)
        worker: Worker | None = None
        if workers > 1:
            role = Watch(workers, announce).run()
            if isinstance(role, int):
                raise typer.Exit(role)
            worker = role
            log_to(who=f"worker {worker.number} ")
        _work(sockets, settings, keys, worker, announce)


def _say_if_empty(index: Path) -> None:
    from indexer.store.backends.address import shown_place
    from indexer.store.backends.published import published_name

    try:
        published_name(index)
    except NothingPublished:
        typer.echo(
            one_line(f"There is no index in {shown_place(index)} yet. The pages say what to do."), err=True
        )
        typer.echo(FIRST_STEPS, err=True)
    except PinpointError:
        return  # said where it is opened


def _work(
    sockets: list[socket],
    settings: Settings,
    keys: KeyStore | None,
    worker: Worker | None,
    announce: Callable[[], None],
) -> None:
    """Answer until told to stop: as the only process, or as one worker of several."""
    from search_api.serving.service import Service

    from .listening.server import Server

    service = Service(settings)
    # Both take most of a second. What is wrong with the index is said in one line, before anything listens.
    with ThreadPoolExecutor(1) as beside:
        opened = beside.submit(service.snapshots.refresh)
        application = _application(service, keys)
        with suppress(NothingPublished):  # the pages say so, and an index is taken up when there is one
            opened.result()
    if worker is None:
        server = Server(application, settings, ready=announce)
    else:
        server = Server(application, settings, others=worker, alive=worker.beat)
    try:
        server.run(sockets)
    except Terminated:
        raise
    except KeyboardInterrupt:
        return  # the way to end it; what ran was let come to its end


def _application(service: Service, keys: KeyStore | None) -> ASGIApp:
    """The API behind its access control, and MCP beside it where the extra `mcp` is installed."""
    from starlette.middleware import Middleware

    from search_api.access.admission import protect
    from search_api.http_api.app import Mounted

    from .pages import create_site

    mounts = []
    if find_spec("mcp"):
        from search_api.mcp_tools.server import create_server, http_endpoint

        body_bytes = service.settings.serve_body_kb * 1024
        mounts = [Mounted(*http_endpoint(create_server(service.ask), body_bytes))]
    settings = service.settings
    middleware = [Middleware(protect, settings=settings, keys=keys, open_to_all=settings.serve_open)]
    return create_site(settings, service=service, middleware=middleware, mounts=mounts)


def _announce(listening: socket, root_path: str, *, browser: bool) -> None:
    """Say where the pages are, now that somebody listens there."""
    from .listening.listener import tell_manager

    tell_manager("READY=1")
    name, number = listening.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    address = f"http://{'localhost' if name in ('0.0.0.0', '::') else shown}:{number}{root_path}/"
    typer.echo(f"Pinpoint is at {address} (Ctrl-C ends it)", err=True)
    if browser:
        _open_in_browser(address)


def _open_in_browser(address: str) -> None:
    """Show a page to whoever sits here. Where there is no screen, a browser would take the terminal."""
    windows = sys.platform in ("win32", "darwin") or any(map(os.environ.get, _SCREENS))
    if windows and webbrowser.open(address):
        return
    typer.echo("No browser could be opened here: open that address yourself.", err=True)
