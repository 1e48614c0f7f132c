"""The commands of the write side. `pinpoint` adds them to its own; `python -m indexer.cli` has only these."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .running import command_line, run

# name -> where it is; loaded when it is called.
COMMANDS = {
    "index": "indexer.cli.index:index",
    "info": "indexer.cli.info:info",
    "check": "indexer.cli.info:check",
    "read": "indexer.cli.read:read",
    "check-reading": "indexer.cli.audit:check_reading_command",
    "ledger": "indexer.cli.audit:ledger_command",
    "fetch": "indexer.cli.fetch:fetch",
    "publish": "indexer.cli.share:publish",
    "pack": "indexer.cli.share:pack",
    "unpack": "indexer.cli.share:unpack",
}
EXAMPLES = "indexer.cli.examples:EXAMPLES"
app = command_line(
    "indexer", "Read inspection reports and index them, paragraph by paragraph.", COMMANDS, EXAMPLES
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command (None: the process's own arguments) and give its exit status."""
    return run(app, sys.argv[1:] if arguments is None else arguments)
