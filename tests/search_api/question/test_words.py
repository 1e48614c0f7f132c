"""Words of a query, and what share of their weight a text holds."""

from __future__ import annotations

import pytest

from indexer.words.analyser import terms
from search_api.answers.quotations.passages import share_found
from search_api.question.words import analyse, words


@pytest.mark.parametrize(
    ("query", "content", "acronyms"),
    [
        ("what did inspectors say about MARAC?", ("marac",), ("marac",)),
        ("What do the reports say about MARACs and PEPs?", ("marac", "pep"), ("marac", "pep")),
        ("pre-birth assessments of unborn babies", ("pre-birth", "assessments", "unborn", "babies"), ()),
        ("Children’s plans, children's visits", ("children", "plans", "visits"), ()),
        ("IT systems", ("systems",), ()),
        ("WHAT DID INSPECTORS SAY ABOUT NEGLECT", ("neglect",), ()),
        ("MASH and CAMHS", ("mash", "camhs"), ("mash", "camhs")),
        ("C&F plans, tier 3", ("plans", "tier", "3"), ()),
        ("visits in 2018", ("visits", "2018"), ()),
        ("marac MARAC", ("marac",), ("marac",)),
        ("what did they say?", ("what", "did", "they", "say"), ()),
        ("?!", (), ()),
    ],
)
def test_query_words(query: str, content: tuple[str, ...], acronyms: tuple[str, ...]) -> None:
    found = analyse(query)
    assert found.content == content
    assert found.acronyms == acronyms


def test_words_of_accents_digits_and_underscores() -> None:
    assert words("Zoë's 16- and 17-year-old_boys 9th") == ["zoë", "16", "and", "17-year-old", "boys", "9th"]


def test_share_found_counts_weights_and_inflections() -> None:
    weights = {"marac": 3.0, "visit": 1.0, "prebirth": 2.0}
    assert share_found(weights, frozenset(terms("The MARAC meets."))) == pytest.approx(0.5)
    assert share_found(weights, frozenset(terms("Visits were made pre-birth."))) == pytest.approx(0.5)
    assert share_found(weights, frozenset(terms("Assessments pre birth"))) == 0.0
    assert share_found(weights, frozenset(terms("Nothing here"))) == 0.0
    assert share_found({}, frozenset(terms("anything"))) == 0.0
