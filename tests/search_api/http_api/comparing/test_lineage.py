"""GET /authorities/{authority}/lineage and the tracker over the samples: evidence that opens, the table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from search_api.schemas.base import PREFIX
from tests.support.api_bench import client
from tests.support.page_reading import get, links, title, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.fixture(scope="module")
def found(http: TestClient) -> dict[str, Any]:
    reply = http.get(f"{PREFIX}/authorities/northmoor/lineage")
    assert reply.status_code == 200, reply.text
    content: dict[str, Any] = reply.json()
    return content


def test_every_verdict_but_silence_rests_on_paragraphs_that_open(
    http: TestClient, found: dict[str, Any]
) -> None:
    assert found["authority"] == "Northmoor"
    outcomes = [outcome for row in found["recommendations"] for outcome in row["outcomes"]]
    assert outcomes
    for outcome in outcomes:
        assert bool(outcome["matches"]) == (outcome["verdict"] != "not mentioned")
        for match in outcome["matches"]:
            paragraph = http.get(match["permalink"]).json()
            assert paragraph["report"] == outcome["report"]
            assert match["quote"] == paragraph["text"][slice(*match["span"])]
            assert all(quote in paragraph["text"] for quote in match["beside"])
            assert match["matters"]


def test_only_later_inspections_answer(found: dict[str, Any]) -> None:
    days = {item["report"]: item["published"] for item in found["inspections"]}
    assert list(days.values()) == sorted(days.values())
    for row in found["recommendations"]:
        assert all(days[outcome["report"]] > days[row["report"]] for outcome in row["outcomes"])


def test_the_table_has_a_row_for_each_piece_of_evidence(http: TestClient, found: dict[str, Any]) -> None:
    reply = http.get(f"{PREFIX}/authorities/northmoor/lineage.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    pieces = sum(
        sum(len(outcome["matches"]) or 1 for outcome in row["outcomes"]) or 1
        for row in found["recommendations"]
    )
    assert len(rows) == pieces
    assert {row["recommendation_id"] for row in rows} == {row["id"] for row in found["recommendations"]}


def test_an_authority_that_nobody_knows_is_refused(http: TestClient) -> None:
    reply = http.get(f"{PREFIX}/authorities/atlantis/lineage")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_tracker_shows_a_row_for_each_recommendation_and_links_its_evidence(
    http: TestClient, found: dict[str, Any]
) -> None:
    page = get(http, "/authorities/northmoor/tracker")
    assert title(page).startswith("Northmoor: recommendations followed")
    there = {link.partition("?")[0] for link in links(page)}  # a link to a sentence says which to mark
    for row in found["recommendations"]:
        if row["outcomes"]:
            assert f"/paragraphs/{row['id']}" in there
            for outcome in row["outcomes"]:
                assert all(f"/paragraphs/{match['id']}" in there for match in outcome["matches"])
    assert f"{PREFIX}/authorities/northmoor/lineage.csv" in there
    assert "/authorities/northmoor/tracker" in links(get(http, "/authorities/northmoor"))
    assert "There is no authority called" in words(get(http, "/authorities/northmore/tracker", 404))


def test_a_paragraph_says_what_other_inspections_said_or_that_they_did_not(http: TestClient) -> None:
    said = words(get(http, "/paragraphs/northmoor-2016-01-29/rec-1?show=before-after"))
    assert "What earlier and later inspections said about it" in said
    assert "Score 0." in said or "Not mentioned in the report published" in said
