"""Words in quotation marks, and words left out, on the search page, over HTTP and on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from search_api.cli.app import run
from search_api.index.index import Index
from tests.support.api_bench import client, sample_index
from tests.support.encoders import HashEncoder

from .test_search import links, page, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def reply(http: TestClient, path: str, **query: Any) -> dict[str, Any]:
    found = http.get(f"/api/v1/{path}", params=query)
    assert found.status_code == 200, found.text
    said: dict[str, Any] = found.json()
    return said


def test_the_page_shows_what_must_stand_there_and_takes_it_back(http: TestClient) -> None:
    html = page(http, "/", q='"early help" -Saltby')
    said = words(html)
    assert "Exact words: “early help”" in said
    assert 'from your words ‘"early help' not in said
    assert "Authority: not Saltby" in said
    listed = words(page(http, "/", q='"early help" -Saltby', view="results"))
    assert re.search(r"[\d,]+ paragraphs with these words", listed)
    assert "Newest first Oldest first" in listed
    assert "Best match first" not in listed
    [back] = [link for link in links(html) if "as_words=%22early+help%22" in link][:1]
    assert "Exact words: “early help”" not in words(page(http, back))


def test_the_page_says_that_no_paragraph_holds_it(http: TestClient) -> None:
    said = words(page(http, "/", q="“no such words here”"))
    assert said.count("contains “no such words here”") == 1
    assert "No answer found" in said
    assert "closest paragraph" not in said


def test_the_total_and_the_counts_are_of_the_same_paragraphs(http: TestClient) -> None:
    found = reply(http, "search", q='"early help"', limit=100)
    assert found["total"] == len(found["results"]) > 0
    assert all("early help" in item["text"].lower() for item in found["results"])
    counted = reply(http, "facets", q='"early help"')
    assert sum(counted["kind"].values()) == sum(counted["authority"].values()) == found["total"]
    [mention] = found["understood"]["understood_from"]
    assert mention == {
        "field": "phrase",
        "value": "early help",
        "text": '"early help"',
        "start": 0,
        "end": 12,
    }


def test_what_is_left_out_is_a_mention_too(http: TestClient) -> None:
    everything = reply(http, "search", q="early help", limit=100)
    found = reply(http, "search", q="early help -children", limit=100)
    [mention] = found["understood"]["understood_from"]
    assert (mention["field"], mention["value"], mention["text"]) == ("without", "children", "-children")
    assert 0 < found["total"] < everything["total"]
    assert not any("children" in item["text"].lower() for item in found["results"])


def test_a_question_that_only_leaves_out_is_a_problem_that_says_what_to_do(http: TestClient) -> None:
    found = http.get("/api/v1/ask", params={"q": "-children"})
    assert found.status_code == 422
    assert "add what to look for" in found.text
    assert "add what to look for" in words(page(http, "/", 422, q="-children"))


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line_says_what_it_took(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Index, "encoder", HashEncoder())
    assert run([command, '"no such words here" NOT children', "--index", str(sample_index())]) == 0
    said = capsys.readouterr().out
    assert "exact words “no such words here”; without the words “children”" in said
    assert "contains “no such words here” without ‘children’." in said
