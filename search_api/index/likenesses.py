"""What of an open index is like something else in it: similar findings, and who turned weak into strong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.authorities.register import Register
from indexer.store.reader import IndexReader
from search_api.question.request import EVERYTHING, Request, Typed
from search_api.retrieval.labels import Labels
from search_api.retrieval.polarity import Polarity
from search_api.settings import Settings
from search_api.similar.about import Spoken, is_paragraph, on_subject, unused
from search_api.similar.names import Authorities, Side
from search_api.similar.records import SimilarResult, TurnedResult
from search_api.similar.similar import Similar
from search_api.similar.turned import WeakToStrong
from search_api.themes.records import Tagged


class Likenesses:
    """The part of an Index that compares its paragraphs with each other."""

    reader: IndexReader
    register: Register
    settings: Settings
    if TYPE_CHECKING:

        def matter(self, about: str, request: Request) -> Spoken:
            """A theme or a term, of the index."""

        @property
        def themes(self) -> Tagged:
            """Of the index."""

        @property
        def labels(self) -> Labels:
            """Of the index."""

        @property
        def polarity(self) -> Polarity | None:
            """Of the index."""

    def similar(
        self,
        paragraph_id: str,
        *,
        whose: Authorities = "other",
        side: Side = "same",
        scope: str | Iterable[str] = (),
        common: bool = False,
        limit: int | None = None,
        offset: int = 0,
        **filters: Typed,
    ) -> SimilarResult:
        """What other reports say that is nearest to a paragraph, one paragraph of each report, best first.

        whose: "other" authorities' reports, the "same" authority's, or "any". side: "same", "any", or
        "praise" or "criticism" of the same matter. scope: any of "region", "neighbours", "type", "better"
        and "newest", all of which must hold. common: whether to count how many reports say each sentence.
        Raises InvalidPinpoint and UnknownPinpoint.
        """
        return self.similar_to(
            paragraph_id, Request.of_keywords(filters), whose=whose, side=side, scope=scope, common=common,
            limit=limit, offset=offset,
        )  # fmt: skip

    def weak_to_strong(
        self,
        about: str,
        *,
        scope: str | Iterable[str] = (),
        limit: int | None = None,
        offset: int = 0,
        **filters: Typed,
    ) -> TurnedResult:
        """Authorities that were criticised for something at one inspection and praised for it at a later one.

        about: the id of a paragraph, a theme or a term. scope: as of `similar`, for a paragraph only.
        """
        return self.turned(about, Request.of_keywords(filters), scope=scope, limit=limit, offset=offset)

    def similar_to(
        self,
        paragraph_id: str,
        request: Request = EVERYTHING,
        *,
        whose: Authorities = "other",
        side: Side = "same",
        scope: str | Iterable[str] = (),
        common: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> SimilarResult:
        """As `similar`."""
        return self._similar.to(
            paragraph_id, request, authorities=whose, side=side, scopes=scope, common=common,
            limit=limit, offset=offset,
        )  # fmt: skip

    def compares(self, paragraph_id: str, side: Side) -> bool:
        """As of `Similar.compares`."""
        return self._similar.compares(paragraph_id, side)

    def turned(
        self,
        about: str,
        request: Request = EVERYTHING,
        *,
        scope: str | Iterable[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> TurnedResult:
        """As `weak_to_strong`."""
        if is_paragraph(about):
            return self._turns.of_paragraph(about, request, scopes=scope, limit=limit, offset=offset)
        notes = unused(scope)
        subject = on_subject(about, self.matter(about, request), self.reader)
        subject = replace(subject, notes=(*notes, *subject.notes))
        return self._turns.of_sentences(subject, limit=limit, offset=offset)

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self.reader, self.register, self.settings, self.polarity, self.labels, self.themes)

    @cached_property
    def _turns(self) -> WeakToStrong:
        return WeakToStrong(self._similar.finder, self._similar.comparer)
