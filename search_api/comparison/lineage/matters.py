"""Which matters does a text name? Terms of the field and acronyms by their group, other words by their stem.

"Independent reviewing officers" and "IROs" are one matter, as corpus/terms.csv and the index's own
acronyms say. Words that tell nothing of a matter ("practice", "improve") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from indexer.words.acronyms import acronym_key, is_capitalised, singular_word
from indexer.words.analyser import stem
from search_api.question.words import GENERIC, STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_USUAL = """
    ensure young make sure appropriate appropriately consistent consistently consistency robust quickly timely
    timeliness all whole range including include includes clear clearly full fully ongoing key need staff
    social authority's inform informed informing relevant order available regular regularly identify
    identified identifying understand understanding understood able enable enables lead leads result results
    resulting action actions ensures ensuring strengthen strengthened develop developed developing development
    further continue continues significant significantly majority small well-being positive positively receive
    receives received benefit benefits known sufficient sufficiently increase increased increasing reduce
    reduced across within between also when where relation relating
"""
_TELLS_NOTHING = frozenset(map(stem, (*GENERIC, *STOP_WORDS, *_USUAL.split())))


_SHORTEST = 4  # letters of a word that tells something
_BEGINS = 6  # letters of a stem that tell it from others
_ALIKE = {"stabl": "stabil"}


class Matters:
    """Names the matters of texts. Immutable: threads may share one."""

    def __init__(
        self, groups: Iterable[Sequence[str]], acronyms: Iterable[tuple[str, Sequence[str]]]
    ) -> None:
        """groups: names of one matter each, the first of which stands for all. acronyms: each with what it
        stands for, most often first.
        """
        self._starts: dict[str, dict[tuple[str, ...], str]] = {}
        self._shorts: dict[str, str] = {}
        known: dict[tuple[str, ...], str] = {}
        for group in groups:
            for name in group:
                key = _keys(name)
                if len(key) == 1 and is_capitalised(name) and " " not in name:
                    self._shorts.setdefault(acronym_key(name), group[0])
                elif key:
                    known.setdefault(key, group[0])
        for acronym, senses in acronyms:
            key = _keys(senses[0])
            if not key:
                continue
            group_name = known.setdefault(key, " ".join(key))
            if len(senses) == 1:
                self._shorts.setdefault(acronym_key(acronym), group_name)
        for key, group_name in known.items():
            self._starts.setdefault(key[0], {})[key] = group_name
        # First word -> the sizes of the names that begin with it, the longest first.
        self._sizes = {
            first: tuple(sorted({len(key) for key in held}, reverse=True))
            for first, held in self._starts.items()
        }

    def of(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """Names of matters, and the beginnings of the stems of telling words, those within names included."""
        words = _WORD.findall(text)
        keys = tuple(map(_key, words))
        named: set[str] = set()
        place = 0
        while place < len(words):
            size = 0
            for tried in self._sizes.get(keys[place], ()):
                name = self._starts[keys[place]].get(keys[place : place + tried])
                if name is not None:
                    named.add(name)
                    size = tried
                    break
            if not size and (short := self._short(words[place])):
                named.add(short)
            place += size or 1
        return frozenset(named), frozenset(root for root in map(_telling, words) if root is not None)

    def _short(self, word: str) -> str:
        if not _has_capitals(word):
            return ""
        key = acronym_key(word)
        return self._shorts.get(key) or self._shorts.get(key.removesuffix("s"), "")


@lru_cache(maxsize=50_000)
def _has_capitals(word: str) -> bool:
    """Whether it has a capital within, as acronyms do."""
    return any(map(str.isupper, word[1:]))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return singular_word(word.lower().replace("’", "'").removesuffix("'s").removesuffix("'"))


def _keys(name: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in _WORD.findall(name))


@lru_cache(maxsize=50_000)
def _telling(word: str) -> str | None:
    """The beginning of its stem ("history" and "historical" share one); None where it tells nothing."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    root = stem(plain)
    if len(plain) < _SHORTEST or plain.isdigit() or root in _TELLS_NOTHING:
        return None
    return _ALIKE.get(root, root[:_BEGINS])
