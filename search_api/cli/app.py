"""The command `pinpoint`: its own commands and those of the indexer, each loaded when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from indexer.cli.app import COMMANDS as INDEXER
from indexer.cli.running import command_line
from indexer.cli.running import run as run_command
from indexer.errors import InvalidPinpoint, InvalidRequest, PinpointError, UnknownAuthority, UnknownPinpoint
from indexer.process import run_process

# name -> where it is; loaded when it is called.
COMMANDS = {
    "demo": "web.starting.demo:demo",
    "setup": "web.starting.setup:setup",
    "ask": "search_api.cli.search:ask",
    "search": "search_api.cli.search:search",
    "show": "search_api.cli.search:show",
    "similar": "search_api.cli.similar:similar",
    "weak-to-strong": "search_api.cli.comparing.weak_to_strong:weak_to_strong",
    "contrast": "search_api.cli.comparing.contrast:contrast",
    "praised": "search_api.cli.comparing.praised:praised",
    "watch": "search_api.cli.comparing.watch:watch_app",
    "lineage": "search_api.cli.comparing.lineage:lineage",
    "acronyms": "search_api.cli.acronyms:acronyms",
    "themes": "search_api.cli.comparing.themes:themes",
    "silence": "search_api.cli.comparing.silence:silence",
    "grades": "search_api.cli.comparing.grades:grades",
    "trend": "search_api.cli.comparing.matrix:trend",
    "matrix": "search_api.cli.comparing.matrix:matrix",
    "map": "search_api.cli.comparing.matrix:tile_map",
    "plan": "search_api.cli.citing.plan:plan",
    "brief": "search_api.cli.comparing.brief:brief",
    "cite": "search_api.cli.citing.cite:cite",
    "check-plan": "search_api.cli.citing.check_plan:check_plan",
    **INDEXER,
    "check": "search_api.cli.check:check",
    "eval": "search_api.cli.eval:evaluate",
    "serve": "web.serve:serve",
    "mcp": "search_api.cli.mcp:mcp",
    "completion": "search_api.cli.manual.completion:completion",
    "key": "search_api.cli.key:keys_app",
    "config": "search_api.cli.config:config_app",
}
_USER_ERRORS = (InvalidPinpoint, InvalidRequest, UnknownAuthority, UnknownPinpoint)

app = command_line(
    "pinpoint",
    "Search inspection reports of children's services and cite the exact paragraph.",
    COMMANDS,
    "search_api.cli.manual.examples:EXAMPLES",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"pinpoint {version('pinpoint-reports')}")
        except PackageNotFoundError:
            typer.echo("pinpoint (not installed)")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (None: the process's own) and give the exit status."""
    return run_command(app, sys.argv[1:] if arguments is None else arguments, _is_wrong_usage)


def main() -> NoReturn:
    """As the console command (`start`), where this module is loaded already."""
    run_process(lambda: run)


def _is_wrong_usage(error: PinpointError) -> bool:
    return isinstance(error, _USER_ERRORS)
