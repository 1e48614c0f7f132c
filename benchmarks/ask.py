"""How long a question takes, as a command from a cold start and within a running process.

    python benchmarks/ask.py --index DIR [--topics topics.tsv] [--runs 10]
    python benchmarks/ask.py --index DIR --sets SETS [--beside CHECKOUT] [--rounds 1]

Cold: `pinpoint ask` in a new process; wall time in seconds, and the peak resident memory in MB of all runs.
Warm: search and ask in this process over the queries of a `qid<TAB>query` file, in milliseconds.
Bars: median cold ask under 2 s, peak memory under 500 MB; exit status 1 if one is missed.

With --sets, only ask is timed, in a warm process, over every question of the labelled sets. With --beside, a
second process runs the code of another checkout with the same Python and index. The two take turns, a block
of questions each, so a busy machine slows both alike. Trust the ratio only: above 1, this checkout is slower.
With several rounds the fastest time of each question counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

QUESTION = "what did inspectors say about MARAC?"
BAR_SECONDS, BAR_MB = 2.0, 500.0
ROOT = Path(__file__).resolve().parent.parent
_BLOCK = 20  # questions that one process answers before the other takes its turn
_COMMAND = [sys.executable, "-c", "from search_api.cli.start import main; main()"]


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


_ASKER = """
import json, sys, time
from pathlib import Path
from typing import Any
import search_api
from indexer.errors import PinpointError
from search_api.index.opening import open_index
from search_api.settings import load_settings
with open_index(Path(sys.argv[1]), load_settings()) as opened:
    opened.answer(sys.argv[2])
    print(json.dumps(search_api.__file__), flush=True)
    for line in sys.stdin:
        taken = []
        for question in json.loads(line):
            started = time.perf_counter()
            try:
                opened.answer(question)
            except PinpointError:
                pass  # a question that cannot be used takes its time too
            taken.append(1000 * (time.perf_counter() - started))
        print(json.dumps(taken), flush=True)
"""


class Asker:
    """A warm process that runs one checkout's code."""

    def __init__(self, checkout: Path, index: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ASKER, str(index.resolve()), QUESTION],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=checkout,
            env=os.environ | {"PYTHONPATH": str(checkout)},
        )
        loaded = Path(self._read())
        if not loaded.is_relative_to(checkout):
            raise SystemExit(f"{checkout} was to be measured, but {loaded} was loaded")

    def ask(self, questions: Sequence[str]) -> list[float]:
        """Milliseconds of each question."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(questions) + "\n")
        self._process.stdin.flush()
        taken: list[float] = self._read()
        return taken

    def close(self) -> None:
        self._process.communicate()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a process that asks has stopped; its error is above")
        return json.loads(line)


def in_turns(
    index: Path, questions: Sequence[str], checkouts: Sequence[Path], rounds: int
) -> list[list[float]]:
    """Milliseconds of each question for each checkout, its fastest of all rounds."""
    askers = [Asker(checkout.resolve(), index) for checkout in checkouts]
    fastest = [[float("inf")] * len(questions) for _ in askers]
    for _ in range(rounds):
        for start in range(0, len(questions), _BLOCK):
            block = slice(start, start + _BLOCK)
            for asker, best in zip(askers, fastest, strict=True):
                best[block] = map(min, best[block], asker.ask(questions[block]))
    for asker in askers:
        asker.close()
    return fastest


def questions_of(folder: Path) -> list[str]:
    """Every question of the sets that `pinpoint eval` asks."""
    from search_api.evaluation.sets import load_sets

    sets = load_sets(folder)
    of_answers = sets.answering
    return [
        *(row.text for row in sets.questions),
        *sets.unanswerable.values(),
        *(row.text for row in of_answers.absent),
        *(row.text for row in of_answers.mentions),
        *(row.text for row in of_answers.answers),
    ]


def compared(taken: Sequence[Sequence[float]]) -> dict[str, object]:
    """p50 and p95 of each, and this checkout's as a multiple of the other's."""
    places = [{f"p{share}": quantile(each, share / 100) for share in (50, 95)} for each in taken]
    shown = [{f"{name}_ms": round(value, 1) for name, value in place.items()} for place in places]
    found: dict[str, object] = {"here": shown[0]}
    if len(taken) == 2:
        found["beside"] = shown[1]
        pairs = [now / then for now, then in zip(*taken, strict=True)]
        ratio = {name: round(value / places[1][name], 2) for name, value in places[0].items()}
        found["ratio"] = ratio | {"median_of_questions": round(statistics.median(pairs), 2)}
    return found


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--topics", type=Path, metavar="TSV")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--sets", type=Path, help="the folder of labelled sets")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    parser.add_argument("--rounds", type=int, default=1, help="how often each question of the sets is asked")
    arguments = parser.parse_args()
    if arguments.beside and not arguments.sets:
        parser.error("--beside needs --sets")
    if arguments.sets:
        checkouts = [ROOT, *([arguments.beside] if arguments.beside else [])]
        questions = questions_of(arguments.sets)
        taken_by_each = in_turns(arguments.index, questions, checkouts, arguments.rounds)
        print(json.dumps({"questions": len(questions)} | compared(taken_by_each), indent=1))
        return 0
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
