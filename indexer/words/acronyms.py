"""Acronyms that the reports print together with what they stand for: mined, never guessed.

The pairs that paragraphs print (acronym_pairs.py) become senses: what differs in spelling only is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.records import Acronym, Paragraph, Sense

from .acronym_pairs import (
    PIECE,
    POSSESSIVE,
    SMALL_WORDS,
    Definition,
    acronym_key,
    definitions,
    is_capitalised,
    singular,
)

__all__ = [
    "SMALL_WORDS", "Acronym", "Sense", "acronym_key", "content_words", "is_capitalised", "mine_acronyms",
    "singular_word",
]  # fmt: skip

_TOKEN = re.compile(r"[^\W_]+(?:[&+-][^\W_]+)*")
_IRREGULAR = {"children": "child", "childrens": "child", "people": "person", "persons": "person"}


def mine_acronyms(paragraphs: Iterable[Paragraph]) -> tuple[Acronym, ...]:
    """Every acronym that a paragraph prints with its long form, sorted by `short` without regard to case.

    Spellings of one meaning (case, hyphens, plurals, "&", inflections, another order of the same words)
    are one sense. Footnotes are not looked at: what is cited must stand in the paragraph.
    """
    given = tuple(paragraphs)
    by_key: dict[str, list[Definition]] = {}
    for paragraph in given:
        for found in set(definitions(paragraph)):
            by_key.setdefault(found.key, []).append(found)
    printed, as_word, shorts = _printed(given, by_key)
    acronyms = [
        Acronym(_most_often(shorts[key]), _senses(key, found), printed[key], as_word[key])
        for key, found in by_key.items()
    ]
    return tuple(sorted(acronyms, key=lambda acronym: (acronym.short.casefold(), acronym.short)))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a long form that carry its meaning, lower-case, singular, without possessives."""
    text = text.lower().replace("multiagency", "multi-agency")
    pieces = (singular_word(POSSESSIVE.sub("", piece)) for piece in PIECE.findall(text))
    return tuple(piece for piece in pieces if piece not in SMALL_WORDS)


def _printed(
    paragraphs: Sequence[Paragraph], defined: Mapping[str, Sequence[Definition]]
) -> tuple[Counter[str], Counter[str], dict[str, Counter[str]]]:
    """By acronym: paragraphs that print it, those that print it as a word, and each singular form."""
    # Once for its first definition: an acronym may be printed in no form that is counted below.
    shorts = {key: Counter([found[0].short]) for key, found in defined.items()}
    as_defined = {definition.short for found in defined.values() for definition in found}
    keys = frozenset(shorts)
    printed: Counter[str] = Counter()
    as_word: Counter[str] = Counter()

    def readings(token: str) -> Iterator[tuple[str, str]]:
        whole = next((text for text in _forms(token) if acronym_key(text) in shorts), "")
        for part in [whole] if whole else [singular(part) for part in token.split("-")]:
            key = acronym_key(part)
            if key in shorts and (is_capitalised(part) or part in as_defined):
                yield key, part

    seen: set[str] = set()  # every token, read once
    telling: set[str] = set()  # those that are printed as some acronym
    read_as: dict[str, tuple[tuple[str, str], ...]] = {}
    for paragraph in paragraphs:
        tokens = set(_TOKEN.findall(paragraph.text))
        as_word.update(tokens & keys)
        for token in tokens - seen:
            if token != token.lower() and (found := tuple(readings(token))):
                read_as[token] = found
                telling.add(token)
        seen |= tokens
        held = set()
        for token in tokens & telling:
            for key, short in read_as[token]:
                shorts[key][short] += 1
                held.add(key)
        printed.update(held)
    return printed, as_word, shorts


def _forms(token: str) -> tuple[str, ...]:
    return singular(token), token.upper(), token[:-1] if token.endswith("S") else token


def _most_often(printed: Counter[str]) -> str:
    return min(printed, key=lambda text: (-printed[text], text.lower(), text))


def _senses(key: str, found: Sequence[Definition]) -> tuple[Sense, ...]:
    """`found` in the order of the paragraphs."""
    spellings = Counter(definition.expansion for definition in found)
    groups: list[list[str]] = []
    for spelling in sorted(spellings, key=lambda text: (-spellings[text], len(text), text.lower(), text)):
        for group in groups:
            if _same_meaning(key, spelling, group[0]):
                group.append(spelling)
                break
        else:
            groups.append([spelling])
    senses = []
    for group in groups:
        held = set(group)
        ids = list(dict.fromkeys(item.paragraph for item in found if item.expansion in held))
        senses.append(Sense(group[0], len(ids), ids[0]))
    return tuple(sorted(senses, key=lambda sense: (-sense.definitions, sense.expansion)))


def _same_meaning(key: str, one: str, other: str) -> bool:
    """Whether two long forms of an acronym differ in spelling, inflection, order or an idle word only.

    An idle word is one at the end that the other lacks ("panel", "process"), or one that begins with
    no letter of the acronym ("local" where Board X is "X local board").
    """
    first, second = sorted((content_words(one), content_words(other)), key=len)
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return True
    if len(first) == len(second):
        return all(map(_same_word, first, second))
    if len(second) - len(first) != 1 or len(first) < 3:
        return False
    last = len(second) - 1
    return any(
        (place == last or second[place][0] not in key)
        and all(map(_same_word, first, (*second[:place], *second[place + 1 :])))
        for place in range(len(second))
    )


def _same_word(one: str, other: str) -> bool:
    """Inflections and slips: "reviewing" and "review", "adviser" and "advisor"."""
    if one == other:
        return True
    shared = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    shared = min(len(one), len(other)) if shared is None else shared
    return shared >= 4 and max(len(one), len(other)) - shared <= 5


def singular_word(word: str) -> str:
    """A word in small letters without its plural "s" or its apostrophe; crude, for comparing only."""
    word = word.replace("’", "").replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
