"""What a question is about, and exactly which paragraphs mention it.

A subject is what the vocabulary knows by name (an acronym, its long form, a term of the field with its other
names), a phrase that the reports print, or the one word that is left. Words that name no matter of their own
("quality", "support") are no subject beside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Int64Array
from indexer.store.reader import IndexReader
from indexer.words.analyser import stem
from search_api.question.expansions import Vocabulary
from search_api.question.records import Expansion
from search_api.question.words import GENERIC, STOP_WORDS, is_short, words

from .matters import Subject

if TYPE_CHECKING:
    from .lexical import LexicalScorer


_PRINTED = 3  # paragraphs that print a phrase, so that it is one
_LONGEST = 4  # words of a phrase
_RARE = 4.0  # rarity of a word, as of BM25, that tells a matter by itself
_ALIKE = 6  # letters that two stems begin with
_EVERYWHERE = 25  # of so many paragraphs one mentions a subject that only describes another
_TELLING = 5  # letters of a word that is half a name
_MOST = 2  # subjects that one question names; who names more describes something, and may do so in any words
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*|[^\w\s]|\n+")
# What stands between two subjects that are asked about side by side.
_JOINS = re.compile(
    r"\s*(?:,|;|/|&|\(|\bor\b|(?:,\s*)?\band\b(?:\s+(?:also|about|on|for))?)\s*", re.IGNORECASE
)
_SAMPLE = 150  # paragraphs that are read for how a phrase is printed
_NAME, _NEARLY_ALL = 0.5, 0.75  # of which so many print it with capital letters, so that it is a name
_SECTION = re.compile(r"\bsection\s+\d+[A-Za-z]?\b", re.IGNORECASE)
_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# The noun after the number is in the singular, so that the whole is one thing; ages are none.
_COMPOUND = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(_DIGITS)})[-\s](?P<unit>day|week|month|hour|minute|term|stage|step|tier|point|way)"
    r"[-\s](?P<noun>[a-z]{3,})\b",
    re.IGNORECASE,
)
# Who is meant, and where they live, in whichever word.
_PEOPLE = frozenset(map(stem, ["child", "children", "children's", "young", "people", "person", "minors"]))
_COMMON = _PEOPLE | frozenset(map(stem, ["home", "setting", "provision", "placement", "accommodation"]))


_Found = tuple[int, int, Subject]  # where it stands in the question, half-open


class SubjectFinder:
    """Finds the subjects of questions in one open index. Threads may share one."""

    def __init__(self, reader: IndexReader, vocabulary: Vocabulary, lexical: LexicalScorer) -> None:
        self._reader, self._vocabulary, self._lexical = reader, vocabulary, lexical

    def find(
        self, text: str, ignored: Iterable[str] = (), *, names: bool = True
    ) -> tuple[tuple[Subject, ...], ...]:
        """What is asked about, each an and-list: "short breaks for disabled children" is one of two subjects,
        "Prevent and radicalisation" are two of one. In the order of the text; none where nothing in it names
        a matter, or where it names more than two.

        ignored: words that were understood as filters. names: whether what the reports print as a name of its
        own decides ("Operation Encompass"), whatever else is said.
        """
        expansions = self._vocabulary.expand(text)
        found = [(item.start, item.end, self._known(item)) for item in expansions]
        bare = text
        for item in expansions:
            bare = bare[: item.start] + "\n" * (item.end - item.start) + bare[item.end :]
        left = frozenset(ignored) | STOP_WORDS
        single: list[tuple[int, int, Subject]] = []
        for run in _runs(bare, left):
            for start, end, subject in self._phrases(run):
                (found if subject.named else single).append((start, end, subject))
        telling = [item for item in single if not GENERIC.issuperset(words(item[2].typed))]
        numbered = list(self._numbered(text, found[: len(expansions)]))
        own = numbered
        if names and not own:
            own = self._own_names(text, [*found[len(expansions) :], *single])
        many = len(found) + len(telling) > _MOST + 1 or len(telling) > 1
        if own:  # what else the question says describes what it calls by its own name
            listed = [item for item in found if item[2].listed and not _overlaps(item, own)]
            listed = [] if many or len(own) + len(listed) > _MOST else listed
            found, telling = [*own, *listed], []
        if len(own) > _MOST or (many and not own):
            return ()
        ordered = sorted([*found, *telling], key=lambda item: item[:2])
        groups: list[list[Subject]] = []
        last = 0
        for start, end, subject in ordered:
            if groups and not _JOINS.fullmatch(text[last:start]):
                groups[-1].append(subject)
            else:
                groups.append([subject])
            last = end
        return tuple(tuple(self._telling(group)) for group in groups)

    def _numbered(self, text: str, known: Sequence[_Found]) -> Iterable[_Found]:
        """A section of an act, and a number with a noun in the singular: "a four-day week"."""
        for pattern in (_SECTION, _COMPOUND):
            for found in pattern.finditer(text):
                names = (found[0], *_with_number(found))
                rows = np.unique([row for name in names for row, _ in self._reader.phrase_texts(name)])
                item = (*found.span(), Subject(found[0], names, rows.astype(np.int64), strict=names))
                if not _overlaps(item, known):
                    yield item

    def _own_names(self, text: str, found: Sequence[_Found]) -> list[_Found]:
        """Those that no list knows and the reports print as names, with capital letters."""
        kept = []
        for start, end, subject in found:
            typed_so = start > 0 and subject.typed[:1].isupper() and text[:start].rstrip()[-1:] not in "?.!:"
            # "Bird" is no name of "Mocking Bird".
            in_two = any(
                other.typed[:1].isupper() and " " in (text[end:first], text[last:start])
                for first, last, other in found
            )
            if len(rows := self._as_name(subject, alone=typed_so and not in_two)):
                kept.append((start, end, replace(subject, rows=rows, named=True, listed=True)))
        return kept

    def _as_name(self, subject: Subject, *, alone: bool) -> Int64Array:
        """Its rows that print each of its words with a capital letter; none where most do not.

        alone: whether it may be a single word, which begins with a capital letter within a sentence.
        """
        parts = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", subject.typed)
        telling = [part for part in parts if part.lower() not in STOP_WORDS | GENERIC]
        if len(telling) < 2 and not (alone and telling):
            return subject.rows[:0]
        sample = subject.rows[:_SAMPLE]
        either = re.compile(r"[\W_]+".join(rf"{re.escape(part)}s?" for part in parts), re.IGNORECASE)
        name = r"[\W_]+".join(map(_capital, parts))
        texts = self._reader.texts_of(sample)
        held = sum(re.search(name, body) is not None for body in texts)
        # At the head of a sentence a capital letter says nothing.
        within = re.compile(rf"(?<=[^.!?:•] ){name}" if len(telling) < 2 else name)
        printed = sum(either.search(body) is not None for body in texts)
        if not any(within.search(body) for body in texts) or held < _NAME * printed:
            return subject.rows[:0]
        # Of one word a few small letters are the same name; several in small letters are used as words.
        if len(telling) < 2 and held >= _NEARLY_ALL * printed:
            return subject.rows
        every = zip(subject.rows.tolist(), self._reader.texts_of(subject.rows), strict=True)
        return np.array([row for row, body in every if re.search(name, body)], np.int64)

    def _telling(self, group: Sequence[Subject]) -> list[Subject]:
        """Without those that paragraphs everywhere mention, where others are left.

        "Dental checks" of children in care stand in a section on them that need not name them again.
        """
        rare = [subject for subject in group if len(subject.rows) * _EVERYWHERE < len(self._reader)]
        return rare if any(subject.listed for subject in rare) else list(group)

    def listed(self, text: str) -> tuple[Subject, ...]:
        """What in the text a list or the reports' definitions know by name, in order, however many."""
        return tuple(map(self._known, self._vocabulary.expand(text)))

    def beside(self, word: str) -> tuple[str, ...]:
        """The terms in which the matter of a word may be told, itself apart; none where no list knows it."""
        return self._vocabulary.beside(word)

    def _known(self, item: Expansion) -> Subject:
        as_one = self._as_one(item.typed)
        names = tuple(dict.fromkeys((item.typed, *self._vocabulary.same(item), *item.alternatives, *as_one)))
        related = self._vocabulary.related(item.typed)
        return Subject(
            item.typed,
            names,
            self._rows(names),
            related,
            strict=(*self._strict(item), *as_one),
            apart=self._apart(item.typed),
        )

    def _apart(self, typed: str) -> Int64Array:
        """Rows that print both halves of a name: "care leavers" and "housing" of "care leavers' housing".

        One half at least has names of its own; the other may be a telling word.
        """
        parts = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*['’]?", typed)
        for place in range(len(parts) - 1, 0, -1):
            first, named = self._half(" ".join(parts[:place]))
            second, known = self._half(" ".join(parts[place:]))
            if first is not None and second is not None and (named or known):
                both: Int64Array = np.intersect1d(first, second)
                return both
        return np.zeros(0, np.int64)

    def _half(self, text: str) -> tuple[Int64Array | None, bool]:
        """Its rows, None where it is neither a name nor a telling word; whether it is a name."""
        whole = [
            item
            for item in self._vocabulary.expand(text)
            if not item.start and item.end >= len(text.rstrip("'’"))
        ]
        if whole:
            return self._rows((text, *self._vocabulary.same(whole[0]), *whole[0].alternatives)), True
        plain = text.lower()
        telling = (
            " " not in text and len(text) >= _TELLING and plain not in GENERIC and stem(plain) not in _PEOPLE
        )
        return (self._reader.holding(stem(text.lower())) if telling else None), False

    def _strict(self, item: Expansion) -> tuple[str, ...]:
        """What was typed, its acronym or long form, and other names in the same words, or in fewer that still
        tell it: "unaccompanied minors" for unaccompanied asylum-seeking children.
        """
        same = [item.typed, *self._vocabulary.same(item)]
        long = next((name for name in same if not is_short(name)), "")
        first = next(iter(_telling(long)), "")
        rare = first if self._reader.rarity(first) >= _RARE else ""
        others = [name for name in item.alternatives if _is_same(name, long, rare)]
        return tuple(dict.fromkeys([*same, *others]))

    def _phrases(self, run: Sequence[tuple[int, str]]) -> Iterable[tuple[int, int, Subject]]:
        """The run of words as the longest phrases that the reports print, and what is left word by word."""
        place = 0
        while place < len(run):
            for size in range(min(_LONGEST, len(run) - place), 1, -1):
                part = " ".join(word for _, word in run[place : place + size])
                rows = np.zeros(0, np.int64) if GENERIC.issuperset(words(part)) else self._rows((part,))
                if len(rows) >= _PRINTED:
                    yield (
                        run[place][0],
                        _end(run[place + size - 1]),
                        self._unlisted(part, rows, named=True),
                    )
                    place += size
                    break
            else:
                start, word = run[place]
                rows = self._reader.holding(stem(word.lower()))
                yield (
                    start,
                    start + len(word),
                    self._unlisted(word, rows, named=False),
                )
                place += 1

    def _unlisted(self, typed: str, rows: Int64Array, *, named: bool) -> Subject:
        """What has one wording only; listed where related words are known."""
        related = self._vocabulary.related(typed)
        names = (typed, *self._as_one(typed))
        if len(names) > 1:
            rows = np.union1d(rows, self._rows(names[1:]))
        return Subject(
            typed, names, rows, related, named=named or bool(related), listed=bool(related), strict=names
        )  # fmt: skip

    def _as_one(self, typed: str) -> list[str]:
        """The phrase with two of its words written as one, where a paragraph prints it so: "cyberattack"."""
        parts = typed.split()
        joined = [
            (*parts[:place], parts[place] + parts[place + 1], *parts[place + 2 :])
            for place in range(len(parts) - 1)
            if self._reader.rarity(stem((parts[place] + parts[place + 1]).lower()))
        ]
        return [" ".join(words_) for words_ in joined]

    def _rows(self, names: Iterable[str]) -> Int64Array:
        return self._lexical.holding_any(tuple(names))


def _overlaps(item: _Found, others: Iterable[_Found]) -> bool:
    """Whether it shares a character with any of the others."""
    return any(item[0] < end and start < item[1] for start, end, _ in others)


def _capital(word: str) -> str:
    """A pattern of the word as part of a name; a small word may stay small."""
    if word.lower() in STOP_WORDS:
        return rf"(?i:{re.escape(word)})"
    return rf"{re.escape(word[0].upper())}(?i:{re.escape(word[1:])})s?\b"


def _with_number(found: re.Match[str]) -> tuple[str, ...]:
    """The same with the number in figures and in words."""
    said = found.groupdict()
    if "n" not in said:
        return ()
    number = said["n"].lower()
    other = str(_DIGITS.index(number) + 1) if number in _DIGITS else ""
    if number.isdigit() and 0 < int(number) <= len(_DIGITS):
        other = _DIGITS[int(number) - 1]
    return (f"{other} {said['unit']} {said['noun']}",) if other else ()


def _is_same(name: str, long: str, first: str) -> bool:
    """Whether a name is counted with `long`. first: its first telling word, where that alone tells it."""
    if is_short(name):  # EHE of elective home education
        initials = "".join(part[0] for part in re.findall(r"[^\W_]+", long)).lower()
        return name.lower().removesuffix("s") == initials
    held, typed = _telling(name), _telling(long)
    if not typed or not all(any(_alike(word, other) for other in typed) for word in held):
        return False  # it says more, or something else
    return first in held or all(any(_alike(word, other) for other in held) for word in typed)


def _telling(name: str) -> list[str]:
    """The index terms of a name in order, without those that only say who is meant or where they live."""
    parts = [part for word in words(name) for part in re.split("[-‐‑]", word) if part not in STOP_WORDS]
    return [term for term in map(stem, parts) if term not in _COMMON]


def _alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: "confer" of conferences, "conferenc" of conferencing."""
    return one == other or (min(len(one), len(other)) >= _ALIKE and one[:_ALIKE] == other[:_ALIKE])


def _end(token: tuple[int, str]) -> int:
    return token[0] + len(token[1])


def _runs(text: str, left_out: frozenset[str]) -> Iterable[list[tuple[int, str]]]:
    """Content words that stand side by side, with where each begins."""
    for is_content, group in groupby(
        ((found.start(), found[0]) for found in _TOKEN.finditer(text)),
        key=lambda item: _is_content(item[1], left_out),
    ):
        if is_content:
            yield list(group)


def _is_content(token: str, left_out: frozenset[str]) -> bool:
    found = words(token)
    return bool(found) and found[0] not in left_out and len(found[0]) > 1 and not found[0].isdigit()
