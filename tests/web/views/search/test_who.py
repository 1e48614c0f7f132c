"""Who is criticised or praised: such a question opens the authorities, each count with its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_api.comparison.matrix.tally import Said
from search_api.index.index import Index
from search_api.views.recognise import view_of
from search_api.views.who import who
from tests.search_api.briefs.made_up import open_made_up
from web.shared.urls import Order, SearchState
from web.views.search.authorities import AuthoritiesTab, tab
from web.views.search.page import opened, search_page

_KINDS: tuple[Said, ...] = ("concern", "strength", "recommendation")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_made_up(tmp_path_factory.mktemp("who")) as made:
        yield made


@pytest.mark.parametrize(
    ("q", "order"),
    [
        ("Which authorities have concerns about supervision?", "concerns"),
        ("which councils had the most concerns about supervision", "concerns"),
        ("What local authorities are criticised for supervision?", "concerns"),
        ("Who is criticised for supervision?", "concerns"),
        ("councils with weaknesses in supervision", "concerns"),
        ("Which authorities struggle with supervision?", "concerns"),
        ("Which councils are praised for supervision?", "strengths"),
        ("List authorities with strengths in supervision", "strengths"),
        ("who is strong on supervision", "strengths"),
    ],
)
def test_a_question_for_who_opens_the_authorities(index: Index, q: str, order: Order) -> None:
    state, read_as = opened(index, SearchState(q=q))
    assert (state.q, state.view, state.order) == ("supervision", "authorities", order)
    assert order in read_as
    assert "‘supervision’" in read_as


def test_filters_of_the_question_stay(index: Index) -> None:
    state, _ = opened(index, SearchState(q="Which authorities have concerns about supervision since 2020?"))
    assert state.q == "supervision since 2020"
    assert state.order == "concerns"


@pytest.mark.parametrize(
    "q",
    [
        "What do inspectors say about supervision?",
        "Which authorities have concerns about how managers use supervision?",
        "Which authorities have concerns about supervision in Northmoor?",
        "Who is responsible for supervision?",
        "Which authorities were criticised in 2020?",
        "Which councils are praised for supervision where Northmoor is criticised?",
        "Which regions are criticised for supervision most?",
        "“Which authorities have concerns about supervision”",
        "Which struggling authorities have concerns about supervision?",
        "Which authorities have concerns about unicorns?",
    ],
)
def test_any_other_question_opens_its_answer(index: Index, q: str) -> None:
    state = SearchState(q=q)
    assert opened(index, state) == (state, "")
    understood = index.understand(q)
    assert who(understood) is None or view_of(understood) is not None or "unicorns" in q


@pytest.mark.parametrize("view", ["results", "time", "compare"])
def test_a_view_that_was_chosen_stays(index: Index, view: str) -> None:
    state = SearchState(q="Which authorities have concerns about supervision?").viewing(view)  # type: ignore[arg-type]
    assert opened(index, state) == (state, "")


def _tab(index: Index, state: SearchState) -> AuthoritiesTab:
    return tab(index, state, index.understand(state.q, state.request))


def test_each_count_opens_those_paragraphs_and_no_others(index: Index) -> None:
    found = _tab(index, SearchState(q="supervision").ordered("concerns"))
    seen = 0
    for row in (*found.first, *found.rest):
        for said, item in zip(_KINDS, row.counts, strict=True):
            assert item.count == row.whole.part.paragraphs[said]
            assert bool(item.url) == bool(item.count)
            if not item.count:
                continue
            state = SearchState(q="supervision").having(authority=(row.name,)).listing(said)
            assert item.url == state.url
            listed = search_page(index, state).result
            assert listed is not None
            assert listed.total == item.count
            assert {line.report.authority for line in listed.results} == {row.name}
            if said == "concern":
                assert all(line.paragraph.kind != "recommendation" for line in listed.results)
            seen += 1
    assert seen > 5


def test_the_year_of_the_last_concern_tells_recent_from_old(index: Index) -> None:
    rows = _tab(index, SearchState(q="supervision").ordered("concerns"))
    latest = {row.name: row.latest for row in (*rows.first, *rows.rest)}
    assert latest["Northmoor"] == "2022"
    assert latest["Saltby"] == "2016"
    assert latest["Rushby"] == ""


def test_a_question_for_concerns_leads_to_the_authorities_with_most(index: Index) -> None:
    state = SearchState(q="concerns about supervision")
    found = search_page(index, state)
    assert {item.name: item.url for item in found.tabs}["By authority"] == state.ordered("concerns").url
    assert any("concerns first" in chip.value for chip in found.chips)
    for shown in (state.ordered("name"), state.listing("strength"), state.sorted_by("newest")):
        assert not any("first" in chip.value for chip in search_page(index, shown).chips), shown.url
