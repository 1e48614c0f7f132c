"""Pinpoint, measured as the peers are.

python -m benchmarks.peers.ours grow|count|query FOLDER ARGUMENT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.grown_index import grow
from benchmarks.peers.common import tell, timed
from indexer.store.reader import IndexReader
from search_api.index.opening import open_index


def main() -> None:
    step, folder, argument = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if step == "grow":
        with IndexReader.open(folder / "index") as base:
            grow(base, int(argument), folder / "grown")
        return
    if step == "count":
        with IndexReader.open(folder / "index") as base:
            tell(chunks=len(base))
        return
    with open_index(folder / "grown") as index:
        queries = json.loads(Path(argument).read_text("utf-8"))
        tell(chunks=len(index.reader), **timed(lambda query: index.search(query, limit=10), queries))


if __name__ == "__main__":
    main()
