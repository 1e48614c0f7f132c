"""GET /brief over the samples: as data, as each kind of file, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from search_api.schemas.base import PREFIX
from tests.support.api_bench import client

ASKED = {"about": "supervision", "authority": "Northmoor"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_every_sentence_is_a_span_of_a_paragraph_that_opens(http: TestClient) -> None:
    reply = http.get(f"{PREFIX}/brief", params=ASKED)
    assert reply.status_code == 200, reply.text
    found = reply.json()
    assert found["theme"] == "supervision"
    for group in found["groups"]:
        assert sum(group["counts"].values()) == group["reports"]
    shown = [item for told in found["own"] for item in told["shown"]]
    assert shown
    for item in (*shown, *found["criticised"], *found["praised"], *found["elsewhere"], *found["recommended"]):
        assert item["quote"] == item["text"][slice(*item["span"])]
        assert http.get(item["permalink"]).json()["text"] == item["text"]
    assert found["authorities_clear"] <= found["authorities_praised"] <= found["authorities_searched"]
    for item in found["recommended"]:
        for other in item["alike"]:
            assert http.get(f"{PREFIX}/paragraphs/{other}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "media_type", "begins"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("md", "text/markdown; charset=utf-8", b"# Supervision"),
    ],
)
def test_it_is_given_as_a_file(http: TestClient, kind: str, media_type: str, begins: bytes) -> None:
    reply = http.get(f"{PREFIX}/brief", params=ASKED | {"format": kind})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == media_type
    assert reply.content.startswith(begins)
    named = reply.headers["content-disposition"]
    assert named.startswith('attachment; filename="brief-supervision-and-management-oversight-northmoor-2')
    assert named.endswith(f'.{kind}"')


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": "supervision"},
        {"authority": "Northmoor"},
        ASKED | {"format": "pdf"},
        ASKED | {"since": "soon"},
        ASKED | {"colour": "red"},
    ],
)
def test_what_cannot_be_used_is_refused(http: TestClient, wrong: dict[str, str]) -> None:
    assert http.get(f"{PREFIX}/brief", params=wrong).status_code == 422


def test_an_authority_that_nobody_knows_is_said(http: TestClient) -> None:
    reply = http.get(f"{PREFIX}/brief", params=ASKED | {"authority": "Atlantis"})
    assert reply.status_code == 404
    assert "Atlantis" in reply.text
