"""In which order do the paragraphs stand that hold words exactly as they were typed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from indexer.arrays import Spans
from indexer.store.filters import Hit
from indexer.store.reader import IndexReader
from search_api.question.exact import holding_sentences
from search_api.question.records import Expansion, LookedUp, Parsed, Scope, Understanding

from .results import Understood


def every(reader: IndexReader, understood: Understood, ranked: Sequence[Hit]) -> tuple[Hit, ...]:
    """Every paragraph of the scope, where the question has a phrase: `ranked` first, then the others with
    score 0, those of the newest report first. Where it has nothing but phrases, all of them in that order.

    None that lacks a phrase or holds what is left out, even where the question names its number.
    """
    question, scope = understood.question, understood.scope
    if scope.exact is None or scope.rows is None:
        return tuple(ranked)
    allowed = set(scope.exact.tolist())
    ranked = [hit for hit in ranked if hit.row in allowed]
    if not question.phrases:
        return tuple(ranked)
    scores = {hit.row: hit.score for hit in ranked}
    newest = reader.newest_first(scope.rows).tolist()
    if question.only_phrases:
        return tuple(Hit(row, scores.get(row, 0.0)) for row in newest)
    return (*ranked, *(Hit(row, 0.0) for row in newest if row not in scores))


def pasted(reader: IndexReader, parsed: Parsed, scope: Scope) -> LookedUp:
    """The paragraphs of the scope that hold the whole text: they stand before all that is ranked."""
    rows = np.array(parsed.pasted, dtype=np.int64)
    if scope.rows is not None:
        rows = np.intersect1d(rows, scope.rows, assume_unique=True)
    return LookedUp(tuple(reader.newest_first(rows).tolist()))


def spans_of(understood: Understood, text: str, spans: Spans) -> Spans:
    """The sentences of a paragraph that hold what is quoted or was pasted; none for neither."""
    phrases = understood.question.phrases or ((understood.query,) if understood.parsed.pasted else ())
    return tuple(spans[place] for place in holding_sentences(text, spans, phrases))


def beside(expansions: Iterable[Expansion], question: Understanding, parsed: Parsed) -> tuple[Expansion, ...]:
    """Without those of words that are to stand as they were typed."""
    if parsed.pasted:
        return ()
    exact = " \0 ".join(question.phrases).casefold()
    return tuple(item for item in expansions if item.typed.casefold() not in exact)
