"""An answer in groups: what is wanting, what is asked for, what is well; or one group for each inspection.

Within a group the newest comes first, each authority has its turn, and what many reports say in nearly the
same words stands once, with the number of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from indexer.arrays import Float32Array
from indexer.dates import day
from indexer.records import Kind, Report
from search_api.retrieval.results import Understood
from search_api.sides.model import ASKS

from .records import Group, Passage

CONCERNS, ASKED, STRENGTHS, OTHER = (
    "Concerns and mixed findings", "What needs to improve or is recommended", "Strengths",
    "Other findings and facts",
)  # fmt: skip
_GROUPS = (CONCERNS, STRENGTHS, ASKED, OTHER)  # in the order in which they stand
_OF_SIDE = {"criticism": CONCERNS, "mixed": CONCERNS, "praise": STRENGTHS}
_OF_QUESTION = {"weakness": (CONCERNS, ASKED), "strength": (STRENGTHS,)}
_LEAST, _ENOUGH = 2, 3  # passages of each group, where it has them: at least, and where there is room
_NEAR = 0.2  # score below the best of all, down to which a group has its places
_ALIKE = 0.9  # cosine of two sentences that say the same in nearly the same words
_MOST_NAMED = 6  # inspections of one authority, of which those without a passage are named
_FURTHER = 15  # passages of a group that are cited and not quoted
_TOLD = re.compile(
    r"\b(?:told|asked|required|instructed|expected)\s+to\b|\brecommend\w*|\bareas?\s+for\s+improvement\b|\bneed(?:s|ed)?\s+to\s+improve\b",
    re.IGNORECASE,
)
_FEW = 4  # passages of one report, from which on they are grouped by side

Vectors = Callable[[Sequence[Passage]], Float32Array]
_PER_KIND = 2  # passages of one kind from one report, until every other report and kind had its turn


def grouped(
    passages: Sequence[Passage], understood: Understood, limit: int, vectors: Vectors, *, who: bool = False
) -> tuple[tuple[Passage, ...], tuple[Group, ...]]:
    """At most `limit` passages in the order in which they stand, and their groups.

    passages: that answer, best first, each with its side. vectors: of the best sentence of each, (n, dim).
    who: whether authorities are asked for: none is folded into another.
    """
    reports = understood.scope.reports
    if len({report.authority for report in reports}) == 1:
        if len(reports) > 1:
            return _by_report(passages, limit)
        if len(passages) < _FEW:
            return tuple(by_report(passages[:limit])), ()
    # Who asks what was recommended sees that first.
    first = ASKED if _TOLD.search(understood.parsed.text) else ""
    return _by_side(passages, understood.question.polarity, limit, vectors, who=who, first=first)


def lacking_side(groups: Sequence[Group], polarity: str) -> tuple[str, ...]:
    """A sentence where a side is asked for and no passage takes it."""
    wanted, labels = _OF_QUESTION.get(polarity, ()), {group.label for group in groups} & set(_GROUPS)
    if not wanted or not labels or labels & set(wanted):
        return ()
    return (f"No passage found says that anything is {'good' if polarity == 'strength' else 'wanting'}.",)


def without_passage(reports: Sequence[Report], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Of a few inspections of one authority, those that nothing is quoted from, so that none is missed."""
    quoted = {passage.report.id for passage in passages}
    silent = [report for report in reports if report.id not in quoted]
    if (
        len({report.authority for report in reports}) != 1
        or not 1 < len(reports) <= _MOST_NAMED
        or not silent
    ):
        return ()
    newest = sorted(silent, key=lambda report: report.published, reverse=True)
    named = "; ".join(f"{report.authority}, {day(report.published)}" for report in newest)
    return (f"No passage near enough to quote in: {named}.",)


def group_of(passage: Passage) -> str:
    """The label of its group by side."""
    return ASKED if passage.paragraph.kind in ASKS else _OF_SIDE.get(passage.side, OTHER)


def _by_report(passages: Sequence[Passage], limit: int) -> tuple[tuple[Passage, ...], tuple[Group, ...]]:
    """The newest report first."""
    chosen = sorted(by_report(spread(passages, limit)), key=lambda item: item.report.published, reverse=True)
    names = {item.report.id: f"{item.report.authority}, {day(item.report.published)}" for item in chosen}
    groups = [
        Group(name, sum(item.report.id == report for item in passages),
              tuple(item.paragraph.id for item in chosen if item.report.id == report))
        for report, name in names.items()
    ]  # fmt: skip
    return tuple(chosen), tuple(groups) if len(groups) > 1 else ()


def _by_side(
    passages: Sequence[Passage], polarity: str, limit: int, vectors: Vectors, *, who: bool, first: str = ""
) -> tuple[tuple[Passage, ...], tuple[Group, ...]]:
    counts = dict.fromkeys(sorted(_OF_QUESTION.get(polarity, _GROUPS), key=lambda label: label != first), 0)
    sided = [item for item in passages if group_of(item) in counts]
    if not sided:
        sided, counts = list(passages), dict.fromkeys(_GROUPS, 0)
    for item in sided:
        counts[group_of(item)] += 1
    kept = sided if who else _folded(sided, vectors)
    chosen = _chosen(kept, limit, first)
    found: list[Passage] = []
    groups: list[Group] = []
    for label, count in counts.items():
        of_group = [item for item in chosen if group_of(item) == label]
        newest = sorted(of_group, key=lambda item: item.report.published, reverse=True)
        if newest:
            found += newest
            further = _further([item for item in kept if group_of(item) == label], newest)
            groups.append(Group(label, count, tuple(item.paragraph.id for item in newest), further))
    return tuple(found), tuple(groups)


def _further(passages: Sequence[Passage], quoted: Sequence[Passage]) -> tuple[Passage, ...]:
    """The best one of each authority that is not quoted; none where one authority alone is asked about."""
    named = {item.report.authority for item in quoted}
    others: dict[str, Passage] = {}
    for item in passages:
        if item.report.authority not in named:
            others.setdefault(item.report.authority, item)
    best = list(others.values())[:_FURTHER]
    return tuple(sorted(best, key=lambda item: item.report.published, reverse=True))


def _chosen(passages: Sequence[Passage], limit: int, first: str = "") -> list[Passage]:
    """Some of each group, then the best of all; each authority in turn. first: has half of the places."""
    taken: dict[str, Passage] = {}
    of_group: dict[str, list[Passage]] = {}
    for item in passages:
        of_group.setdefault(group_of(item), []).append(item)
    main = len(of_group.keys() - {OTHER})
    least = 1 if limit < _LEAST * len(of_group) else min(max(limit // max(main, 1), _LEAST), _ENOUGH)
    best = max((item.score for item in passages), default=0.0)
    for label, items in of_group.items():
        room = max(limit // 2, least) if label == first else least if label != OTHER else 1
        near = [item for item in items if item.score >= best - _NEAR]
        taken |= {item.paragraph.id: item for item in by_authority(near, room, taken.values())}
    rest = [item for item in passages if item.paragraph.id not in taken]
    spare = max(limit - len(taken), 0)
    taken |= {item.paragraph.id: item for item in by_authority(rest, spare, taken.values())}
    return [item for item in passages if item.paragraph.id in taken][:limit]


def _folded(passages: Sequence[Passage], vectors: Vectors) -> list[Passage]:
    """Without those that say in nearly the same words what a better one of another report says."""
    if len(passages) < 2:
        return list(passages)
    made = vectors(passages)
    cosines = made @ made.T
    kept: list[int] = []
    alike: dict[int, set[str]] = {}
    for place, item in enumerate(passages):
        same = [
            other for other in kept
            if cosines[place, other] >= _ALIKE and group_of(passages[other]) == group_of(item)
            and passages[other].report.id != item.report.id
        ]  # fmt: skip
        if same:
            nearest = max(same, key=lambda other: float(cosines[place, other]))
            alike.setdefault(nearest, set()).add(item.report.id)
        else:
            kept.append(place)
    return [replace(passages[place], alike=len(alike.get(place, ()))) for place in kept]


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


def by_authority(passages: Sequence[Passage], limit: int, before: Iterable[Passage] = ()) -> list[Passage]:
    """The first `limit` in their order, of each report one before any has two, of each authority likewise.

    before: those that are taken already, and count.
    """
    held = list(before)
    of_report = Counter(passage.report.id for passage in held)
    of_authority = Counter(passage.report.authority for passage in held)
    turns: list[tuple[int, int, int]] = []
    for place, passage in enumerate(passages):
        report = passage.report
        turns.append((of_report[report.id], of_authority[report.authority], place))
        of_report[report.id] += 1
        of_authority[report.authority] += 1
    return [passages[place] for place in sorted(place for *_, place in sorted(turns)[:limit])]


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
