"""`pinpoint config`: which settings are in force, and where each was said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.cli.helping import CommandGroup
from indexer.configuration import settings_file
from indexer.store.backends.address import address_of
from indexer.terminal import one_line, print_json
from search_api.settings import load_settings, origins

config_app = CommandGroup("config", "Show the settings in force, and where each was set.")
_SECRET = re.compile(r"(?<=://)[^/@\s]+(?=@)|(?<=password=)[^&\s]+")  # name and password in an address
_MASK = "********"


@config_app.callback()
def _alone() -> None:
    """Keeps `show` a command of its own."""


@config_app.command()
def show(
    set_only: Annotated[
        bool, typer.Option("--set", help="Leave out settings that are at their default.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on standard output.")
    ] = False,
) -> None:
    """Show every setting with its value, and whether the environment or the settings file says so.

    The output can be kept as a settings file. Passwords in addresses are masked.
    """
    settings, place = load_settings(), settings_file()
    rows = [(name, shown(getattr(settings, name)), whence) for name, whence in origins().items()]
    rows = [row for row in rows if not set_only or row[2] != "default"]
    if as_json:
        found = [{"name": name, "value": value, "from": whence} for name, value, whence in rows]
        print_json({"file": str(place) if place else None, "settings": found})
        return
    typer.echo(one_line(f"# settings file: {place or 'none'}"))
    for name, value, whence in rows:
        note = "" if whence == "default" else f"  # {whence}"
        typer.echo(one_line(f"{'# ' if whence == 'default' else ''}{name} = {in_toml(value)}{note}"))


def shown(value: Any) -> Any:
    """A value as it may be seen by whoever helps."""
    if isinstance(value, Path) and (address := address_of(value)) is not None:
        value = address.text  # a path has lost one of its slashes
    return _SECRET.sub(_MASK, str(value)) if isinstance(value, (str, Path)) else value


def in_toml(value: Any) -> str:
    """A text, number or truth as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)  # the same for what settings hold
