"""Themes and silence over HTTP and on pages, of the sample reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as opened:
        yield opened


def test_the_themes_are_listed_with_counts(http: TestClient) -> None:
    listed = http.get("/api/v1/themes").json()
    held = {item["key"]: item for item in listed["themes"]}
    assert held["supervision"]["paragraphs"] >= held["supervision"]["reports"] > 0
    facets = http.get("/api/v1/facets").json()
    assert facets["theme"]["supervision"] == held["supervision"]["paragraphs"]


def test_every_sentence_of_a_theme_has_its_pinpoint(http: TestClient) -> None:
    found = http.get("/api/v1/themes/supervision", params={"limit": 5}).json()
    assert found["total"] >= len(found["sentences"]) > 0
    for item in found["sentences"]:
        start, end = item["span"]
        assert item["text"][start:end] == item["quote"]
        assert item["score"] >= 0.5
        assert http.get(item["permalink"]).status_code == 200


def test_what_is_no_theme_is_not_there(http: TestClient) -> None:
    assert http.get("/api/v1/themes/zebra-crossings").status_code == 404
    assert http.get("/api/v1/search", params={"q": "visits", "theme": "zebra"}).status_code == 404


def test_each_report_stands_in_one_part_of_silence(http: TestClient) -> None:
    found = http.get("/api/v1/silence", params={"about": "private fostering"}).json()
    parts = ("mentioned", "in_other_words", "perhaps", "silent")
    reports = [item["report"]["id"] for part in parts for item in found[part]]
    assert len(reports) == len(set(reports)) == found["coverage"]["reports_searched"]
    for part in parts:
        for item in found[part]:
            assert item["quoted"] is None or http.get(item["quoted"]["permalink"]).status_code == 200


def test_the_pages_show_them(http: TestClient) -> None:
    assert "Supervision and management oversight" in http.get("/themes").text
    page = http.get("/themes/supervision").text
    assert "/paragraphs/" in page
    silence = http.get("/silence", params={"about": "private fostering", "region": "South West"})
    assert silence.status_code == 200
    assert "Private fostering" in silence.text
    assert http.get("/silence").status_code == 200
    assert http.get("/themes/zebra-crossings").status_code == 404
    assert http.get("/silence", params={"about": "neglect", "authority": "Atlantis"}).status_code == 422
