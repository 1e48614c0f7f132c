"""What a question is about, and exactly which paragraphs mention it.

A subject is what the vocabulary knows by name (an acronym, its long form, a term of the field with its other
names), a phrase that the reports print, or the one word that is left. Words that name no matter of their own
("quality", "support") are no subject beside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Int64Array
from indexer.store.reader import IndexReader
from indexer.words.analyser import stem
from search_api.question.expansions import Expansion, Vocabulary
from search_api.question.words import STOP_WORDS, is_short, words

from .matters import Subject

if TYPE_CHECKING:
    from .lexical import LexicalScorer


_PRINTED = 3  # paragraphs that print a phrase, so that it is one
_LONGEST = 4  # words of a phrase
_MOST = 2  # subjects that one question names; who names more describes something, and may do so in any words
_GENERIC_WORDS = """
    compare compares comparing list lists listed show shows tell tells told leader leaders leading manager
    managers     inspector inspectors timeline similar same understand say says asked ask question answer
    quality qualities support supported supporting service services work works working worker workers practice
    arrangement arrangements use used uses using effective effectively effectiveness good better best bad
    worse worst strong weak strength strengths weakness weaknesses finding findings view views area areas
    issue issues problem problems case cases child children children's young people person persons family
    families council councils authority authorities local team teams staff way ways matter matters evidence
    example examples information detail details approach response responses role provision process processes
    system systems experience experiences outcome outcomes need needs care help impact overall general new
    current currently different particular related raised raise covers cover covered deal deals dealing
    address addressed quote quotes citation citations passage passages section sections note notes comment
    comments commented criticise criticised criticism praise praised concern concerns concerned anything
    something everything thing things part parts year years time times day days recent recently latest last
    previous lot lots kind kinds type types sort sorts place places doing done make made makes making take
    taken takes taking keep kept keeping want wants wanted please thanks according regarding concerning
    findings re vs versus compared comparison still yet now ever never always often sometimes well poor
    poorly fine happy manage managed manages managing improve improved improves improvement improvements
    improving change changed changes changing progress number numbers many much count rate rates level levels
    amount common often trend trends fix fixed sorted sort putting put puts talked talk talks mentioning come
    comes came up seen see sees paid got gets carry carries carried worry worries offer offered difference
    differences incl including high higher low lower fail failed fails failing look looks looking looked hold
    holds held judged judgement judgements rated rating ratings grade grades graded score scores published
    publish inspected big small large major main key latest newest oldest per annum average total totals we'd
    i'd you'd who's what's let's social ofsted's director directors city county borough district town london
    north south east west
"""
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*|[^\w\s]|\n+")
# What stands between two subjects that are asked about side by side.
_JOINS = re.compile(
    r"\s*(?:,|;|/|&|\(|\bor\b|(?:,\s*)?\band\b(?:\s+(?:also|about|on|for))?)\s*", re.IGNORECASE
)
GENERIC = frozenset(_GENERIC_WORDS.split())


class SubjectFinder:
    """Finds the subjects of questions in one open index. Threads may share one."""

    def __init__(self, reader: IndexReader, vocabulary: Vocabulary, lexical: LexicalScorer) -> None:
        self._reader, self._vocabulary, self._lexical = reader, vocabulary, lexical

    def find(self, text: str, ignored: Iterable[str] = ()) -> tuple[tuple[Subject, ...], ...]:
        """What is asked about, each an and-list: "short breaks for disabled children" is one of two subjects,
        "Prevent and radicalisation" are two of one. In the order of the text; none where nothing in it names
        a matter, or where it names more than two.

        ignored: words that were understood as filters.
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
        if len(found) + len(telling) > _MOST + 1 or len(telling) > 1:
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
        return tuple(map(tuple, groups))

    def _known(self, item: Expansion) -> Subject:
        names = tuple(dict.fromkeys((item.typed, *self._vocabulary.same(item), *item.alternatives)))
        related = self._vocabulary.related(item.typed)
        return Subject(item.typed, names, self._rows(names), related, strict=self._strict(item))

    def _strict(self, item: Expansion) -> tuple[str, ...]:
        same = [item.typed, *self._vocabulary.same(item)]
        long = [name for name in same if not is_short(name)]
        telling = max((word for name in long[:1] for word in words(name)), key=self._rarity, default="")
        others = [
            name for name in item.alternatives
            if telling and any(stem(word) == stem(telling) for word in words(name))
        ]  # fmt: skip
        return tuple(dict.fromkeys([*same, *others]))

    def _rarity(self, word: str) -> float:
        return self._reader.rarity(stem(word)) if word not in STOP_WORDS else -1.0

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
        return Subject(
            typed,
            (typed,),
            rows,
            related,
            named=named or bool(related),
            listed=bool(related),
            strict=(typed,),
        )

    def _rows(self, names: Iterable[str]) -> Int64Array:
        return self._lexical.holding_any(tuple(names))


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
