"""What a sentence says of how things went since an earlier inspection."""

from __future__ import annotations

import pytest

from search_api.comparison.lineage.words import said


@pytest.mark.parametrize(
    ("sentence", "there", "absent"),
    [
        ("This is a marked improvement since the last inspection.", ("earlier", "better"), ("worse",)),
        ("This was a recommendation at the last inspection.", ("earlier", "advised"), ("better",)),
        (
            "Visits, an area for improvement in 2018, remain variable.",
            ("earlier", "advised", "left"),
            ("better",),
        ),
        ("This remains an outstanding action from the 2015 inspection.", ("earlier", "worse"), ()),
        (
            "Since the previous inspection of services in 2019, visits have declined.",
            ("earlier", "worse"),
            (),
        ),
        ("Most visits are timely, although some are late.", ("left",), ("earlier", "advised")),
        ("The centre opened in 2018.", (), ("earlier",)),
    ],
)
def test_words_that_tell_how_it_stands(
    sentence: str, there: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    found = said(sentence)
    assert all(getattr(found, name) for name in there), found
    assert not any(getattr(found, name) for name in absent), found
