"""In which order passages stand, and which of many are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.records import Kind

from .records import Passage

_PER_KIND = 2  # passages of one kind from one report, until every other report and kind had its turn


def spread(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The first `limit` of `passages` in their order, but no kind of paragraph of one report takes a
    third place while another report or kind waits for its first two.
    """
    taken: Counter[tuple[str, Kind]] = Counter()
    first: list[Passage] = []
    rest: list[Passage] = []
    for passage in passages:
        source = (passage.report.id, passage.paragraph.kind)
        (first if taken[source] < _PER_KIND else rest).append(passage)
        taken[source] += 1
    chosen = {passage.paragraph.id for passage in (first + rest)[:limit]}
    return [passage for passage in passages if passage.paragraph.id in chosen]


def balanced(passages: Sequence[Passage], room: int) -> list[Passage]:
    """The first `room`, but those that say what is well and those that say what is wanting in turn."""
    sides = ([p for p in passages if p.said > 0], [p for p in passages if p.said <= 0])
    turns = sorted(
        ((rank, passages.index(passage)) for side in sides for rank, passage in enumerate(side)),
    )
    return [passages[place] for place in sorted(place for _, place in turns[:room])]


def by_report(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages of one report together, in the order of the first of each."""
    grouped: dict[str, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.report.id, []).append(passage)
    return tuple(passage for group in grouped.values() for passage in group)
