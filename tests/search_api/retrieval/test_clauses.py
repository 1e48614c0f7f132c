"""The clauses of a long query, and what finding each of them is worth."""

from __future__ import annotations

import numpy as np
import pytest

from search_api.retrieval.clauses import clauses, found_in_each


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MARAC", ()),
        ("supervision of social workers and managers", ()),  # "managers" asks for nothing by itself
        ("Ensure that visits are recorded promptly", ()),
        (
            "Ensure that visits are recorded promptly, and review the plans of all children",
            ("Ensure that visits are recorded promptly", "review the plans of all children"),
        ),
        (
            "Improve the quality of plans so they are clear and set dates for every action",
            ("Improve the quality of plans so they are clear", "set dates for every action"),
        ),
    ],
)
def test_clauses_are_stretches_of_four_words_or_more(text: str, found: tuple[str, ...]) -> None:
    got = clauses(text)
    assert got == found
    assert all(item in text for item in got)


def test_no_more_than_six_are_searched() -> None:
    assert len(clauses("; ".join(["one two three four"] * 20))) == 6


def test_a_paragraph_that_holds_every_clause_beats_one_that_holds_half() -> None:
    asked = np.eye(2, 4, dtype=np.float32)
    sentences = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], dtype=np.float32)
    bounds = np.array([0, 2, 4, 4])  # the third paragraph has no sentence
    assert found_in_each(asked, sentences, bounds).tolist() == [1.0, 0.5, 0.0]
