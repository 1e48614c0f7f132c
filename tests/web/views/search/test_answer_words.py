"""The headline of an answer: what was asked for leads."""

from __future__ import annotations

import re

from tests.support.api_bench import client


def test_a_question_for_reports_is_answered_with_reports_first() -> None:
    with client() as http:
        given = {"q": "how many reports mention supervision?"}
        html = http.get("/", params=given, headers={"Accept": "text/html"}).text
    assert re.search(r'"story">\d+ of \d+ reports mention ‘supervision’, in \d+ paragraphs \(', html)
    assert "Concerns and mixed findings" not in html
