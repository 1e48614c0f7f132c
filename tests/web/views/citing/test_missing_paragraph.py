"""What a reader learns who asks for a paragraph or report that is not there, in the words of a citation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, words


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    report = make_report("Saltby")
    numbers = [("finding", number) for number in (18, 19, 20, 22, 30, 31)] + [("recommendation", 7)]
    held = [make_paragraph(report, number, kind=kind) for kind, number in numbers]
    with over(tmp_path_factory.mktemp("missing"), [make_report_entry(report, held)]) as made:
        yield made


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("para-99", "has no paragraph 99. Its findings are paragraphs 18 to 20, 22 and 30 to 31."),
        ("rec-8", "has no recommendation 8. Its only recommendation is 7."),
        ("rec-30", "has no recommendation 30. Its only recommendation is 7. It has that number here."),
        ("improve-2", "has no bullet 2 under what needs to improve. Its findings are paragraphs 18"),
        ("summary-executive-3", "has no executive summary, paragraph 3. Its findings are"),
        ("part2-para-1", "has no second part, paragraph 1."),
    ],
)
def test_a_paragraph_that_is_not_there_is_named_as_citations_name_it(
    http: TestClient, locator: str, said: str
) -> None:
    report = make_report("Saltby")
    page = get(http, f"/paragraphs/{report.id}/{locator}", 404)
    assert f"Saltby, 24 August 2018 {said}" in words(page)
    # No id, and no word that only a program has.
    for word in (report.id, "index", locator):
        assert word not in words(page)


def test_the_same_number_of_another_kind_is_one_click_away(http: TestClient) -> None:
    report = make_report("Saltby")
    page = get(http, f"/paragraphs/{report.id}/rec-30", 404)
    assert f"/paragraphs/{report.id}/para-30" in links(page)
    assert "Paragraph 30" in words(page)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("reports/saltby-2011-01-01", "These are the reports of that authority that we have."),
        ("paragraphs/saltby-2011-01-01/para-1", "These are the reports of that authority that we have."),
        ("reports/saltby-2018-08-20", "Its date may have been corrected; it may be this one."),
    ],
)
def test_a_report_that_is_not_there_offers_those_of_its_authority(
    http: TestClient, path: str, said: str
) -> None:
    page = get(http, f"/{path}", 404)
    assert said in words(page)
    assert "Report published 24 August 2018" in words(page)
    assert f"/reports/{make_report('Saltby').id}" in links(page)


def test_programs_are_told_as_before(http: TestClient) -> None:
    report = make_report("Saltby")
    found = http.get(f"/api/v1/paragraphs/{report.id}/para-99").json()
    assert found["detail"] == f"{report.id} has no para-99"
    assert found["remedy"] == "it has finding 18-20, 22, 30-31; recommendation 7"
