"""The filter `latest`: each authority's newest report of those that the other filters leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from indexer.authorities.register import default_register
from indexer.errors import InvalidRequest
from indexer.records import Judgement, Report
from indexer.store.reader import IndexReader
from search_api.cli.views import command_of
from search_api.mcp_tools.arguments import SearchArguments, read
from search_api.question.filters import Holdings
from search_api.question.request import Request, choose
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from search_api.views.records import View
from tests.support.api_bench import client, sample_index
from tests.support.builders import make_report
from tests.support.encoders import HashEncoder

NEWEST = {"northmoor-2018-03-29", "saltby-2023-11-13", "wexcombe-2026-06-15"}


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    with IndexReader.open(sample_index()) as reader:
        yield Searcher(reader, HashEncoder(), default_register(), Settings())


def left(searcher: Searcher, query: str = "", **filters: Any) -> set[str]:
    request = Request(**filters)
    if query:
        return {report.id for report in searcher.understand(query, request).scope.reports}
    return {report.id for report in searcher.interpreter.scope(request)[0].reports}


def chosen(reports: Sequence[Report], **filters: Any) -> list[str]:
    holdings = Holdings(reports, default_register())
    return [report.id for report in choose(Request(**filters), holdings).left(reports, holdings)]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, NEWEST),
        ({"until": "2019"}, {"northmoor-2018-03-29", "saltby-2019-07-22", "wexcombe-2013-06-28"}),
        ({"frameworks": "SIF"}, {"northmoor-2016-01-29"}),
        ({"grades": ["adequate", "requires improvement"]},
         {"northmoor-2018-03-29", "saltby-2019-07-22", "wexcombe-2013-06-28"}),
        ({"authorities": "Saltby"}, {"saltby-2023-11-13"}),
        ({"kinds": "recommendation"}, NEWEST),
    ],
)  # fmt: skip
def test_the_newest_of_those_that_the_other_filters_leave(
    searcher: Searcher, filters: dict[str, Any], ids: set[str]
) -> None:
    assert left(searcher, latest=True, **filters) == ids
    assert left(searcher, "visits to children", latest=True, **filters) == ids


def test_it_comes_after_what_the_question_says(searcher: Searcher) -> None:
    assert left(searcher, "visits in inadequate authorities", latest=True) == {"northmoor-2016-01-29"}
    assert left(searcher, "visits in Saltby before 2020", latest=True) == {"saltby-2019-07-22"}


def test_it_says_the_same_as_the_words(searcher: Searcher) -> None:
    said = searcher.understand("visits in the latest reports", Request())
    typed = searcher.understand("visits in the latest reports", Request(latest=True))
    plain = searcher.understand("visits", Request(latest=True))
    assert {report.id for report in said.scope.reports} == NEWEST
    for other in (typed, plain):
        assert other.scope.reports == said.scope.reports
        assert other.question.rest == said.question.rest == "visits"
    assert all(item.scope.chosen.latest for item in (said, typed, plain))


def test_it_overrules_another_inspection_that_the_question_names(searcher: Searcher) -> None:
    said = searcher.understand("visits in the previous inspection", Request())
    assert not said.scope.chosen.latest
    typed = searcher.understand("visits in the previous inspection", Request(latest=True))
    assert {report.id for report in typed.scope.reports} == NEWEST
    assert not typed.question.mentions


def test_a_report_on_a_school_is_none_on_its_authority() -> None:
    good = (Judgement("overall", "Overall effectiveness", "good", "Good"),)
    full = make_report("Saltby", date(2019, 3, 1), judgements=good)
    visit = make_report("Saltby", date(2021, 3, 1), framework="focused_visit")
    school = make_report("Saltby", date(2023, 3, 1), framework="school")
    home = make_report("Wexcombe", date(2022, 3, 1), framework="childrens_home")
    reports = [full, visit, school, home]
    assert chosen(reports, latest=True) == [visit.id, home.id]
    assert chosen(reports, latest=True, frameworks=["school", full.framework]) == [full.id]
    assert chosen(reports, latest=True, frameworks="school") == [school.id]


def test_what_is_neither_on_nor_off_is_refused() -> None:
    assert Request(latest=False) == Request()
    assert Request(latest=True) == Request.named({"latest": ("true",)})
    with pytest.raises(InvalidRequest, match="'maybe' cannot be used"):
        choose(Request.named({"latest": ("maybe",)}), Holdings((), default_register()))


def test_every_surface_takes_it() -> None:
    assert read({"q": "visits", "latest": "true"}, SearchArguments).request() == Request(latest=True)
    assert command_of(View("trend", "", "", subject="neglect", given=(("latest", "true"),))) == (
        "pinpoint trend neglect --latest"
    )
    with client() as http:
        reports = http.get("/api/v1/reports", params={"latest": "true"}).json()["reports"]
        assert {item["id"] for item in reports} == NEWEST
        reply = http.get("/api/v1/search", params={"q": "visits", "latest": "true"}).json()
        assert {item["report"] for item in reply["results"]} <= NEWEST
        assert reply["understood"]["latest"] is True
        assert "Only latest reports" not in http.get("/feeds/atom", params={"q": "visits"}).text
        feed = http.get("/feeds/atom", params={"q": "visits", "latest": "true"}).text
        assert "only latest reports</title>" in feed
        assert "latest=true" in feed
