"""What else the reports call what a query names: acronyms, long forms, the field's changing words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from indexer.errors import PinpointError
from indexer.records import Acronym, Sense
from indexer.words.acronyms import acronym_key, is_capitalised, singular_word
from indexer.words.analyser import stem
from search_api.lists import listed
from search_api.terms import FORM, NAME, RELATED, TERMS, read_groups

from .records import Expansion
from .words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*['’]?|&")
_GAP = re.compile(r"[\s,/‐‑–-]{1,3}")
_TOKEN = re.compile(r"(?<![^\W_])[^\W_]+(?:[&+-][^\W_]+)*")
_COUNTED_FROM = 0.1  # of the definitions of the commonest sense; docs/acronyms.md gives the numbers
_WORD_FROM = 0.05  # printed as a word once where it is an acronym twenty times: then it may be the word
_BEGINS = 3  # letters that a word shares with others of its stem: "duty" has the stem "duti"
_SHOWN = 3  # other names in a note for the user
_KNOWN_FROM = 5  # paragraphs that print an acronym which is understood in small letters too


_LEAST = 2  # terms of a group


@dataclass(frozen=True, slots=True)
class Terms:
    """The list of terms. names: groups of names of one thing, each of which is searched for the others.

    forms: the same groups and more, with every wording that mentions the thing: too many to search for each.
    related: for the first form of a group, words in which findings about it are often written.
    """

    names: tuple[tuple[str, ...], ...]
    forms: tuple[tuple[str, ...], ...]
    related: Mapping[str, tuple[str, ...]]


class Vocabulary:
    """The names that one index and the list of terms know. Immutable; built once per index."""

    def __init__(
        self,
        acronyms: Sequence[Acronym],
        terms: Sequence[tuple[str, ...]],
        related: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """terms: groups of names of one thing. related: for the first name of a group, words in which
        findings about it are often written and which are no name of it.
        """
        self._acronyms = {acronym_key(acronym.short): acronym for acronym in acronyms}
        self._groups = {_key(term): group for group in terms for term in group}
        self._related = {_key(name): words for name, words in (related or {}).items()}
        self._listed = tuple(terms)
        self._shorts: dict[str, list[str]] = {}
        for acronym in sorted(acronyms, key=lambda item: (-item.paragraphs, item.short)):
            defined = sum(sense.definitions for sense in acronym.senses)
            for sense in counted_senses(acronym):
                held = self._shorts.setdefault(_key(sense.expansion), [])
                # One that only its definitions print leads to no paragraph that the long form does not.
                if acronym.paragraphs > defined and acronym.short.lower() not in STOP_WORDS:
                    held.append(acronym.short)
        self._reach: dict[str, int] = {}
        for name in (
            *(s.expansion for a in acronyms for s in a.senses),
            *(t for group in terms for t in group),
        ):
            begins, size = _key(name)[:2], len(_WORD.findall(name))
            # One more than it has: "well being" where "wellbeing" is listed.
            self._reach[begins] = max(self._reach.get(begins, 0), size + 1)

    def beside(self, word: str) -> tuple[str, ...]:
        """Every term of the groups in which a term holds the word: in those its matter may be told."""
        typed, asked = word.lower(), stem(word.lower())
        begins = {typed[:_BEGINS], asked[:_BEGINS]}
        groups = [
            group for group, plain in self._plain
            # Stemming all terms would take longer than anything else in a first question.
            if any(each in plain for each in begins)
            and any(asked == stem(part) for part in _WORD.findall(plain) if part[:_BEGINS] in begins)
        ]  # fmt: skip
        return tuple(dict.fromkeys(chain(*groups)))

    @cached_property
    def _plain(self) -> list[tuple[tuple[str, ...], str]]:
        return [(group, "\n".join(group).lower()) for group in self._listed]

    def expand(self, query: str) -> tuple[Expansion, ...]:
        """In the query's order, none overlapping another; of two that would, the longer is taken."""
        taken: list[Expansion] = []
        found = sorted((*self._phrases(query), *self._typed_acronyms(query)), key=_longest_first)
        for item in found:
            if all(item.end <= other.start or other.end <= item.start for other in taken):
                taken.append(item)
        return tuple(sorted(taken, key=lambda item: item.start))

    def same(self, item: Expansion) -> tuple[str, ...]:
        """Of the other names of a stretch its acronyms and, of an acronym, its long forms: the same words."""
        acronym = self._known(item.typed) if item.kind == "acronym" else None
        if acronym:
            return (acronym.short, acronym.senses[0].expansion)
        key = _key(item.typed)
        written = [
            name for name in self._groups.get(key, ()) if _key(name) == key
        ]  # "careleavers": care leavers
        return (*written, *self._shorts.get(key, ()))

    def related(self, typed: str) -> tuple[str, ...]:
        """Words in which findings about what is named so are often written, and which are no name of it."""
        key = _key(typed)
        acronym = self._known(typed)
        names = [typed, *self._names(key)]
        if acronym:
            names += [
                name
                for sense in counted_senses(acronym)
                for name in (sense.expansion, *self._names(_key(sense.expansion)))
            ]
        firsts = dict.fromkeys(
            _key(self._groups[_key(name)][0]) for name in names if _key(name) in self._groups
        )
        return tuple(dict.fromkeys(word for first in firsts for word in self._related.get(first, ())))

    def notes(self, expansions: Iterable[Expansion]) -> tuple[str, ...]:
        """One sentence for the user about each."""
        return tuple(dict.fromkeys(self._note(item) for item in expansions))

    def _note(self, item: Expansion) -> str:
        if item.kind != "acronym":
            return f"“{item.typed}” was also searched as {_listed(item.alternatives)}."
        acronym = self._known(item.typed)
        if acronym is None:
            return f"{item.typed} was also searched as {_listed(item.alternatives)}."
        senses = [sense.expansion for sense in counted_senses(acronym)]
        if not item.ambiguous:
            return f"{acronym.short} is taken to mean {senses[0]}."
        which = "both are searched" if len(senses) == 2 else "all are searched"
        return f"{acronym.short} has {len(senses)} meanings in these reports: {'; '.join(senses)}; {which}."

    def _typed_acronyms(self, query: str) -> Iterator[Expansion]:
        shouted = len(_WORD.findall(query)) > 2 and not any(map(str.islower, query))
        for token in _TOKEN.finditer(query):
            if self._known(token[0]):
                parts = [(token[0], token.start())]
            else:
                parts = [
                    (part[0], token.start() + part.start()) for part in re.finditer(r"[^\W_]+", token[0])
                ]
            for typed, start in parts:
                acronym = self._known(typed)
                if acronym and self._means(typed, acronym, shouted):
                    yield self._acronym(typed, start, acronym)

    def _acronym(self, typed: str, start: int, acronym: Acronym) -> Expansion:
        senses = counted_senses(acronym)
        names = [sense.expansion for sense in senses]
        if len(senses) == 1:
            names += self._names(_key(names[0]))
        others = tuple(_once(name for name in names if acronym_key(name) != acronym_key(acronym.short)))
        return Expansion(typed, start, start + len(typed), "acronym", others, len(senses) > 1)

    def _phrases(self, query: str) -> Iterator[Expansion]:
        words = [(found.start(), found.end(), _key(found[0])) for found in _WORD.finditer(query)]
        for first, (start, _, begins) in enumerate(words):
            joined = ""
            last_end = start
            for place in range(first, min(len(words), first + self._longest(begins, words, first))):
                word_start, end, key = words[place]
                if place > first and not _joins(query[last_end:word_start]):
                    break
                joined, last_end = joined + key, end
                if joined in self._groups or joined in self._shorts:
                    names = _once(name for name in self._names(joined) if _key(name) != joined)
                    if names:
                        kind = "long form" if joined in self._shorts else "term"
                        yield Expansion(query[start:end], start, end, kind, tuple(names), False)

    def _longest(self, begins: str, words: Sequence[tuple[int, int, str]], first: int) -> int:
        if len(begins) < 2 and first + 1 < len(words):
            begins += words[first + 1][2]
        return self._reach.get(begins[:2], 0)

    def _names(self, key: str) -> list[str]:
        """The acronyms of a name, the other names of its group, and theirs."""
        group = self._groups.get(key, ())
        shorts = [short for name in group for short in self._shorts.get(_key(name), ())]
        return [*self._shorts.get(key, ()), *group, *shorts]

    def _known(self, typed: str) -> Acronym | None:
        key = acronym_key(typed)
        return self._acronyms.get(key) or (self._acronyms.get(key[:-1]) if key.endswith("s") else None)

    def _means(self, typed: str, acronym: Acronym, shouted: bool) -> bool:
        """Whether the acronym is meant: always in capitals; in small letters unless it may be a word."""
        if not shouted and (is_capitalised(typed) or typed == acronym.short):
            return True
        is_word = acronym.as_word > _WORD_FROM * acronym.paragraphs or acronym.short.lower() in STOP_WORDS
        return acronym.paragraphs >= _KNOWN_FROM and not is_word


def counted_senses(acronym: Acronym) -> tuple[Sense, ...]:
    """The senses that a reader may mean: not one that is defined ten times less often than the first."""
    least = _COUNTED_FROM * acronym.senses[0].definitions
    return tuple(sense for sense in acronym.senses if sense.definitions >= least)


def load_terms() -> Terms:
    """The groups of corpus/terms.csv, in its order.

    Raises PinpointError where the table cannot be read, or a term stands in two groups or alone.
    """
    groups = read_groups()
    seen: set[str] = set()
    for term in chain.from_iterable((*held[NAME], *held[FORM]) for held in groups.values()):
        if _key(term) in seen:
            raise PinpointError(f"{TERMS}: {term[:80]!r} is listed twice", "list each term once")
        seen.add(_key(term))
    alone = next((name for name, held in groups.items() if sum(map(len, held.values())) < _LEAST), "")
    if alone:
        raise PinpointError(f"{TERMS}: the group {alone!r} has one term only", "add what else it is called")
    names = tuple(tuple(held[NAME]) for held in groups.values() if len(held[NAME]) >= _LEAST)
    forms = tuple((*held[NAME], *held[FORM]) for held in groups.values() if held[NAME] or held[FORM])
    related = {
        (*held[NAME], *held[FORM])[0]: tuple(held[RELATED])
        for held in groups.values()
        if held[RELATED] and (held[NAME] or held[FORM])
    }
    return Terms(names, forms, related)


@lru_cache(maxsize=50_000)
def _key(text: str) -> str:
    """What spellings of a name share: letters only, so that hyphens and "well-being" do not matter."""
    words = (
        found.lower().replace("’", "'").removesuffix("'").removesuffix("'s") for found in _WORD.findall(text)
    )
    return "".join("and" if word == "&" else singular_word(word) for word in words)


def _joins(gap: str) -> bool:
    return not gap or _GAP.fullmatch(gap) is not None


def _once(names: Iterable[str]) -> list[str]:
    return list({_key(name): name for name in reversed(list(names))}.values())[::-1]


def _longest_first(item: Expansion) -> tuple[int, int, bool]:
    return item.start - item.end, item.start, item.kind != "acronym"


def _listed(names: Sequence[str]) -> str:
    if len(names) > _SHOWN + 1:
        return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} other names"
    return listed(names, "or")
