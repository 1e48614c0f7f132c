"""A query's words as BM25 sees them, with what else the reports call the things it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.store.reader import IndexReader
from indexer.words.analyser import query_terms, stem
from indexer.words.bm25 import K1
from indexer.words.highest import Weighed
from search_api.question.records import Expansion
from search_api.question.words import GENERIC, LONGEST_WORD, STOP_WORDS

from .word_scores import AllScores, BestScores, OtherNames, WordScores

_OTHER_NAME = 0.7  # of what the typed words would give, to a paragraph that holds another name for them
# From so many paragraphs on, to add up the scores of all takes longer than to find the best;
# benchmarks/scale says what it is worth.
_MANY = 200_000
_KEPT = 5000  # names remembered; a query's names recur
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s‐‑-]")
_SHORTEST_PART = 4  # letters of each of two words that may be written as one
_TELLING = 4.0  # rarity of the rarer of two words that may be written as one
_RARE = 6.0  # rarity of a word, as of BM25, whose other spelling is searched for

_NEARLY_ALL = 0.9


def index_terms(reader: IndexReader, text: str) -> list[str]:
    """The query's terms as this index prints them, in order, repeats included.

    An acronym typed in capitals stays marked only where the word in small letters is another one: of a
    word in capitals that no report prints so, and of one that nearly all print so ("COVID"), the plain
    term is meant.
    """
    found = []
    for term in query_terms(text):
        if term.startswith("^"):
            plain = stem(term[1:])
            marked, all_prints = len(reader.holding(term)), len(reader.holding(plain))
            term = plain if not marked or marked >= _NEARLY_ALL * all_prints else term
        found.append(term)
    return found


def written_otherwise(reader: IndexReader, text: str, known: Sequence[Expansion]) -> tuple[Expansion, ...]:
    """Two words that a report writes as one, and one that it writes as two: "cyber attack", "cyberattack".

    Rare ones only. known: what else is searched for a stretch of the text already.
    """
    typed = [found for found in _WORD.finditer(text) if _SHORTEST_PART <= len(found[0]) <= LONGEST_WORD]
    made: list[tuple[int, int, str]] = []
    for first, second in pairwise(typed):
        together = f"{first[0]}{second[0]}".lower()
        if {first[0].lower(), second[0].lower()} & (GENERIC | STOP_WORDS):
            continue
        if all(0 < reader.rarity(stem(part[0].lower())) < _TELLING for part in (first, second)):
            continue  # "social worker" is one thing, however a report slips
        if _GAP.fullmatch(text[first.end() : second.start()]) and _is_rare(reader, together):
            made.append((first.start(), second.end(), together))
    for found in typed:
        word = found[0].lower()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            apart = f"{word[:cut]} {word[cut:]}"
            known_end = reader.rarity(stem(word[cut:]))
            if _is_rare(reader, word[:cut]) and known_end and reader.phrase(apart, 1):
                made.append((*found.span(), apart))
    return tuple(
        Expansion(text[start:end], start, end, "term", (other,), False)
        for start, end, other in made
        if not any(start < item.end and item.start < end for item in known)
    )


def _is_rare(reader: IndexReader, word: str) -> bool:
    return reader.rarity(stem(word)) >= _RARE


class LexicalScorer:
    """Scores every paragraph of one open index for a query. Threads may share one."""

    def __init__(self, reader: IndexReader, *, many: int = _MANY) -> None:
        """many: paragraphs from which on not all are scored."""
        self._reader = reader
        self._many = many
        self._holders: dict[str, Int64Array] = {}
        self._highest: dict[str, float] = {}  # of the weights of a term

    def of(self, text: str, expansions: Sequence[Expansion] = ()) -> WordScores:
        """What the query's words say of any paragraph. Scores are those of `scores`, whatever the size."""
        if len(self._reader) < self._many:
            return AllScores(self.scores(text, expansions))
        weights = dict(Counter(index_terms(self._reader, text)))
        others, added = self._other_names(expansions)
        return BestScores(
            self._weighed(weights),
            [OtherNames(rows, self._weighed(typed), worth) for rows, typed, worth in others],
            self._most(weights) + added,
            len(self._reader),
        )

    def scores(self, text: str, expansions: Sequence[Expansion] = ()) -> Float32Array:
        """(n,) float32: BM25 of the query as a share of the most that its terms could give, in [0, 1].

        expansions: of this text. A paragraph that holds another name of a stretch scores for it as if
        it held 0.7 of the typed words' worth, unless it scores higher for the typed words themselves.
        """
        weights = dict(Counter(index_terms(self._reader, text)))
        scores = self._reader.lexical_scores(weights)
        found, added = self._other_names(expansions)
        most = self._most(weights) + added
        for others, typed, worth in found:
            held = self._reader.lexical_scores(typed)[others]
            scores[others] += np.maximum(np.float32(worth) - held, 0)
        return np.minimum(scores / np.float32(most), 1) if most else scores

    def _other_names(
        self, expansions: Sequence[Expansion]
    ) -> tuple[list[tuple[Int64Array, dict[str, int], float]], float]:
        """Rows that hold another name, what was typed for it and what the name is worth; what they add."""
        found, added = [], 0.0
        for item in expansions:
            typed = dict(Counter(index_terms(self._reader, item.typed)))
            worth = self._most(typed)
            others = self.holding_any(item.alternatives)
            if not others.size:
                continue
            if not worth:  # no paragraph holds what was typed: the other names stand for it
                worth = (K1 + 1) * float(
                    np.log(1 + (len(self._reader) - len(others) + 0.5) / (len(others) + 0.5))
                )
                added += worth
            found.append((others, typed, _OTHER_NAME * worth))
        return found, added

    def _weighed(self, weights: dict[str, int]) -> list[Weighed]:
        found = []
        for term, factor in weights.items():
            rows, each = self._reader.posting(term)
            if term not in self._highest:
                if len(self._highest) >= _KEPT:
                    self._highest.clear()
                self._highest[term] = float(each.max()) if len(each) else 0.0
            found.append(Weighed(rows, each, float(factor), self._highest[term]))
        return found

    def named(self, acronyms: Sequence[str]) -> tuple[Int64Array, Float32Array]:
        """Rows, ascending, that print any of the acronyms in capitals; and the share of them, (c,)."""
        if not acronyms:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows, counts = np.unique(
            np.concatenate([self._reader.holding(f"^{acronym}") for acronym in acronyms]), return_counts=True
        )
        return rows, (counts / len(acronyms)).astype(np.float32)

    def _most(self, weights: dict[str, int]) -> float:
        """What a paragraph that held every term without end would score."""
        return (K1 + 1) * sum(count * self._reader.rarity(term) for term, count in weights.items())

    def holding_any(self, names: Sequence[str]) -> Int64Array:
        """Rows, ascending, that hold the words of any name in a row; of an acronym in capitals only."""
        found = [self._holding(name) for name in names]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _holding(self, name: str) -> Int64Array:
        """Rows that hold the words of the name in a row; an acronym in capitals only."""
        held = self._holders.get(name)
        if held is None:
            terms = query_terms(name)
            if len(terms) == 1 and terms[0].startswith("^"):
                held = self._reader.holding(terms[0])
            else:
                held = self._reader.phrase_rows(name)
            if len(self._holders) < _KEPT:
                self._holders[name] = held
        return held
