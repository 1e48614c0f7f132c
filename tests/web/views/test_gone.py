"""A saved link to a paragraph that is not there any more is answered with links to what it may be now."""

from __future__ import annotations

from tests.support.api_bench import client

_HTML = {"accept": "text/html"}


def test_the_page_links_to_what_has_the_number_now() -> None:
    with client() as http:
        page = http.get("/paragraphs/wexcombe-2013-06-28/para-8", headers=_HTML)
        assert page.status_code == 404
        assert '<a href="/paragraphs/wexcombe-2013-06-28/rec-8">Recommendation 8</a>' in page.text
        program = http.get("/api/v1/paragraphs/wexcombe-2013-06-28/para-8")
        assert "wexcombe-2013-06-28/rec-8" in program.json()["remedy"]


def test_the_page_links_to_a_report_whose_date_was_corrected() -> None:
    with client() as http:
        page = http.get("/paragraphs/wexcombe-2013-06-20/para-1", headers=_HTML)
        assert page.status_code == 404
        assert '<a href="/reports/wexcombe-2013-06-28">Report published 28 June 2013</a>' in page.text
