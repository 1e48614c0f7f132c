"""How long contrasts, praise elsewhere, views of questions and what is new take over many reports.

    python benchmarks/comparing/contrast.py --index DIR [--about neglect '"MARAC"'] [--mine Torbay] [--runs 3]

Warm: in this process, in seconds; the first run reads the sections, the themes and the sides of sentences,
later ones know them. Cold: the command in a new process, wall time in seconds. No bar is checked.
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

_COMMAND = [sys.executable, "-c", "from search_api.cli.start import main; main()"]
_MATTERS = ["neglect", "supervision", "private fostering", '"MARAC"']
_QUESTIONS = (
    "which councils moved from inadequate to good on leadership",
    "compare Devon and Plymouth on care leavers' accommodation",
    "trend of neglect",
    "three councils praised for supervision where we are criticised",
)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def warm(index: Path, matters: Sequence[str], mine: str, runs: int) -> None:
    from search_api.index.opening import open_index
    from search_api.question.request import EVERYTHING
    from search_api.watch.news import news

    with open_index(index) as opened:
        opened.search("children", limit=1)  # loads the encoder
        asked: dict[str, Callable[[], object]] = {}
        for about in matters:
            asked[f"contrast of {about}"] = partial(opened.contrast, about)
            asked[f"praised for {about}"] = partial(opened.praised, about, mine=mine)
        for question in _QUESTIONS:
            asked[f"‘{question}’"] = partial(opened.ask, question, mine=mine)
        asked["what is new on MARAC, all reports"] = partial(news, opened, "MARAC", EVERYTHING, {})
        print("| warm | first s | then s |\n|---|---|---|")
        for name, work in asked.items():
            first, *then = [timed(work) for _ in range(1 + runs)]
            print(f"| {name} | {first:.2f} | {statistics.median(then):.2f} |")


def cold(index: Path, mine: str, runs: int) -> None:
    print("\n| cold | s |\n|---|---|")
    for words in (
        ["contrast", "neglect"],
        ["praised", "supervision", "--mine", mine],
        ["ask", "trend of neglect"],
    ):
        command = [*_COMMAND, *words, "--index", str(index)]
        run = partial(subprocess.run, command, check=True, capture_output=True)
        taken = [timed(run) for _ in range(runs)]
        print(f"| pinpoint {' '.join(words)} | {statistics.median(taken):.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Times contrasts, praise elsewhere and views.")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--about", nargs="+", default=_MATTERS)
    parser.add_argument("--mine", default="Torbay")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    warm(given.index, given.about, given.mine, given.runs)
    cold(given.index, given.mine, given.runs)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
