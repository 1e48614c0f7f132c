"""How long a question takes, as a command from a cold start and within a running process.

    python benchmarks/ask.py --index DIR [--topics topics.tsv] [--runs 10]

Cold: `pinpoint ask` in a new process; wall time in seconds, and the peak resident memory in MB of all runs.
Warm: search and ask in this process over the queries of a `qid<TAB>query` file, in milliseconds.
Bars: median cold ask under 2 s, peak memory under 500 MB; exit status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

QUESTION = "what did inspectors say about MARAC?"
BAR_SECONDS, BAR_MB = 2.0, 500.0
_COMMAND = [sys.executable, "-c", "from search_api.cli.app import main; main()"]


def cold(index: Path, runs: int) -> tuple[list[float], float]:
    """Wall seconds of each run, and the peak resident memory of the largest in MB (0 on Windows)."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(
            [*_COMMAND, "ask", QUESTION, "--index", str(index), "--json"], check=True, capture_output=True
        )
        seconds.append(time.perf_counter() - started)
    if sys.platform == "win32":
        return seconds, 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, peak / (2**20 if sys.platform == "darwin" else 2**10)


def warm(index: Path, queries: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of each query, after one that is not counted."""
    from search_api.answers.answerer import Answerer
    from search_api.index.opening import open_index
    from search_api.settings import load_settings

    with open_index(index, load_settings()) as opened:
        searcher = opened.searcher
        answerer = Answerer(searcher)
        calls: dict[str, Callable[[str], object]] = {"search": searcher.search, "ask": answerer.ask}
        taken: dict[str, list[float]] = {name: [] for name in calls}
        for name, call in calls.items():
            call(QUESTION)
            for query in queries:
                started = time.perf_counter()
                call(query)
                taken[name].append(1000 * (time.perf_counter() - started))
    return taken


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--topics", type=Path, metavar="TSV")
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    seconds, peak = cold(arguments.index, arguments.runs)
    figures: dict[str, object] = {
        "runs": len(seconds),
        "cold_median_s": round(statistics.median(seconds), 3),
        "cold_max_s": round(max(seconds), 3),
        "peak_mb": round(peak, 1),
    }
    if arguments.topics:
        lines = arguments.topics.read_text(encoding="utf-8").splitlines()
        queries = [line.partition("\t")[2] for line in lines if "\t" in line]
        for name, taken in warm(arguments.index, queries).items():
            figures[f"{name}_p50_ms"] = round(quantile(taken, 0.5), 1)
            figures[f"{name}_p95_ms"] = round(quantile(taken, 0.95), 1)
    met = statistics.median(seconds) < BAR_SECONDS and peak < BAR_MB
    print(json.dumps(figures | {"bars_met": met}, indent=1))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
