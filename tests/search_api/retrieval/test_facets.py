"""Filters by region and grade, and the counts beside the choices of a filter panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.authorities.register import Authority, Register, default_register
from indexer.errors import InvalidRequest, UnknownRegion
from indexer.records import GRADES
from indexer.store.reader import IndexReader
from search_api.question.filters import grades_of, rows
from search_api.question.records import Scope
from search_api.question.request import Request
from search_api.retrieval.facets import facets, fields
from search_api.retrieval.results import Facet
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.support.api_bench import client, sample_index
from tests.support.encoders import HashEncoder

ALL = Request()


def register() -> Register:
    """The real one, and the authorities of the samples, which do not exist, in two of its regions."""
    given = default_register()
    like = next(iter(given))
    made = [
        replace(like, urn=f"8999{place}", la_code=str(990 + place), ons_code="", name=name, also_known_as=(),
                region=region, statistical_neighbours=())
        for place, (name, region) in enumerate(
            (("Northmoor", "South West"), ("Saltby", "South West"), ("Wexcombe", "South East"))
        )
    ]  # fmt: skip
    return with_more(given, made)


def with_more(given: Register, made: Sequence[Authority]) -> Register:
    return Register([*given, *made])


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    with IndexReader.open(sample_index()) as reader:
        yield Searcher(reader, HashEncoder(), register(), Settings())


def facet(found: Sequence[Facet], field: str) -> dict[str, int]:
    return {value.name: value.paragraphs for item in found if item.field == field for value in item.values}


def asked(field: str, value: str) -> Request:
    return Request(since=value, until=value) if field == "year" else ALL.having(field, value)


def merged(one: Request, other: Request) -> Request:
    for item in rows():
        if other.of(item.name):
            one = one.having(item.name, *other.of(item.name))
    return one


def counted(searcher: Searcher, query: str, request: Request) -> tuple[Facet, ...]:
    parsed = searcher.interpreter.parse(query, request) if query else None
    return facets(searcher.interpreter, request, parsed)


def resolve(request: Request, searcher: Searcher) -> Scope:
    return searcher.interpreter.scope(request)[0]


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        ("", ALL),
        ("visits to children", ALL),
        ("visits to children in Northmoor", ALL),
        ("recommendations about visits", Request(authorities=("Northmoor",))),
        ("visits", Request(kinds=("finding",), regions=("south west",))),
        ("visits in good authorities", Request(since="2016", until="2016")),
        ("visits in the last inspection", ALL),
        ("visits in the latest reports of Northmoor", Request(kinds=("finding",))),
        ("visits in the last inspection", Request(frameworks=("SIF",), grades=("Inadequate",))),
        ("", Request(latest=True)),
        ("visits", Request(latest=True, since="2016")),
        ("visits in inadequate authorities", Request(latest=True, frameworks=("SIF",))),
        ("visits in the last inspection before 2018", Request(latest=True, kinds=("finding",))),
    ],
)
def test_a_count_is_what_is_searched_when_the_value_is_chosen(
    searcher: Searcher, query: str, request_: Request
) -> None:
    for item in counted(searcher, query, request_):
        for value in item.values:
            chosen = merged(request_, asked(item.field, value.name))
            scope = searcher.understand(query, chosen).scope if query else resolve(chosen, searcher)
            assert scope.coverage.paragraphs_searched == value.paragraphs, (item.field, value)


@pytest.mark.parametrize("query", ["", "visits", "visits in the last inspection", "the previous inspection"])
def test_no_value_is_missing_where_only_the_newest_reports_count(searcher: Searcher, query: str) -> None:
    request = Request(latest=True, regions=("South West",))
    found = counted(searcher, query, request)
    for item in counted(searcher, "", ALL):
        listed = {value.name for value in next(other for other in found if other.field == item.field).values}
        for value in item.values:
            if item.field != "theme" and value.name not in listed:
                chosen = merged(request, asked(item.field, value.name))
                assert resolve(chosen, searcher).empty, (item.field, value)


def test_every_field_in_order_and_what_is_chosen_stays(searcher: Searcher) -> None:
    request = Request(
        authorities=("northmoor",),
        regions=("the South-West",),
        since="2016",
        until="2016",
        kinds=("context",),
    )
    found = counted(searcher, "", request)
    assert tuple(item.field for item in found) == fields()
    chosen = {item.field: [value.name for value in item.values if value.chosen] for item in found}
    assert chosen == {
        "authority": ["Northmoor"], "region": ["South West"], "year": ["2016"], "framework": [], "grade": [],
        "kind": ["context"], "theme": [],
    }  # fmt: skip
    years = [value.name for item in found if item.field == "year" for value in item.values]
    assert years == sorted(years, reverse=True)
    kinds = [value.name for item in found if item.field == "kind" for value in item.values]
    assert kinds.index("finding") < kinds.index("recommendation")


def test_a_choice_leaves_the_others_of_its_field_countable(searcher: Searcher) -> None:
    everything = facet(counted(searcher, "", ALL), "authority")
    one = facet(counted(searcher, "", Request(authorities=("Northmoor",))), "authority")
    assert one == everything
    assert len(facet(counted(searcher, "", Request(authorities=("Northmoor",))), "region")) == 1


def test_a_report_is_of_its_overall_grade(searcher: Searcher) -> None:
    reports = searcher.reader.reports()
    held = facet(counted(searcher, "", ALL), "grade")
    assert held
    for grade in GRADES:
        kept = [item for item in reports if grades_of(item) == {grade}]
        scope = resolve(Request(grades=(grade,)), searcher)
        assert scope.coverage.reports_searched == len(kept)
        assert held.get(grade, 0) == scope.coverage.paragraphs_searched


def test_filters_that_leave_nothing_say_so(searcher: Searcher) -> None:
    here = {
        grade for item in searcher.reader.reports() if item.authority == "Saltby" for grade in grades_of(item)
    }
    absent = next(grade for grade in GRADES if grade not in here)
    scope = resolve(Request(authorities=("Saltby",), grades=(absent,)), searcher)
    assert scope.empty
    assert scope.notes[0].startswith(f"No report of Saltby is graded {absent}. Grades found: ")
    scope = resolve(Request(regions=("London",)), searcher)
    assert scope.empty
    assert scope.notes == (
        "No report is from the regions chosen; without them there are reports of Northmoor, Saltby, "
        "Wexcombe.",
    )
    assert searcher.search("visits", Request(regions=("London",))).results == ()


def test_names_that_are_none_are_refused(searcher: Searcher) -> None:
    with pytest.raises(UnknownRegion, match="is not a region of the register"):
        resolve(Request(regions=("Atlantis",)), searcher)
    with pytest.raises(InvalidRequest, match="is not a grade"):
        resolve(Request(grades=("splendid",)), searcher)


def test_what_is_typed_silences_what_the_question_says_of_it(searcher: Searcher) -> None:
    asked = searcher.understand("visits in inadequate authorities", Request(grades=("good",)))
    assert asked.scope.chosen.of("grade") == {"good"}
    assert not asked.question.said("grade")
    assert not asked.scope.empty


def test_the_api_counts_and_filters_alike() -> None:
    with client() as http:
        plain = ask(http, "/facets")
        assert sum(plain["grade"].values()) <= sum(plain["kind"].values())
        for grade, count in plain["grade"].items():
            found = ask(http, "/search", q="children", grade=grade, limit=1)
            assert found["coverage"]["paragraphs_searched"] == count
            assert found["understood"]["grades"] == [grade]
        refused = http.get("/api/v1/search", params={"q": "children", "region": "Atlantis"})
        assert refused.json()["field"] == "region"
        assert (refused.status_code, refused.json()["type"]) == (404, "urn:pinpoint:problem:unknown-region")


def test_counts_of_a_question_say_what_may_be_misspelt() -> None:
    with client() as http:
        assert ask(http, "/facets", q="children in Northmor")["notes"] == [
            "No report uses the word ‘Northmor’, so ‘Northmoor’ was used instead."
        ]


def ask(http: TestClient, path: str, **query: Any) -> Any:
    answer = http.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()
