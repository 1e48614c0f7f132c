"""Do the reports bear on a question at all? What is measured before an answer is given or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from indexer.store.reader import IndexReader
from indexer.words.analyser import stem, terms
from indexer.words.bm25 import inverse_frequency
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.lexical import index_terms
from search_api.retrieval.results import Ranking, Understood

from .ranks import Ranks
from .records import Evidence

_FIRST = 10  # paragraphs, best first, that are looked at
_LONG = 8  # words that are no stop words; in a longer question one that is missing tells less
_LEFT_OUT = 3  # words at most, the rarest first
_BEGINS = 5  # letters of a word that a longer one begins with
_PUNCTUATION = ".,;:?!()[]\"'“”‘’"


def weigh(searcher: Ranks, understood: Understood, ranking: Ranking, unknown: Sequence[str]) -> Evidence:
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
    # Of a long question, told as to a colleague, most words ask nothing.
    telling = sum(not STOP_WORDS.issuperset(words(word)) for word in typed)
    rarest = max(rarity.values(), default=0.0) * min(1.0, _LONG / max(telling, 1))
    out = set(sorted(rarity, key=lambda place: (-rarity[place], place))[:_LEFT_OUT])
    cosine = float((vectors @ ranking.vector).max())
    pull = 0.0
    rest = " ".join(word for place, word in enumerate(typed) if place not in out)
    if out and rest:
        known = {ranking.asked: ranking.vector}
        whole, less = (
            known[asked] if asked in known else searcher.encoder.encode_query(asked) for asked in (text, rest)
        )
        pull = float((vectors @ less).max() - (vectors @ whole).max())
    return Evidence(
        cosine=cosine,
        pull=float(np.clip(pull, -0.3, 0.3)),
        rarest=min(rarest / beyond, 1.0),
        unknown=tuple(unknown),
        missing=tuple(word for word in _names(unknown, text) if not _has_alternative(reader, word, text)),
        stated=_stated(searcher, understood, each),
    )


def _has_alternative(reader: IndexReader, word: str, text: str) -> bool:
    """Whether another word stands for it: of "autism or ADHD" the one, of "Afghan" what begins with it."""
    joins = r"(?:/|\bor\b|\band\b)"
    beside = re.search(rf"(?:(\w+)\s*{joins}\s*)?\b{re.escape(word)}\b(?:\s*{joins}\s*(\w+))?", text)
    others = [other for other in (beside.groups() if beside else ()) if other]
    return any(_is_known(reader, other) for other in (word, *others))


def _is_known(reader: IndexReader, word: str) -> bool:
    begins = stem(word.lower())
    if word.lower() in STOP_WORDS:
        return False
    longer = len(begins) >= _BEGINS and any(term.startswith(begins) for term in reader.term_counts())
    return longer or reader.rarity(begins) > 0


def _stated(searcher: Ranks, understood: Understood, texts: Sequence[frozenset[str]]) -> bool:
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
