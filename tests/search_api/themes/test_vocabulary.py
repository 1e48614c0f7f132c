"""The vocabulary of themes: whole, without doubles, and found by whatever a theme is called."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from search_api.terms import read_groups
from search_api.themes import vocabulary
from search_api.themes.vocabulary import find, labels, theme, themes
from tests.support.paths import ROOT

FOLDER = ROOT / "search_api" / "themes"


def listed(column: str) -> list[str]:
    with (FOLDER / "themes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [part.strip() for row in rows for part in row[column].split(";") if part.strip()]


def test_each_theme_is_whole() -> None:
    assert 40 <= len(themes()) <= 60
    for item in themes():
        assert item.name[:1].isupper()
        assert item.definition.endswith(".")
        assert len(item.synonyms) >= 3
        assert len(item.examples) >= 4
        assert not set(item.synonyms) & set(item.cues)
    assert list(labels().items()) == [(item.key, item.name) for item in themes()]
    assert max(Counter(item.key for item in themes()).values()) == 1
    assert max(Counter(item.name for item in themes()).values()) == 1


def test_every_group_that_a_theme_lists_is_in_the_list_of_terms() -> None:
    assert [group for group in listed("terms") if group not in read_groups()] == []


def test_what_is_left_out_would_be_a_name_otherwise() -> None:
    groups = read_groups()
    for row in vocabulary._rows("themes.csv"):
        named = {term for group in row["terms"].split(";") for held in groups.get(group.strip(), {}).values()
                 for term in held}  # fmt: skip
        left_out = {part.strip() for part in row["without"].split(";") if part.strip()}
        assert left_out <= named, row["key"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("neglect", "neglect"),
        ("Private fostering", "private-fostering"),
        ("LADO", "designated-officer"),
        ("missing children", "missing"),
        ("care leavers' accommodation", "care-leavers-accommodation"),
        ("EHC plans", "ehc-plans"),
        ("front door", "front-door"),
        ("Connected carers", "kinship"),
    ],
)
def test_a_theme_is_found_by_whatever_the_whole_of_it_is_called(typed: str, key: str) -> None:
    found = find(typed)
    assert found is not None
    assert found.key == key
    assert theme(key) is found


@pytest.mark.parametrize("typed", ["", "?", "zebra crossings", "children", "Mockingbird", "MARAC"])
def test_what_is_no_theme_is_none(typed: str) -> None:
    assert find(typed) is None
