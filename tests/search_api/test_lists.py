"""Several things in one sentence."""

from __future__ import annotations

import pytest

from search_api.lists import listed


@pytest.mark.parametrize(
    ("items", "made"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A, of B", "C"], "A, of B and C"),
    ],
)
def test_it_is_read_as_a_sentence(items: list[str], made: str) -> None:
    assert listed(items) == made
    assert listed(iter(items), "or") == made.replace(" and ", " or ")
