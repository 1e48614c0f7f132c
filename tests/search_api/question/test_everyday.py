"""What people say for what reports write: taken as the term, said, and left alone where it must be."""

from __future__ import annotations

import csv

import pytest

from indexer.locations import corpus_folder
from search_api.question.everyday import (
    in_terms_of_the_field,
    in_the_reports_words,
    load_everyday,
)
from search_api.question.expansions import load_terms


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kids in care", "children in care"),
        ("homeless 16-17s", "homeless 16 and 17 year olds"),
        ('"kids in care"', '"kids in care"'),
    ],
)
def test_a_few_words_are_typed_otherwise(typed: str, read: str) -> None:
    assert in_the_reports_words(typed) == read


def test_an_expression_is_taken_as_the_term_and_said() -> None:
    made, taken = in_terms_of_the_field("Do social workers keep leaving in Saltby?")
    assert made == "Do turnover in Saltby?"
    assert [item.text for item in taken] == ["‘social workers keep leaving’ is taken to mean turnover."]


@pytest.mark.parametrize(
    ("typed", "as_words"),
    [
        ('"social workers keep leaving"', ()),
        ("social workers keep leaving", ("Social workers keep leaving",)),
        ("social workers, keep leaving", ()),
        ("what of neglect?", ()),
    ],
)
def test_what_is_quoted_or_kept_as_words_stays(typed: str, as_words: tuple[str, ...]) -> None:
    assert in_terms_of_the_field(typed, as_words) == (typed, ())


def test_every_expression_leads_to_a_term_that_is_listed() -> None:
    terms = load_terms()
    listed = {name.casefold() for group in (*terms.names, *terms.forms) for name in group}
    with (corpus_folder() / "terms.csv").open(encoding="utf-8-sig") as file:
        listed |= {row["group"].casefold() for row in csv.DictReader(file)}
    held = {term for by_word in load_everyday().values() for term in by_word.values()}
    assert [term for term in held if term.casefold() not in listed] == []


def test_the_longest_expression_is_taken() -> None:
    table = load_everyday()
    longer = [
        (key, term) for by_word in table.values() for key, term in by_word.items() if len(key.split()) > 3
    ]
    for key, term in longer[:50]:
        assert in_terms_of_the_field(key)[0] == term
