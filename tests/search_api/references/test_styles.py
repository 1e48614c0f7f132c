"""Citations with quotation and link, as text and as HTML."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from search_api.citations import STYLE_NAMES, Style, cite
from search_api.references.styles import quotable, reference
from tests.support.builders import make_paragraph, make_report

REPORT = make_report("Northmoor", date(2018, 8, 24), title="Re-inspection of services for children")
TITLE = "Northmoor: Re-inspection of services for children"
TEXT = "Visits are regular."
PARAGRAPH = make_paragraph(REPORT, 27, TEXT, page=14)
LINK = "https://files.example/50004310#page=14"
SHORT = "Northmoor 2018, para 27, p 14"
HOSTILE = "<script>alert(1)</script> & \"it\" <b onmouseover='x'>"


def text_of(html: str) -> str:
    """The words of the paragraphs, apart by an empty line, <br> as a line's end."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in ("p", "em", "a", "br"), tag
            assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
            if tag == "p":
                parts.append("")
            elif tag == "br":
                parts[-1] += "\n"

        def handle_data(self, data: str) -> None:
            parts[-1] += data

    Reader().feed(html)
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    ("style", "alone", "quoted"),
    [
        ("plain", f"{cite(REPORT, PARAGRAPH)}, {LINK}", f"‘{TEXT}’ ({cite(REPORT, PARAGRAPH)}, {LINK})"),
        (
            "short",
            f"Northmoor 2018, para 27, p 14, {LINK}",
            f"‘{TEXT}’ (Northmoor 2018, para 27, p 14, {LINK})",
        ),
        (
            "harvard",
            f"Ofsted (2018) {TITLE}, 24 August 2018, para. 27, p. 14. Available at: {LINK}.",
            f"‘{TEXT}’ (Ofsted, 2018, para. 27)\n\n"
            f"Ofsted (2018) {TITLE}, 24 August 2018, para. 27, p. 14. Available at: {LINK}.",
        ),
        (
            "oscola",
            f"Ofsted, {TITLE} (24 August 2018) para 27 <{LINK}>",
            f"‘{TEXT}’\n\nOfsted, {TITLE} (24 August 2018) para 27 <{LINK}>",
        ),
        (
            "footnote",
            f"Ofsted, {TITLE}, published 24 August 2018, para 27, p 14, {LINK}.",
            f"‘{TEXT}’\n\nOfsted, {TITLE}, published 24 August 2018, para 27, p 14, {LINK}.",
        ),
    ],
)
def test_each_style_with_a_link_and_a_quotation(style: Style, alone: str, quoted: str) -> None:
    assert reference(REPORT, PARAGRAPH, style).text == cite(REPORT, PARAGRAPH, style)
    assert reference(REPORT, PARAGRAPH, style, link=LINK).text == alone
    assert reference(REPORT, PARAGRAPH, style, quote=True, link=LINK).text == quoted


@pytest.mark.parametrize("style", STYLE_NAMES)
@pytest.mark.parametrize("link", ["", LINK])
@pytest.mark.parametrize("quote", [False, True])
def test_the_html_says_the_same_and_only_the_title_and_the_link_are_marked(
    style: Style, link: str, quote: bool
) -> None:
    paragraph = make_paragraph(REPORT, 27, f"One: ‘two’.\n• {HOSTILE}", page=14)
    hostile = make_report("Northmoor", date(2018, 8, 24), title=HOSTILE)
    for report in (REPORT, hostile):
        made = reference(report, paragraph, style, quote=quote, link=link)
        assert text_of(made.html) == made.text
        assert made.html.count("<a href=") == made.text.count(LINK) == bool(link)
        assert made.html.count("<em>") == (style != "short")
        assert "<script" not in made.html


@pytest.mark.parametrize(
    ("printed", "quoted"),
    [
        ("They are ‘stepped up’ soon.", "They are “stepped up” soon."),
        ("They are 'stepped up' soon.", "They are “stepped up” soon."),
        (
            "‘Good’, ‘bad’, the child’s and parents’ views",
            "“Good”, “bad”, the child’s and parents’ views",
        ),
        ("the parents’ views", "the parents’ views"),
        ("the parents' views aren't", "the parents' views aren't"),
        ("“Listening to ‘my’ voice”", "“Listening to ‘my’ voice”"),
        ("‘a friend’s view’", "“a friend’s view”"),
        ("(‘MARAC’)", "(“MARAC”)"),
        # Which of two is the end cannot be told: nothing is changed.
        ("‘the parents’ forum’ met", "‘the parents’ forum’ met"),
        ("the ‘forum met", "the ‘forum met"),
    ],
)
def test_single_marks_within_become_double_where_they_are_pairs(printed: str, quoted: str) -> None:
    assert quotable(printed) == quoted
    assert len(quotable(printed)) == len(printed)
    assert reference(REPORT, make_paragraph(REPORT, 1, printed), quote=True).text.startswith(f"‘{quoted}’ (")
