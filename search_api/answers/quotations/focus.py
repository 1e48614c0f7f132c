"""Of many passages that are near, those that speak of what is asked: padding is left out.

A question may be too free to name one matter ("does the No Wrong Door model work?") and still hold a name or
a phrase that some passages print. Where they do, those that do not are beside the point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.store.reader import IndexReader
from indexer.words.analyser import stem
from search_api.question.words import GENERIC, STOP_WORDS, words

from .records import Passage

if TYPE_CHECKING:
    from search_api.retrieval.matters import Subject

_LONGEST = 5  # words of a phrase, those between its first and last included
_TELLING = 4.0  # weight of what the passages print, from which on others are left out; rarity as of BM25
_RARE = 5.5  # rarity of a word that tells by itself
_MOST_TERMS = 80  # in which a word may be told; of more the word tells nothing
_DESCRIBES = 8  # telling words; a question of more tells what it is about in its own words
_CLOSE = 0.06  # score below the best of a passage that answers whatever it prints
_SHARE = 0.6  # of the best passage's weight
_GAP = re.compile(r"[\s‐‑–—-]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand in a row in the question. pattern: of the same in a text."""

    words: tuple[str, ...]
    weight: float
    pattern: re.Pattern[str]


def phrases(reader: IndexReader, text: str) -> tuple[Phrase, ...]:
    """Of at least two words that name something, the longest first; stop words only within one."""
    found = []
    for clause in re.split(r"[.,;:?!()]+", text):
        typed = words(_GAP.sub(" ", clause))
        for size in range(min(_LONGEST, len(typed)), 1, -1):
            for start in range(len(typed) - size + 1):
                part = typed[start : start + size]
                telling = [word for word in part if _names(word)]
                if len(telling) < 2 or not (_names(part[0]) and _names(part[-1])):
                    continue
                weight = sum(sorted((reader.rarity(stem(word)) for word in telling), reverse=True)[:2])
                if weight:
                    pattern = r"[\W_]*".join(rf"{re.escape(_bare(word))}\w{{0,2}}" for word in part)
                    found.append(Phrase(tuple(part), weight, re.compile(rf"\b{pattern}\b", re.IGNORECASE)))
    return tuple(found)


def _single(reader: IndexReader, text: str, beside: Callable[[str], Sequence[str]]) -> list[Phrase]:
    """Rare words, which tell by themselves: "hotels"; and the terms beside one that a list knows."""
    found = []
    for word in dict.fromkeys(words(text)):
        weight = reader.rarity(stem(word)) if _names(word) else 0.0
        if weight < _RARE or len(terms := beside(word)) > _MOST_TERMS:
            continue
        said = "|".join(rf"{re.escape(_bare(each))}\w{{0,2}}" for each in (word, *terms))
        found.append(Phrase((word,), weight, re.compile(rf"\b(?:{said})\b", re.IGNORECASE)))
    return found


def _names(word: str) -> bool:
    return word not in STOP_WORDS and word not in GENERIC and not word.isdigit()


def _bare(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def speaking(
    reader: IndexReader,
    text: str,
    subjects: Sequence[Subject],
    passages: Sequence[Passage],
    beside: Callable[[str], Sequence[str]],
) -> list[Passage]:
    """Those that print the most telling of what the question names, in their order, and the very nearest.

    All where none prints it, or where the question describes something in many words.

    subjects: that are listed by name. text: of the question, without its filters. beside: of a word
    the terms in which the matter of it may be told.
    """
    asked = {word for word in words(text) if _names(word)}
    if not passages or len(asked) > _DESCRIBES:
        return list(passages)
    named = {word for subject in subjects for word in words(subject.typed)}
    known = [
        phrase
        for phrase in (*phrases(reader, text), *_single(reader, text, beside))
        if named.isdisjoint(phrase.words)
    ]
    rows = {passage.paragraph.id: reader.row(passage.paragraph.id) for passage in passages}
    held = [(set(subject.rows.tolist()), _rarity(reader, subject)) for subject in subjects]
    weights = {
        name: sum(weight for among, weight in held if row in among)
        for name, row in rows.items()
    }  # fmt: skip
    printed = _printed(known, passages)
    best = max(weights[name] + printed[name] for name in rows)
    if best < _TELLING:
        return list(passages)
    close = max(passage.score for passage in passages) - _CLOSE
    enough = {name for name in rows if weights[name] + printed[name] >= _SHARE * best}
    return [item for item in passages if item.score >= close or item.paragraph.id in enough]


def _printed(known: Sequence[Phrase], passages: Sequence[Passage]) -> Mapping[str, float]:
    """By paragraph the weight of the phrases that it prints, words of a longer one not counted twice."""
    found: dict[str, float] = {}
    for passage in passages:
        total, alone, counted = 0.0, 0.0, set[str]()
        for phrase in known:
            if counted.isdisjoint(phrase.words) and phrase.pattern.search(passage.paragraph.text):
                counted.update(phrase.words)
                if len(phrase.words) > 1:
                    total += phrase.weight
                else:  # of several rare words one is enough
                    alone = max(alone, phrase.weight)
        found[passage.paragraph.id] = total + alone
    return found


def _rarity(reader: IndexReader, subject: Subject) -> float:
    return math.log(len(reader) / max(len(subject.rows), 1))
