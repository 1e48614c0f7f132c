"""The tabs of one search: each figure against a count of its own, over made-up reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

import pytest

from indexer.records import Report
from search_api.comparison.matrix.parts import Part
from search_api.comparison.matrix.tally import SAID, Said
from search_api.index.index import Index
from search_api.retrieval.results import Understood
from tests.search_api.briefs.made_up import open_made_up
from web.shared.urls import Order, SearchState
from web.views.search import authorities, compare, time
from web.views.search.subject import within_year


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_made_up(tmp_path_factory.mktemp("tabs")) as made:
        yield made


def asked(index: Index, q: str, mine: str = "", **given: str) -> tuple[SearchState, Understood]:
    state = SearchState(q=q, mine=mine, given={name: (value,) for name, value in given.items()})
    return state, index.understand(q, state.request)


def counted(index: Index, word: str = "supervision") -> dict[Report, Counter[str]]:
    """By reading every paragraph: of each report its paragraphs with the word, by what these reports say."""
    found: dict[Report, Counter[str]] = {}
    for report in index.reader.reports():
        kinds = found.setdefault(report, Counter())
        for item in index.reader.paragraphs(report.id):
            if word not in item.text.lower():
                continue
            if item.kind in ("recommendation", "improvement"):
                kinds["recommendation"] += 1
            else:
                kinds[
                    "concern" if "poor" in item.text else "strength" if "good" in item.text else "other"
                ] += 1
    return found


def same(part: Part, reports: list[Counter[str]]) -> bool:
    """Whether the part says of these reports what was counted."""
    return (
        part.searched == len(reports)
        and part.mentioning == sum(bool(item) for item in reports)
        and all(part.paragraphs[kind] == sum(item[kind] for item in reports) for kind in SAID)
        and all(part.reports[kind] == sum(bool(item[kind]) for item in reports) for kind in SAID)
    )


def test_every_year_says_what_its_reports_say(index: Index) -> None:
    found, told = time.tab(index, *asked(index, "supervision")), counted(index)
    years = {str(report.published.year) for report in told}
    assert [row.column.name for row in found.rows] == [str(year) for year in range(2023, 2013, -1)]
    for row in found.rows:
        own = [item for report, item in told.items() if str(report.published.year) == row.column.name]
        assert same(row.part, own), row.column.name
        assert bool(row.part.searched) == (row.column.name in years)
    assert found.whole is not None
    assert same(found.whole.part, list(told.values()))


def test_the_tabs_say_what_the_answer_says(index: Index) -> None:
    state, understood = asked(index, "What do inspectors say about supervision?")
    told = index.tally(understood)
    assert told is not None
    whole = time.tab(index, state, understood).whole
    assert whole is not None
    rows = authorities.tab(index, state, understood)
    cells = [row.whole.part for row in (*rows.first, *rows.rest)]
    for said in SAID:
        assert whole.part.paragraphs[said] == told.count(said) == sum(item.paragraphs[said] for item in cells)
    assert whole.part.mentions == told.total
    assert whole.part.mentioning == told.reports
    assert rows.mentioning == told.authorities


def test_every_cell_says_what_its_reports_say_and_opens_them(index: Index) -> None:
    state, understood = asked(index, "supervision")
    found, told = authorities.tab(index, state, understood), counted(index)
    for row in (*found.first, *found.rest):
        for column, box in zip(found.columns, row.boxes, strict=True):
            own = [
                item
                for report, item in told.items()
                if (report.authority, str(report.published.year)) == (row.name, column.name)
            ]
            assert same(box.part, own), (row.name, column.name)
            assert bool(box.url) == bool(box.part.mentions)
    northmoor = next(row for row in found.first if row.name == "Northmoor")
    listed = within_year(state.having(authority=("Northmoor",)), "2022").listing()
    at_2022 = next(at for at, column in enumerate(found.columns) if column.name == "2022")
    assert northmoor.boxes[at_2022].url == listed.url
    explored = index.explore("supervision", listed.request, 20, mentioned=True)
    assert explored.result.total == northmoor.boxes[at_2022].part.mentions == 2


def test_ones_own_authority_comes_first_then_who_says_most(index: Index) -> None:
    rows = authorities.tab(index, *asked(index, "supervision", "Wexcombe")).first
    assert rows[0].name == "Wexcombe"
    assert rows[0].own
    rest = [row.whole.part.mentions for row in rows[1:]]
    assert rest == sorted(rest, reverse=True)


def test_a_cell_has_a_sign_beside_its_colour(index: Index) -> None:
    rows = authorities.tab(index, *asked(index, "supervision")).first
    sides = {row.name: row.whole.part.side for row in rows}
    assert sides["Northmoor"] == "both"
    assert sides["Wexcombe"] == "criticised"
    assert sides["Rushby"] == "not mentioned"
    assert {sign for sign, _ in authorities.SIGNS.values()} == {"+", "−", "±", "·"}


def test_two_authorities_of_the_question_stand_side_by_side(index: Index) -> None:
    found = compare.tab(index, *asked(index, "compare Saltby and Northmoor on supervision"))
    assert [side.name for side in found.sides] == ["Saltby", "Northmoor"]
    told = counted(index)
    for side in found.sides:
        assert same(side.part, [item for report, item in told.items() if report.authority == side.name])
        for said in side.lists:
            assert said.total == side.part.paragraphs[said.said]
            word = {"concern": "poor", "strength": "good"}[said.said]
            assert all(word in item.quote and item.report.authority == side.name for item in said.quotes)
            assert bool(said.quotes) == bool(said.total)


def test_ones_own_authority_is_set_beside_its_neighbours(index: Index) -> None:
    found = compare.tab(index, *asked(index, "supervision", "Northmoor"))
    assert (found.one, found.other) == ("Northmoor", "neighbours")
    told = counted(index)
    near = [item for report, item in told.items() if report.authority in ("Saltby", "Wexcombe")]
    assert same(found.sides[1].part, near)
    assert found.sides[1].who.startswith("2 of 3 have a report")


def test_filters_on_authorities_choose_a_side_and_leave_the_other_whole(index: Index) -> None:
    found = compare.tab(index, *asked(index, "supervision", authority="Saltby"))
    assert found.one == "Saltby"
    assert found.sides[1].part.searched == sum(
        report.authority in ("Northmoor", "Wexcombe") for report in index.reader.reports()
    )


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Northmoor", "good", "Compare a grade with another grade"),
        ("good", "good", "two different grades"),
        ("Northmoor", "Northmoor", "two different authorities"),
        ("Atlantis", "others", "no report on Atlantis"),
        ("Northmoor", "Pinford", "no report here on Pinford"),
    ],
)
def test_what_cannot_be_compared_is_said(index: Index, one: str, other: str, said: str) -> None:
    state, understood = asked(index, "supervision")
    found = compare.tab(index, state.comparing(one, other), understood)
    assert said in found.note
    assert not found.sides
    assert found.contrast is None


def test_where_nobody_has_chosen_there_are_ideas_and_no_result(index: Index) -> None:
    found = compare.tab(index, *asked(index, "supervision"))
    assert not found.sides
    assert found.contrast is None
    assert "good with sections judged inadequate" in found.ideas[0].words
    assert found.ideas[1].words.startswith("Northmoor, which says most")


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("supervision since 2030", "No report is within these filters"),
        ("“supervision of”", "quotation marks"),
        ("Why is that so?", "does not name one subject"),
    ],
)
def test_a_question_without_a_subject_says_so(index: Index, q: str, said: str) -> None:
    for view in (time.tab, authorities.tab, compare.tab):
        found = view(index, *asked(index, q))
        assert found.subject.told is None
        assert said in found.subject.why


@pytest.mark.parametrize(
    ("order", "said"), [("", ""), ("concerns", "concern"), ("strengths", "strength"), ("name", "")]
)
def test_authorities_stand_in_the_order_that_the_address_asks_for(
    index: Index, order: Order, said: Said | Literal[""]
) -> None:
    state, understood = asked(index, "supervision", mine="Saltby")
    state = state.ordered(order)
    assert ("order=" in state.url) == bool(order)
    found = authorities.tab(index, state, understood)
    rows = (*found.first, *found.rest)
    assert rows[0].name == "Saltby"  # the reader's own stays first
    parts = [row.whole.part for row in rows[1:]]
    if order == "name":
        assert [row.name for row in rows[1:]] == sorted(row.name for row in rows[1:])
    else:
        counts = [part.paragraphs[said] if said else part.mentions for part in parts]
        assert counts == sorted(counts, reverse=True)
    assert [item.name for item in found.orders if item.chosen] == [
        {"": "Most mentions", "concerns": "Most concerns", "strengths": "Most strengths", "name": "Name"}[
            order
        ]
    ]
    assert not any(
        "order=" in box.url for row in rows for box in row.boxes
    )  # lists have an order of their own
