"""Of authorities that an answer sets side by side: what is not quoted of each can be listed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from search_api.index.index import Index
from search_api.views.records import View
from tests.search_api.briefs.made_up import open_made_up
from web.shared.urls import SearchState
from web.views.search.answer import QuoteGroup
from web.views.search.whole import with_all


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_made_up(tmp_path_factory.mktemp("whole")) as made:
        yield made


SIDES = View("compare", "", "", subject="supervision", authorities=("Northmoor", "Saltby"))
STATE = SearchState(q="compare Northmoor with Saltby on supervision")


def test_what_is_not_quoted_of_an_authority_can_be_listed(index: Index) -> None:
    (found,) = with_all(index, STATE, SIDES, (QuoteGroup("Northmoor", 0, ()),))
    mentions = [
        item.id
        for report in index.reader.reports()
        if report.authority == "Northmoor"
        for item in index.reader.paragraphs(report.id)
        if "supervision" in item.text.lower()
    ]
    assert found.total == found.more == len(mentions) > 0
    assert "mention ‘supervision’" in found.noun
    given = dict(parse_qsl(found.every.partition("?")[2]))
    assert given["authority"] == "Northmoor"
    assert index.search(given["q"], authorities="Northmoor").total >= len(mentions)


@pytest.mark.parametrize(
    ("view", "group"),
    [
        (None, QuoteGroup("Northmoor", 0, ())),
        (SIDES, QuoteGroup("Concerns", 0, ())),
        (SIDES, QuoteGroup("Northmoor", 9, (), every="/")),
    ],
)
def test_other_groups_stay_as_they_are(index: Index, view: View | None, group: QuoteGroup) -> None:
    assert with_all(index, STATE, view, (group,)) == (group,)
