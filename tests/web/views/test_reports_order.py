"""The list of reports as one looks for some: by parts of names, sorted by each column, by year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer.authorities.register import default_register
from indexer.records import GRADES, Judgement, Report
from search_api.question.filters import Holdings
from tests.support.api_bench import client
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, rows, title, words
from web.shared.names import fitting
from web.views.reports_order import ReportsState, Sort, in_order

HELD = (
    *("Torbay", "Bournemouth, Christchurch and Poole", "Derby", "Derbyshire", "South Tyneside"),
    "Saltby Vale",
)


def year_of(row: list[str]) -> str:
    """Of publication, in a row of the list."""
    found = re.search(r"published (?:\d+ \w+ )?(\d{4})|\d+ \w+ (\d{4})", row[1])
    assert found, row
    return found[1] or found[2]


SORTS: tuple[Sort, ...] = ("", "-authority", "published", "-published", "grade", "-grade", "kind", "-kind")


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    """The samples."""
    with client() as made:
        yield made


def holding(*names: str) -> Holdings:
    return Holdings([make_report(name, urn=str(at)) for at, name in enumerate(names, 1)], default_register())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Tor", ["Torbay"]),
        ("tOR", ["Torbay"]),
        ("pool", ["Bournemouth, Christchurch and Poole"]),  # a word within the name
        ("bcp", []),  # the whole of a name in use: for the filter itself
        ("Bourne", ["Bournemouth, Christchurch and Poole"]),
        ("derb", ["Derby", "Derbyshire"]),
        ("salt v", ["Saltby Vale"]),
        ("vale salt", []),  # not in the name's order
        ("tyne", ["South Tyneside"]),
        ("humbers", []),
        ("an", []),  # of "and"
        ("christ and p", ["Bournemouth, Christchurch and Poole"]),
        ("", []),
        ("...", []),
    ],
)
def test_a_part_of_a_name_is_enough(typed: str, meant: list[str]) -> None:
    assert list(fitting(typed, holding(*HELD)).names) == meant


def test_a_council_of_the_past_is_found_by_a_part_of_its_name() -> None:
    assert fitting("humbers", holding("Torbay", "North Lincolnshire")).names == ("North Lincolnshire",)
    assert fitting("Humberside", holding("Torbay", "North Lincolnshire")).whole


def test_a_whole_name_is_that_name_and_tells_of_others_that_begin_so() -> None:
    found = fitting("Derby", holding(*HELD))
    assert found.whole
    assert not found.names
    assert found.others == ("Derbyshire",)


def test_names_that_may_be_meant() -> None:
    assert holding(*HELD).near_names("Torbey") == ("Torbay",)
    assert holding("Saltby Vale", "Torbay").near_names("Saltby Vail")[:1] == (
        "Saltby Vale",
    )  # not registered
    assert holding(*HELD).near_names("zzzzzz") == ()


def test_the_page_takes_a_part_of_a_name_and_says_so(http: TestClient) -> None:
    page = get(http, "/reports?authority=sal&since=2016")
    assert [row[0] for row in rows(page)] == ["Saltby", "Saltby"]
    assert "‘sal’ is part of one name: Saltby" in words(page)
    assert "/reports?authority=Saltby&since=2016" in links(page)
    assert re.search(r'name="authority"[^>]*value="sal"', page)
    both = get(http, "/reports?authority=sal&authority=Northmoor")
    assert [row[0] for row in rows(both)] == ["Northmoor"] * 2 + ["Saltby"] * 2
    wrong = get(http, "/reports?authority=sal&authority=qqqq")
    assert "We know no authority called ‘qqqq’" in words(wrong)
    assert title(wrong).startswith("Error:")
    assert "is part of" not in words(get(http, "/reports?authority=Saltby"))


def test_a_part_that_fits_many_names_filters_by_all_of_them(tmp_path: Path) -> None:
    names = [f"Eastwick {number}" for number in range(60)]
    entries = [make_report_entry(item, [make_paragraph(item)]) for item in map(make_report, names)]
    with over(tmp_path, entries) as http:
        page = get(http, "/reports?authority=eastw&limit=100")
        assert len(rows(page)) == 60
        assert "and 52 more" in words(page)


def test_each_head_of_a_column_sorts_and_turns_round(http: TestClient) -> None:
    page = get(http, "/reports?since=2016")
    assert 'aria-sort="ascending"><a href="/reports?since=2016&amp;sort=-authority"' in page
    assert page.count("aria-sort") == 1
    newest = get(http, "/reports?since=2016&sort=-published&limit=2")
    assert [year_of(row) for row in rows(newest)] == ["2026", "2023"]
    assert 'aria-sort="descending"><a href="/reports?since=2016&amp;sort=published&amp;limit=2"' in newest
    assert "sorted by date, newest first" in title(newest)
    assert "/reports?since=2016&sort=-published&limit=2&offset=2" in links(newest)  # pages keep the order
    assert '<input type="hidden" name="sort" value="-published">' in newest  # and so does the form
    get(http, "/reports?sort=size", 422)


def test_only_the_latest_report_of_each_authority(http: TestClient) -> None:
    page = get(http, "/reports?latest=true&sort=-published")
    assert len({row[0] for row in rows(page)}) == len(rows(page)) == 3
    assert re.search(r'name="latest" value="true" checked', page)
    assert "only latest reports" in title(page)
    assert "/reports?latest=true&sort=published" in links(page)


def test_years_are_links_that_keep_the_other_filters(http: TestClient) -> None:
    page = get(http, "/reports?authority=Saltby&since=2019&until=2019")
    assert [year_of(row) for row in rows(page)] == ["2019"]
    assert re.search(r'since=2019&amp;until=2019" aria-current="true">2019<', page)
    assert "/reports?authority=Saltby" in links(page)
    assert "/reports?authority=Saltby&since=2023&until=2023" in links(page)


def made(authority: str, year: int, grade: str, kind: str) -> Report:
    judged = (Judgement("overall", "Overall", grade, grade),) if grade else ()
    return make_report(authority, published=date(year, 5, 1), framework=kind, judgements=judged)


REPORTS = st.lists(
    st.builds(
        made, st.sampled_from(["A", "B", "C"]), st.integers(2012, 2026), st.sampled_from(["", *GRADES[:4]]),
        st.sampled_from(["sif", "ilacs"]),
    ),
    max_size=12, unique_by=lambda item: item.id,
)  # fmt: skip


@given(REPORTS, st.sampled_from(SORTS))
def test_every_order_keeps_every_report_once(reports: list[Report], sort: Sort) -> None:
    found = in_order(reports, sort)
    assert sorted(item.id for item in found) == sorted(item.id for item in reports)
    grades = [item.judgements[0].grade if item.judgements else "" for item in found]
    if sort in ("grade", "-grade"):  # those without a grade stand last either way
        graded = [grade for grade in grades if grade]
        assert grades == graded + [""] * (len(grades) - len(graded))
        assert graded == sorted(graded, key=GRADES.index, reverse=sort == "-grade")
    if sort in ("published", "-published"):
        dates = [item.published for item in found]
        assert dates == sorted(dates, reverse=sort == "-published")


def test_a_head_that_is_asked_for_again_turns_the_order_round() -> None:
    for column in ("authority", "published", "grade", "kind"):
        first = ReportsState(sort="kind" if column != "kind" else "grade").sorted_by(column)
        second = first.sorted_by(column)
        assert first.sort != second.sort
        assert {first.order(column), second.order(column)} == {"ascending", "descending"}
        assert second.sorted_by(column) == first
