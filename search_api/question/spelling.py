"""Words of a question that no report holds, and what they may be misspellings of: offered, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from indexer.store.reader import IndexReader
from indexer.words.analyser import IRREGULAR, stem

from .records import Offer
from .words import words

_SHORTEST = 5  # letters; a shorter word is near to too many
_LONG = 8  # letters; a word this long may have two mistakes
_HELD = 5  # paragraphs that hold a word which is offered
_LOOKED_AT = 20  # of those, for how the word is written
_COMPARED = 8  # index terms, the nearest
_ENDING = 5  # letters that a word may have beyond its index term


class Speller:
    """Knows the words of one open index and the names of authorities. Threads may share one."""

    def __init__(self, reader: IndexReader, names: Iterable[str]) -> None:
        """names: of authorities, as they are to be offered."""
        self._reader = reader
        bearers: dict[str, list[str]] = {}
        for name in sorted(set(names)):
            for word in set(words(name)):
                bearers.setdefault(word, []).append(name)
        # "North" is of no one's name, "Hamlets" of one.
        self._names = {
            word: bearing[0]
            for word, bearing in bearers.items()
            if len(bearing) == 1 and len(word) >= _SHORTEST
        }

    def offers(self, unknown: Iterable[str], question: str) -> tuple[Offer, ...]:
        """One for each word that has a near one. unknown: words that no report holds, in small letters.

        A word that is typed as a name is only compared with names.
        """
        typed = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", question)
        found = []
        for word in unknown:
            if len(word) < _SHORTEST or not word.isalpha():
                continue
            written = next((item for item in typed if item.lower() == word), word)
            is_name = written[0].isupper() and typed[:1] != [written]
            meant = _nearest(word, dict.fromkeys(self._names, 0))
            if meant:
                found.append(Offer(written, self._names[meant]))
            elif not is_name and (meant := self._word(word)):
                found.append(Offer(written, meant))
        return tuple(found)

    def _word(self, word: str) -> str:
        """The word of the index nearest to it, as the reports write it; "" for none."""
        most = _mistakes(word)
        # A term is a word without its ending, so that it is compared with the beginning of what was typed.
        near = [
            (distance, -count, term)
            for term, count in self._held.items()
            if term[:1] == word[:1]
            and -most <= len(word) - len(term) <= _ENDING
            and (distance := _distance(word[: len(term)], term, most)) <= most
        ]
        written = {
            form: -count for _, count, term in sorted(near)[:_COMPARED] for form in self._written(term)
        }
        irregular = {form: self._held[stem(form)] for form in IRREGULAR if stem(form) in self._held}
        return _nearest(word, written | irregular)

    def _written(self, term: str) -> set[str]:
        rows = self._reader.holding(term)[:_LOOKED_AT].tolist()
        texts = (paragraph.text for paragraph in self._reader.by_rows(rows))
        return {form for text in texts for form in words(text) if stem(form) == term}

    @cached_property
    def _held(self) -> Mapping[str, int]:
        """Index terms that are words -> paragraphs."""
        return {
            term: count
            for term, count in self._reader.term_counts().items()
            if count >= _HELD and term.isalpha()
        }


def _mistakes(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _nearest(word: str, among: Mapping[str, int]) -> str:
    """The nearest within a mistake or two, of equals the commoner; "" for none. among: with counts."""
    most = _mistakes(word)
    near = [
        (distance, -count, other)
        for other, count in among.items()
        if other[:1] == word[:1] and (distance := _distance(word, other, most)) <= most
    ]
    return min(near)[2] if near else ""


def _distance(one: str, other: str, most: int) -> int:
    """Letters added, left out, exchanged or swapped with their neighbour; most + 1 where it is more."""
    before: Sequence[int] = ()
    last: list[int] = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, its in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
