"""How much one report says of each theme, beside what other reports say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Int64Array
from indexer.records import Report
from indexer.store.filters import Filters
from search_api.themes.records import Theme

if TYPE_CHECKING:
    from indexer.store.reader import IndexReader
    from search_api.retrieval.labels import Labels
    from search_api.themes.tagger import Tagger

_PRAISE, _CRITICISM = ("praise", "mixed"), ("criticism", "mixed")


@dataclass(frozen=True, slots=True)
class ThemeBeside:
    """paragraphs: of the report that speak of the theme. praised, criticised: of them, by the surest sentence
    of each; one that does both counts in both. share, others_share: of each 100 paragraphs, in this report
    and in all of the others together. others: reports among them that speak of it.
    """

    theme: Theme
    paragraphs: int
    praised: int
    criticised: int
    share: float
    others_share: float
    others: int


def beside(
    reader: IndexReader, tagger: Tagger, labels: Labels, report: Report, others: Sequence[Report]
) -> tuple[ThemeBeside, ...]:
    """Themes that any of them speaks of: first those of which this report says more than the others do, by
    the difference of their shares; ties by name.
    """
    rows = _rows(reader, report)
    counts = tagger.counts(rows)
    theirs = [_rows(reader, other) for other in others]
    of_each = [tagger.counts(held) for held in theirs]
    total = sum(len(held) for held in theirs)
    spots: dict[str, list[tuple[int, int]]] = {}
    for row, tags in zip(rows.tolist(), tagger.of(rows), strict=True):
        for tag in tags:
            spots.setdefault(tag.theme, []).append((row, tag.place))
    every = [spot for held in spots.values() for spot in held]
    sides = dict(zip(every, labels.of(every), strict=True))
    found = []
    for theme in tagger.vocabulary:
        told = [sides[spot] for spot in spots.get(theme.key, ())]
        there = sum(held.get(theme.key, 0) for held in of_each)
        if not told and not there:
            continue
        found.append(
            ThemeBeside(
                theme,
                counts.get(theme.key, 0),
                sum(side in _PRAISE for side in told),
                sum(side in _CRITICISM for side in told),
                100 * counts.get(theme.key, 0) / max(len(rows), 1),
                100 * there / max(total, 1),
                sum(theme.key in held for held in of_each),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.others_share - item.share, item.theme.name)))


def _rows(reader: IndexReader, report: Report) -> Int64Array:
    found = reader.select(Filters(reports=frozenset({report.id})))
    return np.arange(len(reader), dtype=np.int64) if found is None else found
