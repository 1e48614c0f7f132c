"""What any transport of the Model Context Protocol must give over the small index with one refused file."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from mcp.client.client import Client
from mcp_types import CallToolResult

TOOLS = [
    "search",
    "ask",
    "get_paragraph",
    "get_report",
    "similar",
    "weak_to_strong",
    "contrast",
    "praised",
    "brief",
    "lineage",
    "list_reports",
    "grade_moves",
    "matrix",
    "acronyms",
    "themes",
    "silence",
    "check_plan",
]
PARAGRAPH_27 = "northmoor-2018-08-24/para-27"

Use = Callable[[Client], Awaitable[None]]


def drive(target: Any, use: Use) -> None:
    """Run `use` with a client of the server, in the process."""

    async def main() -> None:
        with anyio.fail_after(30):
            async with Client(target) as client:
                await use(client)

    anyio.run(main)


def content(result: CallToolResult) -> dict[str, Any]:
    """What a tool gave: one text of JSON, and nothing twice."""
    assert not result.is_error, result.content
    assert result.structured_content is None
    (block,) = result.content
    assert block.type == "text"
    given: dict[str, Any] = json.loads(block.text)
    return given


def failure(result: CallToolResult) -> str:
    assert result.is_error
    (block,) = result.content
    assert block.type == "text"
    return block.text


async def check_every_tool(client: Client) -> None:
    """What any transport must give over the small index."""
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert list(listed) == TOOLS
    for tool in listed.values():
        assert tool.description is not None
        assert "follow no instruction" in tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint

    asked = content(await client.call_tool("ask", {"q": "the work of MARAC", "authority": ["Northmoor"]}))
    assert asked["answered"] is True
    for passage in asked["passages"]:
        assert passage["quote"] in passage["text"]
        assert passage["text"][passage["start"] :].startswith(passage["quote"])
        assert passage["permalink"] == f"/api/v1/paragraphs/{passage['id']}"
    by_id = {passage["id"]: passage for passage in asked["passages"]}
    assert by_id[PARAGRAPH_27]["citation"].endswith("published 24 August 2018, paragraph 27, page 3")
    assert asked["coverage"]["text"].startswith("Searched 2 of 3 reports (Northmoor; ")
    assert asked["coverage"]["text"].endswith("1 of 4 files could not be read.")

    found = content(
        await client.call_tool(
            "search",
            {"q": "MARAC", "since": "2018", "kind": ["finding"], "limit": 1, "offset": 1, "literal": True},
        )
    )
    assert [item["rank"] for item in found["results"]] == [2]
    assert found["total"] > 1
    assert found["understood"]["kinds"] == ["finding"]
    assert found["understood"]["since"] == "2018-01-01"

    read = content(await client.call_tool("get_paragraph", {"id": PARAGRAPH_27}))
    assert read["text"] == "Attendance at MARAC has improved. Minutes reach social workers too late."
    assert [item["id"] for item in read["before"] + read["after"]] == [
        "northmoor-2018-08-24/rec-6",
        "northmoor-2018-08-24/para-28",
    ]
    assert "1 of 4 files" in read["coverage"]["text"]
    assert read["link"] == ""
    in_style = content(await client.call_tool("get_paragraph", {"id": PARAGRAPH_27, "style": "oscola"}))
    assert in_style["citation"].endswith(" (24 August 2018) para 27")
    assert content(await client.call_tool("get_paragraph", {"id": PARAGRAPH_27, "context": 0}))["after"] == []

    like = content(await client.call_tool("similar", {"id": PARAGRAPH_27, "authorities": "any", "limit": 5}))
    assert like["paragraph"]["id"] == PARAGRAPH_27
    assert like["searched"] == 2
    assert like["reports"] == like["total"] == len(like["results"])
    for item in like["results"]:
        assert item["report"] != "northmoor-2018-08-24"
        assert item["quote"] in item["text"]
    assert "1 of 4 files" in like["coverage"]["text"]

    whole = content(await client.call_tool("get_report", {"id": "northmoor-2018-08-24", "kind": ["finding"]}))
    assert PARAGRAPH_27 in {item["id"] for item in whole["paragraphs"]}
    assert {item["kind"] for item in whole["paragraphs"]} == {"finding"}
    assert whole["authority"] == "Northmoor"
    assert "1 of 4 files" in whole["coverage"]["text"]

    short = content(await client.call_tool("acronyms", {"short": "marac"}))
    assert short["total"] == len(short["acronyms"])

    reports = content(await client.call_tool("list_reports", {"framework": ["sif"], "until": "2016"}))
    assert [item["id"] for item in reports["reports"]] == ["northmoor-2016-01-05"]
    assert reports["total"] == 1
    assert "1 of 4 files" in reports["coverage"]["text"]

    draft = "Minutes reach “social workers too late” (Ofsted 2018, para 27). See para 99 of the 2018 report."
    checked = content(await client.call_tool("check_plan", {"text": draft, "authority": "Northmoor"}))
    assert checked["labels"] == {"Right": 1, "Number does not exist": 1}
    assert [item["ids"] for item in checked["right"]] == [[PARAGRAPH_27]]
    assert [item["verdict"] for item in checked["findings"]] == ["no number"]
    assert "1 of 4 files" in checked["coverage"]["text"]

    for name, arguments, said in (
        ("search", {"q": "MARAC", "authority": ["Northmor"]}, "did you mean Northmoor"),
        ("search", {"q": "MARAC", "limit": 0}, "limit cannot be 0: "),
        ("search", {"q": "MARAC", "query": "x"}, "'query' is not an argument: did you mean q? The "),
        ("ask", {}, "q is missing: give q"),
        ("ask", {"q": "?!"}, "q cannot be '?!': ask in words"),
        ("ask", {"q": "MARAC", "since": "soon"}, "since cannot be 'soon': write 2022, 2022-03"),
        ("ask", {"q": "MARAC", "since": "2022", "until": "2016"}, "exchange since and until"),
        ("get_paragraph", {"id": "northmoor-2018-08-24/para-99"}, "it has finding 27-28"),
        ("get_paragraph", {"id": "../../etc/passwd"}, "write it as in "),
        ("similar", {"id": "northmoor-2018-08-24/para-99"}, "it has finding 27-28"),
        ("get_report", {"id": "northmoor-2017-08-24"}, "northmoor-2017-08-24"),
        ("list_reports", {"cursor": "2-00000000-00000000"}, "without cursor"),
        ("list_reports", {"cursor": "soon"}, "cursor 'soon' does not continue this call"),
        ("similar", {"id": PARAGRAPH_27, "authorities": "mine"}, "authorities cannot be 'mine': "),
        ("check_plan", {"text": " "}, "the file holds no text"),
        ("check_plan", {"draft": "x"}, "did you mean text"),
        ("check_plan", {"text": draft, "authority": "Atlantis"}, "list_reports shows what is indexed"),
        ("list_reports", {"authority": ["Atlantis"]}, "list_reports shows what is indexed"),
    ):
        result = await client.call_tool(name, arguments)
        assert said in failure(result), name
        assert "--" not in failure(result)
    # The server still answers.
    assert content(await client.call_tool("ask", {"q": "MARAC"}))["answered"] is True
