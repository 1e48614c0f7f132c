"""How long tables over many reports take: movements of grades, matrix, trend and tile map.

    python -m benchmarks.comparing.tables --index DIR [--about neglect "private fostering" MARAC] [--runs 3]

Warm: in this process, in seconds; the first run of each matter reads the sides of its sentences, later ones
know them. Cold: the command in a new process, wall time in seconds. No bar is checked: seconds, not minutes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from search_api.comparison.matrix import drawings
from search_api.index.index import Index
from search_api.index.opening import open_index
from search_api.schemas.comparing.grades import move_rows

_COMMAND = [sys.executable, "-c", "from search_api.cli.start import main; main()"]
_MATTERS = ["neglect", "private fostering", "MARAC", "social workers"]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def drawn(opened: Index, about: str) -> dict[str, Callable[[], object]]:
    return {
        f"trend of {about}, drawn": lambda: drawings.trend(opened.matrix(about)),
        f"matrix of {about} by authority, drawn": lambda: drawings.grid(opened.matrix(about, "authority")),
        f"map of {about}, drawn": lambda: drawings.tiles(opened.tile_map(about)),
    }


def warm(index: Path, matters: Sequence[str], runs: int) -> None:
    with open_index(index) as opened:
        opened.search("children", limit=1)  # loads the encoder
        asked: dict[str, Callable[[], object]] = {
            "moves from inadequate to good on leadership": lambda: opened.grades(
                "leadership", before="inadequate", after="good"
            ),
            "all moves": opened.grades,
            "all moves with their paragraphs": lambda: list(
                move_rows([opened.movements.placed(move) for move in opened.grades().rows])
            ),
            "map of grades, drawn": lambda: drawings.tiles(opened.tile_map(shown="grade")),
        }
        for about in matters:
            asked |= drawn(opened, about)
        print("| warm | first s | then s |\n|---|---|---|")
        for name, work in asked.items():
            first, *then = [timed(work) for _ in range(1 + runs)]
            print(f"| {name} | {first:.2f} | {statistics.median(then):.2f} |")


def cold(index: Path, runs: int) -> None:
    print("\n| cold | s |\n|---|---|")
    for words in (
        ["grades", "--from", "inadequate", "--to", "good", "--area", "leadership"],
        ["trend", "neglect"],
        ["matrix", "neglect", "--by", "authority"],
        ["map", "--by", "grade"],
    ):
        command = [*_COMMAND, *words, "--index", str(index)]
        run = partial(subprocess.run, command, check=True, capture_output=True)
        taken = [timed(run) for _ in range(runs)]
        print(f"| pinpoint {' '.join(words)} | {statistics.median(taken):.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Times tables over many reports.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--about", nargs="+", default=_MATTERS)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    warm(given.index, given.about, given.runs)
    cold(given.index, given.runs)


if __name__ == "__main__":
    main()
