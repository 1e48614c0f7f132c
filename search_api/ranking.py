"""From a query to weighted words, and from several ranked lists to one. Pure functions.

Reciprocal rank fusion: G. V. Cormack, C. L. A. Clarke and S. Buettcher, "Reciprocal rank fusion
outperforms Condorcet and individual rank learning methods", SIGIR 2009, with a weight on each list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log

from indexer.index_reader import Hit

# Joined by a hyphen or an apostrophe two runs are one word: "pre-birth", "children's".
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_JOINT = re.compile("[-‐‑']")
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


_ENDINGS = (
    ("ing", 6), ("ies", 5), ("ied", 5), ("ed", 5), ("es", 5), ("s", 4), ("ly", 5), ("e", 4), ("y", 4),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def holds_acronym(text: str, acronym: str) -> bool:
    """Whether the text prints the acronym as one, in capitals: "SEND" or "CiN", never the word "sending"."""
    pattern = re.compile(rf"\b{re.escape(acronym)}(?:s|[’']s)?\b", re.IGNORECASE)
    return any(sum(map(str.isupper, found)) >= 2 for found in pattern.findall(text))


def stem(word: str) -> str:
    """A crude common form of a word's inflections, for counting matches only."""
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def inverse_frequency(holding: int, total: int) -> float:
    """How much a word tells: ln(1 + (N - n + 1/2) / (n + 1/2)), as in BM25; never negative.

    holding: n, paragraphs with the word; total: N. (S. Robertson and H. Zaragoza, "The Probabilistic
    Relevance Framework: BM25 and Beyond", 2009, with the 1 that Lucene adds.)
    """
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def stems(text: str) -> frozenset[str]:
    """The stems of all words in `text`; of a hyphenated word also those of its parts."""
    held = set()
    for word in words(text):
        held.add(stem(word))
        if not word.isalnum():
            held.update(stem(part) for part in _JOINT.split(word))
    return frozenset(held)


def share_found(weights: Mapping[str, float], held: Set[str]) -> float:
    """The share in [0, 1] of the terms' total weight that is held, in any inflection.

    weights: term -> weight; 0.0 where they are all zero. held: as `stems` gives it. A hyphenated term
    counts also where all its parts are there.
    """
    total = sum(weights.values())
    if total <= 0:
        return 0.0
    found = sum(
        weight
        for term, weight in weights.items()
        if stem(term) in held or all(stem(part) in held for part in _JOINT.split(term))
    )
    return found / total


@dataclass(frozen=True, slots=True)
class Run:
    """One ranked list: hits best first, and how much it counts."""

    name: str
    hits: Sequence[Hit]
    weight: float = 1.0


Fusion = Callable[[Sequence[Run]], list[Hit]]


def reciprocal_rank_fusion(runs: Iterable[Run], k: float = 60.0) -> list[Hit]:
    """score(d) = sum over the runs that hold d of weight / (k + rank of d in the run), best first.

    Ranks start at 1; hits of equal score share the better rank, so that a list of all that hold a
    word, scored alike, lifts each by the same. Equal fused scores are ordered by row.
    """
    scores: dict[int, float] = {}
    for run in runs:
        rank, before = 0, None
        for position, hit in enumerate(run.hits, start=1):
            if hit.score != before:
                rank, before = position, hit.score
            scores[hit.row] = scores.get(hit.row, 0.0) + run.weight / (k + rank)
    return [Hit(row, score) for row, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]


def best_first(scores: Mapping[int, float]) -> list[Hit]:
    """row -> score as a list of hits; equal scores are ordered by row."""
    return [Hit(row, score) for row, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]
