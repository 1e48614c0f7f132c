"""Suggestions while a question is typed, and what a citation offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.support.api_bench import client


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def answer(http: TestClient, q: str, **more: str) -> dict[str, Any]:
    reply = http.get("/suggest", params={"q": q, **more})
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["cache-control"] == "no-store"
    found: dict[str, Any] = reply.json()
    return found


def questions(http: TestClient, q: str) -> list[str]:
    return [item["question"] for item in answer(http, q)["suggestions"] if "question" in item]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("north", "Northmoor"),
        ("visits in Salt", "visits in Saltby"),
        ("MARAC in  wexc", "MARAC in  Wexcombe"),
        ("mar", "MARAC"),
        ("what about multi-agency risk", "what about multi-agency risk assessment conference"),
        ("domestic ab", "domestic abuse"),
    ],
)
def test_the_end_of_a_question_is_completed(http: TestClient, typed: str, first: str) -> None:
    assert questions(http, typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["", " ", "n", "what did inspectors say about", "in the", "zzz", "Northmoor "]
)
def test_nothing_is_suggested_where_nothing_is_begun(http: TestClient, typed: str) -> None:
    assert questions(http, typed) == []


def test_an_authority_alone_offers_its_page(http: TestClient) -> None:
    pages = [item for item in answer(http, "northm")["suggestions"] if item["kind"] == "page"]
    assert [item["url"] for item in pages] == ["/authorities/northmoor"]
    assert not [item for item in answer(http, "visits northm")["suggestions"] if item["kind"] == "page"]


@pytest.mark.parametrize(
    "typed",
    [
        "northmoor-2016-01-29/para-19",
        "Northmoor 2016 paragraph 19",
        "para 19 of Northmoor's 2016 report",
        "Northmoor 2016 ¶19",
    ],
)
def test_a_citation_offers_its_paragraph_first(http: TestClient, typed: str) -> None:
    first = answer(http, typed)["suggestions"][0]
    assert (first["kind"], first["url"]) == ("paragraph", "/paragraphs/northmoor-2016-01-29/para-19")
    assert first["text"] == "Northmoor, 29 January 2016, paragraph 19"
    text = " ".join(http.get("/api/v1/paragraphs/northmoor-2016-01-29/para-19").json()["text"].split())
    assert text.startswith(first["note"].removesuffix(" …"))
    # What is submitted without a script leads there, too.
    assert first["url"] in http.get("/", params={"q": typed}, headers={"Accept": "text/html"}).text


def test_a_paragraph_that_is_not_there_is_said_and_none_is_offered(http: TestClient) -> None:
    found = answer(http, "Northmoor 2016 paragraph 999")
    assert not [item for item in found["suggestions"] if item["kind"] == "paragraph"]
    assert "There is no paragraph 999" in found["note"]


def test_my_authority_is_the_one_that_our_report_is_of(http: TestClient) -> None:
    found = answer(http, "paragraph 3 of our last inspection", mine="Saltby")["suggestions"]
    assert found[0]["url"] == "/paragraphs/saltby-2023-11-13/para-3"
    assert answer(http, "paragraph 3 of our last inspection", mine="Atlantis")["suggestions"] == []


def test_it_has_limits_as_the_other_addresses_have(http: TestClient) -> None:
    assert http.get("/suggest", params={"q": "x" * 2001}).status_code == 422
    assert http.get("/suggest?q=a&colour=red").status_code == 422


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_typed(http: TestClient, typed: str) -> None:
    found = answer(http, typed.encode("utf-8", "replace").decode())["suggestions"]
    assert len(found) <= 8
    for item in found:
        assert ("url" in item) != ("question" in item)
