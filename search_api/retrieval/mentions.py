"""How often is something mentioned, and where? Exact counts over the paragraphs within the filters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from indexer.arrays import Int64Array
from indexer.records import Report
from indexer.store.reader import IndexReader
from search_api.question.records import Scope
from search_api.question.words import is_short

from .lexical import LexicalScorer
from .matters import Mentions, Subject

_BETWEEN = r"(?:[\s‐‑–-]|['’]?[\s])+"  # words of a name


def mentions(
    reader: IndexReader, lexical: LexicalScorer, scope: Scope, subjects: Sequence[Subject]
) -> Mentions:
    """Of an and-list of subjects. Where none mentions all, those with a name count.

    Related words are only looked for where a subject is not mentioned: there are many of them.
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
    if missing:
        spoken = [np.union1d(item.rows, lexical.holding_any(item.related)) for item in tellers]
        related = reduce(np.intersect1d, [_inside(each, scope) for each in spoken])
    counted = _printing(reader, rows, subjects[0].strict) if len(subjects) == 1 else rows
    return Mentions(
        tuple(subjects), rows, np.setdiff1d(related, rows), missing, _reports(reader, counted),
        len(scope.reports), all(item.named for item in subjects), counted,
        _reports(reader, rows),
    )  # fmt: skip


def _printing(reader: IndexReader, rows: Int64Array, names: Sequence[str]) -> Int64Array:
    """Of `rows`, those whose text prints one of the names: the same words, the last one singular or plural.

    An acronym counts in capitals only; of all others case does not matter, nor do hyphens.
    """
    pattern = re.compile("|".join(map(_printed, names)))
    texts = reader.by_rows(rows)
    return rows[[pattern.search(item.text) is not None for item in texts]] if len(rows) else rows


def _printed(name: str) -> str:
    if is_short(name):
        return rf"\b{re.escape(name.removesuffix('s'))}s?\b"
    parts = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name)
    return rf"(?i:\b{_BETWEEN.join(map(_either_number, parts))}\b)"


def _either_number(word: str) -> str:
    """Singular and plural of a word, with and without the mark of a possessive."""
    bare = re.sub(r"(?:['’]s|s['’]|(?<=[^s])s)$", "", word)
    if bare.endswith(("y", "ie")):
        bare = rf"{re.escape(bare.removesuffix('y').removesuffix('ie'))}(?:y|ie)"
    else:
        bare = re.escape(bare)
    return rf"{bare}(?:['’]?s['’]?|es)?"


def _inside(rows: Int64Array, scope: Scope) -> Int64Array:
    return rows if scope.rows is None else np.intersect1d(rows, scope.rows, assume_unique=True)


def _reports(reader: IndexReader, rows: Int64Array) -> tuple[Report, ...]:
    held: Iterable[str] = reader.facets(rows)["report"] if len(rows) else ()
    wanted = set(held)
    return tuple(report for report in reader.reports() if report.id in wanted)
