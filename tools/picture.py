"""Makes the README's picture: a real run on the sample reports, drawn as SVG. Run it after `make demo`.

python tools/picture.py .demo/index docs/pictures/demo.svg
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

_QUESTION = "what did inspectors say about MARAC?"
_WIDTH = 112


def run_on_terminal(command: list[str]) -> str:
    """What the command prints on a terminal `_WIDTH` columns wide."""
    here, there = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(_WIDTH), "TERM": "xterm-256color"}
    with subprocess.Popen(command, stdout=there, env=environment) as process:
        os.close(there)
        printed = b""
        while True:
            try:
                more = os.read(here, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not more:
                break
            printed += more
    os.close(here)
    if process.returncode:
        raise SystemExit(process.returncode)
    return printed.decode("utf-8").replace("\r\n", "\n").rstrip()


def draw(index: str, target: Path) -> None:
    """Writes `target`. Nothing in it refers to another file or address."""
    command = [
        str(Path(sys.executable).parent / "pinpoint"),
        "ask",
        _QUESTION,
        "--limit",
        "4",
        "--index",
        index,
    ]
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text(f'$ pinpoint ask "{_QUESTION}" --limit 4\n', style="bold"))
    console.print(Text.from_ansi(run_on_terminal(command)))
    svg = console.export_svg(title="Pinpoint").replace(" https://www.textualize.io", "")
    target.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    draw(sys.argv[1], Path(sys.argv[2]))
