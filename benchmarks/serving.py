"""How a server performs under load from another process: start, latency, throughput, new generations, memory.

    python benchmarks/serving.py --index DIR --topics topics.tsv [--seconds 60] [--pause 0.5] [--pages]

Copies the index and starts `pinpoint serve` on the copy. Another process asks `/search` with the queries of
a `qid<TAB>query` file over kept-alive connections, each waiting up to twice `--pause` seconds between an
answer and the next question (0: no wait, which measures the most the machine can do). Ten new generations
are published meanwhile. Times are in milliseconds until the last byte of a reply. Memory is that of all
processes of the server in MB, after the load: RSS, in which a page that several of them map counts for each,
and PSS, in which it counts once. Bars: start under 1.5 s, p95 under 120 ms, RSS under 600 MB (PSS under 700
for several workers), no errors, every new generation picked up; exit status 1 if one is missed. With
`--pages` the page of each answer is asked for instead (p95 under 150 ms) and no generation is published;
`--fresh` names a year in each query, so that few are asked twice and none that was answered before helps.
With `--steady` nothing is published for searches either.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import urlencode

from benchmarks.republish import publish

BAR_START, BAR_P95, BAR_PAGES, BAR_MB, BAR_SEVERAL_MB = 1.5, 120.0, 150.0, 600.0, 700.0
SWAPS = 10
_SERVE = "import sys; from search_api.cli.start import main; sys.argv[0] = 'pinpoint'; main()"


@contextmanager
def serving(
    index: Path, port: int, *options: str, log: IO[bytes] | None = None
) -> Iterator[tuple[int, float]]:
    """A server's process id, and the seconds from its start until it was ready. log: None throws it away."""
    started = time.perf_counter()
    command = [sys.executable, "-c", _SERVE, "serve", "--index", str(index), "--port", str(port)]
    with subprocess.Popen([*command, *options], stderr=log or subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    if _get(HTTPConnection("127.0.0.1", port, timeout=5), "/readyz")[0] == 200:
                        break
                except OSError:
                    time.sleep(0.005)
                if process.poll() is not None:
                    raise SystemExit("the server did not start")
            yield process.pid, time.perf_counter() - started
        finally:
            process.send_signal(signal.SIGTERM)


def load(
    port: int,
    queries: Sequence[str],
    seconds: float,
    connections: int,
    pause: float,
    pages: bool = False,
    fresh: bool = False,
    warm_up: float = 0.0,
) -> dict[str, Any]:
    """Run in a process of its own. {times: [ms], errors: {what: count}, generations: count}.

    pages: whether the page of the answer is asked for, which says no generation.
    """
    times: list[float] = []
    errors: dict[str, int] = {}
    generations: set[str] = set()
    counted = time.perf_counter() + warm_up
    end = counted + seconds

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        time.sleep(chance.uniform(0, 2 * pause))
        while time.perf_counter() < end:
            asked = {"q": chance.choice(queries) + (f" since {chance.randint(1970, 2012)}" if fresh else "")}
            path = f"/?{urlencode(asked)}" if pages else f"/api/v1/search?{urlencode(asked | {'limit': 20})}"
            started = time.perf_counter()
            try:
                status, body = _get(connection, path)
            except (OSError, HTTPException) as error:
                errors[type(error).__name__] = errors.get(type(error).__name__, 0) + 1
                connection.close()
                continue
            if status == 200:
                if started >= counted:
                    times.append(1000 * (time.perf_counter() - started))
                if not pages:
                    generations.add(json.loads(body)["generation"])
            else:
                errors[str(status)] = errors.get(str(status), 0) + 1
            time.sleep(chance.uniform(0, 2 * pause))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = time.process_time()
    return {"times": times, "errors": errors, "generations": len(generations), "processor_s": used}


class Memory(NamedTuple):
    """Of all processes of the server at one moment, in MB. files: open ones of the processes that answer."""

    at: float
    pss: float
    anonymous: float
    rss: float
    files: int
    processes: int


def memory(pid: int, at: float) -> Memory:
    """Processes that end meanwhile count nothing."""
    sums: Counter[str] = Counter()
    files = count = 0
    for one in family(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            files += sum(1 for _ in Path(f"/proc/{one}/fd").iterdir())
        except OSError:
            continue
        count += 1
        for line in text.splitlines()[1:]:
            name, kilobytes, *_ = line.split()
            sums[name] += int(kilobytes)
    pss, anonymous, rss = (sums[name] / 1024 for name in ("Pss:", "Pss_Anon:", "Rss:"))
    return Memory(at, pss, anonymous, rss, files, count)


def family(pid: int) -> list[int]:
    """A process and all that it started, and these."""
    children: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children[one]
    return found


def processor_seconds(pid: int) -> float:
    """Of a process and all that it started and that still run; 0 where /proc does not tell it."""
    ticks = 0
    for one in family(pid):
        try:
            stat = Path(f"/proc/{one}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1) if ordered else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, metavar="DIR", required=True)
    parser.add_argument("--topics", type=Path, metavar="TSV", required=True)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--pause", type=float, default=0.5, help="mean seconds between answer and question")
    parser.add_argument("--port", type=int, default=8791)
    parser.add_argument("--pages", action="store_true", help="ask for pages of answers")
    parser.add_argument("--fresh", action="store_true", help="with a year in each query")
    parser.add_argument("--warm-up", type=float, default=0.0, help="seconds of load before times count")
    parser.add_argument("--steady", action="store_true", help="publish nothing meanwhile")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only-load", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    lines = given.topics.read_text(encoding="utf-8").splitlines()
    queries = [line.partition("\t")[2] for line in lines if "\t" in line]
    if given.only_load:
        found = load(
            given.port,
            queries,
            given.seconds,
            given.connections,
            given.pause,
            given.pages,
            given.fresh,
            given.warm_up,
        )
        print(json.dumps(found))
        return 0
    with tempfile.TemporaryDirectory(dir=given.index.parent) as folder:
        index = Path(shutil.copytree(given.index, Path(folder) / "index"))
        swaps_wanted = 0 if given.pages or given.steady else SWAPS
        with serving(index, given.port, "--workers", str(given.workers)) as (pid, start):
            before, spent, began = memory(pid, 0.0), processor_seconds(pid), time.perf_counter()
            with subprocess.Popen(
                [sys.executable, *sys.argv, "--only-load"], stdout=subprocess.PIPE
            ) as other:
                for _ in range(swaps_wanted):
                    time.sleep(given.seconds / (swaps_wanted + 1))
                    publish(index)
                said, _ = other.communicate()
            found, after = json.loads(said), memory(pid, given.seconds)
            cores = (processor_seconds(pid) - spent) / (time.perf_counter() - began)
            connection = HTTPConnection("127.0.0.1", given.port, timeout=30)
            figures = _get(connection, "/metrics")[1].decode()
    swaps = (
        0.0
        if not swaps_wanted
        else float(
            next(line.split()[1] for line in figures.splitlines() if line.startswith("pinpoint_index_swaps"))
        )
    )
    times = found["times"]
    report = {
        "connections": given.connections,
        "pause_s": given.pause,
        "start_s": round(start, 2),
        "requests": len(times),
        "a_second": round(len(times) / given.seconds, 1),
        "p50_ms": quantile(times, 0.5),
        "p95_ms": quantile(times, 0.95),
        "p99_ms": quantile(times, 0.99),
        "errors": found["errors"],
        "swaps_taken": int(swaps),
        "generations_seen": found["generations"],
        "workers": given.workers,
        "processes": after.processes,
        "cores_used": round(cores, 2),
        "cores_of_the_load": round(found["processor_s"] / (given.seconds + given.warm_up), 2),
        "rss_mb_at_start": round(before.rss),
        "rss_mb_after": round(after.rss),
        "pss_mb_after": round(after.pss),
    }
    met = (
        start < BAR_START
        and report["p95_ms"] < (BAR_PAGES if given.pages else BAR_P95)
        and (after.rss < BAR_MB if given.workers == 1 else after.pss < BAR_SEVERAL_MB)
        and not found["errors"]
        and swaps == swaps_wanted
    )
    print(json.dumps(report | {"bars_met": met}, indent=1))
    return 0 if met else 1


def _get(connection: HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    reply = connection.getresponse()
    return reply.status, reply.read()


if __name__ == "__main__":
    sys.exit(main())
