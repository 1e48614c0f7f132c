"""GET /contrast, /praised and /feeds/atom over the samples: shapes, refusals, access, parts."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from search_api.schemas.base import PREFIX
from tests.support.api_bench import client

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_a_contrast_quotes_paragraphs_that_are_there(http: TestClient) -> None:
    reply = http.get(f"{PREFIX}/contrast", params={"about": "MARAC", "one": "good", "other": "inadequate"})
    assert reply.status_code == 200, reply.text
    found = reply.json()
    assert [side["grade"] for side in found["sides"]] == ["good", "inadequate"]
    for side in found["sides"]:
        assert side["speaking"] <= side["sections"]
        for item in side["statements"]:
            assert http.get(f"{PREFIX}/paragraphs/{item['id']}").json()["grade"] == side["grade"]
            assert item["quote"] == item["text"][slice(*item["span"])]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/contrast", {}),
        ("/contrast", {"about": "MARAC", "one": "splendid"}),
        ("/contrast", {"about": "MARAC", "colour": "red"}),
        ("/praised", {"about": "MARAC"}),
        ("/praised", {"about": "MARAC", "mine": "Saltby", "whose": "friends"}),
    ],
)
def test_what_cannot_be_asked_is_refused(http: TestClient, path: str, params: dict[str, str]) -> None:
    reply = http.get(f"{PREFIX}{path}", params=params)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_praise_of_others_names_each_once(http: TestClient) -> None:
    found = http.get(f"{PREFIX}/praised", params={"about": "MARAC", "mine": "Northmoor"}).json()
    whose = [item["authority"] for item in found["others"]]
    assert "Northmoor" not in whose
    assert len(set(whose)) == len(whose) <= found["authorities"] <= found["speaking"] <= found["searched"]
    assert all(item["authority"] == "Northmoor" for item in found["own"])


def test_an_answer_says_which_view_was_asked_for(http: TestClient) -> None:
    ask = f"{PREFIX}/ask"
    found = http.get(ask, params={"q": "compare Northmoor and Saltby on MARAC"}).json()["view"]
    assert (found["kind"], found["authorities"]) == ("compare", ["Northmoor", "Saltby"])
    assert http.get(ask, params={"q": "what did inspectors say about MARAC?"}).json()["view"] is None
    own = {"q": "what needed to improve in our last inspection?", "mine": "Saltby"}
    assert http.get(ask, params=own).json()["understood"]["authorities"] == ["Saltby"]
    assert http.get(ask, params=own | {"mine": "Atlantis"}).status_code == 404


def test_parts_of_a_feed_put_together_are_the_whole(http: TestClient) -> None:
    whole = _ids(http.get("/feeds/atom", params={"q": "MARAC"}).text)
    found, address = [], "/feeds/atom?q=MARAC&limit=2"
    for _ in range(20):
        text = http.get(address).text
        found += _ids(text)
        after = [
            link.get("href")
            for link in ET.fromstring(text).findall(f"{ATOM}link")
            if link.get("rel") == "next"
        ]
        if not after:
            break
        address = str(after[0]).removeprefix("http://testserver")
    assert found == whole
    assert len(set(whole)) == len(whole) > 2


def test_a_feed_is_not_sent_again_where_nothing_changed(http: TestClient) -> None:
    first = http.get("/feeds/atom", params={"q": "MARAC"})
    again = http.get("/feeds/atom", params={"q": "MARAC"}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("newer_than", "status"), [("gen-000009-0a1b2c3d", 404), ("previous", 404), ("yesterday", 422)]
)
def test_a_generation_that_is_not_kept_is_refused(http: TestClient, newer_than: str, status: int) -> None:
    assert http.get("/feeds/atom", params={"q": "MARAC", "newer_than": newer_than}).status_code == status


def test_a_feed_of_neither_question_nor_filter_is_of_all_reports(http: TestClient) -> None:
    text = http.get("/feeds/atom").text
    assert "Pinpoint: all reports" in text
    assert len(_ids(text)) == 50


def _ids(text: str) -> list[str]:
    return [str(entry.findtext(f"{ATOM}id")) for entry in ET.fromstring(text).findall(f"{ATOM}entry")]
