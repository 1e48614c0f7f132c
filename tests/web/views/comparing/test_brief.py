"""The page of the evidence brief: its form, the brief with links to paragraphs, and the downloads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client
from tests.support.page_reading import get, links, title, words

BRIEF = "/brief?about=supervision&authority=Northmoor"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_the_brief_links_every_quotation_to_its_paragraph(http: TestClient) -> None:
    page = get(http, BRIEF)
    assert title(page).startswith("Supervision and management oversight: what inspectors found in Northmoor")
    assert page.count('class="quote"') >= 1
    paragraphs = [link for link in links(page) if link.startswith("/paragraphs/")]
    assert len(paragraphs) == page.count('class="quote"')
    for link in paragraphs[:5]:
        assert http.get(link).status_code == 200


def test_each_download_is_the_kind_of_file_that_it_says(http: TestClient) -> None:
    found = [
        link for link in links(get(http, f"{BRIEF}&since=01/02/2012")) if link.startswith("/brief/file?")
    ]
    assert len(found) == 3
    for link in found:
        reply = http.get(link)
        kind = link.rpartition("format=")[2]
        assert "since=2012-02-01" in link
        assert reply.status_code == 200
        assert reply.headers["content-disposition"].endswith(f'.{kind}"')
        assert reply.content.startswith({"docx": b"PK", "html": b"<!doctype", "md": b"# "}[kind])


def test_without_an_authority_it_is_asked_for(http: TestClient) -> None:
    page = get(http, "/brief?about=supervision")
    assert title(page).startswith("Evidence brief")
    assert 'value="supervision"' in page
    assert "Error" not in title(page)


def test_a_theme_and_an_authority_lead_to_it(http: TestClient) -> None:
    assert "/brief?about=supervision" in links(get(http, "/themes/supervision"))
    assert "/brief?authority=Northmoor" in links(get(http, "/authorities/northmoor"))
    assert "/brief" in links(get(http, "/compare"))
    assert 'value="Northmoor"' in get(http, "/brief?authority=Northmoor")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/brief?about=supervision&authority=Atlantis", "Atlantis"),
        ("/brief?about=supervision&authority=Northmoor&since=soon", "soon"),
        ("/brief?about=MARAC+and+LADO&authority=Northmoor", "ask for one of them"),
    ],
)
def test_what_cannot_be_used_is_said_on_the_page(http: TestClient, path: str, said: str) -> None:
    page = get(http, path, 422)
    assert said in words(page)
    assert title(page).startswith("Error: ")
