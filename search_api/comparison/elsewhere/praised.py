"""Who was praised for what one authority was criticised for: its criticism, and praise of others beside it.

A sentence counts by its side (sides/), in paragraphs that speak of the subject, but for what is said of a
safeguarding board. Of each other authority the newest report that takes a side on the subject counts: praise
that no longer holds is no reason to ring anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.records import Report
from indexer.store.reader import IndexReader
from search_api.comparison.contrast.sections import is_of_board
from search_api.comparison.matter import Matter
from search_api.question.request import checked_limit
from search_api.retrieval.printed import printing
from search_api.sides.aspects import answers

from .records import Finding, PraisedElsewhere

LabelsOf = Callable[[Sequence[tuple[int, int]]], Sequence[str]]
_OWN = frozenset({"criticism", "mixed"})
_PRAISE, _CRITICISM = "praise", "criticism"
_SIDES = frozenset((_PRAISE, _CRITICISM, "mixed"))
_OWN_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    """named: 2 where it prints the subject as typed, 1 where another name of it, 0 where it is only near.
    text: its words.
    """

    row: int
    place: int
    span: tuple[int, int]
    report: Report
    side: str
    named: int = 0
    text: str = ""


def praised_elsewhere(
    reader: IndexReader,
    labels: LabelsOf,
    matter: Matter,
    own: Matter,
    mine: str,
    limit: int,
    among: frozenset[str] | None = None,
) -> PraisedElsewhere:
    """matter: within the filters. own: the same subject in the reports of `mine`. among: the other
    authorities that count, None for all. labels: the side of each sentence.
    """
    checked_limit(limit)
    criticised = [
        item
        for item in _sentences(reader, labels, own)
        if item.report.authority == mine and item.side in _OWN
    ]
    criticised.sort(
        key=lambda item: (
            -item.report.published.toordinal(), -item.named, item.side != _CRITICISM, item.row
        )
    )  # fmt: skip
    every = [
        item for item in _sentences(reader, labels, matter)
        if item.report.authority != mine and (among is None or item.report.authority in among)
    ]  # fmt: skip
    newest = _of_newest_reports(every)
    against = {item.report.id: item for item in reversed(newest) if item.side == _CRITICISM}
    # What names the subject before what is only near it, and of those what praises the thing criticised.
    best: dict[str, tuple[bool, float, _Sentence]] = {}
    for item, score, answered in _nearness(
        reader, [item for item in newest if item.side == _PRAISE], criticised
    ):
        held = best.get(item.report.authority)
        if held is None or (item.named, answered, score) > (held[2].named, *held[:2]):
            best[item.report.authority] = answered, score, item
    ordered = sorted(
        best.values(),
        key=lambda found: (
            found[2].report.id in against,
            -found[2].named,
            not found[0],
            -found[1],
            -found[2].report.published.toordinal(),
            found[2].row,
        ),
    )
    others = tuple(
        _finding(
            reader,
            item,
            score,
            _finding(reader, against[item.report.id]) if item.report.id in against else None,
        )
        for _, score, item in ordered[:limit]
    )
    searched = {report.authority for report in matter.scope.reports} - {mine}
    notes = [*matter.notes]
    if not criticised:
        notes.append(
            f"No report on {mine} here criticises it on ‘{matter.subject}’, so the praise of others is "
            "listed with the newest report first."
        )
    return PraisedElsewhere(
        matter.subject, matter.theme, mine, tuple(_finding(reader, item) for item in criticised[:_OWN_SHOWN]),
        len(criticised), others, len(best), sum(item.report.id not in against for *_, item in best.values()),
        len({item.report.authority for item in every}),
        len(searched if among is None else searched & among), tuple(dict.fromkeys(notes)),
        matter.scope.coverage,
    )  # fmt: skip


def _of_newest_reports(every: Sequence[_Sentence]) -> list[_Sentence]:
    """Of each authority those of the newest report that takes a side: what was said before may not hold."""
    newest: dict[str, Report] = {}
    for item in every:
        held = newest.get(item.report.authority)
        if item.side in _SIDES and (held is None or item.report.published > held.published):
            newest[item.report.authority] = item.report
    return [item for item in every if newest.get(item.report.authority) is item.report]


def _sentences(reader: IndexReader, labels: LabelsOf, matter: Matter) -> list[_Sentence]:
    held = reader.by_rows(matter.rows)
    rows = matter.rows[[not is_of_board(item) for item in held]] if held else matter.rows
    found = list(matter.sentences(reader, rows))
    sides = labels([(row, place) for row, place, *_ in found])
    prints = printing((matter.subject,), [text for *_, text in found]).tolist()
    reports = reader.reports()
    places = reader.places_of(np.array([row for row, *_ in found], np.int64)).tolist()
    return [
        _Sentence(
            row, place, span, reports[at], side, ((row, place) not in matter.unnamed) + bool(typed), text
        )
        for (row, place, span, text), side, at, typed in zip(found, sides, places, prints, strict=True)
    ]


def _nearness(
    reader: IndexReader, praise: Sequence[_Sentence], criticised: Sequence[_Sentence]
) -> Iterable[tuple[_Sentence, float, bool]]:
    """Each with its cosine to the nearest criticism, and whether it praises what that one criticises; 0 and
    False for all where there is none.
    """
    if not praise or not criticised:
        return [(item, 0.0, False) for item in praise]
    scores = _vectors(reader, praise) @ _vectors(reader, criticised).T
    nearest = [criticised[at] for at in scores.argmax(axis=1).tolist()]
    return [
        (item, round(float(score), 4), answers(of.text, item.text, mixed=of.side == "mixed"))
        for item, score, of in zip(praise, scores.max(axis=1).tolist(), nearest, strict=True)
    ]


def _vectors(reader: IndexReader, items: Sequence[_Sentence]) -> Float32Array:
    rows: Int64Array = np.array([item.row for item in items], np.int64)
    vectors, bounds = reader.sentences_of(rows)
    places = bounds[:-1] + np.array([item.place for item in items], np.int64)
    found: Float32Array = vectors[places]
    return found


def _finding(reader: IndexReader, item: _Sentence, score: float = 0.0, but: Finding | None = None) -> Finding:
    [paragraph] = reader.by_rows([item.row])
    touching = reader.noted.touching(paragraph)
    return Finding(paragraph, item.report, item.span, item.side, score, but, touching)
