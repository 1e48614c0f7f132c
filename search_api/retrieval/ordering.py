"""In which order is a list of results shown: the best match first, or by the date of the report?"""

from __future__ import annotations

from typing import Literal

import numpy as np

from indexer.arrays import Int64Array
from indexer.store.filters import Hit
from indexer.store.reader import IndexReader

Order = Literal["best", "newest", "oldest"]
ORDERS: tuple[Order, ...] = ("best", "newest", "oldest")
BEST = 100  # matches that are sorted by date: what comes further down is hardly about the question


def ordered(
    reader: IndexReader, hits: tuple[Hit, ...], among: Int64Array | None, order: Order
) -> tuple[Hit, ...]:
    """The hits in another order; within a report in reading order, where the order is by date.

    hits: best first. among: the rows that are listed, ascending, whether ranked or not; those that were not
    come last, the newest first. None for the hits alone, of which the first `BEST` are sorted by date.
    """
    if among is None:
        if order == "best":
            return hits
        rows = np.array(sorted(hit.row for hit in hits[:BEST]), np.int64)
        return _by_date(reader, rows, order)
    if order != "best":
        return _by_date(reader, among, order)
    wanted = set(among.tolist())
    ranked = tuple(hit for hit in hits if hit.row in wanted)
    rest = np.setdiff1d(among, np.array([hit.row for hit in ranked], np.int64))
    return (*ranked, *_by_date(reader, rest, "newest"))


def _by_date(reader: IndexReader, rows: Int64Array, order: Order) -> tuple[Hit, ...]:
    newest = reader.newest_first(rows)
    if order == "oldest" and len(newest):
        # Reports the other way round, each still in reading order.
        places = reader.places_of(newest)
        starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
        newest = np.concatenate(np.split(newest, starts[1:])[::-1])
    return tuple(Hit(row, 0.0) for row in newest.tolist())
