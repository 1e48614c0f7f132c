"""Which paragraphs answer this? Dense and lexical retrieval over one snapshot of an index, fused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.authorities import Register, default_register
from indexer.errors import IncompatibleIndex, InvalidRequest
from indexer.index_format import Float32Array, Int64Array, Spans
from indexer.index_reader import Hit, IndexReader
from indexer.records import Paragraph, Report

from .question import Understanding, understand_question
from .question_names import indexed_only
from .question_places import Places
from .ranking import Fusion, Run, Terms, analyse, best_first, reciprocal_rank_fusion
from .scope import EVERYTHING, Coverage, Request, Scope, scope_of, typed_filters, with_question
from .settings import Settings, load_settings

if TYPE_CHECKING:
    from indexer.encoder import Encoder

_LONGEST_QUERY = 2000  # characters
_LONGEST_ACRONYM = 6  # letters of a word in small letters that may be one
_LOOKED_AT = 5  # paragraphs, to see how they print it


@dataclass(frozen=True, slots=True)
class Scored:
    """A paragraph found. rank: from 1 over the whole list, whatever the offset. score: the fused one,
    comparable within one search only. cosine: of the whole paragraph. spans: half-open spans in its
    text of the sentences nearest to the query, in text order.
    """

    paragraph: Paragraph
    report: Report
    score: float
    rank: int
    cosine: float
    spans: Spans


@dataclass(frozen=True, slots=True)
class Understood:
    """What the query and the filters were taken to mean. terms: of `question.rest`, which is searched."""

    terms: Terms
    scope: Scope
    question: Understanding


@dataclass(frozen=True, slots=True)
class SearchResult:
    """results: best first; equal scores are ordered by row. total: paragraphs ranked in all."""

    query: str
    understood: Understood
    results: tuple[Scored, ...]
    total: int
    coverage: Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every candidate of one query, before any page of results is cut.

    hits: fused, best first. vector: the query's, (dim,). sentences: row -> cosine of each of its
    sentences, in text order. named: row -> how many of the query's acronyms the paragraph holds.
    """

    hits: tuple[Hit, ...]
    vector: Float32Array
    sentences: dict[int, Float32Array]
    named: dict[int, int]


class Searcher:
    """Searches one open index. Holds nothing that a search changes, so threads may share it."""

    def __init__(
        self,
        reader: IndexReader,
        encoder: Encoder,
        register: Register,
        settings: Settings | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        self.reader = reader
        self.encoder = encoder
        self.register = register
        self.settings = settings or load_settings()
        self._places = Places(register, indexed_only((r.authority for r in reader.reports()), register))
        self._fuse = fusion or (lambda runs: reciprocal_rank_fusion(runs, self.settings.fusion_k))

    def understand(self, query: str, request: Request) -> Understood:
        """Raises InvalidRequest for a query without a word, UnknownAuthority as `scope.resolve`."""
        if not analyse(query).content:
            raise InvalidRequest(f"{query[:80]!r} holds no word to search for", "ask in words")
        if len(query) > _LONGEST_QUERY:
            raise InvalidRequest(
                f"the question has {len(query):,} characters", f"at most {_LONGEST_QUERY:,} are read"
            )
        typed, absent = typed_filters(request, self.reader, self.register)
        question = Understanding(query)
        if not request.literal:
            question = understand_question(query, self._places, typed, self.reader.reports())
        scope = scope_of(with_question(typed, question), self.reader, absent, question)
        return Understood(self._with_printed_acronyms(analyse(question.rest)), scope, question)

    def search(
        self,
        query: str,
        request: Request = EVERYTHING,
        limit: int | None = None,
        offset: int = 0,
    ) -> SearchResult:
        """At most `limit` paragraphs after the first `offset`.

        A filter that leaves nothing gives no result and a note that says which.
        Raises InvalidRequest and UnknownAuthority.
        """
        limit = self.settings.search_limit if limit is None else limit
        if limit < 1 or offset < 0:
            raise InvalidRequest(
                f"limit {limit} with offset {offset}", "give a limit from 1 and an offset from 0"
            )
        understood = self.understand(query, request)
        ranking = self.rank(understood)
        page = ranking.hits[offset : offset + limit]
        results = [
            self.scored(hit, offset + place, ranking, paragraph)
            for place, (hit, paragraph) in enumerate(
                zip(page, self.reader.by_rows([hit.row for hit in page]), strict=True), start=1
            )
        ]
        return SearchResult(query, understood, tuple(results), len(ranking.hits), understood.scope.coverage)

    def rank(self, understood: Understood) -> Ranking:
        """All candidates within the scope; empty where the scope is."""
        vector = self.encoder.encode_query(understood.question.rest)
        scope, terms, settings = understood.scope, understood.terms, self.settings
        if scope.empty:
            return Ranking((), vector, {}, {})
        rows = scope.rows
        dense = self.reader.nearest(vector, settings.depth, rows)
        lexical = self.reader.keyword(terms.content, settings.depth, rows)
        named = self._named(terms.acronyms, rows)
        candidates = sorted({hit.row for hits in (dense, lexical) for hit in hits} | set(named))
        sentences = {row: self.sentence_cosines(row, vector) for row in candidates}
        nearest = best_first(
            {row: float(cosines.max()) for row, cosines in sentences.items() if len(cosines)}
        )
        keyword_query = len(terms.content) <= settings.short_query
        factor = settings.short_query_dense if keyword_query else 1.0
        runs = (
            Run("paragraph", dense, settings.weight_paragraph * factor),
            Run("sentence", nearest[: settings.depth], settings.weight_sentence * factor),
            Run("lexical", lexical, settings.weight_lexical),
            Run(
                "named",
                best_first({row: float(count) for row, count in named.items()}),
                settings.weight_named,
            ),
        )
        return Ranking(tuple(self._fuse(runs)), vector, sentences, named)

    def sentence_cosines(self, row: int, vector: Float32Array) -> Float32Array:
        """(k,) float32, in text order; k may be 0."""
        cosines: Float32Array = np.asarray(self.reader.sentence_vectors(row), dtype=np.float32) @ vector
        return cosines

    def scored(self, hit: Hit, rank: int, ranking: Ranking, paragraph: Paragraph) -> Scored:
        """The hit with its paragraph, report, cosine and the sentences nearest to the query."""
        report = self.reader.report(paragraph.id.partition("/")[0])
        cosine = float(self.reader.vector(hit.row) @ ranking.vector)
        spans = self.reader.spans(hit.row)
        matched = _near_best(ranking.sentences.get(hit.row, np.zeros(0, np.float32)))
        return Scored(paragraph, report, hit.score, rank, cosine, tuple(spans[place] for place in matched))

    def _with_printed_acronyms(self, terms: Terms) -> Terms:
        """A short word of a keyword query counts as an acronym where most reports print it in capitals."""
        if len(terms.content) > self.settings.short_query:
            return terms
        known = set(terms.acronyms)
        for term in terms.content:
            if term.isalpha() and len(term) <= _LONGEST_ACRONYM and term not in known:
                hits = self.reader.keyword([term], _LOOKED_AT)
                capitals = re.compile(rf"\b{re.escape(term.upper())}(?:s|\b)")
                texts = [paragraph.text for paragraph in self.reader.by_rows([hit.row for hit in hits])]
                if 2 * sum(bool(capitals.search(text)) for text in texts) > len(texts):
                    known.add(term)
        return Terms(terms.content, tuple(term for term in terms.content if term in known))

    def _named(self, acronyms: Sequence[str], rows: Int64Array | None) -> dict[int, int]:
        """Every paragraph within the rows that holds an acronym of the query: row -> how many of them.

        Taken whole, not as a top k: where somebody names MARAC, a short recommendation that holds the
        word must not be crowded out by long findings that hold it often.
        """
        held: dict[int, int] = {}
        for acronym in acronyms:
            for hit in self.reader.keyword([acronym], self.settings.named_depth, rows):
                held[hit.row] = held.get(hit.row, 0) + 1
        return held


@contextmanager
def open_searcher(index: Path, settings: Settings) -> Iterator[Searcher]:
    """A searcher of the index in the folder with the encoder that the index was made with.

    Raises IncompatibleIndex where that encoder's weights are others now, and what IndexReader.open
    and load_encoder raise.
    """
    from indexer.encoder import load_encoder

    with IndexReader.open(index) as reader:
        encoder = load_encoder(reader.manifest.encoder_name)
        made_with = reader.manifest.encoder_revision
        if made_with != encoder.revision:
            raise IncompatibleIndex(
                f"the index was made with other weights of {encoder.name} "
                f"({made_with[:8] or 'unknown'}, here {encoder.revision[:8] or 'unknown'})",
                "index the reports again",
            )
        yield Searcher(reader, encoder, default_register(), settings)


def _near_best(cosines: Float32Array) -> list[int]:
    """Places, ascending, of the best sentence and of those nearly as near; at most three."""
    if not len(cosines):
        return []
    order = np.argsort(-cosines, kind="stable")[:3]
    return sorted(int(place) for place in order if cosines[place] >= cosines[order[0]] - 0.1)
