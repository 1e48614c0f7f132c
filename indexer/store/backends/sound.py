"""Is what an engine holds what was published there? Read paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexer.errors import CorruptIndex
from indexer.store.format import Counts
from indexer.store.reader import IndexReader

_AT_A_TIME = 500
_UNIT = 1e-2  # how far a vector of half precision may be from length 1


def engine_problems(index: Path) -> list[str]:
    """What is wrong with the index at an address, one line each; [] if nothing is.

    Every paragraph is compared with its seal, every vector's length with 1, every number of rows with the
    manifest's, and each report's file with its name, unless this machine has a copy of it already. Raises
    as opening does.
    """
    try:
        with IndexReader.open(index) as reader:
            return list(_problems(reader))
    except CorruptIndex as error:
        return [error.problem]


def _problems(reader: IndexReader) -> Iterator[str]:
    counts, sources = reader.manifest.counts, reader.sources()
    paragraphs = sum(len(reader.rows_of(report.id)) for report in reader.reports())
    found = Counts(
        reports=len(reader.reports()),
        paragraphs=paragraphs,
        sentences=int(reader.sentence_offsets[-1]),
        sources=len(sources),
        refused=sum(source.report is None for source in sources),
        postings=sum(reader.term_counts().values()),
    )
    if found != counts:
        yield f"the engine holds {found} where the manifest says {counts}"
        return
    for first in range(0, len(reader), _AT_A_TIME):
        rows = np.arange(first, min(first + _AT_A_TIME, len(reader)))
        try:
            items = reader.by_rows(rows)
        except CorruptIndex as error:
            yield error.problem
            continue
        sentences, bounds = reader.sentences_of(rows)
        for item, spans, count in zip(items, reader.spans_of(rows), np.diff(bounds), strict=True):
            if len(spans) != count:
                yield f"{item.id}: {len(spans)} sentences have {count} vectors"
        for vectors in (reader.vectors(rows), sentences):
            lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
            if not (np.abs(lengths - 1.0) <= _UNIT).all():
                yield f"a vector of {items[0].id} to {items[-1].id} is not of length 1"
    for report in reader.reports():
        try:
            reader.sound_source(report.sha256)
        except CorruptIndex as error:
            yield error.problem
