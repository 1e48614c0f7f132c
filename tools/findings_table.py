"""Makes a table of findings from the search API over plain HTTP. Use it as it is, or copy it as an example.

    pinpoint serve &
    python tools/findings_table.py "return home interviews" MARAC --authority Torbay --since 2016 > table.csv

Each row is one finding: what was searched for, whose report it is, the paragraph's number and page, the grade
of its section, the matching sentences, word for word, and the citation. It needs nothing but Python. The
cells (`# %%`) run one by one in a notebook or an editor that supports them.
"""

# %% What is needed
from __future__ import annotations

import argparse
import csv
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

COLUMNS = ("topic", "authority", "published", "kind", "number", "pages", "grade", "quote", "citation", "link")


# %% One request: parameters in, a dictionary out
def get(server: str, path: str, key: str = "", **parameters: Any) -> Any:
    """The JSON at a path of the API. A busy server is asked again when it says; any other problem ends it."""
    query = urllib.parse.urlencode(parameters, doseq=True)
    request = urllib.request.Request(f"{server}/api/v1{path}?{query}")
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    for _ in range(5):
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                problem = json.load(error)
                sys.exit(f"{problem['detail']}: {problem['remedy']}")
            time.sleep(int(error.headers.get("Retry-After", "1")))
    sys.exit("the server stayed busy")


# %% All that a search finds, a page of results at a time
def findings(server: str, topic: str, most: int, key: str = "", **filters: Any) -> Iterator[dict[str, Any]]:
    """The best `most` findings on a topic, best first. The topic is searched as it is typed."""
    offset = 0
    while offset < most:
        found = get(
            server, "/search", key, q=topic, literal=True, kind="finding",
            limit=min(100, most - offset), offset=offset, **filters,
        )  # fmt: skip
        if not offset:
            print(f"{topic}: {found['coverage']['text']}", *found["understood"]["notes"], file=sys.stderr)
        yield from found["results"]
        offset += len(found["results"])
        if offset >= found["total"] or not found["results"]:
            return


# %% One finding as a row
def row(server: str, topic: str, item: dict[str, Any]) -> dict[str, Any]:
    """Spans are counted in Unicode code points, as Python counts; what is left out is marked."""
    quote = " […] ".join(item["text"][start:end] for start, end in item["spans"])
    first, last = item["page_first"], item["page_last"]
    return {
        "topic": topic,
        "authority": item["authority"],
        "published": item["published"],
        "kind": item["kind"],
        "number": item["number"] if item["printed"] else f"{item['number']} (not printed)",
        "pages": "" if first is None else str(first) if first == last else f"{first}-{last}",
        "grade": item["grade"],
        "quote": quote,
        "citation": item["citation"],
        "link": server + item["permalink"],
    }


# %% The table
def main() -> None:
    """Reads the command line, asks the server for each topic and prints the table as CSV."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("topics", nargs="+", metavar="TOPIC")
    parser.add_argument("--server", default="http://127.0.0.1:8765", metavar="URL")
    parser.add_argument("--key", default="", help="an API key, where the server wants one")
    parser.add_argument("--authority", action="append", default=[], metavar="NAME")
    parser.add_argument("--since", default="", metavar="DATE")
    parser.add_argument("--until", default="", metavar="DATE")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="findings on each topic")
    given = parser.parse_args()
    filters = {
        name: value
        for name in ("authority", "since", "until")
        if (value := getattr(given, name))
    }  # fmt: skip
    table = csv.DictWriter(sys.stdout, COLUMNS)
    table.writeheader()
    for topic in given.topics:
        for item in findings(given.server, topic, given.most, given.key, **filters):
            table.writerow(row(given.server, topic, item))


if __name__ == "__main__":
    main()
