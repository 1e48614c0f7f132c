"""The sentences that answer a question, verbatim and cited; or why there are none.

Nothing here writes a sentence: an answer is made of quotations only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from indexer.errors import InvalidRequest
from indexer.records import Kind, Report, report_of
from indexer.words.bm25 import inverse_frequency
from search_api.citations import cite
from search_api.question.request import EVERYTHING, Request
from search_api.question.words import Terms, words
from search_api.retrieval.lexical import index_terms
from search_api.retrieval.results import Ranking, Understood

from .evidence import Ranks, weigh
from .judgements import asks_nothing_else, judged
from .passages import check_spans, choose, holds_acronym, make_passage
from .records import Answer, Evidence, Passage

NOT_ANSWERED = "The reports searched do not answer this."
_POOL = 150  # candidates read for one answer, best first
_PER_KIND = 2  # passages of one kind from one report, until every other report and kind had its turn
_NEAR = 0.3  # a passage scoring this much less than the best is left out
_FLOOR = 0.48  # and one scoring less than this, unless it is the best there is
_LABEL = 6  # a paragraph of context of fewer words names something and says nothing
_BACKGROUND = 0.2  # a paragraph of context, which no inspector found, gives way to one so much lower
_ASKS: tuple[Kind, ...] = ("recommendation", "improvement")
_WANTING = 0.5  # of whatever is recommended: it was found wanting, however it is put
_OPPOSITE = -0.3  # agreement of a passage that says the opposite of what is asked for
_HINT = 0.25  # of the side that a question's vector takes without a word for it: the model read sentences
# What is counted stands in the context, too.
_COUNTS = re.compile(r"\b(?:how (?:many|much)|numbers? of|proportion|percentage|per cent|rates? of)\b", re.I)
_QUESTION = re.compile(
    r"\W*(?:what|which|how|who|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"should|will|would)\b|[^?]*\?\s*$",
    re.IGNORECASE,
)


class Answerer:
    """Asks one searcher. Shareable between threads as the searcher is."""

    def __init__(self, searcher: Ranks) -> None:
        self.searcher = searcher

    def ask(self, question: str, request: Request = EVERYTHING, limit: int | None = None) -> Answer:
        """At most `limit` passages, one of a paragraph.

        Every paragraph within the filters that holds an acronym of the question is a candidate,
        whatever its kind. Raises as `Searcher.search`.
        """
        limit = self._checked(limit)
        understood = self.searcher.understand(question, request)
        return self.answer(understood, self.searcher.rank(understood), limit)

    def _checked(self, limit: int | None) -> int:
        limit = self.searcher.settings.ask_limit if limit is None else limit
        if limit < 1:
            raise InvalidRequest(f"limit {limit}", "give a limit from 1", field="limit")
        return limit

    def answer(self, understood: Understood, ranking: Ranking, limit: int | None = None) -> Answer:
        """As `ask`, of a question that is understood and ranked already."""
        limit, settings, question = self._checked(limit), self.searcher.settings, understood.query
        coverage = understood.scope.coverage
        said = {word for item in understood.question.mentions if item.field == "polarity"
                for word in words(item.text)}  # fmt: skip
        weights, unknown = self._weights(understood.terms, said), understood.unknown
        side = ranking.side
        if not understood.question.polarity and _QUESTION.match(understood.question.rest):
            side *= _HINT
        background = 0.0 if _COUNTS.search(question) else _BACKGROUND
        candidates = self._passages(ranking, understood.terms, weights, side, background)
        if not candidates:
            text = " ".join(understood.scope.notes) or NOT_ANSWERED
            nothing = Evidence(0.0, unknown=unknown)
            return Answer(question, understood, False, (), None, coverage, text, nothing)
        evidence = weigh(self.searcher, understood, ranking, unknown)
        judgements = self._judgements(question, understood)
        asked, filters = understood.question.rest, understood.question.filters
        weak = evidence.score < settings.answer_evidence
        if judgements and asks_nothing_else(asked, filters, or_change=weak):
            return Answer(question, understood, True, (), None, coverage, "", evidence, judgements)
        if weak:
            miss = max(candidates, key=lambda passage: passage.score)
            offered = {offer.typed.lower() for offer in understood.offers}
            missing = [word for word in evidence.missing or unknown if word.lower() not in offered]
            absent = " or ".join(f"‘{word}’" for word in missing)
            text = NOT_ANSWERED + (f" No report uses the word {absent}." if absent else "")
            text = " ".join([text, *(offer.text for offer in understood.offers)])
            return Answer(question, understood, False, (), miss, coverage, text, evidence)
        best = max(passage.score for passage in candidates if _is_label(passage) == _is_label(candidates[0]))
        least = max(best - _NEAR, min(best, _FLOOR))
        if understood.scope.chosen.of("kind"):  # who asks for recommendations gets those there are
            nothing_else = understood.question.said("kind") and understood.question.rest == question
            least = -1.0 if nothing_else else best - _NEAR
        good = [
            passage
            for passage in candidates
            if passage.score >= least
            or (
                passage.agreement > _OPPOSITE
                and any(holds_acronym(passage.quote, acronym) for acronym in understood.terms.acronyms)
            )
        ]
        passages = _by_report(spread(good, limit))
        return Answer(question, understood, True, passages, None, coverage, "", evidence, judgements)

    def _judgements(self, question: str, understood: Understood) -> tuple[Report, ...]:
        question_read = understood.question
        return judged(question, question_read.rest, question_read.filters, understood.scope.reports)

    def _weights(self, terms: Terms, side: Set[str] = frozenset()) -> dict[str, float]:
        """How much each index term of the question tells.

        side: words that only say which side is asked for ("weaknesses"): they tell nothing of the matter.
        """
        reader = self.searcher.reader
        rarity = {
            word: {term: reader.rarity(term) for term in index_terms(reader, word)} for word in terms.content
        }
        matter = {word: found for word, found in rarity.items() if word not in side} or rarity
        weights = {term: weight for found in matter.values() for term, weight in found.items()}
        # A word that no report holds tells the most of all.
        rarest = inverse_frequency(0, len(reader))
        return {term: weight or rarest for term, weight in weights.items()}

    def _passages(
        self,
        ranking: Ranking,
        terms: Terms,
        weights: Mapping[str, float],
        side: float,
        background: float,
    ) -> list[Passage]:
        """One passage of each candidate that has a sentence, best first.

        Labels come last. Of the others those that hold more of the question's acronyms come first, unless
        they say the opposite of what is asked for, then those of higher score, less `background` for
        context; equal ones in the order of the search.
        """
        reader = self.searcher.reader
        hits = ranking.hits[:_POOL]
        found: list[tuple[int, Passage]] = []
        for hit, paragraph in zip(hits, reader.by_rows([hit.row for hit in hits]), strict=True):
            spans = reader.spans(hit.row)
            if not spans:
                continue
            check_spans(paragraph, spans)
            cosines, said = ranking.sentences[hit.row].tolist(), ranking.said[hit.row].tolist()
            if paragraph.kind in _ASKS:
                said = [max(polarity, _WANTING) for polarity in said]
            choice = choose(paragraph.text, spans, cosines, weights, terms.acronyms, said, side)
            report = reader.report(report_of(paragraph.id))
            cosine = float(reader.vector(hit.row) @ ranking.vector)
            passage = make_passage(paragraph, report, cite(report, paragraph), spans, choice, cosine)
            named = sum(holds_acronym(paragraph.text, acronym) for acronym in terms.acronyms)
            found.append((named if passage.agreement > _OPPOSITE else 0, passage))
        found.sort(
            key=lambda item: (
                _is_label(item[1]),
                -item[0],
                background * (item[1].paragraph.kind == "context") - item[1].score,
            )
        )
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


def _is_label(passage: Passage) -> bool:
    """As "Signs of Safety" under "The casework model used in this area"."""
    return passage.paragraph.kind == "context" and len(words(passage.paragraph.text)) < _LABEL


def _by_report(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    grouped: dict[str, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.report.id, []).append(passage)
    return tuple(passage for group in grouped.values() for passage in group)
