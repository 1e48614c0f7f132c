"""`pinpoint serve` over the sample reports, as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.api_bench import sample_index
from tests.support.paths import ROOT

_CODE = """
import sys, indexer.encoders.load
from tests.support.encoders import HashEncoder
from search_api.cli import app
indexer.encoders.load.load_encoder = lambda *_, **__: HashEncoder()
sys.exit(app.run(sys.argv[1:]))
"""


@contextmanager
def server(*arguments: str, files: int = 0, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port: its address and process. What it logs is read to the end.

    files: how many it may open; 0 for as many as this process. settings: in its environment, by their names.
    """
    command = serve_command("--port", "0", *arguments)
    if files:
        command = ["/bin/sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
    environment = serve_environment() | {
        f"PINPOINT_{name.upper()}": value for name, value in settings.items()
    }
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True) as process:
        try:
            assert process.stderr
            for line in process.stderr:
                if found := re.search(r"Pinpoint is at (http://\S+)/ ", line):
                    yield found[1], process
                    return
            raise AssertionError("the server did not start")
        finally:
            process.kill()


def serve_command(*arguments: str) -> list[str]:
    return program_command("serve", "--index", str(sample_index()), *arguments)


def program_command(*arguments: str) -> list[str]:
    """`pinpoint` as a process, with an encoder that costs nothing."""
    return [sys.executable, "-c", _CODE, *arguments]


def serve_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINPOINT_")}
    return kept | {"PYTHONPATH": str(ROOT)}
