"""Web pages: their text and the numbers of their lists, without what is no text of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.copies.html import read_html_pages
from indexer.reading.report import read_file


def save(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "inspection - 29 march 2018.html"
    path.write_bytes(text.encode(encoding))
    return path


def lines(tmp_path: Path, text: str) -> list[str]:
    (page,) = read_html_pages(save(tmp_path, text))
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>One <b>and</b>\n two.<p>Three.", ["One and two.", "Three."]),
        ("<h2>Findings</h2><div>Text.</div>", ["Findings", "Text."]),
        ("<ol start=27><li>One.</li><li>Two.</li></ol>", ["27. One.", "28. Two."]),
        ("<ol><li>One<li value=5>Two<li>Three</ol>", ["1. One", "5. Two", "6. Three"]),
        ("<ol><li><p>One.</p><p>More.</p></li><li><p>Two.</p></li></ol>", ["1. One.", "More.", "2. Two."]),
        ("<ol type=a><li>One<li>Two</ol>", ["a. One", "b. Two"]),
        ("<ol><li>One<ul><li>part</ul><li>Two</ol>", ["1. One", "  - part", "2. Two"]),
        ("<ul><li>One</li></ul>", ["- One"]),
        ("<ol><li>27. One.</li><li>28. Two.</li></ol>", ["27. One.", "28. Two."]),
        ("<ol style='list-style: none'><li>One.</li></ol>", ["One."]),
        ("<table><tr><td>Overall effectiveness<td><p>Good</p></table>", ["Overall effectiveness Good"]),
        (
            "<p>Children&nbsp;&amp; families&rsquo; 12<sup>3</sup> of them</p>",
            ["Children & families’ 12 of them"],
        ),
        ("<p>The 21<sup>st</sup> of May</p>", ["The 21st of May"]),
        ("<nav>Menu</nav><script>x='<p>no'</script><p>Text.</p><footer>Foot</footer>", ["Text."]),
        ("<p hidden>no</p><p style='display:none'>no</p><p aria-hidden=true>no</p><p>yes</p>", ["yes"]),
        ("<!DOCTYPE html><html><head><title>no</title></head><body>yes<!-- no --></body></html>", ["yes"]),
        ("<p>27. Printed in the text.<br>Goes on.</p>", ["27. Printed in the text.", "Goes on."]),
        ("</p></li></ol><p>Text.", ["Text."]),
    ],
)
def test_markup_becomes_lines(markup: str, shown: list[str], tmp_path: Path) -> None:
    assert lines(tmp_path, markup) == shown


def test_a_character_whose_number_has_no_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="cannot be followed"):
        lines(tmp_path, f"<p>One.</p><p>&#{'9' * 5_000};</p>")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<style>p:before{content:counter(item)}</style><p>One", "by its style sheet"),
        ("<ol reversed><li>One</ol>", "backwards"),
        ("<p>One<![ a>", "cannot be followed"),
        ("<div>" * 500, "nested too deeply"),
        ("a\0b", "zero bytes"),
        ("<p>" + "x" * 5_000_001, "over the limit"),
    ],
    ids=range(6),
)
def test_pages_that_cannot_be_read_rightly_are_refused(markup: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        lines(tmp_path, markup)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_every_encoding_of_a_browser(encoding: str, tmp_path: Path) -> None:
    named = "" if encoding == "utf-16" else f"<meta charset={encoding}>"
    (page,) = read_html_pages(save(tmp_path, f"{named}<p>Children’s</p>", encoding))
    assert [line.text for line in page.lines] == ["Children’s"]


def test_a_report_is_read_whole(tmp_path: Path) -> None:
    findings = "".join(f"<li>Children are seen often, as matter {n} shows.</li>" for n in range(3, 9))
    page = (
        "<html><body><nav>Home</nav><h1>Northmoor</h1>"
        "<p>Re-inspection of services for children in need of help and protection</p>"
        "<p>Inspection dates: 15 January 2018 to 8 February 2018</p><p>Report published: 29 March 2018</p>"
        "<h2>Recommendations</h2><ol><li>Do thing 1 within three months.</li><li>Do thing 2 now.</li></ol>"
        "<h2>The experiences and progress of children who need help and protection</h2>"
        f"<ol start=3>{findings}</ol></body></html>"
    )
    found = read_file(save(tmp_path, page), catalogue={})
    assert [item.id.partition("/")[2] for item in found.paragraphs] == [
        "rec-1", "rec-2", *(f"para-{n}" for n in range(3, 9))
    ]  # fmt: skip
    assert (found.report.media, found.report.pages) == ("html", None)


def test_a_web_page_that_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="not an inspection report"):
        read_file(save(tmp_path, "<h1>News</h1><p>Skip to main content</p><p>A council said so.</p>"))
