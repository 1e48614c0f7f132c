"""Which words set one group of texts apart from another?

The log-odds ratio of each word with an informative Dirichlet prior, as a z-score: Monroe, Colaresi and Quinn
(2008), "Fightin' Words", Political Analysis 16(4), equations 15 to 22. A word counts once for each section,
however often that says it, so that no long report decides. The z-scores of the words of a sentence are put
together as Stouffer does: their sum over the square root of their number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from indexer.words.analyser import terms

from .records import Word

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*")
_PRIOR = 10.0  # sections that the prior is worth
_LEAST_SECTIONS = 3  # of both sides together that hold a word, or it tells of a place and not of a grade
_TELLING = 1.0  # z from which on a word is one of the side's own
_SHOWN = 12  # words of a side
_OF_STATEMENT = 4  # and of one statement

# They stand everywhere in these reports, and tell of how one framework writes and not of what was found.
_EVERYWHERE_TEXT = """
    children child young people social worker workers local authority authorities council councils service
    services inspector inspectors inspection ofsted senior manager managers case cases also however including
"""
EVERYWHERE = frozenset(stem for word in _EVERYWHERE_TEXT.split() for stem in terms(word))


def stems_of(text: str) -> dict[str, str]:
    """The common form of each word -> the word as it is printed there, in small letters."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in terms(word)[-1:]:
            found.setdefault(stem, word if word.isupper() else word.lower())
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """z of each common form, above 0 for what is of the first group; forms: as it is printed most often."""

    z: Mapping[str, float]
    forms: Mapping[str, str]
    counts: tuple[Counter[str], Counter[str]]

    def score(self, stems: Iterable[str], sign: int) -> float:
        """How much a text is of the group: 1 the first, -1 the other."""
        known = [self.z[stem] for stem in stems if stem in self.z]
        return sign * sum(known) / sqrt(len(known)) if known else 0.0

    def telling(self, stems: Iterable[str], sign: int) -> tuple[str, ...]:
        """Of a text the words that are the group's own, most telling first."""
        own = sorted((-sign * self.z[stem], stem) for stem in set(stems) if stem in self.z)
        return tuple(self.forms[stem] for z, stem in own[:_OF_STATEMENT] if -z >= _TELLING)

    def own(self, sign: int) -> tuple[Word, ...]:
        """The words of a group, most telling first."""
        here, there = self.counts if sign > 0 else self.counts[::-1]
        ordered = sorted((-sign * z, stem) for stem, z in self.z.items() if sign * z >= _TELLING)
        return tuple(
            Word(self.forms[stem], here[stem], there[stem], round(-z, 3)) for z, stem in ordered[:_SHOWN]
        )


def weigh(
    one: Sequence[Mapping[str, str]], other: Sequence[Mapping[str, str]], without: Collection[str]
) -> Weights:
    """one, other: of each section of the two groups the common forms of its statements and how they are
    printed. without: forms that are not weighed, as those of the subject itself.
    """
    counts = _counted(one, without), _counted(other, without)
    sizes = len(one), len(other)
    both = counts[0] + counts[1]
    kept = {stem: held for stem, held in both.items() if held >= _LEAST_SECTIONS}
    z: dict[str, float] = {}
    for stem, held in kept.items():
        prior = _PRIOR * held / sum(sizes)
        # Of the sections of a side those that hold the word against those that do not.
        odds = [
            log((count[stem] + prior) / (size - count[stem] + _PRIOR - prior))
            for count, size in zip(counts, sizes, strict=True)
            if size - count[stem] + _PRIOR - prior > 0
        ]
        if len(odds) == len(counts):
            variance = sum(1 / (count[stem] + prior) for count in counts)
            z[stem] = (odds[0] - odds[1]) / sqrt(variance)
    printed: dict[str, Counter[str]] = {}
    for section in (*one, *other):
        for stem, form in section.items():
            if stem in z:
                printed.setdefault(stem, Counter())[form] += 1
    forms = {stem: min(found, key=lambda form: (-found[form], form)) for stem, found in printed.items()}
    return Weights(z, forms, counts)


def _counted(sections: Sequence[Mapping[str, str]], without: Collection[str]) -> Counter[str]:
    left_out = EVERYWHERE.union(without)
    return Counter(stem for section in sections for stem in section if stem not in left_out)
