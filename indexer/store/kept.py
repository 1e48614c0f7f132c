"""What was read last, kept in memory: requests that follow one another ask for the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most so many values by key; when they are too many, all are dropped. Threads may share one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[K, V] = {}

    def all(self, keys: Iterable[K], read: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """Key -> value, in the order of `keys`; of those that `read` gives no value for, none.

        read: called once, with the keys that are not held, if there are any.
        """
        wanted = list(dict.fromkeys(keys))
        held = self._held
        known = {key: held[key] for key in wanted if key in held}
        missing = [key for key in wanted if key not in known]
        if missing:
            found = read(missing)
            known |= found
            if len(held) + len(found) > self._most:
                held = self._held = {}
            if len(found) <= self._most:
                held.update(found)
        return {key: known[key] for key in wanted if key in known}
