"""How often is something mentioned, and where? Exact counts over the paragraphs within the filters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int64Array
from indexer.records import Report
from indexer.store.hits import Hit
from indexer.store.reader import IndexReader
from search_api.question.records import Scope
from search_api.question.words import is_short

from .lexical import LexicalScorer
from .matters import Mentions, Subject

_THIN = 6  # paragraphs that mention a matter; with fewer, related words may tell the rest of it
_SURE = 6  # letters of a word whose beginning stands however it is inflected
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
    return tuple(Hit(row, 0.0) for row in reader.newest_first(rows).tolist())


def _printing(reader: IndexReader, rows: Int64Array, names: Sequence[str]) -> Int64Array:
    """Of `rows`, those whose text prints one of the names, in any case and with or without hyphens.

    The last word counts in singular and plural, of the others a plural in the singular, too; an acronym in
    capitals only.
    """
    return rows[printing(names, reader.texts_of(rows))] if len(rows) else rows


def printing(names: Sequence[str], texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """(len(texts),) whether each of the texts prints one of the names.

    Thousands of texts may have to be read for one question, and the pattern that decides is slow. Most that
    print a name print it as it was typed, which a plain search finds; most others lack a word of it. The
    pattern reads what is left.
    """
    pattern = _pattern(tuple(names))
    whole = "\0".join(texts)  # no pattern crosses it
    ends = np.cumsum([len(text) + 1 for text in texts]).tolist()
    found = np.zeros(len(texts), dtype=bool)
    for form in dict.fromkeys(form for name in names for form in _plain(name)):
        if pattern.fullmatch(form):
            found[_holding(form, whole, ends)] = True
    needed = tuple({_needed(name) for name in names})
    for place in np.flatnonzero(~found).tolist():
        lower = _lower(texts[place])
        if any(part in lower for part in needed):
            found[place] = pattern.search(texts[place]) is not None
    return found


@lru_cache(maxsize=500)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_printed, names)))


def _holding(form: str, whole: str, ends: Sequence[int]) -> list[int]:
    """Places of the texts in which it stands as words of its own. ends: of each text within the whole."""
    places: list[int] = []
    at = whole.find(form)
    while at >= 0:
        end = at + len(form)
        if _in_word(whole[at - 1 : at]) or _in_word(whole[end : end + 1]):
            at = whole.find(form, at + 1)
        else:
            places.append(bisect_right(ends, at))
            at = whole.find(form, ends[places[-1]])
    return places


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"  # as the \\b of a pattern has it


def _plain(name: str) -> Iterator[str]:
    """The ways in which a name is most often printed; none that begins or ends with anything but a word."""
    typed = " ".join(re.findall(_WORD, name))
    for form in (typed.lower(), typed, typed[:1].upper() + typed[1:].lower()):
        if form[:1].isalnum() and form[-1:].isalnum():
            yield form


def _needed(name: str) -> str:
    """Letters that every text which prints the name holds, once it is in small letters; "" for unknown."""
    longest = max(re.findall(r"[^\W_]+", name), key=len, default="")
    begins = longest[:-3] if len(longest) > _SURE else ""  # what `_printed` may leave out of a word's end
    return begins.lower() if begins.isascii() else ""


def _lower(text: str) -> str:
    """In small letters, with the three that a pattern without case takes for an i and an s."""
    return text.replace("\u0130", "i").lower().replace("\u0131", "i").replace("\u017f", "s")


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
    reports = reader.reports()
    return tuple(reports[place] for place in np.unique(reader.places_of(rows)).tolist())
