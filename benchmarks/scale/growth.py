"""How the search by vector grows from 40,000 to 10 million paragraphs: a Markdown table and a plot.

    python -m benchmarks.scale.growth --folder DIR [--sizes 40000 1000000] [--svg FILE] [--exact-up-to N]

DIR holds what `benchmarks.scale.drawn` wrote; lists are made for each size and kept beside it. Each size is
searched in a process of its own, on one thread: every query once, not counted, then once more. Wall time is
only of use on a quiet machine; CPU time is the process's own. Recall@10: of the exact first ten, with ten
wanted. Memory: what is resident after all searches, and the part of it that is not of mapped files, which
other programs can take back at any time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.growth import plot
from indexer.arrays import Float32Array, Int64Array
from indexer.store import vectors
from indexer.store.lists.layout import EXACT, Lists, number_of_lists
from indexer.store.lists.make import make_lists
from indexer.store.lists.search import ListSearch
from indexer.store.vectors import VectorStore

_MEASURE = "--measure"
DEPTH = 200  # rows that a search takes by default

ROWS = (
    ("nearest 200, p50 CPU ms", "cpu_p50", 1),
    ("nearest 200, p95 CPU ms", "cpu_p95", 1),
    ("nearest 200, p50 wall ms", "wall_p50", 1),
    ("nearest 200, p95 wall ms", "wall_p95", 1),
    ("the same when first asked, p95 wall ms", "first_p95", 1),
    ("recall@10", "recall_10", 4),
    ("recall@200", "recall_200", 4),
    ("a filter that 1 in 10 passes, p95 CPU ms", "tenth_p95", 1),
    ("a filter that 1 in 100 passes, p95 CPU ms", "hundredth_p95", 1),
    ("resident memory, MB", "resident_mb", 0),
    ("of it not of mapped files, MB", "private_mb", 0),
    ("lists", "lists", 0),
    ("making the lists, s of CPU", "made_s", 0),
)
LINES = (
    ("p95", "cpu_p95", "#b35900"),
    ("p50", "cpu_p50", "#1d70b8"),
    ("1 in 10", "tenth_p95", "#00703c"),
)


def lists_in(folder: Path, size: int, rows: Float32Array) -> tuple[Lists, float]:
    """Made now or before, mapped; and the seconds of CPU that it took."""
    place = folder / f"lists-{size}"
    if not (place / "made.json").exists():
        place.mkdir(exist_ok=True)
        used = time.process_time()
        made = make_lists(vectors._faiss(), rows)
        used = time.process_time() - used
        for name, values in made._asdict().items():
            np.save(place / f"{name}.npy", values)
        (place / "made.json").write_text(json.dumps(used))
    held = [np.asarray(np.load(place / f"{name}.npy", mmap_mode="r")) for name in Lists._fields]
    return Lists(*held), float(json.loads((place / "made.json").read_text()))


def store_of(mapped: Float32Array, lists: Lists | None) -> VectorStore:
    """As it is opened on an index's folder, without sentences."""
    store = VectorStore.__new__(VectorStore)
    faiss = vectors._faiss()
    store._faiss, store._lists, store.dimension = faiss, lists, mapped.shape[1]
    store._mapped, store._vectors = mapped, np.asarray(mapped)
    store._search = ListSearch(faiss, lists) if lists else None
    return store


def measure(folder: Path, size: int, exact: int) -> dict[str, float]:
    rows = np.load(folder / "vectors.npy", mmap_mode="r")[:size]
    queries, nearest = np.load(folder / "queries.npy"), np.load(folder / f"nearest-{size}.npy")
    lists, made = lists_in(folder, size, rows) if size > exact else (None, 0.0)
    return searched(store_of(rows, lists), queries, nearest) | {
        "paragraphs": size,
        "lists": number_of_lists(size) if lists else 0,
        "made_s": made,
    }


def searched(store: VectorStore, queries: Float32Array, nearest: Int64Array) -> dict[str, float]:
    first = [_timed(store, query, DEPTH)[0] for query in queries]
    again = [_timed(store, query, DEPTH) for query in queries]
    tens = [_timed(store, query, 10)[2] for query in queries]
    found: dict[str, Any] = {}
    for name, share in (("tenth", 10), ("hundredth", 100)):
        # Reports of one authority are together; drawn vectors lie in no order, so any stretch does.
        passing = np.arange(len(store) // share, dtype=np.int64)
        for query in queries[:20]:
            store.nearest(query, DEPTH, passing)
        found[f"{name}_p95"] = _p(95, [_timed(store, query, DEPTH, passing)[1] for query in queries])
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    resident, private = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
    return found | {
        "first_p95": _p(95, first),
        "wall_p50": _p(50, [each[0] for each in again]), "wall_p95": _p(95, [each[0] for each in again]),
        "cpu_p50": _p(50, [each[1] for each in again]), "cpu_p95": _p(95, [each[1] for each in again]),
        "recall_10": _recall(tens, nearest, 10),
        "recall_200": _recall([each[2] for each in again], nearest, DEPTH),
        "resident_mb": resident, "private_mb": private,
    }  # fmt: skip


def _timed(
    store: VectorStore, query: Float32Array, k: int, rows: Int64Array | None = None
) -> tuple[float, float, list[int]]:
    """Milliseconds on the clock, milliseconds of CPU, rows."""
    clock, used = time.perf_counter(), time.process_time()
    hits = store.nearest(query, k, rows)
    return (
        1000 * (time.perf_counter() - clock),
        1000 * (time.process_time() - used),
        [hit.row for hit in hits],
    )


def _p(share: int, values: list[float]) -> float:
    return float(np.percentile(values, share))


def _recall(found: list[list[int]], nearest: Int64Array, k: int) -> float:
    return float(
        np.mean(
            [
                len(set(rows[:k]) & set(wanted[:k].tolist())) / k
                for rows, wanted in zip(found, nearest, strict=True)
            ]
        )
    )


def table(found: list[dict[str, float]]) -> str:
    head = " | ".join(f"{each['paragraphs']:,.0f}" for each in found)
    lines = [f"| paragraphs | {head} |", "|---" * (len(found) + 1) + "|"]
    lines += [
        f"| {label} | {' | '.join(f'{each[key]:,.{digits}f}' for each in found)} |"
        for label, key, digits in ROWS
    ]
    return "\n".join(lines)


def main() -> int:
    if sys.argv[1:2] == [_MEASURE]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="what benchmarks.scale.drawn wrote")
    parser.add_argument("--sizes", type=int, nargs="+", default=[40_000, 200_000, 1_000_000, 10_000_000])
    parser.add_argument("--exact-up-to", type=int, default=EXACT, help="all vectors are read up to this size")
    parser.add_argument("--svg", type=Path, help="where the plot is written")
    given = parser.parse_args()
    found = []
    for size in sorted(given.sizes):
        command = [sys.executable, "-m", "benchmarks.scale.growth", _MEASURE, str(given.folder), str(size)]
        # Lists are made in one process and searched in another, so that memory is that of searching.
        for _ in range(2 if size > given.exact_up_to else 1):
            told = subprocess.run(
                [*command, str(given.exact_up_to)], check=True, capture_output=True, text=True
            )
        found.append(json.loads(told.stdout.splitlines()[-1]))
        print(json.dumps(found[-1]), file=sys.stderr)
    print(f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}")
    print(f"load average {os.getloadavg()[0]:.1f} at the end\n\n{table(found)}")
    if given.svg:
        given.svg.write_text(
            plot(found, LINES, "CPU time of the search by vector by the number of paragraphs"), "utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
