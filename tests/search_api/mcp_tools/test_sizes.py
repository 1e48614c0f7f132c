"""How large what the tools send is, and that the rest of a long reply can be read with its cursor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp_types import CallToolResult

from indexer.records import Paragraph
from search_api.mcp_tools.server import create_server
from search_api.serving.service import Service
from search_api.settings import Settings
from tests.search_api.mcp_tools.test_pages import joined
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder
from tests.support.mcp_checks import content, drive, failure

TOOLS_MOST, REPLY_MOST = 26_500, 20_000  # bytes; about 1,500 for each tool
LONG = "Managers did not check “visits” to children who lived away from home, and plans drifted. " * 400


_REPORTS = [
    make_report(("Northmoor", "Saltby", "Wexcombe")[number % 3], date(2000 + number % 26, 1 + number % 12, 1))
    for number in range(60)
]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Reports of fictional authorities, and one paragraph that is longer than a reply may be."""
    entries = [
        make_report_entry(report, list(_paragraphs(report, number))) for number, report in enumerate(_REPORTS)
    ]
    write_small_index(tmp_path / "index", entries)
    opened = Service(Settings(index=tmp_path / "index"), load=lambda _: WordEncoder())
    opened.open()
    yield opened
    opened.close()


def _paragraphs(report: Any, number: int) -> Sequence[Paragraph]:
    said = f"Attendance at the multi-agency risk assessment conference (MARAC) improved {number} times. " * 6
    texts = [said, f"Visits number {number} were late.", *([LONG] if number == 7 else [])]
    return [make_paragraph(report, place, text) for place, text in enumerate(texts, start=1)]


def size(result: CallToolResult) -> int:
    return len(result.model_dump_json(by_alias=True).encode())


async def walked(client: Client, name: str, **arguments: Any) -> tuple[dict[str, Any], int]:
    """The whole reply, put together of its pages, and how many they are."""
    whole: dict[str, Any] = {}
    cursor, pages = None, 0
    while pages == 0 or cursor:
        result = await client.call_tool(name, arguments | ({"cursor": cursor} if cursor else {}))
        assert size(result) < REPLY_MOST
        page = content(result)
        cursor = page.pop("cursor")
        whole = joined(whole, page)
        pages += 1
    return whole, pages


def test_the_tools_are_described_in_few_words(service: Service) -> None:
    async def use(client: Client) -> None:
        listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
        assert len(json.dumps(listed).encode()) < TOOLS_MOST

    drive(create_server(service.ask), use)


def test_long_replies_are_walked_to_their_end(service: Service) -> None:
    async def use(client: Client) -> None:
        found, pages = await walked(client, "search", q="MARAC", limit="100")
        assert pages > 2
        assert [item["rank"] for item in found["results"]] == list(range(1, 101))
        asked, _ = await walked(client, "ask", q="MARAC", limit=50)
        assert len({item["id"] for item in asked["passages"]}) == len(asked["passages"])
        listed, _ = await walked(client, "list_reports")
        assert len(listed["reports"]) == listed["total"] == len(_REPORTS)
        read, pages = await walked(client, "get_report", id=_REPORTS[7].id)
        assert [item["number"] for item in read["paragraphs"]] == [1, 2, 3]
        assert pages > 1
        assert read["paragraphs"][2]["text"] == LONG
        alone, _ = await walked(client, "get_paragraph", id=f"{_REPORTS[7].id}/para-3")
        assert alone["text"] == LONG
        assert alone["coverage"]["reports_searched"] == 1

    drive(create_server(service.ask), use)


def test_a_cursor_of_another_call_is_refused(service: Service) -> None:
    async def use(client: Client) -> None:
        first = content(await client.call_tool("search", {"q": "MARAC", "limit": 100}))
        again = {"q": "MARAC", "limit": "100", "cursor": first["cursor"], "until": None}
        assert content(await client.call_tool("search", again))["results"][0]["rank"] > 1
        for name, arguments in (("search", {"q": "visits", "limit": 100}), ("ask", {"q": "MARAC"})):
            said = failure(await client.call_tool(name, arguments | {"cursor": first["cursor"]}))
            assert "does not continue this call: give the cursor of the last reply" in said
        past = first["cursor"].replace("2-", "99-", 1)
        said = failure(await client.call_tool("search", {"q": "MARAC", "limit": 100, "cursor": past}))
        assert "does not continue this call" in said

    drive(create_server(service.ask), use)


def test_reports_that_were_understood_are_counted(service: Service) -> None:
    async def use(client: Client) -> None:
        asked = content(await client.call_tool("ask", {"q": "MARAC since 2019"}))
        assert asked["understood"]["reports"] == "14 reports of 2019 to 2025"
        one = content(await client.call_tool("search", {"q": "visits in the 2019 reports"}))
        assert one["understood"]["reports"].endswith(" of 2019")
        assert content(await client.call_tool("ask", {"q": "MARAC"}))["understood"]["reports"] is None

    drive(create_server(service.ask), use)


def test_a_question_may_follow_another(service: Service) -> None:
    async def use(client: Client) -> None:
        asked = await client.call_tool(
            "ask", {"q": "and in Saltby?", "follows": "What did inspectors say about MARAC in Northmoor?"}
        )
        assert content(asked)["query"] == "What did inspectors say about MARAC in Saltby?"
        assert content(asked)["understood"]["authorities"] == ["Saltby"]

    drive(create_server(service.ask), use)
