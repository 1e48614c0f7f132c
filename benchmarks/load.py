"""Whether a server holds under mixed load for long: errors, latency by kind of request, and memory over time.

    python -m benchmarks.load --index DIR [--minutes 30] [--connections 16] [--swap-every 60] [--workers 1]

Copies the index and starts `pinpoint serve` on the copy. Kept-alive connections ask for searches, answers,
pages of results and of paragraphs, and pictures of pages, drawn at random, each waiting up to twice `--pause`
seconds between a reply and the next request. Every `--swap-every` seconds a new generation is published.

Allowed is 200, or 503 with Retry-After, after which a connection waits as it is told. Everything else is an
error: another status, a broken connection, half a page, a picture that is none, a generation that was never
published. Times are in milliseconds until the last byte. Memory is sampled every few seconds over all
processes of the server: PSS, in which a page that several processes map counts once, and the anonymous part
of it, which nobody else could use. Its slope is that of a straight line through the means of each
`--swap-every` seconds after `--warm-up` minutes, with twice its standard error: less than that is noise.
Exit status 1 if there was an error or a generation was not picked up.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import fmean
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.republish import publish
from benchmarks.serving import Memory, memory, quantile, serving
from indexer.store.reader import IndexReader

_API = "/api/v1"
_SHARES = {"search": 6, "answer": 4, "page of results": 4, "page of a paragraph": 3, "picture of a page": 3}
_SUBJECTS = (
    "MARAC", "domestic abuse", "supervision of social workers", "return home interviews", "care leavers",
    "initial health assessments", "strategy meetings", "caseloads", "children missing from education",
    "the voice of the child", "private fostering", "placement stability", "early help", "thresholds",
    "child sexual exploitation", "quality of assessments", "management oversight", "foster carers",
)  # fmt: skip
_QUESTIONS = (
    "what did inspectors say about {}?", "weaknesses in {}", "good practice in {}", "{}",
    "recommendations about {}", "how many reports mention {}?", "{} in {}",
    "what did inspectors say about {} in {}?",
)  # fmt: skip
_SAMPLE_SECONDS = 5.0
_MOST_WAIT = 10.0


class Request(NamedTuple):
    kind: str
    path: str


class Draw:
    """Requests at random, for what an index holds. Equal seeds draw alike."""

    def __init__(self, index: Path) -> None:
        with IndexReader.open(index) as reader:
            rows = random.Random(1).sample(range(len(reader)), min(2000, len(reader)))
            items = reader.by_rows(rows)
            self._ids = [item.id for item in items]
            self._drawn = [item.id for item in items if item.page_first]
            self._names = sorted({report.authority for report in reader.reports()})
            self._texts = [" ".join(item.text.split()[:12]) for item in items[:200]]

    def one(self, chance: random.Random) -> Request:
        [kind] = chance.choices(list(_SHARES), list(_SHARES.values()))
        if kind == "page of a paragraph":
            return Request(kind, f"/paragraphs/{chance.choice(self._ids)}")
        if kind == "picture of a page":
            return Request(kind, f"{_API}/paragraphs/{chance.choice(self._drawn)}/page.png")
        if chance.random() < 0.2:
            asked = chance.choice(self._texts)
        else:
            asked = chance.choice(_QUESTIONS).format(chance.choice(_SUBJECTS), chance.choice(self._names))
        path = {"search": f"{_API}/search?", "answer": f"{_API}/ask?", "page of results": "/?"}[kind]
        return Request(kind, path + urlencode({"q": asked}))


class Found:
    """What all connections saw. published: the generations that a reply may be of."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.refused: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.published: set[str] = set()
        self.seen: set[str] = set()


def ask(port: int, draw: Draw, found: Found, seed: int, until: float, pause: float) -> None:
    """One connection."""
    chance = random.Random(seed)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(chance.uniform(0, 2 * pause))
    while time.perf_counter() < until:
        kind, path = draw.one(chance)
        started = time.perf_counter()
        wait = chance.uniform(0, 2 * pause)
        try:
            connection.request("GET", path, headers={"Accept": "text/html" if path[1] != "a" else "*/*"})
            reply = connection.getresponse()
            body = reply.read()
        except (OSError, HTTPException) as error:
            found.errors[f"{kind}: {type(error).__name__}"] += 1
            connection.close()
        else:
            if reply.status == 503 and reply.getheader("retry-after"):
                found.refused[kind] += 1
                wait = min(float(reply.getheader("retry-after", "1")), _MOST_WAIT)
            elif wrong := fault(kind, reply.status, body, found):
                found.errors[f"{kind}: {wrong}"] += 1
            else:
                found.times[kind].append(1000 * (time.perf_counter() - started))
        time.sleep(wait)
    connection.close()


def fault(kind: str, status: int, body: bytes, found: Found) -> str:
    """What is wrong with a reply, "" if nothing is."""
    if status != 200:
        return f"status {status}"
    if kind == "picture of a page":
        return "" if body.startswith(b"\x89PNG") and body.endswith(b"IEND\xaeB`\x82") else "no picture"
    if kind.startswith("page"):
        return "" if body.rstrip().endswith(b"</html>") else "half a page"
    generation = str(json.loads(body)["generation"])
    found.seen.add(generation)
    return "" if generation in found.published else "a generation that was not published"


def slope(samples: Sequence[tuple[float, float]], every: float) -> tuple[float, float]:
    """(an hour, twice its standard error) of values over seconds, by least squares of means of `every` s.

    Neighbouring samples say nearly the same; their means over a whole round of the server are taken for
    independent. Zeros of fewer than three rounds.
    """
    rounds: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        rounds[int(sample[0] // every)].append(sample)
    points = [(fmean(at for at, _ in one), fmean(value for _, value in one)) for one in rounds.values()]
    if len(points) < 3:
        return 0.0, 0.0
    middle = fmean(at for at, _ in points)
    level = fmean(value for _, value in points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    rise = sum((at - middle) * (value - level) for at, value in points) / spread
    left = sum((value - level - rise * (at - middle)) ** 2 for at, value in points)
    error = (left / (len(points) - 2) / spread) ** 0.5
    return 3600 * rise, 2 * 3600 * error


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, metavar="DIR", required=True)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--swap-every", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--pause", type=float, default=0.5, help="mean seconds between reply and request")
    parser.add_argument("--warm-up", type=float, default=5.0, metavar="MINUTES")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--port", type=int, default=8793)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.index.parent) as folder:
        index = Path(shutil.copytree(given.index, Path(folder) / "index"))
        found, samples, swaps, log = under_load(index, Path(folder) / "log", given)
    report(found, samples, swaps, log, given)
    return 0 if not found.errors and swaps == len(found.published) - 1 else 1


def under_load(index: Path, log: Path, given: argparse.Namespace) -> tuple[Found, list[Memory], int, str]:
    """What the connections saw, memory, generations picked up, the log."""
    draw, found = Draw(index), Found()
    samples: list[Memory] = []
    with (
        log.open("wb") as written,
        serving(index, given.port, "--workers", str(given.workers), log=written) as (pid, _),
    ):
        found.published.add((index / "CURRENT").read_text(encoding="utf-8").strip())
        started = time.perf_counter()
        until = started + 60 * given.minutes
        asking = [
            threading.Thread(target=ask, args=(given.port, draw, found, seed, until, given.pause))
            for seed in range(given.connections)
        ]
        for thread in asking:
            thread.start()
        published = started
        while (now := time.perf_counter()) < until:
            if now - published >= given.swap_every and until - now > 5:
                published = now
                publish(index)
                found.published.add((index / "CURRENT").read_text(encoding="utf-8").strip())
            samples.append(memory(pid, now - started))
            time.sleep(max(0.0, min(_SAMPLE_SECONDS, until - time.perf_counter())))
        for thread in asking:
            thread.join()
        swaps = picked_up(given.port)
    return found, samples, swaps, log.read_text(encoding="utf-8")


def picked_up(port: int) -> int:
    """By the worker that answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/metrics")
    figures = connection.getresponse().read().decode()
    connection.close()
    lines = figures.splitlines()
    return int(next(float(line.split()[1]) for line in lines if line.startswith("pinpoint_index_swaps")))


def report(found: Found, samples: list[Memory], swaps: int, log: str, given: argparse.Namespace) -> None:
    """Print the tables."""
    total = sum(map(len, found.times.values()))
    print(
        f"{given.minutes:g} minutes, {given.connections} connections, {given.workers} worker(s): "
        f"{total:,} replies, {sum(found.refused.values())} times 503 with Retry-After, "
        f"{sum(found.errors.values())} errors {dict(found.errors)}"
    )
    print(f"generations: {len(found.published) - 1} published, {swaps} picked up; log: {len(log):,} bytes\n")
    print("| request | replies | 503 | p50 ms | p95 | p99 |\n|---|---|---|---|---|---|")
    for kind in _SHARES:
        times = found.times[kind]
        cells = " | ".join(f"{quantile(times, share):.0f}" for share in (0.5, 0.95, 0.99))
        print(f"| {kind} | {len(times):,} | {found.refused[kind]} | {cells} |")
    kept = [sample for sample in samples if sample.at >= 60 * given.warm_up] or samples[-1:]
    print(
        "\n| memory, MB | start | after warm-up | end | highest | slope an hour |\n|---|---|---|---|---|---|"
    )
    for name, label in (
        ("pss", "PSS"),
        ("anonymous", "anonymous"),
        ("rss", "sum of RSS"),
        ("files", "files"),
    ):
        values = [getattr(sample, name) for sample in samples]
        after = [(sample.at, getattr(sample, name)) for sample in kept]
        rise, noise = slope(after, given.swap_every)
        print(
            f"| {label} | {values[0]:.0f} | {after[0][1]:.0f} | {values[-1]:.0f} | {max(values):.0f} "
            f"| {rise:+.1f} ± {noise:.1f} |"
        )
    print("\nprocesses at the end:", samples[-1].processes)
    for line in log.splitlines():
        if line.startswith(("WARNING", "ERROR", "CRITICAL", "Traceback")):
            print(line)


if __name__ == "__main__":
    sys.exit(main())
