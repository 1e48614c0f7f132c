"""How often is something mentioned, and where? Exact counts over the paragraphs within the filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from indexer.arrays import Int64Array
from indexer.records import Report
from indexer.store.filters import Hit
from indexer.store.reader import IndexReader
from search_api.question.records import Scope

from .lexical import LexicalScorer
from .matters import Mentions, Subject
from .printed import printing

_THIN = 6  # paragraphs that mention a matter; with fewer, related words may tell the rest of it
_KEPT = 16  # questions and scopes of which the mentions are kept


def mentions(
    reader: IndexReader, lexical: LexicalScorer, scope: Scope, subjects: Sequence[Subject]
) -> Mentions:
    """Of an and-list of subjects. Where none mentions all, those with a name count.

    Related words are only looked for where a subject is hardly mentioned: there are many of them.
    """
    inside = [_inside(subject.rows, scope) for subject in subjects]
    # A phrase beside a matter that is listed only describes it.
    tellers = (
        [item for item in subjects if item.listed]
        or [item for item in subjects if item.named]
        or list(subjects)
    )
    named = [_inside(item.rows, scope) for item in tellers]
    missing = tuple(item for item in tellers if not len(_inside(item.rows, scope)))
    rows = reduce(np.intersect1d, inside)
    if not len(rows):
        rows = reduce(np.intersect1d, named)
    related = rows
    if missing or len(rows) < _THIN:
        spoken = [np.union1d(item.rows, lexical.holding_any(item.related)) for item in tellers]
        related = reduce(np.intersect1d, [_inside(each, scope) for each in spoken])
    counted = _printing(reader, rows, subjects[0].strict) if len(subjects) == 1 else rows
    return Mentions(
        tuple(subjects), rows, np.setdiff1d(related, rows), missing, _reports(reader, counted),
        len(scope.reports), all(item.named for item in subjects), counted,
        _reports(reader, rows),
        np.setdiff1d(_apart(subjects, scope), rows) if len(rows) < _THIN else rows[:0],
    )  # fmt: skip


Find = Callable[[str, frozenset[str], bool], Sequence[Sequence[Subject]]]


class Mentioning:
    """What mentions the matters of a question; kept for the last few, as one page asks several times.

    Threads may share one.
    """

    def __init__(self, reader: IndexReader, lexical: LexicalScorer, find: Find) -> None:
        """find: the subjects of a text without those words; its words may be names where the last says so."""
        self._reader, self._lexical, self._find = reader, lexical, find
        self._known: dict[tuple[object, ...], tuple[Mentions, ...]] = {}

    def of(self, text: str, taken: frozenset[str], names: bool, scope: Scope) -> tuple[Mentions, ...]:
        """taken: words of it that are filters. names: whether its words may be names."""
        rows = None if scope.rows is None else scope.rows.tobytes()
        key = (text, taken, names, rows, tuple(report.id for report in scope.reports))
        known = self._known.get(key)
        if known is None:
            found = self._find(text, taken, names)
            known = tuple(mentions(self._reader, self._lexical, scope, item) for item in found)
            self._known = dict([*self._known.items(), (key, known)][-_KEPT:])
        return known


def _apart(subjects: Sequence[Subject], scope: Scope) -> Int64Array:
    found = _inside(subjects[0].apart, scope)
    return found if len(subjects) == 1 else found[:0]


def newest_first(reader: IndexReader, rows: Int64Array) -> tuple[Hit, ...]:
    """The rows as hits, the newest report first, in reading order within each."""
    return tuple(Hit(row, 0.0) for row in reader.newest_first(rows).tolist())


def _printing(reader: IndexReader, rows: Int64Array, names: Sequence[str]) -> Int64Array:
    """Of `rows`, those whose text prints one of the names, in any case and with or without hyphens.

    The last word counts in singular and plural, of the others a plural in the singular, too; an acronym in
    capitals only.
    """
    return rows[printing(names, reader.texts_of(rows))] if len(rows) else rows


def _inside(rows: Int64Array, scope: Scope) -> Int64Array:
    return rows if scope.rows is None else np.intersect1d(rows, scope.rows, assume_unique=True)


def _reports(reader: IndexReader, rows: Int64Array) -> tuple[Report, ...]:
    reports = reader.reports()
    return tuple(reports[place] for place in np.unique(reader.places_of(rows)).tolist())
