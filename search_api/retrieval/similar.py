"""Which other reports say the same? The paragraphs nearest to a given one, the best of each report.

How near is near enough was chosen by reading pairs without their scores, with the encoder that is shipped
and 284 reports: do the matching sentences make the same point, from the same side? One reader judged 320
pairs, spread over the scores; a second judged 160 of them and agreed on 152. Of the pairs of findings that
score `similar_least` (0.66) or more, five in eight make the same point (26 of 41; most of the others are on
the same matter); of those of recommendations, which are short and score lower, three in four do from
`similar_least_recommended` (0.58). So about one in three that a count of findings holds is not the same,
and some that are lie below. Which side a sentence leans to is known only of the shipped encoder
(polarity.py). Another encoder needs other values: `python -m training.fit_similar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.authorities.register import Register
from indexer.errors import InvalidRequest
from indexer.records import Kind, Paragraph, Report, report_of
from indexer.store.filters import Filters
from indexer.store.reader import IndexReader
from search_api.question.filters import Holdings
from search_api.question.records import Scope
from search_api.question.request import EVERYTHING, Request, checked_limit, choose
from search_api.question.scope import coverage, scope_of
from search_api.settings import Settings, load_settings
from search_api.themes.records import Tagged

from .polarity import Polarity
from .results import Authorities, SimilarFinding, SimilarResult

# What is compared with what where the user names no kind. 'What needs to improve' is the recommendations
# of the frameworks since 2018; a summary says in short what a finding says at length.
COMPARED: dict[Kind, frozenset[Kind]] = {
    "finding": frozenset({"finding"}),
    "recommendation": frozenset({"recommendation", "improvement"}),
    "improvement": frozenset({"recommendation", "improvement"}),
    "summary": frozenset({"summary", "finding"}),
    "context": frozenset({"context"}),
}

_SENTENCE_WEIGHT = 0.7  # of the best pair of sentences; the rest is of the whole paragraphs
_SHORT = 30  # characters: "This is a strength." and "(Recommendation)" are alike wherever they stand
_SAMPLE = 1000  # paragraphs that the centre is taken from
_SHRINK = 50  # vectors of zeros counted into the centre, which a handful of reports cannot tell


class _Centres(NamedTuple):
    """The mean vectors, (dim,), of the index's paragraphs and of their sentences."""

    paragraph: Float32Array
    sentence: Float32Array


class _Near(NamedTuple):
    """A candidate. place, source: of the sentences that match, in text order."""

    row: int
    score: float
    place: int
    source: int
    sentence_cosine: float
    cosine: float


class Similar:
    """Compares the paragraphs of one open index. No encoder: the vectors are the index's own.

    What it keeps is derived from the index alone, so threads may share it; keep one for as long as the
    reader is open, as the first call takes some 100 ms more than the next.
    """

    def __init__(
        self,
        reader: IndexReader,
        register: Register,
        settings: Settings | None = None,
        polarity: Polarity | None = None,
        themes: Tagged | None = None,
    ) -> None:
        """polarity: of the index's encoder; without it praise and criticism are not told apart. themes: of
        the index's paragraphs; without them no filter by theme can be used.
        """
        self.reader = reader
        self.register = register
        self.holdings = Holdings(reader.reports(), register, themes)
        self.settings = settings or load_settings()
        self._polarity = polarity

    def to(
        self,
        paragraph_id: str,
        request: Request = EVERYTHING,
        *,
        authorities: Authorities = "other",
        limit: int | None = None,
        offset: int = 0,
    ) -> SimilarResult:
        """At most `limit` paragraphs similar to the given one, after the first `offset`.

        authorities: whose reports: other authorities', the same one's earlier and later ones, or any;
        the asked paragraph's own report never. `request.literal` is without effect. Filters that
        leave nothing give no result and a note that says which.
        Raises InvalidPinpoint and UnknownPinpoint as IndexReader.get, UnknownAuthority, InvalidRequest.
        """
        limit = self.settings.similar_limit if limit is None else limit
        checked_limit(limit, offset)
        if authorities not in get_args(Authorities):
            raise InvalidRequest(f"authorities {authorities!r}", "use other, same or any")
        row = self.reader.row(paragraph_id.strip())
        [asked] = self.reader.by_rows([row])
        report = self.reader.report(report_of(asked.id))
        scope = self._scope(asked, report, request, authorities)
        near = [] if scope.empty else self._near(row, scope.rows, self._least(asked))
        return SimilarResult(
            paragraph=asked,
            report=report,
            authorities=authorities,
            kinds=scope.chosen.of("kind"),
            results=self._results(row, near[offset : offset + limit], offset),
            reports=len(near),
            searched=0 if scope.rows is None else len(np.unique(self._report_of_row[scope.rows])),
            coverage=scope.coverage,
            notes=scope.notes,
            anomalies=self.reader.noted.touching(asked),
        )

    def score(self, one: str, other: str) -> float:
        """How similar two paragraphs are, by their ids, however little; -1.0 if on opposite sides throughout.

        Raises InvalidPinpoint and UnknownPinpoint as IndexReader.get.
        """
        rows = np.array([self.reader.row(other)], dtype=np.int64)
        return max((near.score for near in self._near(self.reader.row(one), rows, -1.0)), default=-1.0)

    def _scope(self, asked: Paragraph, report: Report, request: Request, authorities: Authorities) -> Scope:
        typed = choose(request, self.holdings)
        chosen = typed.having("kind", typed.of("kind") or frozenset[str](COMPARED[asked.kind]))
        left = frozenset(
            other.id
            for other in self.reader.reports()
            if chosen.keeps(other, self.holdings)
            and other.id != report.id
            and (authorities == "any" or (other.authority == report.authority) == (authorities == "same"))
        )
        if left:
            return scope_of(replace(chosen, reports=left), self.reader, self.holdings)
        scope = scope_of(chosen, self.reader, self.holdings)
        if scope.empty:
            return scope
        whose = {"other": "another authority", "same": report.authority, "any": "any authority"}[authorities]
        note = f"No other report of {whose} is among those selected."
        nothing = coverage([], 0, self.reader)
        return Scope(chosen, (), np.empty(0, np.int64), (*scope.notes, note), nothing)

    def _least(self, asked: Paragraph) -> float:
        recommended = asked.kind in ("recommendation", "improvement")
        return self.settings.similar_least_recommended if recommended else self.settings.similar_least

    def _near(self, row: int, rows: Int64Array | None, least: float) -> list[_Near]:
        """The nearest paragraph of each report that has one which is near enough, best first."""
        reader, centres = self.reader, self._centres
        vector = _unit(reader.vector(row) - centres.paragraph)
        # The nearest by the centred query, to be scored exactly: inner products with it differ from
        # the centred cosines only by the candidates' lengths, which are nearly one.
        found = np.array([hit.row for hit in reader.nearest(vector, self.settings.similar_depth, rows)])
        if not found.size:
            return []
        cosines = _cosines(reader.vectors(found), vector[None, :], centres.paragraph)[:, 0]
        own = reader.sentence_vectors(row)
        asked = _unit(own - centres.sentence)
        telling = self._telling(row)
        sentences, bounds = reader.sentences_of(found)
        matrix = _cosines(sentences, asked[telling], centres.sentence)
        if self._polarity is not None:
            # Where one praises and the other criticises they do not say the same, however alike.
            sides = np.outer(self._polarity.of(sentences), self._polarity.of(own[telling]))
            matrix[sides < 0] = -1
        best: dict[int, _Near] = {}
        for candidate, cosine, first, end in zip(
            found.tolist(), cosines, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True
        ):
            pairs = matrix[first:end]
            if not pairs.size or _blend(pairs.max(), cosine) < least:
                continue
            places = self._telling(candidate)
            place, source = np.unravel_index(int(pairs[places].argmax()), (len(places), len(telling)))
            near = float(pairs[places[place], source])
            score = _blend(near, cosine)
            held = best.get(int(self._report_of_row[candidate]))
            if score >= least and (held is None or (-score, candidate) < (-held.score, held.row)):
                best[int(self._report_of_row[candidate])] = _Near(
                    candidate, score, places[place], telling[source], near, float(cosine)
                )
        return sorted(best.values(), key=lambda item: (-item.score, item.row))

    def _results(self, row: int, page: Sequence[_Near], offset: int) -> tuple[SimilarFinding, ...]:
        asked, paragraphs = self.reader.spans(row), self.reader.by_rows([near.row for near in page])
        return tuple(
            SimilarFinding(
                paragraph=paragraph,
                report=self.reader.report(report_of(paragraph.id)),
                score=near.score,
                rank=rank,
                span=self.reader.spans(near.row)[near.place],
                source_span=asked[near.source],
                sentence_cosine=near.sentence_cosine,
                cosine=near.cosine,
                anomalies=self.reader.noted.touching(paragraph),
            )
            for rank, (near, paragraph) in enumerate(zip(page, paragraphs, strict=True), start=offset + 1)
        )

    def _telling(self, row: int) -> list[int]:
        """Places of the sentences that are compared: those that are not short, else all."""
        spans = self.reader.spans(row)
        return [place for place, (start, end) in enumerate(spans) if end - start >= _SHORT] or list(
            range(len(spans))
        )

    @cached_property
    def _report_of_row(self) -> npt.NDArray[np.int32]:
        """(n,) each row's place in reader.reports()."""
        places: npt.NDArray[np.int32] = np.zeros(len(self.reader), dtype=np.int32)
        for place, report in enumerate(self.reader.reports()):
            places[self.reader.select(Filters(reports=frozenset({report.id})))] = place
        return places

    @cached_property
    def _centres(self) -> _Centres:
        rows = np.unique(np.linspace(0, len(self.reader) - 1, _SAMPLE).astype(np.int64))
        sentences = np.concatenate([self.reader.sentence_vectors(row) for row in rows.tolist()])
        return _Centres(_centre(self.reader.vectors(rows)), _centre(sentences))


def _blend(sentence_cosine: float, cosine: float) -> float:
    """Rounded, so that equal texts score alike in whatever order the products were summed."""
    return round(float(_SENTENCE_WEIGHT * sentence_cosine + (1 - _SENTENCE_WEIGHT) * cosine), 5)


def _centre(vectors: Float32Array) -> Float32Array:
    """(n, dim) -> (dim,): the mean, drawn towards 0 where n is small."""
    centre: Float32Array = vectors.sum(axis=0) / np.float32(len(vectors) + _SHRINK)
    return centre


def _cosines(vectors: Float32Array, asked: Float32Array, centre: Float32Array) -> Float32Array:
    """(n, k): of each of the n vectors, L2-normalised, less the centre, with each of the k asked ones.

    asked: less the centre already, and L2-normalised again. By |x - c|^2 = 1 - 2xc + cc no centred
    copy of the n vectors is made.
    """
    products = vectors @ np.concatenate([asked, centre[None, :]]).T
    squares = np.float32(1) - np.float32(2) * products[:, -1] + np.float32(centre @ centre)
    cosines: Float32Array = products[:, :-1] - asked @ centre
    cosines /= np.sqrt(np.maximum(squares, np.float32(1e-6)))[:, None]
    return cosines


def _unit(vectors: Float32Array) -> Float32Array:
    """L2-normalised along the last axis; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Float32Array = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
