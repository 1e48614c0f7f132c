"""Do the reports bear on a question at all? What is measured before an answer is given or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.words.analyser import terms
from indexer.words.bm25 import inverse_frequency
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.lexical import index_terms
from search_api.retrieval.results import Ranking, Understood
from search_api.retrieval.searcher import Searcher

_FIRST = 10  # paragraphs, best first, that are looked at
_LEFT_OUT = 3  # words at most, the rarest first
_PUNCTUATION = ".,;:?!()[]\"'“”‘’"

# Fitted by training/fit_refusal.py, divided by the weight of the cosine and rounded; docs/evaluation.md.
_PULL, _RAREST, _MISSING = 0.5, 0.3, 0.4
_STATED = 0.3  # a word that is looked up and is there is an answer, however far the vectors are


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the reports bear on a question.

    cosine: of the nearest sentence among the first paragraphs. pull: how much nearer those would come if
    the question were asked without the words that none of them holds: what it asks beyond them.
    rarest: the rarity of the rarest of those words, as a share of a word's that no report holds.
    unknown: content words that occur nowhere in the index. missing: those of them that are names or
    years, as typed: what is asked about somebody or some place of whom the reports never speak is not
    answered by what they say of others. stated: a keyword query all of whose words one of the first
    paragraphs holds.
    """

    cosine: float
    pull: float = 0.0
    rarest: float = 0.0
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stated: bool = False

    @property
    def score(self) -> float:
        """cosine - 0.5 pull - 0.3 rarest, less 0.4 where a name is missing, and 0.3 more where stated.

        Compare with Settings.answer_evidence.
        """
        missing = _MISSING if self.missing else 0.0
        stated = _STATED if self.stated else 0.0
        return self.cosine - _PULL * self.pull - _RAREST * self.rarest - missing + stated


def weigh(searcher: Searcher, understood: Understood, ranking: Ranking, unknown: Sequence[str]) -> Evidence:
    """The evidence of a ranking that is not empty. unknown: content words that the index does not hold."""
    reader, text = searcher.reader, understood.question.rest
    first = [hit.row for hit in ranking.hits[:_FIRST]]
    vectors, _ = reader.sentences_of(first)
    if not len(vectors):
        return Evidence(0.0, unknown=tuple(unknown), missing=_names(unknown, text))
    each = [frozenset(terms(paragraph.text)) for paragraph in reader.by_rows(first)]
    held = frozenset[str]().union(*each)
    beyond = inverse_frequency(0, len(reader))
    rarity: dict[int, float] = {}
    typed = text.split()
    # The index knows other names for these; whether they are held is not a matter of the typed words.
    named = {word for item in understood.expansions for word in words(item.typed)}
    for place, word in enumerate(typed):
        if STOP_WORDS.issuperset(words(word)):
            continue
        found = index_terms(reader, word)
        if found and not held.intersection(found) and not named.intersection(words(word)):
            rarity[place] = max(reader.rarity(term) or beyond for term in found)
    rarest = max(rarity.values(), default=0.0)
    out = set(sorted(rarity, key=lambda place: (-rarity[place], place))[:_LEFT_OUT])
    cosine = float((vectors @ ranking.vector).max())
    pull = 0.0
    rest = " ".join(word for place, word in enumerate(typed) if place not in out)
    if out and rest:
        whole, less = (searcher.encoder.encode_query(asked) for asked in (text, rest))
        pull = float((vectors @ less).max() - (vectors @ whole).max())
    return Evidence(
        cosine=cosine,
        pull=float(np.clip(pull, -0.3, 0.3)),
        rarest=min(rarest / beyond, 1.0),
        unknown=tuple(unknown),
        missing=_names(unknown, text),
        stated=_stated(searcher, understood, each),
    )


def _stated(searcher: Searcher, understood: Understood, texts: Sequence[frozenset[str]]) -> bool:
    content = understood.terms.content
    asked = {
        f"^{word}" if word in understood.terms.acronyms else term
        for word in content
        for term in index_terms(searcher.reader, word)
    }
    return 0 < len(content) <= searcher.settings.short_query and any(asked <= held for held in texts)


def _names(unknown: Iterable[str], question: str) -> tuple[str, ...]:
    """Those of the unknown words that were typed as names or numbers are, as typed.

    With a capital letter, or all digits; one capital at the head of the question says nothing.
    """
    typed = dict.fromkeys(word.strip(_PUNCTUATION) for word in question.split())
    first = next(iter(typed), "")
    return tuple(
        word
        for term in unknown
        for word in typed
        if term in word.lower()
        and (word.isdigit() or any(map(str.isupper, word[1:] if word == first else word)))
    )
