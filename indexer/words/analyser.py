"""From text to index terms: one way for paragraphs and for queries, so that they meet. Pure.

A change here changes what an index holds: raise FORMAT_VERSION with it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

# Joined by a hyphen or an apostrophe two runs are one word: "pre-birth", "children's".
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_JOINT = re.compile("[-‐‑'’]")
_POSSESSIVE = re.compile(r"['’]s$")
# MARAC, SENCo, CiN, IROs, P16; not "It" and not "A".
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z]?[A-Z0-9]+[a-z]?s?|[A-Z]{2,}[a-z]?s?|[A-Z]\d+")
_LONGEST = 40  # characters of a term; longer runs are damage, not words

# Function words only: they stand everywhere, tell nothing, and would be most of the index.
_FUNCTION_WORDS_TEXT = """
    a about above after again against all also am an and any are as at be because been being below
    between both but by can could did do does doing down during each either else for from further had has
    have having he her here hers him his how i if in into is it its itself just may me might more most
    must my neither no nor not of off on once only or other our out over own per same shall she should so
    some such than that the their them then there these they this those through to too under until up upon
    us very was we were what when where whether which while who whom whose why will with within without
    would you your
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_TEXT.split())

# Snowball's English leaves these apart.
IRREGULAR = {
    "children": "child", "childrens": "child", "men": "man", "women": "woman", "judgement": "judgment",
    "judgements": "judgment", "programme": "program", "programmes": "program", "enquiry": "inquiry",
    "enquiries": "inquiry", "centre": "center", "centres": "center", "behaviour": "behavior",
    "behaviours": "behavior", "behavioural": "behavioral", "practise": "practice", "licence": "license",
    "paediatric": "pediatric", "paediatrician": "pediatrician", "counselling": "counseling",
    "counsellor": "counselor", "counsellors": "counselors", "fulfil": "fulfill", "enrolment": "enrollment",
}  # fmt: skip
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")

# It keeps the word that it works on: two threads at once would get each other's stems, or an IndexError.
_stemmer = Stemmer.Stemmer("english")
_stemming = threading.Lock()


def terms(text: str) -> list[str]:
    """Index terms in order, repeats included; function words leave nothing.

    Words are lower-case, without accents, in one of the British and American spellings, and stemmed
    (Snowball English). A hyphenated word gives its parts and the whole without the hyphen. An acronym
    gives itself, singular and marked: "^send" is not "send"; `plain` adds the word without the mark.
    """
    return [term for word in words_of(text) for term in terms_of(word)]


def words_of(text: str) -> list[str]:
    """The words in order, as they are printed; a hyphenated one is one."""
    return _WORD.findall(text)


def terms_of(word: str) -> tuple[str, ...]:
    """The index terms of one word that `words_of` gives."""
    return _terms_of(word, True)


def query_terms(text: str) -> list[str]:
    """As `terms`, but an acronym typed in capitals gives the marked term alone: SEND never finds "send".

    A query all in capitals (three words or more) holds no acronym.
    """
    found = _WORD.findall(text)
    shouted = len(found) > 2 and not any(char.islower() for char in text)
    return [term for word in found for term in _terms_of(word.lower() if shouted else word, False)]


@lru_cache(maxsize=100_000)
def _terms_of(word: str, plain: bool) -> tuple[str, ...]:
    word = _POSSESSIVE.sub("", word)[:_LONGEST]
    if _ACRONYM.fullmatch(word):
        acronym = word.removesuffix("s").lower()
        return (f"^{acronym}", *_plain(acronym)) if plain else (f"^{acronym}",)
    marked = [part for part in _JOINT.split(word) if _ACRONYM.fullmatch(part)]  # "MARAC-led", "COVID-19"
    return (*(f"^{part.removesuffix('s').lower()}" for part in marked), *_plain(word.lower()))


def _plain(word: str) -> tuple[str, ...]:
    parts = [part for part in _JOINT.split(word) if len(part) > 1 or part.isdigit()]
    kept = tuple(stem(part) for part in parts if part not in _FUNCTION_WORDS)
    return (*kept, stem("".join(parts))) if len(parts) > 1 else kept


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The common form of a lower-case word's inflections and spellings."""
    if not word.isascii():
        word = "".join(
            char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char)
        )
    word = IRREGULAR.get(word, word)
    with _stemming:
        return str(_stemmer.stemWord(_ISE.sub("iz", word)))
