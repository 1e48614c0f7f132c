"""Which paragraphs of one report are on the same matter as a paragraph of another? Whatever their sides.

A match is of one sentence of each. Its score mixes how near their vectors and those of the paragraphs are
with the matters that both name, weighed by how few paragraphs of the report name them. The weights and
the bounds were chosen on half of a set that was read without the scores (docs/comparing/lineage.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.arrays import Float32Array, Int64Array

from .passages import Passages

# Weights of the score.
OF_SENTENCES, OF_PARAGRAPHS, OF_MATTERS, OF_WHOLE = 0.45, 0.2, 0.2, 0.15
SAME_AREA = 0.03  # is added where both stand under one judgement, and taken away where under two
_COMMON = 0.15  # of the paragraphs: a name that more of them hold tells no matter apart ("care leavers")
_NEARLY = 0.1  # less than the best sentence of its paragraph: another that scores so counts with it
NAMED = 1.6  # times the weight of a plain word has the name of a matter
_FIRST = 0.97  # of the weight of the most telling name: another that weighs so much tells as much
# Whom it is about, and not what: to share one of these is not to share a subject.
_WHOM = frozenset(
    {
        *("=looked after children", "=care leavers", "=child and young person", "=child social care"),
        *("=frontline managers", "=partner agencies", "leaver", "profes", "partne", "agenc", "offic"),
    }
)


class Near(NamedTuple):
    """place: of the paragraph in the other report's passages; sentence, source: of the sentences that match,
    each in its own passages. cosine: of the two sentences. shared: the matters both name, most telling first.
    telling: those of them by which another sentence is known to be on the same matter. covered: of what the
    asked sentence names, weighed, the share that the paragraph names too, in [0, 1]. told: the same of
    the one sentence, without whom it is about. subject: whether that names what tells the asked sentence
    most from others. others: of the paragraph's other sentences those that score nearly as much.
    """

    place: int
    sentence: int
    source: int
    score: float
    cosine: float
    shared: tuple[str, ...]
    telling: frozenset[str]
    covered: float
    told: float
    subject: bool
    others: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Target:
    """A report to be searched for what it says on another's matters."""

    passages: Passages

    @cached_property
    def _terms(self) -> list[frozenset[str]]:
        held = self.passages
        return [_marked(names, roots) for names, roots in zip(held.named, held.stems, strict=True)]

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Term -> how much it tells here: by how few paragraphs hold it."""
        counts: dict[str, int] = {}
        for terms in self._by_paragraph:
            for term in terms:
                counts[term] = counts.get(term, 0) + 1
        many = len(self._by_paragraph)
        return {
            term: float(np.log(1 + many / count)) * (NAMED if term.startswith("=") else 1.0)
            for term, count in counts.items()
        }

    @cached_property
    def _by_paragraph(self) -> list[frozenset[str]]:
        found: list[set[str]] = [set() for _ in self.passages.rows]
        for place, terms in zip(self.passages.of.tolist(), self._terms, strict=True):
            found[place] |= terms
        return [frozenset(terms) for terms in found]

    @cached_property
    def _postings(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Term -> the sentences, and the paragraphs, that hold it."""
        sentences: dict[str, list[int]] = {}
        paragraphs: dict[str, list[int]] = {}
        for held, lists in ((self._terms, sentences), (self._by_paragraph, paragraphs)):
            for number, terms in enumerate(held):
                for term in terms:
                    lists.setdefault(term, []).append(number)
        return sentences, paragraphs

    @cached_property
    def _lengths(self) -> tuple[Float32Array, Float32Array]:
        """Of the vectors of terms of the sentences, and of the paragraphs."""
        weights = self._weights
        return (
            np.array([_length(terms, weights) for terms in self._terms], np.float32),
            np.array([_length(terms, weights) for terms in self._by_paragraph], np.float32),
        )

    def near(self, asked: Passages, place: int, least: float) -> list[Near]:
        """The paragraphs here that score `least` or more against one of the asked report's, best first."""
        held = self.passages
        own = np.flatnonzero(asked.of == place)
        if not len(held.rows) or not len(own) or not len(held.of):
            return []
        cosines = held.sentence_vectors @ asked.sentence_vectors[own].T
        whole = held.vectors @ asked.vectors[place]
        terms = [_marked(asked.named[at], asked.stems[at]) for at in own.tolist()]
        lexical = np.stack([self._overlap(each, 0) for each in terms], axis=1)
        every = self._overlap(frozenset().union(*terms), 1)
        scores = OF_SENTENCES * cosines + OF_MATTERS * lexical
        best_source = scores.argmax(axis=1)
        best = scores[np.arange(len(scores)), best_source]
        around = OF_PARAGRAPHS * whole + OF_WHOLE * every + self._areas(asked.areas[place])
        total = best + around[held.of]
        found: dict[int, Near] = {}
        for at in np.flatnonzero(total >= least).tolist():
            paragraph, score = int(held.of[at]), round(float(total[at]), 5)
            if paragraph not in found or score > found[paragraph].score:
                source = int(best_source[at])
                both = terms[source] & self._by_paragraph[paragraph]
                shared, telling = self._shared(both)
                covered = self._sum(both) / max(self._sum(terms[source]), 1e-6)
                cosine = float(cosines[at, source])
                told, subject = self._told(terms[source], self._terms[at])
                found[paragraph] = Near(
                    paragraph,
                    at,
                    int(own[source]),
                    score,
                    cosine,
                    shared,
                    telling,
                    covered,
                    told,
                    subject,
                    (),
                )
        each = [near._replace(others=self._nearly(near, total)) for near in found.values()]
        return sorted(each, key=lambda near: (-near.score, near.place))

    def _told(self, asked: frozenset[str], sentence: frozenset[str]) -> tuple[float, bool]:
        """Of what is asked the share that a sentence tells, and whether it names its subject: the most
        telling name of it, or word where it has no name. What the whole report never names tells most.
        """
        what = asked - _WHOM
        weights = {term: _weight(term, self._weights, self._absent) for term in what}
        both = what & sentence
        named = {term: weight for term, weight in weights.items() if term.startswith("=")} or weights
        least = max(named.values(), default=0.0) * _FIRST
        return self._sum(both) / max(sum(weights.values()), 1e-6), any(
            weight >= least and term in both for term, weight in named.items()
        )

    def _nearly(self, near: Near, total: Float32Array) -> tuple[int, ...]:
        """Other sentences of its paragraph that score nearly as much."""
        beside = np.flatnonzero((self.passages.of == near.place) & (total >= near.score - _NEARLY))
        return tuple(int(at) for at in beside.tolist() if at != near.sentence)

    def _overlap(self, terms: frozenset[str], of: int) -> Float32Array:
        """(m,) or (n,): the cosine of the weighed terms with those of each sentence (0) or paragraph (1)."""
        lists, lengths = self._postings[of], self._lengths[of]
        products = np.zeros(len(lengths), np.float32)
        for term in terms:
            if term in lists:
                products[lists[term]] += self._weights[term] ** 2
        own = _length(terms, self._weights, absent=self._absent)
        cosines: Float32Array = products / np.maximum(lengths * own, np.float32(1e-6))
        return cosines

    @property
    def _absent(self) -> float:
        """What a term weighs that no paragraph here holds."""
        return float(np.log(1 + len(self.passages.rows)))

    def _sum(self, terms: Iterable[str]) -> float:
        return sum(_weight(term, self._weights, self._absent) for term in terms)

    def _areas(self, area: str) -> Float32Array:
        return np.array(
            [
                0.0 if not area or not other else SAME_AREA if area == other else -SAME_AREA
                for other in self.passages.areas
            ],
            np.float32,
        )

    def _shared(self, terms: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Names first, then other words, each with the most telling first; and those that tell the matter:
        the names that few paragraphs here hold, or the first word where there is none.
        """
        ordered = sorted(terms, key=lambda term: (-self._weights.get(term, 0.0), term))
        names = [term.removeprefix("=") for term in ordered if term.startswith("=")]
        told = " ".join(names).lower()  # words of a name that is shared add nothing to it
        words = [term for term in ordered if not term.startswith("=") and term not in told]
        many = len(self.passages.rows)
        few = [name for name in names if len(self._postings[1][f"={name}"]) <= max(_COMMON * many, 1)]
        return (*names, *words), frozenset(few or words[:1])


def _marked(names: frozenset[str], roots: frozenset[str]) -> frozenset[str]:
    """Names apart from words that are spelled alike."""
    return frozenset(f"={name}" for name in names) | roots


def _length(terms: Iterable[str], weights: dict[str, float], absent: float = 0.0) -> float:
    """absent: what a word weighs that `weights` lacks; a name weighs NAMED times as much."""
    return float(np.sqrt(sum(_weight(term, weights, absent) ** 2 for term in terms)))


def _weight(term: str, weights: dict[str, float], absent: float) -> float:
    return weights.get(term, absent * (NAMED if term.startswith("=") else 1.0))


def rows_of(passages: Passages, near: Iterable[Near]) -> Int64Array:
    """Rows of the index of what was found."""
    return passages.rows[[item.place for item in near]]
