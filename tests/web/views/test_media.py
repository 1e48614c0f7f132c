"""Reports that were read from other files than PDFs: what pages and citations say, how the file is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, words


@pytest.mark.parametrize(
    ("media", "noun", "sent_as"),
    [
        ("text", "exported text", "text/plain; charset=utf-8 inline .txt"),
        (
            "word",
            "a Word file",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document attachment .docx",
        ),
        ("html", "a web page", "text/html attachment .html"),
    ],
)
def test_a_report_that_is_no_pdf_says_why_there_is_no_picture(
    tmp_path: Path, media: str, noun: str, sent_as: str
) -> None:
    report = make_report(media=media, pages=None)
    paragraph = make_paragraph(report, 1, page=None)
    with over(tmp_path, [make_report_entry(report, [paragraph])]) as http:
        page = get(http, f"/paragraphs/{paragraph.id}")
        assert "<img " not in page
        assert f"read from {noun} without fixed pages" in words(page)
        assert f"/api/v1/reports/{report.id}/source" in links(page)
        assert "source#page" not in page
        assert f"page not known: read from {noun}" in words(page)
        about = words(get(http, f"/reports/{report.id}"))
        assert f"This report was read from {noun}, so we do not know its page numbers." in about
        assert f"{report.source} , {noun}" in about
        assert http.get(f"/api/v1/reports/{report.id}").json()["media"] == media
        problem = http.get(f"/api/v1/paragraphs/{paragraph.id}/page.png")
        assert (problem.status_code, noun in problem.json()["detail"]) == (404, True)
        file = http.get(f"/api/v1/reports/{report.id}/source")
        kind, shown, ending = sent_as.rsplit(" ", 2)
        assert file.headers["content-type"] == kind
        assert file.headers["content-disposition"] == f'{shown}; filename="{report.id}{ending}"'
