"""Does a sentence that is pasted from a report come first?

    python benchmarks/verbatim.py --index DIR [--sentences 120] [--seed 1] [--bar 0.99]

Draws sentences of 8 to 40 words from the index, pastes each into search and ask, without marks around it,
and counts those for which the first paragraph (of ask: the first quotation) holds the sentence; one that
stands in several paragraphs is found in any of them. Prints the two counts and the time of a search; of what
was not found the id, and no text of a report. Exit status 1 if a share is below the bar.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from indexer.store.reader import IndexReader

FEWEST, MOST = 8, 40  # words


def sentences(reader: IndexReader) -> Iterator[tuple[str, str]]:
    """Id of the paragraph and text of each of its sentences that is neither short nor long, in order."""
    for report in reader.reports():
        for paragraph in reader.paragraphs(report.id):
            for start, end in reader.spans(reader.row(paragraph.id)):
                text = " ".join(paragraph.text[start:end].split())
                if FEWEST <= len(text.split()) <= MOST:
                    yield paragraph.id, text


def main() -> int:
    from search_api.index.opening import open_index
    from search_api.settings import load_settings

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sentences", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bar", type=float, default=0.99, help="Least share of each that comes first.")
    arguments = parser.parse_args()
    with open_index(arguments.index, load_settings()) as index:
        everything = list(sentences(index.reader))
        drawn = random.Random(arguments.seed).sample(everything, min(arguments.sentences, len(everything)))
        taken, first_found, first_quoted, missed = [], 0, 0, []
        for identity, text in drawn:
            started = time.perf_counter()
            found = index.search(text, limit=1).results
            taken.append(1000 * (time.perf_counter() - started))
            is_first = any(_holds(item.paragraph.text, text) for item in found)
            quoted = index.ask(text).passages[:1]
            first_found += is_first
            is_quoted = any(_holds(item.quote, text) for item in quoted)
            first_quoted += is_quoted
            if not (is_first and is_quoted):
                missed.append(identity)
    count = len(drawn)
    shares = {"search": first_found / count, "ask": first_quoted / count} if count else {}
    figures = {
        "sentences": count,
        "median_words": statistics.median(len(text.split()) for _, text in drawn) if drawn else 0,
        "first_in_search": first_found,
        "first_in_ask": first_quoted,
        "median_ms": round(statistics.median(taken), 1) if taken else 0,
        "not_first": missed,
    }
    met = all(share >= arguments.bar for share in shares.values())
    print(json.dumps(figures | {"bar_met": met}, indent=1))
    return 0 if met else 1


def _holds(text: str, sentence: str) -> bool:
    """Whether the words of the sentence stand in the text in a row, whatever their case and punctuation."""
    held, wanted = (" ".join(re.findall(r"\w+", part.casefold())) for part in (text, sentence))
    return f" {wanted} " in f" {held} "


if __name__ == "__main__":
    sys.exit(main())
