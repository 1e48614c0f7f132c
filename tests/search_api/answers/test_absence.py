"""Which paragraphs may answer, of what the question names or only describes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from search_api.answers.absence import look

NONE = np.array([], np.int64)


def matter(*listed: bool, rows: list[int]) -> Any:
    subjects = [SimpleNamespace(typed=f"word{at}", listed=each, named=each) for at, each in enumerate(listed)]
    return SimpleNamespace(
        subjects=subjects, missing=(), rows=np.array(rows, np.int64), related_rows=NONE, apart_rows=NONE,
        holding=("one",), label="words",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "rows"),
    [
        ((True, True), [7]),  # both have names: nothing else speaks of both
        ((True, False), [1, 7]),  # "in writing … review meeting": the nearest may answer in other words
        ((True,), [7]),
    ],
)
def test_the_nearest_may_answer_where_a_matter_is_only_described(
    listed: tuple[bool, ...], rows: list[int]
) -> None:
    ranking: Any = SimpleNamespace(
        hits=[SimpleNamespace(row=row) for row in (1, 2, 3, 4)],
        sentences={1: np.array([0.7, 0.1]), 2: np.array([0.3]), 4: np.array([0.9]), 7: np.array([0.2])},
    )
    scope: Any = SimpleNamespace(reports=("one",), chosen=SimpleNamespace(of=lambda _: frozenset()))
    found = look([matter(*listed, rows=[7])], scope, ranking, "a question")
    assert found.rows is not None
    assert found.rows.tolist() == rows
    assert not found.absent
