"""How searching grows with the index: a Markdown table and a plot.

    python -m benchmarks.growth --index DIR [--sizes 3000 52000 500000] [--topics TSV] [--svg FILE]

Each size is made from the index by repeating it (benchmarks/grown_index.py), and searched in a process of
its own, each query once after three that are not counted. CPU time is that of all threads of the process;
wall time is only of use on a quiet machine. The encoder and the scan are the two parts of a search that
are arithmetic. Memory: what is resident after the searches, and the part of it that is not of mapped
files. 500,000 paragraphs take minutes to make and about 3 GB of disk; --keep DIR keeps the indexes for
the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.grown_index import grow
from benchmarks.peers.common import QUERIES, queries_of

_MEASURE = "--measure"


def measure(folder: Path, queries: Sequence[str]) -> dict[str, float]:
    """In this process: seconds to open, milliseconds of each part of a search, megabytes."""
    from indexer.store.reader import IndexReader
    from search_api.index.index import Index

    started = time.perf_counter()
    reader = IndexReader.open(folder)
    opened = time.perf_counter() - started
    wall, cpu, encoder, scan = [], [], [], []
    with Index(reader) as index:
        started = time.perf_counter()
        index.search(queries[0])
        first = time.perf_counter() - started
        for query in queries[1:3]:
            index.search(query)
        for query in queries:
            clock, used = time.perf_counter(), time.process_time()
            index.search(query)
            cpu.append(1000 * (time.process_time() - used))
            wall.append(1000 * (time.perf_counter() - clock))
            used = time.process_time()
            vector = index.encoder.encode_query(query)
            encoder.append(1000 * (time.process_time() - used))
            used = time.process_time()
            reader.nearest(vector, index.settings.depth)
            scan.append(1000 * (time.process_time() - used))
        status = dict(
            line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines()
        )
        resident, private = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
    return {
        "paragraphs": len(reader), "opened_s": opened, "first_s": first,
        "wall_p50": float(np.median(wall)), "wall_p95": float(np.percentile(wall, 95)),
        "cpu_p50": float(np.median(cpu)), "cpu_p95": float(np.percentile(cpu, 95)),
        "encoder_p50": float(np.median(encoder)), "scan_p50": float(np.median(scan)),
        "resident_mb": resident, "private_mb": private,
    }  # fmt: skip


ROWS = (
    ("opening, s", "opened_s", 2),
    ("first search, with the encoder’s load, s", "first_s", 2),
    ("search, p50 wall ms", "wall_p50", 1),
    ("search, p95 wall ms", "wall_p95", 1),
    ("search, p50 CPU ms", "cpu_p50", 1),
    ("search, p95 CPU ms", "cpu_p95", 1),
    ("of it the encoder, p50 CPU ms", "encoder_p50", 1),
    ("of it the scan of all vectors, p50 CPU ms", "scan_p50", 1),
    ("resident memory, MB", "resident_mb", 0),
    ("of it not of mapped files, MB", "private_mb", 0),
)
LINES = (
    ("search, p95", "cpu_p95", "#b35900"),
    ("search, p50", "cpu_p50", "#1d70b8"),
    ("scan", "scan_p50", "#00703c"),
    ("encoder", "encoder_p50", "#6f5a9e"),
)


def table(found: Sequence[dict[str, float]]) -> str:
    head = " | ".join(f"{each['paragraphs']:,.0f}" for each in found)
    lines = [f"| paragraphs | {head} |", "|---" * (len(found) + 1) + "|"]
    lines += [
        f"| {label} | {' | '.join(f'{each[key]:,.{digits}f}' for each in found)} |"
        for label, key, digits in ROWS
    ]
    return "\n".join(lines)


def plot(
    found: Sequence[dict[str, float]],
    shown: Sequence[tuple[str, str, str]] = LINES,
    title: str = "CPU time of a search by the number of paragraphs",
) -> str:
    """An SVG: paragraphs from left to right, milliseconds of CPU time upwards, both by powers of ten."""
    width, height, left, right, top, bottom = 680, 380, 64, 112, 28, 52
    sizes = np.log10([each["paragraphs"] for each in found])
    low, high = float(sizes.min()), max(float(sizes.max()), float(sizes.min()) + 1)
    values = [each[key] for each in found for _, key, _ in shown]
    first, last = np.floor(np.log10(max(min(values), 1e-3))), np.ceil(np.log10(max(values)))

    def x(size: float) -> float:
        return float(left + (np.log10(size) - low) / (high - low) * (width - left - right))

    def y(value: float) -> float:
        share = (np.log10(max(value, 1e-3)) - first) / max(last - first, 1)
        return float(height - bottom - share * (height - top - bottom))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#0b0c0c">',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="16">milliseconds of CPU time</text>',
        f'<text x="{(left + width - right) / 2}" y="{height - 10}" text-anchor="middle">paragraphs</text>',
    ]
    for power in range(int(first), int(last) + 1):
        at = y(10.0**power)
        parts.append(
            f'<path d="M{left} {at:.1f}H{width - right}" stroke="#b1b4b6"/>'
            f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for each in found:
        at = x(each["paragraphs"])
        parts.append(
            f'<path d="M{at:.1f} {top}V{height - bottom}" stroke="#e3e4e5"/>'
            f'<text x="{at:.1f}" y="{height - bottom + 18}" text-anchor="middle">'
            f"{each['paragraphs']:,.0f}</text>"
        )
    ends: list[float] = []
    for label, key, colour in sorted(shown, key=lambda line: -found[-1][line[1]]):
        points = " ".join(f"{x(each['paragraphs']):.1f},{y(each[key]):.1f}" for each in found)
        beside = y(found[-1][key])
        beside = max(beside, ends[-1] + 16) if ends else beside  # names do not stand on each other
        ends.append(beside)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [
            f'<circle cx="{x(each["paragraphs"]):.1f}" cy="{y(each[key]):.1f}" r="4" fill="{colour}"/>'
            for each in found
        ]
        parts.append(f'<text x="{width - right + 10}" y="{beside + 4:.1f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> int:
    if sys.argv[1:2] == [_MEASURE]:
        print(json.dumps(measure(Path(sys.argv[2]), json.loads(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="of real reports, which is only read")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 52_000, 500_000])
    parser.add_argument("--topics", type=Path, help="a file of qid<TAB>query; else queries of our own")
    parser.add_argument("--svg", type=Path, help="where the plot is written")
    parser.add_argument("--keep", type=Path, help="a folder for the indexes made")
    given = parser.parse_args()
    from indexer.store.reader import IndexReader

    queries = queries_of(given.topics) if given.topics else list(QUERIES)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in sorted(given.sizes):
            folder = (given.keep or Path(scratch)) / f"grown-{size}"
            with IndexReader.open(given.index) as base:
                grow(base, size, folder)
            command = [sys.executable, "-m", "benchmarks.growth", _MEASURE, str(folder), json.dumps(queries)]
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(json.loads(told.stdout))
    print(
        f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}\n"
    )
    print(table(found))
    if given.svg:
        given.svg.write_text(plot(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
