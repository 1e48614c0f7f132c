"""Every command of `pinpoint`, one after the other in this process, as the console command runs them.

Arguments: a file for what came of them (JSON: name -> exit status), an index, a folder of labelled sets, a
report, and the names of the commands, or nothing for all.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from indexer.encoders import load
from indexer.errors import PinpointError
from indexer.process import mend_streams
from indexer.sharing.packing import pack_index
from search_api.cli.app import COMMANDS, run
from tests.support.encoders import WordEncoder


def calls(index: str, sets: str, report: str) -> dict[str, list[str]]:
    """Name -> a call that ends by itself and prints something on standard output, where the command does."""
    at = ["--index", index]
    return {
        "ask": ["ask", "what did inspectors say about MARAC?", *at],
        "search": ["search", "MARAC", *at],
        "show": ["show", "northmoor-2018-08-24", *at],
        "cite": ["cite", "northmoor-2018-08-24/para-27", *at],
        "similar": ["similar", "northmoor-2018-08-24/para-27", *at],
        "weak-to-strong": ["weak-to-strong", "MARAC", *at],
        "lineage": ["lineage", "Northmoor", *at],
        "themes": ["themes", *at],
        "silence": ["silence", "MARAC", *at],
        "grades": ["grades", *at],
        "trend": ["trend", "MARAC", *at],
        "matrix": ["matrix", "MARAC", *at],
        "map": ["map", "MARAC", *at],
        "contrast": ["contrast", "MARAC", *at],
        "check-plan": ["check-plan", str(_draft(index)), "--all", *at],
        "praised": ["praised", "MARAC", "--mine", "Northmoor", *at],
        "brief": ["brief", "MARAC", "--authority", "Northmoor", *at],
        "watch": ["watch", "list", "--json", "--folder", str(Path(index).parent)],
        "acronyms": ["acronyms", "--json", *at],
        "plan": ["plan", "northmoor-2018-08-24/para-27", *at],
        "index": ["index", report, "--only", "--index", f"{index}-made"],
        "info": ["info", *at],
        "check": ["check", *at],
        "publish": ["publish", "--to", "postgresql://127.0.0.1:9/none?connect_timeout=2", *at],
        "pack": ["pack", "--to", f"{index}.pinpoint", "--yes", "--without-sources", *at],
        "unpack": ["unpack", f"{index}-shared.pinpoint", "--index", f"{index}-unpacked", "--model", "any"],
        "read": ["read", report],
        "check-reading": ["check-reading", report],
        "ledger": ["ledger", report],
        "fetch": ["fetch", "--dry-run", "--authority", "Torbay"],
        "eval": ["eval", sets, *at],
        "completion": ["completion", "fish"],
        "setup": ["setup", "--authority", "Atlantis"],
        "demo": ["demo", "--no-browser", "--port", "70000"],
        "serve": ["serve", "--port", "70000"],
        "mcp": ["mcp", "--index", f"{index}-none"],
        "key": ["key", "list", "--json"],
        "config": ["config", "show", "--json"],
        "help": ["--help"],
    }


def _pack(index: str) -> None:
    """The index as a file to share, for `unpack`; none of a damaged index."""
    path = Path(f"{index}-shared.pinpoint")
    if not path.exists():
        with suppress(PinpointError):
            pack_index(Path(index), path, sources=False)


def _draft(index: str) -> Path:
    """A draft beside the index, with nothing in it that could be wrong; none without an index."""
    path = Path(index).parent / "draft.md"
    if not index:  # only the commands' names are wanted
        return path
    path.write_text("# Northmoor improvement plan\n\nSee Ofsted 2018, paragraph 27.\n", encoding="utf-8")
    return path


def main() -> None:
    """Write the statuses; 99 for a command that ended in a traceback."""
    result, index, sets, report, *names = sys.argv[1:]
    load.load_encoder = lambda *_, **__: WordEncoder()
    found: dict[str, int] = {}
    for name, arguments in calls(index, sets, report).items():
        if names and name not in names:
            continue
        if name == "unpack":
            _pack(index)
        mend_streams()  # each command has its own, as if it had a process of its own
        try:
            found[name] = run(arguments)
        except BaseException:  # noqa: BLE001 - the test wants to know of any
            traceback.print_exc()
            found[name] = 99
    if not names and not found.keys() >= COMMANDS.keys():
        found["missing"] = 99
    Path(result).write_text(json.dumps(found), encoding="utf-8")
    os._exit(0)  # the streams are as bad as the test made them


if __name__ == "__main__":
    main()
