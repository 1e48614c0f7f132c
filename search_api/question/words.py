"""The words of a query, and which of them a text holds. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Joined by a hyphen or an apostrophe two runs are one word: "pre-birth", "children's".
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?")
_POSSESSIVE = re.compile(r"['’]s$")

# Function words, the words of questions, and the words by which a user refers to the reports at large.
# Words of the field ("children", "social", "plan") stay: how much they tell is left to their frequency.
_STOP_WORDS = """
    a about above after again all also am an and any anything are aren't as at be because been being below
    between both but by can can't cannot could did didn't do does doesn't doing don't down during each few
    for from further get give given had has have having he her here hers him his how i if in into is isn't
    it its itself just let like me more most much must my no nor not of off on once only or other our out
    over own please same shall she should so some such than that the their them then there these they this
    those through to too under until up upon us very was wasn't we were weren't what when where whether
    which while who whom whose why will with within without won't would you your
    pls plz thx
    anyone describe described explain find found happen happened happens know known list look mention
    mentioned mentions say saying says show shows said tell told
    inspection inspections inspector inspectors ofsted paragraph paragraphs report reported reports
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """What a query's words come to. content: lower-case, in order, once each, without stop words
    (all words where nothing else is left). acronyms: those of `content` that were typed as acronyms,
    in the singular.
    """

    content: tuple[str, ...]
    acronyms: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of `text` in order, lower-case, without "'s"."""
    return [_POSSESSIVE.sub("", found.lower()).replace("’", "'") for found in _WORD.findall(text)]


def analyse(query: str) -> Terms:
    """Content words and acronyms of a query. A query all in capitals of three words or more has none."""
    typed = [_POSSESSIVE.sub("", found) for found in _WORD.findall(query)]
    shouted = len(typed) > 2 and not any(char.islower() for char in query)
    content: dict[str, bool] = {}
    for word in typed:
        is_acronym = not shouted and _ACRONYM.fullmatch(word) is not None
        term = word.removesuffix("s").lower() if is_acronym else word.lower().replace("’", "'")
        # "IT" is an acronym and "it" a stop word, but the lexical index cannot tell them apart.
        if term not in STOP_WORDS and (len(term) > 1 or term.isdigit()):
            content[term] = content.get(term, False) or is_acronym
    if not content:
        content = dict.fromkeys(words(query), False)
    return Terms(tuple(content), tuple(term for term, is_acronym in content.items() if is_acronym))


def is_short(name: str) -> bool:
    """Whether a name is one word with two capitals or more, as acronyms are."""
    return " " not in name and sum(map(str.isupper, name)) > 1
