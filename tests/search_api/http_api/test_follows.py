"""A question over HTTP that follows another."""

from __future__ import annotations

import json
from typing import Any

from search_api.schemas.base import PREFIX
from tests.support.api_bench import client

ASKED = {"q": "and in Saltby?", "follows": "What did inspectors say about visits in Northmoor?"}
READ_AS = "What did inspectors say about visits in Saltby?"


def test_a_question_may_follow_another() -> None:
    with client() as http:

        def ask(**query: Any) -> Any:
            reply = http.get(f"{PREFIX}/ask", params=query)
            assert reply.status_code == 200, reply.text
            return reply.json()

        found, alone = ask(**ASKED), ask(q=READ_AS)
        assert found["query"] == found["understood"]["read_as"] == READ_AS
        assert found["understood"]["authorities"] == ["Saltby"]
        assert alone["understood"]["read_as"] == ""
        assert found | {"understood": None} == alone | {"understood": None}
        assert ask(**ASKED, literal=True)["query"] == "and in Saltby?"
        assert ask(**ASKED, authority="Wexcombe")["understood"]["authorities"] == ["Wexcombe"]
        streamed = http.get(f"{PREFIX}/ask", params=ASKED, headers={"Accept": "text/event-stream"})
        first = streamed.text.partition("data: ")[2].partition("\n")[0]
        assert json.loads(first) == found["understood"]
        wrong = http.get(f"{PREFIX}/ask", params=ASKED | {"follows": "?!"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "follows")
