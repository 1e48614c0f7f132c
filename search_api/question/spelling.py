"""Words of a question that no report holds, and what they may be misspellings of.

Where one word alone is near it is taken, and said; of several one is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA  # letters added, left out, exchanged, or swapped with their neighbour

from indexer.store.reader import IndexReader
from indexer.words.analyser import IRREGULAR, stem

from .records import Offer
from .words import LONGEST_WORD, STOP_WORDS, words

_SHORTEST = 5  # letters; a shorter word is near to too many
_LONG = 8  # letters; a word this long may have two mistakes
_HELD = 5  # paragraphs that hold a word which is offered
_LOOKED_AT = 20  # of those, for how the word is written
_COMPARED = 12  # index terms, the nearest
_RARER = 10  # times as rare, another word that is as near is no rival
_PART = 3  # letters of each of two words written as one
# Words that people use and reports do not, and that are a letter or two from one that reports use.
_NOT_MISSPELT_WORDS = """
    bother bothered bothering cared chased cheeky chuck chucked crap daft dodgy dreadful dump dumped
    fancy flag flags flop fudge fuss grab grand grim gripe gripes grumble grumbles grumbled guess
    handy hassle hoping huge hunch kicked lousy mates messy mess moan moaned moans muddle naff nasty
    niggle niggles nick nope patchy posh rant rough rubbish scary scold shabby shambles shaky slap
    sloppy smart snag snags sneaky spooked sting stuck stuff stung sucks tatty tick ticks tidy tough
    tricky trip weird whinge wobble wobbly wonder wondering wow yeah
"""
_NOT_MISSPELT = frozenset(_NOT_MISSPELT_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Near:
    """word: "" for none. distance: mistakes. rivals: other words as near and nearly as common."""

    word: str = ""
    distance: int = 9
    rivals: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether no other word is as near and nearly as common."""
        return bool(self.word) and not self.rivals


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

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        """Index terms of names that are no names themselves, nor words -> names."""
        return {stem(name): name for name in self._names if stem(name) not in self._names}

    def offers(self, unknown: Iterable[str], question: str) -> tuple[Offer, ...]:
        """One for each word that has a near one. unknown: words that no report holds, in small letters.

        A word that is typed as a name is only compared with names.
        """
        typed = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", question)
        found = []
        of_names = [
            word for word in words(question)
            if stem(word) in self._stems and not {word, word.removesuffix("s")} & self._names.keys()
            and word not in self._written(stem(word))  # "read" is no beginning of "Reading"
        ]  # fmt: skip
        for word in of_names:  # "Cornwal" has the index term of "Cornwall"
            written = next((item for item in typed if item.lower() == word), word)
            found.append(Offer(written, self._names[self._stems[stem(word)]], True))
        for word in unknown:
            if word in of_names or word in _NOT_MISSPELT:
                continue
            if len(word) < _SHORTEST - 1 or not word.isalpha():
                continue
            written = next((item for item in typed if item.lower() == word), word)
            if len(word) < _SHORTEST:  # "yung carers": only where the words beside it decide
                near = self._word(word)
                fits = self._in_context(typed, written, (near.word, *near.rivals)) if near.word else ""
                found += [Offer(written, fits, True)] if fits else []
                continue
            is_name = written[0].isupper() and typed[:1] != [written]
            if two := self._two_words(word):
                found.append(Offer(written, two, True))
                continue
            name = _nearest(word, dict.fromkeys(self._names, 0))
            other = _Near() if is_name else self._word(word)
            if name.word and (name.distance <= other.distance or not other.word):
                # Reports print the names of authorities, too.
                of_name = is_name or not other.word or name.distance < other.distance
                certain = name.alone and (of_name or other.word.lower() == name.word)
                found.append(Offer(written, self._names[name.word], certain))
            elif not other.word and (far := self._word(word, _mistakes(word) + 1)).word:
                # "virtual skool": two mistakes in a short word, where the words beside it decide
                fits = self._in_context(typed, written, (far.word, *far.rivals))
                found += [Offer(written, fits, True)] if fits else []
            elif other.word:
                fits = "" if other.alone else self._in_context(typed, written, (other.word, *other.rivals))
                found.append(Offer(written, fits or other.word, other.alone or bool(fits)))
        return tuple(found)

    def _in_context(self, typed: Sequence[str], written: str, words: Sequence[str]) -> str:
        """The one of `words` that stands beside the question's next or last word in several paragraphs, where
        the others hardly do; "" for none.
        """
        place = typed.index(written) if written in typed else 0
        before, after = (
            [item for item in beside if item.lower() not in STOP_WORDS]  # "and" is not looked for in a phrase
            for beside in (typed[max(place - 1, 0) : place], typed[place + 1 : place + 2])
        )
        counts = {
            word: max(len(self._reader.phrase(" ".join(pair), _LOOKED_AT * _RARER))
                      for pair in ((*before, word), (word, *after)) if len(pair) > 1)
            for word in words
        } if before or after else {}  # fmt: skip
        ranked = sorted(counts, key=lambda word: -counts[word])
        enough = ranked and counts[ranked[0]] >= _HELD
        clear = enough and all(counts[word] * _RARER <= counts[ranked[0]] for word in ranked[1:])
        return ranked[0] if clear else ""

    def _two_words(self, word: str) -> str:
        """The word as two that stand beside each other in several paragraphs; "" for none."""
        if len(word) > LONGEST_WORD:
            return ""
        for cut in range(_PART, len(word) - _PART + 1):
            first, second = word[:cut], word[cut:]
            known = stem(first) in self._held and stem(second) in self._held
            if known and len(self._reader.phrase(f"{first} {second}", _HELD)) >= _HELD:
                return f"{first} {second}"
        return ""

    def _word(self, word: str, most: int = 0) -> _Near:
        """The word of the index nearest to it, as the reports write it. most: mistakes, 0 for as usual."""
        most = most or _mistakes(word)
        stemmed = stem(word)
        terms = [
            term for term in self._held
            if term[:1] == word[:1] and len(stemmed) - most <= len(term) <= len(word) + most
        ]  # fmt: skip
        # A mistake may hide the ending from the stemmer, so that beginnings are compared, too.
        nearest: dict[str, float] = {}
        for length in {len(term) for term in terms}:
            alike = [term for term in terms if len(term) == length]
            for beginning in {stemmed, word[:length], word[: length + 1]}:
                for term, distance, _ in process.extract_iter(
                    beginning, alike, scorer=OSA.distance, score_cutoff=most
                ):
                    nearest[term] = min(distance, nearest.get(term, most))
        near = [(distance, -self._held[term], term) for term, distance in nearest.items()]
        written = {
            form: -count for _, count, term in sorted(near)[:_COMPARED] for form in self._written(term)
        }
        irregular = {form: self._held[stem(form)] for form in IRREGULAR if stem(form) in self._held}
        return _nearest(word, written | irregular, most)

    def _written(self, term: str) -> set[str]:
        """How some of the paragraphs that hold an index term write it."""
        texts = self._reader.texts_of(self._reader.holding(term)[:_LOOKED_AT])
        forms = {form for text in texts for form in words(text)}
        return {form for form in forms if _may_begin(form, term) and stem(form) == term}

    @cached_property
    def _held(self) -> Mapping[str, int]:
        """Index terms that are words -> paragraphs."""
        return {
            term: count
            for term, count in self._reader.term_counts().items()
            if count >= _HELD and term.isalpha()
        }


def _may_begin(form: str, term: str) -> bool:
    """Whether a word may have that stem. No rule of stemming changes the first letter; the table does."""
    return form[:1] == term[:1] or not form.isascii() or form in IRREGULAR


def _mistakes(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _nearest(word: str, among: Mapping[str, int], most: int = 0) -> _Near:
    """The nearest within a mistake or two, of equals the commoner. among: with counts."""
    most = most or _mistakes(word)
    near = sorted(
        (distance, -count, other)
        for other, count in among.items()
        if other[:1] == word[:1] and (distance := OSA.distance(word, other, score_cutoff=most)) <= most
    )
    if not near:
        return _Near()
    distance, count, best = near[0]
    rivals = [
        other for far, held, other in near[1:]
        if far == distance and _RARER * held <= count and stem(other) != stem(best)
    ]  # fmt: skip
    return _Near(best, distance, tuple(rivals))
