"""The page of one authority: its inspections in time, what changed between them, what it was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.records import Framework, Grade, Judgement, Report
from search_api.comparison.changes import change
from tests.support.api_bench import client
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, title, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    """The samples, a file that is refused among them."""
    with client() as made:
        yield made


def test_an_authority_shows_its_inspections_in_time(http: TestClient) -> None:
    page = get(http, "/authorities/saltby")
    assert title(page) == "Saltby"
    said = words(page)
    assert said.index("Published 22 July 2019") < said.index("Published 13 November 2023")
    assert "The earliest inspection in this list." in said
    assert "Up one grade overall, from Requires improvement to Good." in said
    assert "Saltby is not in our list of local authorities" in said
    told = said.split("newest first")[1].split("What became of them")[1].split("later inspections")[1]
    assert told.index("Published 13 November 2023") < told.index("Published 22 July 2019")
    assert "/paragraphs/saltby-2023-11-13/improve-1" in links(page)
    assert '<input type="hidden" name="authority" value="Saltby">' in page


def test_an_authority_of_the_register_without_a_report_says_so(http: TestClient) -> None:
    said = words(get(http, "/authorities/torbay"))
    assert "There are no reports on Torbay here." in said
    assert "South West" in said
    assert "Plymouth (no reports here)" in said
    assert "Ask about" not in said


def test_neighbours_with_a_report_here_are_linked(tmp_path: Path) -> None:
    reports = [make_report(name, urn=urn) for name, urn in (("Plymouth", "1"), ("Torbay", "2"))]
    with over(tmp_path, [make_report_entry(item, [make_paragraph(item)]) for item in reports]) as http:
        page = get(http, "/authorities/torbay")
        assert "/authorities/plymouth" in links(page)
        assert "Rotherham (no reports here)" in words(page)
        assert "We found no recommendations and no list of what needs to improve" in words(page)


def test_an_unknown_authority_gets_near_names(http: TestClient) -> None:
    page = get(http, "/authorities/saltbee", 404)
    assert title(page) == "Authority not found"
    assert "/authorities/saltby" in links(page)
    assert "/authorities/bath-and-north-east-somerset" in links(get(http, "/authorities/banes", 404))
    assert "Did you mean" not in words(get(http, "/authorities/%3Cb%3E", 404))
    assert "/authorities/saltby" in links(get(http, "/authorities/sal", 404))  # a part of a name
    get(http, "/authorities/" + "x" * 200, 422)


def test_an_area_or_a_council_of_the_past_leads_to_those_of_today(http: TestClient) -> None:
    gone = get(http, "/authorities/cumbria")
    assert "Cumbria is now Cumberland and Westmorland and Furness." in words(gone)
    assert {"/authorities/cumberland", "/authorities/westmorland-and-furness"} <= set(links(gone))
    unlisted = get(http, "/authorities/bournemouth", 404)
    assert "Bournemouth is now part of Bournemouth, Christchurch and Poole." in words(unlisted)
    assert "/authorities/bournemouth-christchurch-and-poole" in links(unlisted)
    assert "There is no authority called" not in words(unlisted)


def test_the_summary_of_the_tracker_counts_as_the_tracker_does(http: TestClient) -> None:
    page = get(http, "/authorities/saltby")
    said = words(page)
    assert "/authorities/saltby/tracker" in links(page)
    tracker = words(get(http, "/authorities/saltby/tracker"))
    counted = tracker.split("published 13 November 2023: ")[1].split(".")[0].split(", ")
    assert counted
    assert " ".join(counted) in said
    total = sum(int(item.split()[0]) for item in counted)
    assert f"{total} recommendations or points to improve were published on 22 July 2019." in said


def test_themes_stand_beside_those_of_others(tmp_path: Path) -> None:
    neglect = "Neglect is recognised late and neglect tools are not used."
    fostering = "Private fostering is well known to staff."
    reports = [make_report(name, urn=str(at)) for at, name in enumerate(["Eastwick", "B", "C", "D"], 1)]
    entries = [
        make_report_entry(item, [make_paragraph(item, number, text) for number, text in enumerate(said, 1)])
        for item, said in zip(
            reports, [[neglect] * 2, *[[fostering, "Nothing else is said."]] * 3], strict=True
        )
    ]
    with over(tmp_path, entries) as http:
        page = get(http, "/authorities/eastwick")
        said = words(page)
        assert "Themes, compared with other authorities" in said
        assert "What became of them" not in said  # of one report
        more, less = said.split("Said more about Eastwick")[-1].split("Said less about Eastwick")[-2:]
        assert re.search(r"Neglect 2 .*100\.0 0\.0", more)
        assert re.search(r"Private fostering 0 0\.0 50\.0", less)
        assert "/themes/neglect?authority=Eastwick" in links(page)
        for other in ("b", "c", "d"):
            assert any(link.startswith(f"/reports/{other}-") for link in links(page))


def test_it_can_be_made_ones_own_and_asked_about(http: TestClient) -> None:
    page = get(http, "/authorities/saltby")
    assert 'data-mine-keep="Saltby"' in page
    assert "/?q=what+needs+to+improve%3F&authority=Saltby" in links(page)
    assert "/my-authority?mine=Saltby" in links(page)
    assert "https://reports.ofsted.gov.uk/provider/44/80572" in links(get(http, "/authorities/torbay"))
    assert "ofsted.gov.uk" not in page  # which the register lacks


def graded(year: int, grade: Grade | None, framework: Framework = "ilacs") -> Report:
    judged = (Judgement("overall", "Overall", grade, grade),) if grade else ()
    return make_report(published=date(year, 5, 1), framework=framework, judgements=judged)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (graded(2016, "inadequate", "sif"), graded(2019, "outstanding"), "Up three grades overall"),
        (graded(2016, "good"), graded(2019, "requires improvement"), "Down one grade overall, from Good"),
        (graded(2016, "good"), graded(2019, "good"), "Same overall grade"),
        (graded(2016, "good"), graded(2026, None), "We found no overall grade in this report"),
        (graded(2016, None), graded(2026, "good"), "We found no overall grade for the inspection before"),
        (graded(2013, "good", "looked_after"), graded(2015, "good", "sif"),
         "the 2013 overall grade covers only services for looked after children."),
        (graded(2012, "adequate", "sif"), graded(2015, "requires improvement"), "neither grade is higher."),
    ],
)  # fmt: skip
def test_what_became_of_the_overall_grade(before: Report, after: Report, said: str) -> None:
    assert change([before], after).endswith(said) or change([before], after).startswith(said)


def test_a_letter_between_two_inspections_does_not_part_them() -> None:
    first, last = graded(2016, "good", "sif"), graded(2019, "good")
    visit = graded(2018, None, "focused_visit")
    send = make_report(
        published=date(2017, 5, 1), framework="area_send",
        judgements=(Judgement("area_send", "Outcome", "inconsistent experiences", "inconsistent"),),
    )  # fmt: skip
    assert change([first, send, visit], last).startswith("Same overall grade")
    assert (
        change([first], visit) == change([first], send) == "This kind of inspection gives no overall grade."
    )
    assert change([visit], first) == "The earliest inspection in this list that can give an overall grade."
