"""The first page: what is here, what can be asked by job, and the reader's own authority."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def main(http: TestClient, path: str, status: int = 200) -> str:
    answer = http.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text.split("<main", 1)[1].split("</main>", 1)[0]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def links(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="(/[^"]*)"', html)]


def test_it_says_what_is_here(http: TestClient) -> None:
    html = main(http, "/")
    assert "6 reports on 3 authorities, published 2013 to 2026" in words(html)
    counted = [int(count) for count in re.findall(r'class="count">\((\d+)\)', html)]
    assert sum(counted) == 6
    newest = html.split('id="newest-heading"', 1)[1].split("</section>", 1)[0]
    days = [link.rpartition("/")[2][-10:] for link in links(newest)]
    assert len(days) == 5
    assert days == sorted(days, reverse=True)


def test_every_job_leads_to_something(http: TestClient) -> None:
    jobs = main(http, "/").split('id="jobs-heading"', 1)[1].split("</section>", 1)[0]
    assert jobs.count("<h3") == 4
    for link in links(jobs):
        found = main(http, link)
        if link.startswith("/?q="):
            assert "What was searched" in found, link
            assert "No answer found" not in found, link


@pytest.mark.parametrize("path", ["/", "/?mine=Saltby"])
def test_every_other_link_of_it_leads_somewhere(http: TestClient, path: str) -> None:
    for link in links(main(http, path)):
        main(http, link)


def test_my_authority_has_its_place(http: TestClient) -> None:
    html = main(http, "/?mine=saltby")
    own = html.split('id="own-heading"', 1)[1].split("</section>", 1)[0]
    assert "Saltby : last inspection published 13 November 2023" in words(own)
    for link in ("/authorities/saltby", "/authorities/saltby/tracker", "/praised?mine=Saltby"):
        assert link in links(own)
    assert "Choose my authority" in words(main(http, "/"))
    assert "What needed to improve in Saltby’s last inspection?" in words(html)


def test_filters_stand_there_only_where_one_is_chosen(http: TestClient) -> None:
    assert "checkbox" not in main(http, "/")
    assert "checkbox" in main(http, "/?authority=Saltby")
