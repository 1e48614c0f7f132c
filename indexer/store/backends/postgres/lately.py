"""Values of one generation that were fetched lately: it never changes, so they stay right."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import numpy.typing as npt

_Arrays = TypeVar("_Arrays", bound="tuple[npt.NDArray[Any], ...]")


class Lately(Generic[_Arrays]):
    """Arrays by name, those used last, up to `most` bytes together. Threads may share one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._held: OrderedDict[str, _Arrays] = OrderedDict()

    def get(self, name: str, fetch: Callable[[str], _Arrays]) -> _Arrays:
        """What is held under the name, else what `fetch` gives; not to be changed."""
        with self._lock:
            found = self._held.get(name)
            if found is not None:
                self._held.move_to_end(name)
                return found
        found = fetch(name)
        size = sum(array.nbytes for array in found) + len(name) + 100
        with self._lock:
            if name not in self._held and size <= self._most:
                self._held[name] = found
                self._size += size
            while self._size > self._most:
                old, dropped = self._held.popitem(last=False)
                self._size -= sum(array.nbytes for array in dropped) + len(old) + 100
        return found
