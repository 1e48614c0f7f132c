"""The commands of the write side. `pinpoint` adds them to its own; `python -m indexer.cli` has only these."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from .errors import PinpointError
from .index_command import FAILED, index
from .info_command import check, info
from .read_command import read
from .terminal import one_line

app = typer.Typer(
    name="indexer",
    help="Read inspection reports and index them, paragraph by paragraph.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _command in (index, info, check, read):
    app.command()(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; an expected error is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack a character
    given = list(arguments or sys.argv[1:] or ["--help"])
    try:
        status = app(given, prog_name="pinpoint", standalone_mode=False)
    except PinpointError as error:
        return _complain(str(error), FAILED)
    except TyperException as error:
        return _complain(error.format_message(), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _complain("interrupted", FAILED)
    return status if isinstance(status, int) else 0


def _complain(message: str, status: int) -> int:
    print(f"pinpoint: {one_line(message)}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
