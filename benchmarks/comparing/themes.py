"""How long themes and silence take: the first tagging of an open index, counts, sentences, silent reports.

    python -m benchmarks.comparing.themes --index DIR [--runs 3]

Wall time and the CPU time of this process, in seconds. No bar is checked: a second or two for the first use,
seconds for silence.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from search_api.index.opening import open_index


def timed(name: str, work: Callable[[], object], runs: int) -> None:
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(f"| {name} | {min(walls):.3f} | {max(walls):.3f} | {min(cpus):.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Times themes and silence.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    print("| what | fastest s | slowest s | CPU s |\n|---|---|---|---|")
    with open_index(given.index) as opened:
        timed("every paragraph tagged, once for an open index", opened.themes.counts, 1)
        opened.search("children", limit=1)  # loads the encoder
        timed("counts of all themes for the filters", opened.themes.counts, given.runs)
        timed("counts of all filters", opened.counts, given.runs)
        timed("a search", lambda: opened.search("visits to children"), given.runs)
        timed(
            "the same within a theme",
            lambda: opened.search("visits to children", themes="neglect"),
            given.runs,
        )
        timed("newest sentences on a theme", lambda: opened.speaking.of("neglect"), given.runs)
        for about in ("private fostering", "leadership", "return home interviews", "zebra crossings"):
            timed(f"silence on {about}", partial(opened.silence.on, about), given.runs)


if __name__ == "__main__":
    main()
