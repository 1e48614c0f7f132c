"""Does an engine answer as the embedded index of the same reports does, and how fast?

    python -m benchmarks.engines INDEX ADDRESS SETS [--publish] [--all]

INDEX: a folder. ADDRESS: where it is published, or with --publish is to be. SETS: the folder with topics.tsv,
questions.jsonl and answers.jsonl: every question is searched on both, with the counts by every filter; with
--all it is answered, too. Prints how many first tens are the same in ids, order and scores, their overlap,
how many counts are the same, and milliseconds a search (median and 95th percentile, encoder included), one
after another. Ends with 1 where overlap is under 0.99 or a count differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from indexer.store.backends.address import address_of, shown_place
from indexer.store.backends.engines import engine_at
from search_api.index.index import Index
from search_api.index.opening import open_index
from search_api.schemas.answers import answer_json

LEAST = 0.99
FIRST = 10


def questions(sets: Path) -> list[str]:
    """Of topics.tsv, questions.jsonl and answers.jsonl, in their order."""
    topics = (sets / "topics.tsv").read_text(encoding="utf-8").splitlines()
    found = [line.partition("\t")[2] for line in topics if "\t" in line]
    for name in ("questions.jsonl", "answers.jsonl"):
        lines = (sets / name).read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["question"] for line in lines if line.strip()]
    return found


def asked(index: Index, wanted: Sequence[str], all_of_it: bool) -> tuple[list[dict[str, Any]], list[float]]:
    """What each question gives, and the milliseconds of each search."""
    given, times = [], []
    for question in wanted:
        began = time.perf_counter()
        found = index.search(question, limit=FIRST)
        times.append(1000 * (time.perf_counter() - began))
        given.append(
            {
                "ids": [hit.paragraph.id for hit in found.results],
                "scores": [hit.score for hit in found.results],
                "counts": [repr(facet) for facet in index.facets(question)],
                "answer": json.dumps(answer_json(index.ask(question))) if all_of_it else "",
            }
        )
    return given, times


def quantiles(times: Sequence[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.1f} and {ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


def main() -> int:
    """Publish if asked to, search on both, compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("address", type=Path)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--all", action="store_true", help="Also compare every answer.")
    given = parser.parse_args()
    if given.publish:
        address = address_of(given.address)
        if address is None:
            parser.error("the second argument is no address")
        began = time.perf_counter()
        engine_at(address).publish(given.index, lambda _what, _done, _of: None)
        print(f"published in {time.perf_counter() - began:.1f} s")
    wanted = questions(given.sets)
    with open_index(given.index) as embedded, open_index(given.address) as engine:
        if engine.generation != embedded.generation:
            parser.error(f"{shown_place(given.address)} holds {engine.generation}, not {embedded.generation}")
        embedded.search("children")
        engine.search("children")
        mine, times = asked(embedded, wanted, given.all)
        theirs, engine_times = asked(engine, wanted, given.all)
    pairs = list(zip(mine, theirs, strict=True))

    def same(what: Callable[[dict[str, Any]], Any]) -> int:
        return sum(what(one) == what(other) for one, other in pairs)

    shared = sum(len({*one["ids"]} & {*other["ids"]}) for one, other in pairs)
    overlap = shared / max(1, sum(len(one["ids"]) for one in mine))
    counts = same(lambda item: item["counts"])
    print(f"questions: {len(pairs)}")
    print(f"first {FIRST} the same, in order: {same(lambda item: item['ids'])}; overlap {overlap:.4f}")
    print(f"scores of the first {FIRST} the same: {same(lambda item: item['scores'])}")
    print(f"counts the same: {counts}")
    if given.all:
        print(f"answers the same: {same(lambda item: item['answer'])}")
    print(f"a search, embedded: {quantiles(times)}; there: {quantiles(engine_times)}")
    return 0 if overlap >= LEAST and counts == len(pairs) else 1


if __name__ == "__main__":
    sys.exit(main())
