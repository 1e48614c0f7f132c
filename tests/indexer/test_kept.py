"""What was read last is kept: the same values, each read once while there is room, and never too many."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indexer.store.database import Kept


class Source:
    """Squares of even numbers; the odd ones are not there."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, keys: list[int]) -> Mapping[int, int]:
        self.asked += keys
        return {key: key * key for key in keys if key % 2 == 0}


@pytest.mark.parametrize("most", [0, 1, 3, 100])
def test_values_are_those_that_are_read(most: int) -> None:
    kept, source = Kept[int, int](most), Source()
    for keys in ([2, 4, 2], [4, 6, 3], [], [8, 10, 12, 2], [2, 4]):
        found = kept.all(keys, source.read)
        assert list(found.items()) == [(key, key * key) for key in dict.fromkeys(keys) if key % 2 == 0]
        assert len(kept._held) <= most


def test_what_is_kept_is_not_read_again() -> None:
    kept, source = Kept[int, int](10), Source()
    kept.all([2, 4], source.read)
    kept.all([4, 6, 2], source.read)
    assert source.asked == [2, 4, 6]
