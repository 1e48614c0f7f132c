"""The page of one authority: its inspections in time, what changed between them, what it was told."""

from __future__ import annotations

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
    told = said.split("newest first")[1]
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
    get(http, "/authorities/" + "x" * 200, 422)


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
