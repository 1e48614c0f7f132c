"""How long the words of a question take in an index of millions of paragraphs.

    python -m benchmarks.scale.words --index DIR --sets DIR --times N

The postings of the words that the questions of topics.tsv, questions.jsonl and answers.jsonl hold are
repeated N times, each weight up to a fifth lower or higher, so that paragraphs do not tie. For every fourth
question the best 150 paragraphs are found as a search finds them, then by adding up all scores (for the
first ten), which must give the same. Prints milliseconds of processor time. Memory: 8 bytes a posting.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.engines.__main__ import questions
from indexer.store.reader import IndexReader
from indexer.words.highest import Weighed, highest, summed
from search_api.retrieval.lexical import index_terms

_BEST = 150
_CHECKED = 10


def repeated(reader: IndexReader, term: str, times: int, random: np.random.Generator) -> Weighed:
    """The postings of a term in an index that holds this one `times` times."""
    rows, weights = reader.posting(term)
    every = (np.arange(times, dtype=np.int32)[:, None] * np.int32(len(reader)) + rows[None]).ravel()
    varied = np.tile(weights, times) * random.uniform(0.8, 1.2, len(every)).astype(np.float32)
    return Weighed(every, varied, 1.0, float(varied.max()) if len(varied) else 0.0)


def milliseconds(began: float) -> float:
    """Of processor time since."""
    return 1000 * (time.process_time() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--times", type=int, default=330)
    given = parser.parse_args()
    random = np.random.default_rng(20)
    with IndexReader.open(given.index) as reader:
        total = len(reader) * given.times
        asked = [Counter(index_terms(reader, text)) for text in questions(given.sets)[::4]]
        postings = {term: repeated(reader, term, given.times, random) for term in sorted(set().union(*asked))}
    best: list[float] = []
    everything: list[float] = []
    for counted in asked:
        terms = [postings[term]._replace(factor=float(count)) for term, count in counted.items()]
        began = time.process_time()
        found = highest(terms, _BEST, total)
        scores = summed(terms, found)
        best.append(milliseconds(began))
        if len(everything) < _CHECKED:
            began = time.process_time()
            sums = np.zeros(total, dtype=np.float32)
            for term in terms:
                sums[term.rows] += np.float32(term.factor) * term.weights
            least = np.partition(sums, -_BEST)[-_BEST]
            everything.append(milliseconds(began))
            assert np.array_equal(sums[found], scores)
            assert np.isin(np.flatnonzero(sums >= max(least, np.float32(1e-9))), found).all()
    print(f"{total:,} paragraphs, {sum(len(item.rows) for item in postings.values()):,} postings")
    print(f"best {_BEST}: median {np.median(best):.0f}, p95 {np.quantile(best, 0.95):.0f} ms")
    print(f"adding up all, the first {_CHECKED} questions: median {np.median(everything):.0f} ms")
    print(f"the same questions, best {_BEST}: median {np.median(best[:_CHECKED]):.0f} ms")


if __name__ == "__main__":
    main()
