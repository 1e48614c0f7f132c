"""The pages of movements, matrix and map: forms without a script, tables behind drawings, links that open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.search_api.comparing.judged import standard
from tests.support.page_reading import get, links, over, rows, title, words


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with over(tmp_path_factory.mktemp("pages"), standard()) as made:
        yield made


MOVE = "/grades?from=inadequate&to=good&area=leadership"


def test_a_move_opens_both_reports_and_both_sections(http: TestClient) -> None:
    page = get(http, MOVE)
    assert title(page) == "Grades: moves from inadequate to good on leadership, management and governance"
    [row] = rows(page)
    assert row[0].startswith("Torbay")
    assert row[4].startswith("Up two grades")
    found = links(page)
    for link in ("/reports/torbay-2018-08-24#judgements", "/paragraphs/torbay-2022-05-18/para-2"):
        assert link in found
        assert http.get(link).status_code == 200
    assert "Not counted: grades that do not compare" in words(page)
    assert '<option value="inadequate" selected>' in page
    [download] = [link for link in found if link.startswith("/grades.csv")]
    assert "Torbay" in http.get(download).text


def test_an_empty_form_lists_what_went_up_or_down(http: TestClient) -> None:
    page = get(http, "/grades?area=&from=&to=&way=&region=&authority=&since=&until=")
    assert title(page) == "Grades: how they moved"
    assert {row[4].split()[0] for row in rows(page)} == {"Up", "Down"}


def test_one_authority_has_its_time_line(http: TestClient) -> None:
    said = words(get(http, "/grades?authority=Torbay&way=up&way=same&way=down"))
    assert "Torbay: all areas by inspection" in said
    assert "Single inspection framework (2013–18)" in said


def test_a_filter_that_cannot_be_used_is_said(http: TestClient) -> None:
    page = get(http, "/grades?authority=Atlantis", 422)
    assert title(page).startswith("Error: ")
    assert "Atlantis" in words(page)


@pytest.mark.parametrize("show", ["trend", "region", "authority"])
def test_every_figure_of_the_matrix_opens_its_sentences(http: TestClient, show: str) -> None:
    page = get(http, f"/matrix?about=leaders&show={show}")
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    opened = [link for link in links(page) if link.startswith("/matrix/sentences")]
    assert len(opened) >= 8
    for link in opened[:6]:
        sentences = get(http, link)
        assert re.search(r'href="/paragraphs/[^"]+"', sentences)
    assert "2014" in page  # a year without a report has its column
    assert "no report" in words(page)


def test_a_cell_lists_the_sentences_of_its_year_and_row_alone(http: TestClient) -> None:
    page = get(http, "/matrix/sentences?about=leaders&authority=Torbay&since=2022&until=2022")
    found = {link.partition("?")[0] for link in links(page) if link.startswith("/paragraphs/")}
    assert found == {"/paragraphs/torbay-2022-05-18/para-1", "/paragraphs/torbay-2022-05-18/para-2"}


@pytest.mark.parametrize("show", ["map", "map-mention", "map-grade"])
def test_the_table_behind_the_map_has_every_authority(http: TestClient, show: str) -> None:
    page = get(http, f"/matrix?about=leaders&show={show}")
    assert len(rows(page)) == 153
    [told] = [row for row in rows(page) if row[0] == "Torbay"]
    assert told[1] == "TOR"
    link = next(link for link in links(page) if "torbay-20" in link or "authority=Torbay" in link)
    assert http.get(link).status_code == 200


def test_files_are_to_be_had_of_table_and_drawing(http: TestClient) -> None:
    for show in ("trend", "region", "map", "map-grade"):
        for ending, kind in (("csv", "text/csv; charset=utf-8"), ("svg", "image/svg+xml")):
            reply = http.get(f"/matrix.{ending}?about=leaders&show={show}")
            assert reply.status_code == 200
            assert reply.headers["content-type"] == kind
            assert "attachment" in reply.headers["content-disposition"]


def test_without_a_matter_the_page_offers_some(http: TestClient) -> None:
    assert "Try one of these" in words(get(http, "/matrix"))
    assert "is not mentioned in the 9 reports" in words(get(http, "/matrix?about=unicorns"))


@pytest.mark.parametrize(
    "path", ["/matrix?about=leaders", "/?q=leaders&view=time", "/?q=leaders&view=authorities"]
)
def test_figures_of_one_subject_say_why_they_differ(http: TestClient, path: str) -> None:
    assert "nly paragraphs that name it" in words(get(http, path))
