"""How long the pages take, and how large they are: one request after another, from another process.

    python benchmarks/pages.py --index DIR --topics topics.tsv [--paragraphs 100]

Starts `pinpoint serve` on the index. Over one kept-alive connection it requests the results page of every
query in a `qid<TAB>query` file, the pages of paragraphs drawn at random (always the same ones), the pictures
of their pages (cold, then again) and the other pages. Times are in milliseconds until the last byte. The
size of a page includes everything it loads, uncompressed. Bars: results p95 under 250 ms, a picture
under 300 ms cold and 50 ms cached (p95), a page of an answer under 120 KB with all that it loads; exit
status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.serving import serving
from indexer.store.reader import IndexReader

BAR_RESULTS, BAR_COLD, BAR_CACHED, BAR_KB = 250.0, 300.0, 50.0, 120.0
_HTML = {"Accept": "text/html"}


class Reader:
    """One connection, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> tuple[float, bytes]:
        """(milliseconds, body). Raises SystemExit for anything but 200."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers=_HTML)
        reply = self._connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise SystemExit(f"{path}: {reply.status}")
        return 1000 * (time.perf_counter() - started), body


def sampled(index: Path, count: int) -> list[tuple[str, int]]:
    """(id, first page) of paragraphs drawn from the whole index."""
    with IndexReader.open(index) as reader:
        rows = random.Random(1).sample(range(len(reader)), min(count, len(reader)))
        return [(item.id, item.page_first) for item in reader.by_rows(rows) if item.page_first]


def weight(reader: Reader, path: str) -> float:
    """KB of a page and of the style sheets, scripts and icons that it names."""
    _, page = reader.get(path)
    named = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.decode()))
    return (len(page) + sum(len(reader.get(unescape(name))[1]) for name in named)) / 1000


def shown(name: str, times: list[float]) -> float:
    """Print median, p95 and the longest; the p95."""
    cuts = quantiles(times, n=20, method="inclusive")
    print(f"| {name} | {cuts[9]:.0f} | {cuts[18]:.0f} | {max(times):.0f} | {len(times)} |")
    return cuts[18]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, metavar="DIR", required=True)
    parser.add_argument("--topics", type=Path, metavar="TSV", required=True)
    parser.add_argument("--paragraphs", type=int, default=100)
    parser.add_argument("--port", type=int, default=8793)
    given = parser.parse_args()
    lines = given.topics.read_text(encoding="utf-8").splitlines()
    queries = [line.split("\t", 1)[1] for line in lines if "\t" in line]
    paragraphs = sampled(given.index, given.paragraphs)
    with serving(given.index, given.port):
        reader = Reader(given.port)
        reader.get("/?q=children")
        reader.get(f"/api/v1/paragraphs/{paragraphs[0][0]}/page.png")  # starts the drawing process
        print("| page | median ms | p95 | longest | requests |\n|---|---|---|---|---|")
        results = [reader.get(f"/?{urlencode({'q': query})}")[0] for query in queries]
        second = [reader.get(f"/?{urlencode({'q': query, 'page': 2})}")[0] for query in queries]
        places = [reader.get(f"/paragraphs/{name}")[0] for name, _ in paragraphs]
        pictures = [f"/api/v1/paragraphs/{name}/page.png?page={page}" for name, page in paragraphs]
        cold = [reader.get(path)[0] for path in pictures]
        cached = [reader.get(path)[0] for path in pictures[-50:]]
        reports = sorted({name.partition("/")[0] for name, _ in paragraphs})
        whole = [reader.get(f"/reports/{name}")[0] for name in reports]
        other = [reader.get(path)[0] for path in ("/", "/reports", "/coverage", "/acronyms", "/help") * 4]
        slow = shown("results, with the answer", results)
        shown("results, second page", second)
        shown("a paragraph", places)
        first, again = shown("picture of a page, cold", cold), shown("the same, cached", cached)
        shown("a report, whole", whole)
        shown("other pages", other)
        heaviest = max(weight(reader, f"/?{urlencode({'q': query})}") for query in queries)
        print(
            f"\nWith all that it loads: first page {weight(reader, '/'):.1f} KB, "
            f"largest answer {heaviest:.1f} KB"
        )
    return int(slow > BAR_RESULTS or first > BAR_COLD or again > BAR_CACHED or heaviest > BAR_KB)


if __name__ == "__main__":
    sys.exit(main())
