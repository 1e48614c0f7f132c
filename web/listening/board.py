"""What processes that take connections from one socket tell each other: how many each of them has open."""

from __future__ import annotations

import mmap

_NOBODY = 0xFFFFFFFF


class Board:
    """Memory that processes forked later share: a number for each place, written by the process there."""

    def __init__(self, places: int) -> None:
        self._held = memoryview(mmap.mmap(-1, 4 * places)).cast("I")
        for place in range(places):
            self.clear(place)

    def clear(self, place: int) -> None:
        """Nobody is at this place: no other process leaves a connection to it."""
        self._held[place] = _NOBODY

    def hold(self, place: int, connections: int) -> None:
        """The process at this place has so many open."""
        self._held[place] = connections

    def fewest_elsewhere(self, place: int) -> int:
        """Of the other places; more than anybody can have where nobody else is there."""
        others = (held for at, held in enumerate(self._held) if at != place)
        return min(others, default=_NOBODY)
