"""How long similar findings take, and the like: `python -m benchmarks.comparing.similar --index DIR`.

Paragraphs are drawn with a seed. Prints the middle and the slowest of each question, after the first call,
which reads what is kept.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from search_api.index.opening import open_index

_SEED, _DRAWN = 5, 30
_TERMS = ("private fostering", "supervision", "neglect", "MARAC", "care leavers")


def timed(label: str, calls: list[Callable[[], object]]) -> None:
    """Prints a row of the table."""
    start = time.perf_counter()
    calls[0]()
    first = time.perf_counter() - start
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    print(f"| {label} | {first:.2f} | {statistics.median(taken):.2f} | {max(taken):.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    with open_index(given.index) as index:
        kinds = {"finding", "recommendation", "improvement"}
        rows = random.Random(_SEED).sample(range(len(index.reader)), 2 * _DRAWN)
        ids = [item.id for item in index.reader.by_rows(rows) if item.kind in kinds][:_DRAWN]
        print(f"{len(index.reader):,} paragraphs of {len(index.reader.reports()):,} reports\n")
        print("| question | first, s | middle, s | slowest, s |\n|---|---|---|---|")
        timed("similar", [partial(index.similar, name) for name in ids])
        timed("praised for this", [partial(index.similar, name, side="praise") for name in ids])
        timed("scope better", [partial(index.similar, name, scope="better") for name in ids])
        timed("with how common", [partial(index.similar, name, common=True) for name in ids])
        timed("weak to strong, a paragraph", [partial(index.weak_to_strong, name) for name in ids])
        timed("weak to strong, a term", [partial(index.weak_to_strong, name) for name in _TERMS])


if __name__ == "__main__":
    main()
