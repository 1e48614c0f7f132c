"""What an index says across the inspections of one authority: what became of a recommendation or matter."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from search_api.comparison.lineage.records import Elsewhere, Lineage
from search_api.comparison.lineage.tracker import Tracker
from search_api.question.filters import Holdings, one_authority
from search_api.retrieval.labels import Labels

if TYPE_CHECKING:
    from indexer.store.reader import IndexReader


class Follows:
    """The part of Index that follows an authority. Not used alone."""

    reader: IndexReader

    if TYPE_CHECKING:

        @property
        def holdings(self) -> Holdings:
            """Of the index."""

        @cached_property
        def labels(self) -> Labels:
            """Of the index."""

    def lineage(self, authority: str) -> Lineage:
        """What became of an authority's recommendations and bullets in its later inspections.

        Raises UnknownAuthority, InvalidRequest where the name stands for several authorities.
        """
        return self._tracker.of_authority(one_authority(authority, self.holdings))

    def elsewhere(self, paragraph_id: str) -> tuple[Elsewhere, ...]:
        """What the authority's other inspections say on a paragraph's matter, by date, whatever its side.

        Raises InvalidPinpoint and UnknownPinpoint.
        """
        return self._tracker.elsewhere(paragraph_id.strip())

    @cached_property
    def _tracker(self) -> Tracker:
        # Vectors are compared as they are stored: no encoder is loaded for it.
        return Tracker(self.reader, self.labels)
