"""A question is parsed once, encoded once and ranked once, whoever asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from mcp.client.client import Client
from starlette.testclient import TestClient

from search_api.cli.app import run
from search_api.index.index import Index
from search_api.mcp_tools.server import create_server
from search_api.question import interpreter, understanding
from search_api.retrieval.searcher import Searcher
from tests.support.api_bench import client, make_service, sample_index
from tests.support.encoders import HashEncoder
from tests.support.mcp_checks import drive

QUESTION = "what did inspectors say about visits to children"
ONCE = {"parsed": 1, "encoded": 1, "ranked": 1}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a question was parsed, encoded and ranked; "again" counts texts encoded a second time."""
    counted: Counter[str] = Counter()
    encoded: set[str] = set()
    parse, encode, rank = understanding.parse_question, HashEncoder.encode_query, Searcher.rank

    def parse_question(*given: Any) -> Any:
        counted["parsed"] += 1
        return parse(*given)

    def encode_query(self: HashEncoder, text: str) -> Any:
        counted["again" if text in encoded else "encoded"] += 1
        encoded.add(text)
        return encode(self, text)

    def ranked(self: Searcher, understood: Any) -> Any:
        counted["ranked"] += 1
        return rank(self, understood)

    monkeypatch.setattr(interpreter, "parse_question", parse_question)
    monkeypatch.setattr(HashEncoder, "encode_query", encode_query)
    monkeypatch.setattr(Searcher, "rank", ranked)
    return counted


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/", {}),
        ("/", {"authority": "Saltby", "grade": ["good", "adequate"], "since": "2010"}),
        ("/api/v1/ask", {}),
        ("/api/v1/search", {"kind": "finding"}),
    ],
)
def test_a_page_and_a_reply(http: TestClient, calls: Counter[str], path: str, more: dict[str, Any]) -> None:
    found = http.get(path, params={"q": QUESTION} | more)
    assert found.status_code == 200
    assert calls == ONCE


def test_another_view_of_the_same_question_works_nothing_out_again(
    http: TestClient, calls: Counter[str]
) -> None:
    asked = {"q": "what did inspectors say about strategy meetings"}
    http.get("/", params=asked)
    assert calls == ONCE
    for more in ({"page": "2"}, {"view": "results", "sort": "newest"}, {"view": "time"}):
        assert http.get("/", params=asked | more).status_code == 200
    assert calls == ONCE


def test_a_stream(http: TestClient, calls: Counter[str]) -> None:
    found = http.get("/api/v1/ask", params={"q": QUESTION}, headers={"Accept": "text/event-stream"})
    assert "event: coverage" in found.text
    assert calls == ONCE


def test_counts_alone_are_neither_encoded_nor_ranked(http: TestClient, calls: Counter[str]) -> None:
    assert http.get("/api/v1/facets", params={"q": QUESTION}).status_code == 200
    assert calls == {"parsed": 1}


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line(calls: Counter[str], command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "encoder", HashEncoder())
    assert run([command, QUESTION, "--index", str(sample_index())]) == 0
    assert calls == ONCE


@pytest.mark.parametrize("tool", ["ask", "search"])
def test_the_tools(calls: Counter[str], tool: str) -> None:
    async def use(session: Client) -> None:
        assert not (await session.call_tool(tool, {"q": QUESTION})).is_error

    service = make_service(sample_index())
    service.open()
    calls.clear()  # a server asks a question of its own, to be warm
    drive(create_server(service.ask), use)
    service.close()
    assert calls == ONCE
