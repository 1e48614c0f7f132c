"""Do the words of a sentence speak against the side that a model gives it?

The kinds were found by reading lists of the same in which an opposite stood. They only take a side away, and
never give one.
"""

from __future__ import annotations

import re

from search_api.sides.aspects import SHORTFALLS
from search_api.sides.phrases import COMPILED
from search_api.sides.wording import clauses, plain, softened

# A difficulty told as a fact, a grade that is no praise, and what is wanted or missed.
_DIFFICULT = re.compile(
    r"\b(?:significant|ongoing|considerable|major|substantial|continu\w+|key|national|severe) "
    r"(?:[\w-]+ ){0,2}challenges?\b|"
    r"\b(?:is|are|was|remains?|be|been|presents?|poses?) an? (?:[\w-]+ ){0,3}challenge\b|"
    r"\b(?:judged|graded|rated|found) (?:[\w-]+ ){0,6}(?:inadequate|requir\w+ improvement)\b|"
    r"\b(?:more|further|greater|better|improved) [^.]{0,80}\b(?:is|are) (?:still )?(?:required|needed)\b|"
    r"\bopportunit\w+ (?:\w+ )?(?:is|are|was|were) (?:\w+ )?missed\b|\bneither\b.*\bnor\b"
)
# To deny or avoid something bad is no criticism: "bed and breakfast accommodation is never used".
_AVOIDED = re.compile(
    r"\b(?:bed and breakfast|unregistered|unregulated|unsuitable|unallocated|"
    r"agency (?:staff|workers))\b[^.;]{0,60}"
    r"\b(?:is|are|was|were) (?:never|not|no longer|rarely|seldom) (?:used|placed|relied)\b|"
    r"\b(?:efforts|work(?:s|ing)? hard|determined) to (?:avoid|prevent|reduce|minimise)\b"
)
_MORE = re.compile(r"\b(?:increas\w+|ris(?:e|en|es|ing)|rose|grow\w*|grew|higher)\b")
_LESS = re.compile(r"\b(?:decreas\w+|fall(?:s|en|ing)?|fell|reduc\w+|declin\w+|drop\w*|lower|fewer)\b")

# What of a matter is judged: a plan may be late and well attended.
_ASPECTS = (
    r"\b(?:timescales?|timel\w+|delay\w*|late|wait\w*|prompt\w*|drift|quick\w*|swift\w*|slow\w*)\b",
    r"\b(?:attend\w*|partners?|partner agencies|agencies|police|involve\w*|multi-agency)\b",
    r"\b(?:record\w*|minutes|documented|written|notes)\b",
    r"\b(?:sufficien\w+|insufficient\w*|enough|number\w*|recruit\w+|shortage\w*|range|increase in)\b",
    r"\brelationships?\b",
    r"\b(?:training|trained)\b",
    r"\b(?:contingency|contingencies)\b",
)
_TURNED = -0.25  # polarity down to which praise that turns is doubted
_ASPECT = [re.compile(pattern) for pattern in _ASPECTS]
_AIMED = re.compile(r"\b(?:set|have|has|are|is) (?:\w+ )?(?:ambiti\w+|targets?|aspirations?|plans)\b")


def falls_short(sentence: str) -> bool:
    """Whether the words of a sentence say that something is wanting, whatever its label."""
    said, _ = softened(plain(sentence))
    return any(COMPILED[name].search(said) for name in SHORTFALLS)


def doubted(label: str, sentence: str, polarity: float = -1.0) -> bool:
    """Whether the words of praise or of a criticism say otherwise than its label.

    Praise that tells a shortfall, a difficulty or a poor grade, or that turns ("while ...") where its vector
    does not praise either; a criticism that tells what is avoided. polarity: as Polarity.of.
    """
    if label == "praise":
        said = plain(sentence)
        turns = polarity > _TURNED and len(clauses(said)) > 1
        return turns or falls_short(sentence) or _DIFFICULT.search(said) is not None
    return label == "criticism" and _AVOIDED.search(plain(sentence)) is not None


def trend(sentence: str) -> int:
    """1 where it says that something rises, -1 that it falls, 0 for neither or both."""
    said = plain(sentence)
    return (_MORE.search(said) is not None) - (_LESS.search(said) is not None)


def same_aspect(one: str, other: str) -> bool:
    """Whether two sentences on one matter may judge the same of it; not where each judges something else."""
    mine, theirs = _aspects(one), _aspects(other)
    return not mine or not theirs or bool(mine & theirs)


def is_aim(sentence: str) -> bool:
    """Whether a sentence tells what is wished for, and nothing reached."""
    return _AIMED.search(plain(sentence)) is not None


def _aspects(sentence: str) -> set[int]:
    said = plain(sentence)
    return {at for at, pattern in enumerate(_ASPECT) if pattern.search(said)}
