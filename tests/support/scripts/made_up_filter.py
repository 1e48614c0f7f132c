"""Adds one row to the table of filters and prints, as JSON, where a user finds it. In a process of its own.

What is printed is over the sample reports.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any

from mcp.client.client import Client

from search_api.question import filters
from search_api.question.mentions.mention import Mention

QUESTION = "visits in old reports"


def _said(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Stretches such as "in old reports"."""
    return [
        Mention("era", match["era"], match[0], match.start(), match.end(), (match["era"],))
        for match in re.finditer(r"in (?P<era>old|new) reports", text)
    ]


filters.FILTERS = (
    *filters.FILTERS,
    filters.Filter(
        name="era",
        plural="eras",
        label="Era",
        help="Only reports of this era.",
        panel=9,
        values=("old", "new"),
        of=lambda report, _: frozenset({"new" if report.published.year >= 2018 else "old"}),
        match=lambda typed, _: filters.one_of(typed, ("old", "new"), "era", "era"),
        examples=("old",),
        said=("era",),
        find=_said,
    ),
)


def main() -> None:
    # What reads the table is imported after the row is there, as if it stood in the file itself.
    from search_api import open_index
    from search_api.cli.app import run
    from search_api.mcp_tools.server import create_server
    from tests.support.api_bench import client, make_service, sample_index
    from tests.support.mcp_checks import drive

    given: dict[str, Any] = {}
    for command in ("ask", "search", "similar"):
        with redirect_stdout(io.StringIO()) as out:
            run([command, "--help"])
        given[command] = "--era" in out.getvalue() and "Only reports of this era" in out.getvalue()
    with client() as http:
        document = http.get("/api/v1/openapi.json").json()
        for path in ("/search", "/ask", "/facets", "/reports", "/paragraphs/{report}/{paragraph}/similar"):
            named = {item["name"] for item in document["paths"][f"/api/v1{path}"]["get"]["parameters"]}
            given[path] = "era" in named
        typed = {"q": "visits", "era": "old"}
        given["searched"] = http.get("/api/v1/search", params=typed).json()
        given["counted"] = http.get("/api/v1/facets").json()["era"]
        given["understood"] = http.get("/api/v1/search", params={"q": QUESTION}).json()["understood"]
        given["refused"] = http.get("/api/v1/reports", params={"era": "stone"}).status_code
        given["page"] = http.get("/", params=typed).text
        given["list"] = http.get("/reports", params={"era": "old"}).text
    given["tools"] = []

    async def list_tools(session: Client) -> None:
        for tool in (await session.list_tools()).tools:
            if "era" in tool.input_schema["properties"]:
                given["tools"].append(tool.name)

    drive(create_server(make_service(sample_index()).ask), list_tools)
    with open_index(sample_index()) as index:
        given["python"] = [report.id for report in index.reports(eras="old")]
        given["facets"] = [facet.field for facet in index.facets(eras="old")]
    print(json.dumps(given))


main()
