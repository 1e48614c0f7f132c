"""How long a check of a long draft takes: as a command in a new process, and in an index that is open.

    python -m benchmarks.citing.check_plan --index DIR [--runs 5]

Writes a Word file of about 40 pages with 200 citations over the reports of one authority, half wrong, and
checks it. Wall time in seconds. Exit status 1 where the median of the command is over the bar of 5 seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from search_api.index.index import Index
from search_api.index.opening import open_index
from search_api.plans.check_draft import check_draft
from tests.quality.plans.canvas import Canvas, Generated
from tests.quality.plans.generate import fill
from tests.quality.plans.sources import Sources

_COMMAND = [sys.executable, "-c", "from search_api.cli.start import main; main()"]
BAR = 5.0  # seconds
_CITATIONS = 200
_WORDS = 18_000  # of 40 pages
_PROSE = (
    "The service has agreed a programme of work with its partners, and each strand has a lead and a "
    "date. Progress is read out at the monthly board, risks are kept in a register, and what is late is "
    "explained. Families and staff were asked what would help most, and their answers shaped the work."
)


def long_plan(index: Index, authority: str) -> Generated:
    """A .docx with 200 claims and as many words as 40 pages hold."""
    chance = random.Random(40)
    canvas = Canvas(Sources(index, authority, chance), "docx", chance)
    canvas.layout.add("heading", f"{authority}: improvement plan")
    fill(canvas, _CITATIONS)
    words = sum(len(element.text.split()) for element in canvas.layout.elements)
    for _ in range(max(0, _WORDS - words) // len(_PROSE.split())):
        canvas.layout.add("text", _PROSE)
    return canvas.made()


def main() -> int:
    parser = argparse.ArgumentParser(description="Times the check of a 40-page plan, cold and warm.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--authority", default="Torbay")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with open_index(given.index) as index, tempfile.TemporaryDirectory() as folder:
        made = long_plan(index, given.authority)
        path = Path(folder) / made.name
        path.write_bytes(made.data)
        command = [*_COMMAND, "check-plan", str(path), "--index", str(given.index)]
        cold, warm, found = [], [], 0
        for _ in range(given.runs):
            started = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False)
            cold.append(time.perf_counter() - started)
            if done.returncode not in (0, 4):
                raise SystemExit(done.stderr.decode())
        for _ in range(given.runs + 1):
            started = time.perf_counter()
            found = len(check_draft(index, made.name, made.data).findings)
            warm.append(time.perf_counter() - started)
    first, *then = warm
    print(f"{len(made.data):,} bytes, {len(made.expected)} claims, {found} findings")
    print(f"command, new process: {statistics.median(cold):.2f} (from {min(cold):.2f} to {max(cold):.2f})")
    print(f"open index, first: {first:.2f}; then: {statistics.median(then):.2f}")
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return int(statistics.median(cold) > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
