"""How long a folder of reports takes to index: all of it, again unchanged, and with one report added.

    python benchmarks/indexing.py ../shared/corpus/reports [--index DIR] [--skip-full]

Each figure is for one `pinpoint index` process: wall seconds, and peak resident memory in MB without the
reading processes. The added report is a sample about a fictional authority. With --skip-full, DIR must
already hold an index of the folder. Bars on 2 cores: 900 s, 10 s, 15 s; exit status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
_COMMAND = [str(Path(sys.executable).parent / "pinpoint")]
BARS = {"full": 900.0, "unchanged": 10.0, "one added": 15.0}


def timed(arguments: list[str]) -> tuple[float, float, dict[str, Any]]:
    """Wall seconds, peak resident MB of the process itself, and what it printed as JSON."""
    started = time.perf_counter()
    process = subprocess.Popen([*_COMMAND, "index", *arguments, "--json"], stdout=subprocess.PIPE)
    printed = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) > 1:
        raise SystemExit(f"pinpoint index failed with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024, json.loads(printed)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--skip-full", action="store_true")
    options = parser.parse_args()
    report = next(iter(sorted(_SAMPLES.rglob("*2023.pdf"))))
    with tempfile.TemporaryDirectory() as scratch:
        index = options.index or Path(scratch) / "index"
        added = Path(scratch) / "added" / report.parent.name
        rows: list[tuple[str, float, float, dict[str, Any]]] = []
        if not options.skip_full:
            rows.append(("full", *timed([str(options.folder), "--index", str(index)])))
        rows.append(("unchanged", *timed([str(options.folder), "--index", str(index)])))
        shutil.copytree(report.parent, added, ignore=lambda _, names: [n for n in names if n != report.name])
        rows.append(("one added", *timed([str(added), "--index", str(index)])))
        timed([str(options.folder), "--only", "--index", str(index)])  # as it was
    print(f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}")
    print(f"{'run':<12}{'seconds':>9}{'bar':>7}{'MB':>7}  reports  paragraphs  embedded")
    for name, seconds, peak, summary in rows:
        print(
            f"{name:<12}{seconds:>9.1f}{BARS[name]:>7.0f}{peak:>7.0f}  {summary['reports']:>7}"
            f"  {summary['paragraphs']:>10,}  {summary['embedded']:>8,}"
        )
    return int(any(seconds > BARS[name] for name, seconds, *_ in rows))


if __name__ == "__main__":
    sys.exit(main())
