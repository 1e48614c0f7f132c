"""Addresses that were changed on their way: what others add, what is misspelt, what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from search_api.http_api.near_names import near_parameters
from tests.support.api_bench import client
from web.shared.foreign import without_trackers

HTML = {"Accept": "text/html"}
PAGES = ("/", "/reports", "/help", "/acronyms", "/compare", "/plan", "/check", "/matrix", "/my-authority")
NOTE = "because this page does not know it"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def page(http: TestClient, path: str, status: int = 200, **query: Any) -> str:
    answer = http.get(path, params=query or None, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def main(html: str) -> str:
    return unescape(html.split("<main", 1)[1].split("</main>", 1)[0])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "name", ["utm_source", "utm_medium", "fbclid", "gclid", "msclkid", "UTM_Source", "_ga"]
)
def test_what_other_sites_add_changes_nothing(http: TestClient, path: str, name: str) -> None:
    plain, tracked = page(http, path), page(http, f"{path}?{name}=x")
    assert main(tracked) == main(plain)


def test_a_question_with_what_others_add_is_the_same_question(http: TestClient) -> None:
    asked = "/?q=visits&authority=Northmoor"
    assert main(page(http, f"{asked}&utm_source=mail&fbclid=1")) == main(page(http, asked))


def test_only_what_is_foreign_is_taken_out() -> None:
    kept = b"q=a+%26b&authority=St+Helens&p=1&p=2&mark="
    assert without_trackers(kept) is kept
    assert without_trackers(kept + b"&utm_id=1") == kept


@pytest.mark.parametrize("path", PAGES)
def test_what_no_page_knows_is_said_and_not_used(http: TestClient, path: str) -> None:
    html = page(http, path, colour="red", sauce="<b>")
    assert f"We did not use ‘colour’ and ‘sauce’ from this web address, {NOTE}" in main(html)
    assert NOTE not in main(page(http, path))
    # The links of the page go on without it.
    assert "colour" not in html.replace("‘colour’", "")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/?q=visits&autority=Saltby", "/?q=visits&authority=Saltby"),
        ("/?q=visits&authorities=Saltby", "/?q=visits&authority=Saltby"),
        ("/?q=visits&council=Saltby", "/?q=visits&authority=Saltby"),
        ("/?query=visits", "/?q=visits"),
        ("/?q=visits&from=2018", "/?q=visits&since=2018"),
        ("/reports?Authority=Saltby", "/reports?authority=Saltby"),
        ("/matrix?abuot=MARAC", "/matrix?about=MARAC"),
    ],
)
def test_a_misspelt_filter_is_never_left_out_in_silence(http: TestClient, path: str, meant: str) -> None:
    html = page(http, path, 422)
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', html)]
    assert meant in links
    page(http, meant)
    left_out = next(link for link in links if link in (path.split("&")[0], f"{path.split('?')[0]}?"))
    page(http, left_out)


def test_a_misspelt_filter_beside_something_foreign_is_refused(http: TestClient) -> None:
    assert "authority" in main(page(http, "/?q=visits&colour=red&autority=Saltby", 422))


@pytest.mark.parametrize("path", ["/?autority=Saltby&colour=red", "/reports?Authority=x&b=1"])
def test_no_page_lists_the_names_of_all_parameters(http: TestClient, path: str) -> None:
    said = main(page(http, path, 422))
    assert "does not know" in said
    for name in ("use as_words", "understood_of", "is not a parameter"):
        assert name not in said


def test_programs_are_told_of_every_name(http: TestClient) -> None:
    for name in ("colour", "utm_source", "autority"):
        answer = http.get("/api/v1/search", params={"q": "visits", name: "x"}, headers=HTML)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == name
    answer = http.get("/", params={"colour": "x"})  # it does not ask for a page
    assert answer.status_code == 422
    assert http.get("/api/v1/search?q=a&autority=x").json()["errors"][0]["near"] == ["authority"]


@pytest.mark.parametrize(
    "path",
    [
        *("/?q=visits", "/brief?about=supervision", "/contrast?about=MARAC&one=good"),
        *("/grades?from=good", "/matrix?about=visits", "/matrix?show=map-grade", "/reports?since=2016"),
        *("/matrix/sentences?about=visits&side=praise", "/silence?about=visits"),
    ],
)
def test_a_wrong_authority_is_put_right_in_one_click(http: TestClient, path: str) -> None:
    status = 200 if path.startswith("/reports") else 422  # that list filters as one types
    html = page(http, f"{path}&authority=Saltbey", status)
    problem = html.split('role="alert"', 1)[1].split("</div>", 1)[0]
    found = re.search(r'Did you mean <a href="([^"]+)">Saltby</a>\?', problem)
    assert found, problem
    assert unescape(found[1]) == f"{path}&authority=Saltby"
    assert "‘Saltbey’" in problem
    page(http, unescape(found[1]))


def test_so_is_the_authority_of_the_reader(http: TestClient) -> None:
    html = page(http, "/my-authority?mine=Saltbey", 422)
    assert '<a href="/my-authority?mine=Saltby">Saltby</a>' in html
    assert '<a href="/?mine=Saltby">Saltby</a>' in page(http, "/?mine=Saltbey", 422)


def test_what_is_like_nothing_is_offered_nothing(http: TestClient) -> None:
    html = page(http, "/?q=visits&authority=Atlantis", 422)
    assert "Did you mean" not in html
    assert "?." not in main(html)


def test_a_name_in_the_address_is_no_markup(http: TestClient) -> None:
    html = page(http, '/?q=%22><b>&authority=Saltbey"><b>', 422)
    assert "<b>" not in html


def test_names_of_parameters_that_are_meant() -> None:
    allowed = ("authority", "grade", "kind", "page", "q", "since", "until")
    assert near_parameters("Year", allowed) == ("since", "until")
    assert near_parameters("colour", allowed) == ()
    assert near_parameters("about", allowed) == ()


def test_a_file_is_never_made_from_an_address_that_is_not_understood(http: TestClient) -> None:
    assert http.get("/grades.csv", headers=HTML).headers["content-type"].startswith("text/csv")
    assert "‘colour’" in page(http, "/grades.csv?colour=red", 422)
