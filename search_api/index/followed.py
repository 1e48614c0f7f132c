"""What an index says across the inspections of one authority: what became of a recommendation or matter."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from search_api.comparison.lineage.records import Elsewhere, FollowedUp, Lineage, Verdict
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

    def followed_up(self, authority: str) -> FollowedUp | None:
        """How much of the newest recommendations that a later report could follow up the last one does.

        None where there are none. Found once for each authority while the index is open. Raises as `lineage`.
        """
        name = one_authority(authority, self.holdings)
        if name not in self._followed:
            rows = self._tracker.latest(name)
            counts = Counter(row.latest.verdict for row in rows if row.latest)
            counted = tuple((verdict, counts[verdict]) for verdict in get_args(Verdict) if counts[verdict])
            last = rows[0].latest if rows else None
            self._followed[name] = FollowedUp(rows[0].report, last.report, counted) if last else None
        return self._followed[name]

    def elsewhere(self, paragraph_id: str) -> tuple[Elsewhere, ...]:
        """What the authority's other inspections say on a paragraph's matter, by date, whatever its side.

        Raises InvalidPinpoint and UnknownPinpoint.
        """
        return self._tracker.elsewhere(paragraph_id.strip())

    @cached_property
    def _followed(self) -> dict[str, FollowedUp | None]:
        return {}

    @cached_property
    def _tracker(self) -> Tracker:
        # Vectors are compared as they are stored: no encoder is loaded for it.
        return Tracker(self.reader, self.labels)
