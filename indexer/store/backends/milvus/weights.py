"""The BM25 weights of a sealed generation by paragraph, as sparse vectors are written."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.arrays import Float32Array, Int32Array, Int64Array

_BLOCK = 1_000_000  # rows whose postings are sorted at once: some 60 million


def by_row(
    rows: Int32Array, weights: Float32Array, bounds: Int64Array, paragraphs: int, block: int = _BLOCK
) -> Iterator[dict[int, float]]:
    """Term's number -> weight, of each row in order. rows, weights: of all postings, term after term.

    bounds: (t + 1,) where each term's postings begin. The first term has number 1: number 0 is a place that
    no query asks for, for paragraphs without any term, as Milvus refuses a vector without values.
    """
    for start in range(0, paragraphs, block):
        end = min(start + block, paragraphs)
        places = np.flatnonzero((rows >= start) & (rows < end))
        places = places[np.argsort(rows[places], kind="stable")]
        terms = np.searchsorted(bounds, places, side="right")
        cuts = np.searchsorted(rows[places], np.arange(start, end + 1))
        numbers, values = terms.tolist(), weights[places].tolist()
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            yield dict(zip(numbers[first:last], values[first:last], strict=True)) or {0: 1.0}
