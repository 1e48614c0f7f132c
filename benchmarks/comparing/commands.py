"""How long each view that compares takes: as a command in a new process, and in an index that is open.

    python -m benchmarks.comparing.commands --index DIR [--mine Torbay] [--runs 3]

Wall time in seconds, the middle of the runs. Cold: the command, with nothing kept from another. First: the
same view in one process whose encoder is loaded, asked for the first time; then: asked again. What views
share, such as the themes, is found by the first that needs it, so the order counts. No bar is checked.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from search_api.index.index import Index
from search_api.index.opening import open_index

_COMMAND = [sys.executable, "-c", "from search_api.cli.start import main; main()"]
Work = Callable[[], object]


def views(opened: Index, mine: str) -> list[tuple[list[str], Work]]:
    """Each command's words, and the same asked of an open index."""
    return [
        (["themes", "private fostering"], partial(opened.speaking.of, "private fostering")),
        (["silence", "private fostering"], partial(opened.silence.on, "private fostering")),
        (["silence", "leadership"], partial(opened.silence.on, "leadership")),
        (["trend", "neglect"], partial(opened.matrix, "neglect")),
        (["matrix", "neglect", "--by", "authority"], partial(opened.matrix, "neglect", "authority")),
        (["map", "neglect"], partial(opened.tile_map, "neglect")),
        (["contrast", "neglect"], partial(opened.contrast, "neglect")),
        (["praised", "supervision", "--mine", mine], partial(opened.praised, "supervision", mine=mine)),
        (["weak-to-strong", "supervision"], partial(opened.weak_to_strong, "supervision")),
        (["lineage", mine], partial(opened.lineage, mine)),
        (["grades", "--from", "inadequate", "--to", "good"],
         partial(opened.grades, before="inadequate", after="good")),
        (["themes"], opened.speaking.counts),
    ]  # fmt: skip


def timed(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="Times every view that compares, cold and warm.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--mine", default="Torbay")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}\n\n| command | cold | first | then |\n|---|---|---|---|")
    with open_index(given.index) as opened:
        opened.search("children", limit=1)  # loads the encoder
        for words, work in views(opened, given.mine):
            command = [*_COMMAND, *words, "--index", str(given.index)]
            run = partial(subprocess.run, command, check=True, capture_output=True)
            cold = statistics.median(timed(run) for _ in range(given.runs))
            first = timed(work)
            then = statistics.median(timed(work) for _ in range(given.runs))
            print(f"| `pinpoint {' '.join(words)}` | {cold:.1f} | {first:.2f} | {then:.2f} |", flush=True)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
