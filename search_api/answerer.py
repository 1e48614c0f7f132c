"""The sentences that answer a question, verbatim and cited; or the word that the reports do not answer it.

Nothing here writes a sentence: an answer is made of quotations only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.errors import InvalidRequest
from indexer.lexical import inverse_frequency
from indexer.records import Kind

from .citations import cite
from .evidence import Evidence, weigh
from .lexical_query import index_terms
from .passages import Passage, check_spans, choose, make_passage
from .ranking import Terms, holds_acronym, words
from .scope import EVERYTHING, Coverage, Request
from .searcher import Ranking, Searcher, Understood

NOT_ANSWERED = "The reports indexed do not answer this."
_POOL = 150  # candidates read for one answer, best first
_PER_KIND = 2  # passages of one kind from one report, until every other report and kind had its turn
_NEAR = 0.3  # a passage scoring this much less than the best is left out


@dataclass(frozen=True, slots=True)
class Answer:
    """passages: the report with the best passage first, and best first within a report; empty where
    not answered. nearest_miss: then the best passage there is, None if nothing was searched.
    text: one sentence saying why there is no answer, "" where there is one.
    """

    query: str
    understood: Understood
    answered: bool
    passages: tuple[Passage, ...]
    nearest_miss: Passage | None
    coverage: Coverage
    text: str
    evidence: Evidence


class Answerer:
    """Asks one searcher. Shareable between threads as the searcher is."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    def ask(self, question: str, request: Request = EVERYTHING, limit: int | None = None) -> Answer:
        """At most `limit` passages, one of a paragraph.

        Every paragraph within the filters that holds an acronym of the question is a candidate,
        whatever its kind. Raises as `Searcher.search`.
        """
        settings = self.searcher.settings
        limit = settings.ask_limit if limit is None else limit
        if limit < 1:
            raise InvalidRequest(f"limit {limit}", "give a limit from 1")
        understood = self.searcher.understand(question, request)
        ranking = self.searcher.rank(understood)
        coverage = understood.scope.coverage
        weights, unknown = self._weights(understood.terms)
        # A name that became a filter is answered for by the filter, even where it stays in the text.
        filtered = {word for item in understood.question.filters for word in words(item.text)}
        unknown = tuple(word for word in unknown if word not in filtered)
        candidates = self._passages(ranking, understood.terms, weights)
        if not candidates:
            text = " ".join(understood.scope.notes) or NOT_ANSWERED
            nothing = Evidence(0.0, unknown=unknown)
            return Answer(question, understood, False, (), None, coverage, text, nothing)
        evidence = weigh(self.searcher, understood, ranking, unknown)
        if evidence.score < settings.answer_evidence:
            miss = max(candidates, key=lambda passage: passage.score)
            absent = ", ".join(f"‘{word}’" for word in evidence.missing or unknown)
            text = NOT_ANSWERED + (f" No report holds the word {absent}." if absent else "")
            return Answer(question, understood, False, (), miss, coverage, text, evidence)
        best = max(passage.score for passage in candidates)
        good = [
            passage
            for passage in candidates
            if passage.score >= best - _NEAR
            or any(holds_acronym(passage.quote, acronym) for acronym in understood.terms.acronyms)
        ]
        passages = _by_report(spread(good, limit))
        return Answer(question, understood, True, passages, None, coverage, "", evidence)

    def _weights(self, terms: Terms) -> tuple[dict[str, float], tuple[str, ...]]:
        """How much each index term of the question tells, and the words that the index does not hold."""
        reader = self.searcher.reader
        rarity = {
            word: {term: reader.rarity(term) for term in index_terms(reader, word)} for word in terms.content
        }
        weights = {term: weight for found in rarity.values() for term, weight in found.items()}
        unknown = tuple(word for word, found in rarity.items() if found and not any(found.values()))
        # A word that no report holds tells the most of all.
        rarest = inverse_frequency(0, len(reader))
        return {term: weight or rarest for term, weight in weights.items()}, unknown

    def _passages(self, ranking: Ranking, terms: Terms, weights: Mapping[str, float]) -> list[Passage]:
        """One passage of each candidate that has a sentence, best first.

        Those that hold more of the question's acronyms come first, then those of higher score; equal
        ones in the order of the search.
        """
        reader = self.searcher.reader
        hits = ranking.hits[:_POOL]
        found: list[tuple[int, Passage]] = []
        for hit, paragraph in zip(hits, reader.by_rows([hit.row for hit in hits]), strict=True):
            spans = reader.spans(hit.row)
            if not spans:
                continue
            check_spans(paragraph, spans)
            cosines = [float(cosine) for cosine in ranking.sentences[hit.row]]
            choice = choose(paragraph.text, spans, cosines, weights, terms.acronyms)
            report = reader.report(paragraph.id.partition("/")[0])
            cosine = float(reader.vector(hit.row) @ ranking.vector)
            passage = make_passage(paragraph, report, cite(report, paragraph), spans, choice, cosine)
            named = sum(holds_acronym(paragraph.text, acronym) for acronym in terms.acronyms)
            found.append((named, passage))
        found.sort(key=lambda item: (-item[0], -item[1].score))
        return [passage for _, passage in found]


def spread(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The first `limit` of `passages` in their order, but no kind of paragraph of one report takes a
    third place while another report or kind waits for its first two.
    """
    taken: Counter[tuple[str, Kind]] = Counter()
    first: list[Passage] = []
    rest: list[Passage] = []
    for passage in passages:
        source = (passage.report.id, passage.paragraph.kind)
        (first if taken[source] < _PER_KIND else rest).append(passage)
        taken[source] += 1
    chosen = {passage.paragraph.id for passage in (first + rest)[:limit]}
    return [passage for passage in passages if passage.paragraph.id in chosen]


def _by_report(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    grouped: dict[str, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.report.id, []).append(passage)
    return tuple(passage for group in grouped.values() for passage in group)
