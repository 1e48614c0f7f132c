"""Which paragraphs answer this? Dense and lexical retrieval over one snapshot of an index, fused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Float32Array, Int64Array, Spans, products
from indexer.authorities.register import Register
from indexer.records import Paragraph, Report, report_of
from indexer.store.filters import Hit
from indexer.store.reader import IndexReader
from indexer.words.analyser import stem
from search_api.question.everyday import Taken, in_terms_of_the_field, in_the_reports_words
from search_api.question.expansions import Vocabulary, load_terms
from search_api.question.followups import completed
from search_api.question.interpreter import Interpreter
from search_api.question.lookups import look_up
from search_api.question.records import Expansion, Offer, Understanding
from search_api.question.request import EVERYTHING, Request, checked_limit
from search_api.question.scope import narrowed
from search_api.question.spelling import Speller
from search_api.question.words import Terms, analyse, without_long_gaps, words
from search_api.settings import Settings, load_settings

from . import exact
from .fusion import Signals, best_first, convex, reciprocal_rank, within
from .labels import Labels
from .lexical import LexicalScorer, index_terms, written_otherwise
from .matters import Mentions, Subject
from .mentions import Mentioning, newest_first
from .polarity import Polarity
from .results import Candidates, Ranking, Scored, SearchResult, Understood
from .subjects import SubjectFinder

if TYPE_CHECKING:
    from indexer.encoders.protocol import Encoder

_CORRECTIONS = 3  # readings of a question with misspelt words: a name first, then a word beside it
_LONGEST_ACRONYM = 6  # letters of a word in small letters that may be one


class Searcher:
    """Searches one open index. Holds nothing that a search changes, so threads may share it."""

    def __init__(
        self,
        reader: IndexReader,
        encoder: Encoder,
        register: Register,
        settings: Settings | None = None,
        polarity: Polarity | None = None,
        interpreter: Interpreter | None = None,
        labels: Labels | None = None,
    ) -> None:
        self.reader = reader
        self.encoder = encoder
        self.register = register
        self.settings = settings or load_settings()
        self.interpreter = interpreter or Interpreter(reader, register)
        terms = load_terms()
        self._vocabulary = Vocabulary(reader.acronyms(), terms.names)
        self._lexical = LexicalScorer(reader)
        self._subjects = SubjectFinder(
            reader, Vocabulary(reader.acronyms(), terms.forms, terms.related), self._lexical
        )
        find = self._subjects.find  # not a closure over this searcher, which would outlive its index
        self._mentioning = Mentioning(
            reader, self._lexical, lambda text, taken, names: find(text, taken, names=names)
        )
        self._polarity = polarity
        self._labels = labels or Labels(reader, None, polarity)
        names = {authority.name for authority in register}
        self._speller = Speller(reader, names.union(self.interpreter.holdings.authorities))

    def understand(self, query: str, request: Request) -> Understood:
        """Read once: everything that is searched, counted or said of this query goes on from here.

        A misspelt word that can mean one thing only is read as that, and said.
        Raises InvalidRequest for a query without a word, UnknownAuthority as Interpreter.scope.
        """
        corrected, everyday = (query := without_long_gaps(query)), tuple[Taken, ...]()
        if not request.literal:
            corrected, everyday = in_terms_of_the_field(in_the_reports_words(query), request.as_words)
        understood = self._read(corrected, request)
        if everyday and any(matter.missing for matter in self.mentions(understood)):
            # That the term is not there does not tell that what was typed is not.
            corrected, everyday = in_the_reports_words(query), ()
            understood = self._read(corrected, request)
        if request.literal:
            return understood
        taken: list[Offer] = []
        for _ in range(_CORRECTIONS):
            certain = [offer for offer in understood.offers if offer.certain]
            if not certain:
                break
            for offer in certain:
                typed = re.compile(rf"\b{re.escape(offer.typed)}\b")
                corrected = offer.meant.join(typed.split(corrected))
            taken += certain
            understood = self._read(corrected, request)
        offers = tuple(dict.fromkeys((*taken, *understood.offers)))
        notes = (*(offer.text for offer in taken), *understood.scope.notes)
        scope = replace(understood.scope, notes=notes)
        said = (*(item.text for item in everyday), *understood.notes)
        return replace(understood, query=query, scope=scope, offers=offers, notes=said)

    def _read(self, query: str, request: Request) -> Understood:
        parsed = self.interpreter.parse(query, request)
        scope, question = self.interpreter.scope(request, parsed)
        expansions: tuple[Expansion, ...] = ()
        if self.settings.expand and not request.literal:
            expansions = exact.beside(self._vocabulary.expand(question.rest), question, parsed)
            expansions += written_otherwise(self.reader, question.rest, expansions)
        terms = self._with_printed_acronyms(analyse(question.rest), expansions)
        unknown = self._unknown(terms, question)
        spelt = "" if parsed.pasted else question.beside if question.phrases else question.rest
        offers = () if scope.empty else self._speller.offers(unknown, spelt)
        if request.literal:
            offers = tuple(replace(offer, certain=False) for offer in offers)
        asked = [offer.text for offer in offers if not offer.certain]
        scope = replace(scope, notes=(*scope.notes, *asked))
        notes = self._vocabulary.notes(expansions)
        if parsed.pasted:
            lookup = exact.pasted(self.reader, parsed, scope)
        else:
            lookup = look_up(self.reader, scope.reports, question.mentions)
        scope = replace(scope, notes=(*scope.notes, *lookup.notes))
        return Understood(
            query, request, parsed, terms, scope, question, expansions, notes, unknown, offers, lookup
        )

    def _unknown(self, terms: Terms, question: Understanding) -> tuple[str, ...]:
        # A name that became a filter is answered for by the filter, even where it stays in the text.
        filtered = {word for item in question.filters for word in words(item.text)}
        found = {word: index_terms(self.reader, word) for word in terms.content if word not in filtered}
        return tuple(word for word, held in found.items() if held and not any(map(self.reader.rarity, held)))

    def search(
        self,
        query: str,
        request: Request = EVERYTHING,
        limit: int | None = None,
        offset: int = 0,
        *,
        mentioned: bool = False,
    ) -> SearchResult:
        """At most `limit` paragraphs after the first `offset`.

        mentioned: of a query that names one matter all that mention it and no others, newest first. A filter
        that leaves nothing gives no result and a note that says which.
        Raises InvalidRequest and UnknownAuthority.
        """
        limit = checked_limit(self.settings.search_limit if limit is None else limit, offset)
        understood = self.understand(query, request)
        ranking = self.rank(understood)
        ranking = self.mentioning(understood, ranking) if mentioned else ranking
        return self.page(understood, ranking, limit, offset)

    def mentioning(self, understood: Understood, ranking: Ranking) -> Ranking:
        """With all paragraphs of its scope that mention the one matter that is asked about, newest first.

        As it is where none is.
        """
        found = self.mentions(understood)
        if len(found) != 1 or not found[0].countable:
            return ranking
        return replace(ranking, hits=newest_first(self.reader, found[0].counted))

    def page(self, understood: Understood, ranking: Ranking, limit: int, offset: int = 0) -> SearchResult:
        """At most `limit` of what was ranked, after the first `offset`."""
        page = ranking.hits[offset : offset + limit]
        rows = [hit.row for hit in page]
        found_there = zip(page, self.reader.by_rows(rows), self.reader.spans_of(rows), strict=True)
        results = [
            self._scored(hit, offset + place, ranking, paragraph, spans, understood)
            for place, (hit, paragraph, spans) in enumerate(found_there, start=1)
        ]
        coverage = understood.scope.coverage
        found = self.mentions(understood)
        mentioned = len(found[0].counted) if len(found) == 1 and found[0].countable else None
        return SearchResult(
            understood.query, understood, tuple(results), len(ranking.hits), coverage, mentioned
        )

    def rank(self, understood: Understood, also: Sequence[int] = ()) -> Ranking:
        """All candidates within the scope; empty where the scope is. also: rows that are candidates, too."""
        settings = self.settings
        found = self.candidates(understood, also)
        weights = settings.weights(len(understood.terms.content))
        if settings.fusion == "convex":
            scores = convex(found.signals, weights)
        else:
            scores = reciprocal_rank(found.signals, weights, settings.fusion_k)
        hits = best_first(found.signals.rows, scores)
        if understood.lookup.rows:
            named = {row: place for place, row in enumerate(understood.lookup.rows)}
            hits = tuple(sorted(hits, key=lambda hit: named.get(hit.row, len(named))))
        hits = exact.every(self.reader, understood, hits)
        return Ranking(hits, found.asked, found.vector, found.sentences, found.said, found.side)

    def narrowed(self, understood: Understood, reports: Sequence[Report]) -> Understood:
        """The same question of these of its reports alone; what it says it searched stays."""
        return replace(understood, scope=narrowed(understood.scope, self.reader, reports))

    def completed(self, one: str, other: str) -> str:
        """The other of two questions asked at once, of the reports of the one where it names none."""
        return completed(one, other, self.interpreter)

    def about(self, understood: Understood, text: str) -> Understood:
        """Another question, or a part of it, of the same reports."""
        expansions = self._vocabulary.expand(text) if self.settings.expand else ()
        terms = self._with_printed_acronyms(analyse(text), expansions)
        question = replace(understood.question, rest=text)
        asked = replace(understood, terms=terms, question=question, expansions=expansions)
        return replace(asked, unknown=self._unknown(terms, question))

    def mentions(self, understood: Understood) -> tuple[Mentions, ...]:
        """Of each matter that the question names, within its scope; none where it names none or quotes."""
        if understood.question.phrases or understood.parsed.pasted:
            return ()
        filtered = {word for item in understood.question.filters for word in words(item.text)}
        said = {word for item in understood.question.mentions for word in words(item.text)}
        names = not understood.request.literal
        return self._mentioning.of(
            understood.question.rest, frozenset(filtered | said), names, understood.scope
        )

    def mentioned(self, understood: Understood) -> Int64Array | None:
        """Rows of the whole index, ascending, that mention the one matter with a name that is asked about.

        None where the question names none, or more than one.
        """
        everywhere = replace(understood.scope, rows=None, reports=self.reader.reports())
        found = self.mentions(replace(understood, scope=everywhere))
        return found[0].counted if len(found) == 1 and found[0].countable else None

    def listed(self, understood: Understood) -> tuple[Subject, ...]:
        """What the question names that a list knows, in its order, however many there are."""
        return self._subjects.listed(understood.question.rest)

    def beside(self, word: str) -> tuple[str, ...]:
        """The terms in which the matter of a word may be told; none where no list knows it."""
        return self._subjects.beside(word)

    def read_on(self, paragraphs: int) -> bool:
        """As Labels.read_on."""
        return self._labels.read_on(paragraphs)

    def labels(self, sentences: Sequence[tuple[int, int]]) -> list[str]:
        """The side of each sentence, (row, place among the row's), as Labels.of."""
        return self._labels.of(sentences)

    def sides(self, rows: Sequence[int]) -> list[float]:
        """The mean of the sentences of each row, from -1 where all is well to 1 where it is wanting.

        0 where nothing is known.
        """
        if self._polarity is None or not len(rows):
            return [0.0] * len(rows)
        sentences, bounds = self.reader.sentences_of(np.array(rows, np.int64))
        said = self._polarity.of(sentences)
        return [
            float(said[start:end].mean()) if end > start else 0.0 for start, end in pairwise(bounds.tolist())
        ]

    def candidates(self, understood: Understood, also: Sequence[int] = ()) -> Candidates:
        """What is known of each candidate within the scope; none where the scope is empty.

        Candidates are the first `depth` by the paragraph's vector and by its words, and all that print
        an acronym of the query; and those that it names.
        """
        question, scope, depth = understood.question, understood.scope, self.settings.depth
        asked = self._spelled_out(understood)
        vector = self.encoder.encode_query(asked)
        if scope.empty:
            none = np.zeros(0, dtype=np.float32)
            nothing = Signals(np.zeros(0, np.int64), none, none, none, none, none)
            return Candidates(nothing, asked, vector, {}, {}, 0.0)
        words = self._lexical.of(question.rest, understood.expansions)
        named_rows, shares = self._lexical.named(understood.terms.acronyms)
        near = np.array([hit.row for hit in self.reader.nearest(vector, depth, scope.rows)], dtype=np.int64)
        rows = np.unique(
            np.concatenate(
                [
                    near,
                    words.highest(depth, scope.rows),
                    within(named_rows, scope.rows),
                    np.array([*understood.lookup.rows, *also], np.int64),
                ]
            )
        )
        named = np.zeros(len(rows), dtype=np.float32)
        there = np.isin(named_rows, rows, assume_unique=True)
        named[np.searchsorted(rows, named_rows[there])] = shares[there]
        sentences, bounds = self.reader.sentences_of(rows)
        cosines = products(sentences, vector)
        said, side = np.zeros(len(sentences), dtype=np.float32), 0.0
        if self._polarity is not None:
            said = self._polarity.of(sentences)
            side = self._polarity.of_query(question.rest, vector, question.polarity)
        signals = self._signals(rows, vector, bounds, cosines, np.float32(side) * said)
        signals = replace(
            signals,
            lexical=words.at(rows),
            named=named,
        )
        edges = pairwise(bounds.tolist())
        pieces = [(row, slice(start, end)) for row, (start, end) in zip(rows.tolist(), edges, strict=True)]
        return Candidates(
            signals,
            asked,
            vector,
            {row: cosines[piece] for row, piece in pieces},
            {row: said[piece] for row, piece in pieces},
            side,
        )

    def _signals(
        self,
        rows: Int64Array,
        vector: Float32Array,
        bounds: Int64Array,
        cosines: Float32Array,
        agreements: Float32Array,
    ) -> Signals:
        """The signals that vectors give. cosines, agreements: of each sentence of `rows`, cut by `bounds`."""
        paragraph = products(self.reader.vectors(rows), vector)
        nothing = np.zeros(len(rows), dtype=np.float32)
        best, agreement = paragraph.copy(), nothing.copy()
        has = np.flatnonzero(np.diff(bounds))  # a paragraph without a sentence has no piece to reduce
        if has.size:
            best[has] = np.maximum.reduceat(cosines, bounds[has])
            counts = np.diff(bounds)[has].astype(np.float32)
            agreement[has] = np.add.reduceat(agreements, bounds[has]) / counts
        return Signals(rows, paragraph, best, nothing, nothing, agreement)

    def _spelled_out(self, understood: Understood) -> str:
        """The text that is encoded: with the long form after an acronym that has one meaning."""
        text = understood.question.rest
        for item in reversed(understood.expansions):
            if item.kind == "acronym" and item.alternatives and not item.ambiguous:
                text = f"{text[: item.end]} ({item.alternatives[0]}){text[item.end :]}"
        return text

    def _scored(
        self, hit: Hit, rank: int, ranking: Ranking, paragraph: Paragraph, spans: Spans, asked: Understood
    ) -> Scored:
        """The hit with its paragraph, report, cosine and the sentences that hold what the query quotes or,
        where it quotes nothing, that are nearest to it.
        """
        report = self.reader.report(report_of(paragraph.id))
        cosine = float(self.reader.vector(hit.row) @ ranking.vector)
        matched = _near_best(ranking.sentences.get(hit.row, np.zeros(0, np.float32)))
        shown = exact.spans_of(asked, paragraph.text, spans) or tuple(spans[place] for place in matched)
        touching = self.reader.noted.touching(paragraph)
        return Scored(paragraph, report, hit.score, rank, cosine, shown, touching)

    def _with_printed_acronyms(self, terms: Terms, expansions: Sequence[Expansion]) -> Terms:
        """With the acronyms that were typed in small letters: those known to the vocabulary, and in a
        keyword query a short word that most paragraphs print in capitals.
        """
        known = {item.typed.lower().removesuffix("s") for item in expansions if item.kind == "acronym"}
        short = len(terms.content) <= self.settings.short_query
        found = []
        for term in terms.content:
            singular = term.removesuffix("s")
            if term in terms.acronyms or self._in_capitals(term, short):
                found.append(term)
            elif singular in known:
                # "tides" may be the plural of an acronym or end in s itself: the reports tell.
                found.append(term if len(self.reader.holding(f"^{term}")) else singular)
        return Terms(terms.content, tuple(found))

    def _in_capitals(self, term: str, short: bool) -> bool:
        """Whether a short word of a keyword query is mostly printed in capitals."""
        if not short or not term.isalpha() or len(term) > _LONGEST_ACRONYM:
            return False
        return 2 * len(self.reader.holding(f"^{term}")) > len(self.reader.holding(stem(term)))


def _near_best(cosines: Float32Array) -> list[int]:
    """Places, ascending, of the best sentence and of those nearly as near; at most three."""
    if not len(cosines):
        return []
    order = np.argsort(-cosines, kind="stable")[:3]
    return sorted(int(place) for place in order if cosines[place] >= cosines[order[0]] - 0.1)
