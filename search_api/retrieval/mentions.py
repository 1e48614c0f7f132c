"""How often is something mentioned, and where? Exact counts over the paragraphs within the filters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from indexer.arrays import Int64Array
from indexer.records import Report, report_of
from indexer.store.hits import Hit
from indexer.store.reader import IndexReader
from search_api.question.records import Scope
from search_api.question.words import is_short

from .lexical import LexicalScorer
from .matters import Mentions, Subject

_THIN = 6  # paragraphs that mention a matter; with fewer, related words may tell the rest of it
_WORD = r"[^\W_]+(?:['’][^\W_]+)*['’]?"
_BETWEEN = r"(?:[\s‐‑–-]|[’'”\"]?[\s])+"  # words of a name


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


def _apart(subjects: Sequence[Subject], scope: Scope) -> Int64Array:
    found = _inside(subjects[0].apart, scope)
    return found if len(subjects) == 1 else found[:0]


def newest_first(reader: IndexReader, rows: Int64Array) -> tuple[Hit, ...]:
    """The rows as hits, the newest report first, in reading order within each."""
    published = [reader.report(report_of(item.id)).published.toordinal() for item in reader.by_rows(rows)]
    order = sorted(zip(rows.tolist(), published, strict=True), key=lambda item: (-item[1], item[0]))
    return tuple(Hit(row, 0.0) for row, _ in order)


def _printing(reader: IndexReader, rows: Int64Array, names: Sequence[str]) -> Int64Array:
    """Of `rows`, those whose text prints one of the names, in any case and with or without hyphens.

    The last word counts in singular and plural, of the others a plural in the singular, too; an acronym in
    capitals only.
    """
    pattern = re.compile("|".join(map(_printed, names)))
    if not len(rows):
        return rows
    return rows[[pattern.search(text) is not None for text in reader.texts_of(rows)]]


def _printed(name: str) -> str:
    if is_short(name):
        return rf"\b{re.escape(name.removesuffix('s'))}s?\b"
    *inner, last = re.findall(_WORD, name)
    return rf"(?i:\b{''.join(_or_singular(part) + _BETWEEN for part in inner)}{_either_number(last)}\b)"


def _or_singular(word: str) -> str:
    """The word, as a possessive too; of a plural the singular."""
    bare = re.sub(r"(?:['’]s|s['’])$", "", word)
    if bare.endswith("ies"):
        return rf"{re.escape(bare[:-3])}(?:ies|y)(?:['’]s?)?"
    ends = r"s?(?:['’]s?)?" if bare != word or bare.endswith("s") else r"(?:['’]s?)?"
    return rf"{re.escape(bare.removesuffix('s') if len(bare) > 3 else bare)}{ends}"


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
