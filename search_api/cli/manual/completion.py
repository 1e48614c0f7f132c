"""`pinpoint completion`: what makes the Tab key complete commands and options in a shell."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from indexer.cli.running import print_completion


class Shell(StrEnum):
    """The shells that are known."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print the lines that make the Tab key complete commands and options.

    Add them to the start-up file of your shell; docs/commands.md says how.
    """
    print_completion(context.find_root().command, f"source_{shell.value}")
