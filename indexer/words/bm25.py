"""BM25 weights of a collection as sparse vectors: made once when it is indexed, summed when it is searched.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the
1 that Lucene adds within the logarithm, so that no term counts against a paragraph.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array, Int32Array, Int64Array

from .analyser import terms_of, words_of

# Fitted on questions about reports: docs/decisions/0006-ranking.md.
K1, B = 0.6, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The weights of n paragraphs, term by term.

    bounds: term -> [first, last) in the two arrays; terms in ascending order. rows: (p,) int32, ascending
    within a term. weights: (p,) float32, what the term adds to the score of the row, above 0.
    """

    bounds: Mapping[str, tuple[int, int]]
    rows: Int32Array
    weights: Float32Array


def build(texts: Iterable[str]) -> Postings:
    """Postings of the paragraphs, row by row."""
    words: dict[str, int] = {}  # each spelling once, with its number: what it gives is found out once
    tokens = array("l")
    counts: list[int] = []
    for text in texts:
        found = words_of(text)
        tokens.extend([words.setdefault(word, len(words)) for word in found])
        counts.append(len(found))
    given = [terms_of(word) for word in words]
    names = sorted({term for some in given for term in some})
    number = {term: place for place, term in enumerate(names)}
    return _weighed(names, *_occurrences(given, number, tokens, counts), total=len(counts))


def _occurrences(
    given: Sequence[Sequence[str]], number: Mapping[str, int], tokens: Sequence[int], counts: Sequence[int]
) -> tuple[Int64Array, Int64Array]:
    """The number of the term, and the row, of every term of every token, repeats included; each (t,)."""
    terms = np.array([number[term] for some in given for term in some], dtype=np.int64)
    sizes = np.array([len(some) for some in given], dtype=np.int64)
    firsts = np.cumsum(sizes) - sizes
    words = np.array(tokens, dtype=np.int64)
    rows = np.repeat(np.arange(len(counts), dtype=np.int64), np.array(counts, dtype=np.int64))
    # Each place of the result, less where its token's terms begin there, plus where they begin in `terms`.
    each = sizes[words]
    places = np.arange(each.sum()) + np.repeat(firsts[words] - (np.cumsum(each) - each), each)
    return terms[places], np.repeat(rows, each)


def _weighed(names: Sequence[str], terms: Int64Array, rows: Int64Array, *, total: int) -> Postings:
    length = np.bincount(rows, minlength=total).astype(np.float64)
    # Where every paragraph is empty there is no posting either.
    norm = K1 * (1 - B + B * length / max(float(length.mean()) if total else 0.0, 1.0))
    pairs, found = np.unique(terms * max(total, 1) + rows, return_counts=True)
    terms, rows, counts = pairs // max(total, 1), pairs % max(total, 1), found.astype(np.float64)
    holding = np.bincount(terms, minlength=len(names))
    gain = counts * (K1 + 1) / (counts + norm[rows])
    rarity = np.array([inverse_frequency(number, total) for number in holding.tolist()])
    ends = np.cumsum(holding).tolist()
    return Postings(
        {term: (end - size, end) for term, size, end in zip(names, holding.tolist(), ends, strict=True)},
        rows.astype(np.int32),
        (rarity[terms] * gain).astype(np.float32),
    )


def inverse_frequency(holding: int, total: int) -> float:
    """How much a term tells: ln(1 + (N - n + 1/2) / (n + 1/2)); never negative.

    holding: n, paragraphs with the term; total: N.
    """
    return float(np.log(1 + (total - holding + 0.5) / (holding + 0.5)))
