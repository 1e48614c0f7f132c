"""Citations of every kind of paragraph, and of facts that a report does not give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.dates import period
from indexer.records import Pinpoint
from search_api.citations import STYLE_NAMES, Style, cite, locator, pages, pieces, place
from tests.support.builders import make_paragraph, make_report

REPORT = make_report(
    "Northmoor",
    date(2018, 8, 24),
    title="Re-inspection of services for children",
    inspection_start=date(2018, 6, 11),
    inspection_end=date(2018, 7, 5),
)
HEAD = (
    "Ofsted, Northmoor, Re-inspection of services for children, inspected 11 June to 5 July 2018, "
    "published 24 August 2018, "
)


def test_a_numbered_finding() -> None:
    assert cite(REPORT, make_paragraph(REPORT, 27, page=14)) == HEAD + "paragraph 27, page 14"


def test_a_paragraph_over_two_pages() -> None:
    paragraph = make_paragraph(REPORT, 6, kind="recommendation", page_first=14, page_last=15)
    assert cite(REPORT, paragraph) == HEAD + "recommendation 6, pages 14-15"


def test_a_text_report_says_that_pages_are_unknown() -> None:
    text_report = make_report("Northmoor", date(2018, 8, 24), media="text", pages=None)
    paragraph = make_paragraph(text_report, 27, page=None)
    assert pages(text_report, paragraph) == "page not known: read from exported text"
    for media, noun in (("word", "a Word file"), ("html", "a web page")):
        other = make_report("Northmoor", date(2018, 8, 24), media=media, pages=None)
        assert pages(other, paragraph) == f"page not known: read from {noun}"
    assert pages(REPORT, make_paragraph(REPORT, 27, page=None)) == "page not known"


def test_missing_facts_are_left_out() -> None:
    bare = make_report("Saltby", date(2022, 5, 16), title="", inspection_start=None, inspection_end=None)
    assert cite(bare, make_paragraph(bare, 3)) == "Ofsted, Saltby, published 16 May 2022, paragraph 3, page 3"


@pytest.mark.parametrize(
    ("pinpoint", "changes", "expected"),
    [
        (Pinpoint("r", "finding", 3, printed=False), {}, "paragraph 3 (unnumbered in the report)"),
        (
            Pinpoint("r", "finding", 4, part="lscb"),
            {},
            "review of the Local Safeguarding Children Board, paragraph 4",
        ),
        (Pinpoint("r", "finding", 4, part="part2"), {}, "second part, paragraph 4"),
        (Pinpoint("r", "finding", 9, repeat="b"), {}, "paragraph 9 (second of that number)"),
        (Pinpoint("r", "improvement", 2), {"printed": False}, "what needs to improve, bullet 2"),
        (
            Pinpoint("r", "summary", 3, section="executive"),
            {"printed": False},
            "executive summary, paragraph 3 (unnumbered in the report)",
        ),
        (Pinpoint("r", "summary", 1), {"printed": False}, "summary, paragraph 1 (unnumbered in the report)"),
        (
            Pinpoint("r", "finding", 3, section="main-findings", printed=False),
            {"section": ("Main findings",)},
            "‘Main findings’, paragraph 3 (unnumbered in the report)",
        ),
        (
            Pinpoint("r", "improvement", 2, section="priority-action"),
            {"printed": False, "section": ("Areas for priority action", "Leadership")},
            "‘Areas for priority action’, item 2",
        ),
        (
            Pinpoint("r", "context", 5),
            {"printed": False, "section": ("About the area",)},
            "‘About the area’, paragraph 5 (unnumbered in the report)",
        ),
    ],
)
def test_locators(pinpoint: Pinpoint, changes: dict[str, Any], expected: str) -> None:
    identity = str(pinpoint).replace("r/", "northmoor-2018-08-24/")
    facts: dict[str, Any] = {"id": identity, "printed": pinpoint.printed} | changes
    paragraph = make_paragraph(REPORT, pinpoint.number, kind=pinpoint.kind, part=pinpoint.part, **facts)
    assert locator(paragraph) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 12), date(2026, 1, 16), "12 to 16 January 2026"),
        (date(2018, 6, 11), date(2018, 7, 5), "11 June to 5 July 2018"),
        (date(2015, 12, 9), date(2016, 1, 8), "9 December 2015 to 8 January 2016"),
        (date(2019, 3, 1), date(2019, 3, 1), "1 March 2019"),
        (date(2019, 3, 1), None, "from 1 March 2019"),
        (None, date(2019, 3, 1), "until 1 March 2019"),
        (None, None, ""),
    ],
)
def test_periods(start: date | None, end: date | None, expected: str) -> None:
    assert period(start, end) == expected


@pytest.mark.parametrize(
    ("pinpoint", "changes", "short", "harvard"),
    [
        (Pinpoint("r", "finding", 27), {}, "para 27, p 14", "para. 27, p. 14"),
        (Pinpoint("r", "recommendation", 6), {}, "rec 6, p 14", "recommendation 6, p. 14"),
        (Pinpoint("r", "finding", 27), {"page_last": 16}, "para 27, pp 14-16", "para. 27, pp. 14-16"),
        (Pinpoint("r", "finding", 9, repeat="c"), {}, "para 9 (third of that number), p 14",
         "para. 9 (third of that number), p. 14"),
        (Pinpoint("r", "finding", 4, part="lscb"), {}, "LSCB review, para 4, p 14",
         "review of the Local Safeguarding Children Board, para. 4, p. 14"),
        (Pinpoint("r", "finding", 4, part="part2"), {}, "second part, para 4, p 14",
         "second part, para. 4, p. 14"),
        (Pinpoint("r", "recommendation", 2, part="lscb", printed=False), {},
         "LSCB review, rec 2 (unnumbered), p 14",
         "review of the Local Safeguarding Children Board, recommendation 2 (unnumbered in the report), "
         "p. 14"),
        (Pinpoint("r", "finding", 3, section="care-leavers", printed=False), {},
         "care leavers, para 3 (unnumbered), p 14",
         "care leavers, para. 3 (unnumbered in the report), p. 14"),
        (Pinpoint("r", "improvement", 2), {"printed": False},
         "what needs to improve, bullet 2, p 14", "what needs to improve, bullet 2, p. 14"),
        (Pinpoint("r", "improvement", 2), {}, "what needs to improve, para 2, p 14",
         "what needs to improve, para. 2, p. 14"),
        (Pinpoint("r", "summary", 3, section="executive"), {"printed": False},
         "executive summary, para 3 (unnumbered), p 14",
         "executive summary, para. 3 (unnumbered in the report), p. 14"),
        (Pinpoint("r", "context", 5), {"printed": False, "section": ("Facts", "About the area")},
         "‘About the area’, para 5 (unnumbered), p 14",
         "‘About the area’, para. 5 (unnumbered in the report), p. 14"),
        (Pinpoint("r", "finding", 27), {"page_first": None, "page_last": None}, "para 27, page not known",
         "para. 27, page not known"),
    ],
)  # fmt: skip
def test_short_and_harvard(pinpoint: Pinpoint, changes: dict[str, Any], short: str, harvard: str) -> None:
    identity = str(pinpoint).replace("r/", "northmoor-2018-08-24/")
    facts: dict[str, Any] = {"id": identity, "printed": pinpoint.printed, "page": 14} | changes
    facts["page"] = facts.pop("page_first", facts["page"])
    paragraph = make_paragraph(REPORT, pinpoint.number, kind=pinpoint.kind, part=pinpoint.part, **facts)
    assert cite(REPORT, paragraph, "short") == f"Northmoor 2018, {short}"
    source = "Ofsted (2018) Northmoor: Re-inspection of services for children, 24 August 2018"
    assert cite(REPORT, paragraph, "harvard") == f"{source}, {harvard}."


def test_other_styles_of_a_report_without_title_pages_or_dates() -> None:
    bare = make_report("Saltby", date(2022, 5, 16), title="", media="text", pages=None, inspection_end=None)
    paragraph = make_paragraph(bare, 3, page=None)
    assert cite(bare, paragraph, "short") == "Saltby 2022, para 3, page not known"
    said = "Ofsted (2022) Saltby, 16 May 2022, para. 3, page not known: read from exported text."
    assert cite(bare, paragraph, "harvard") == said


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_every_style_names_authority_year_and_place(style: Style) -> None:
    said = cite(REPORT, make_paragraph(REPORT, 27, page=14), style)
    page = () if style == "oscola" else ("14",)  # it names the paragraph or the page, not both
    assert all(part in said for part in ("Northmoor", "2018", "27", *page))


def test_oscola_and_a_footnote_name_the_publisher_and_set_the_title_in_italics() -> None:
    paragraph = make_paragraph(REPORT, 27, page=14)
    title = "Northmoor: Re-inspection of services for children"
    assert cite(REPORT, paragraph, "oscola") == f"Ofsted, {title} (24 August 2018) para 27"
    assert cite(REPORT, paragraph, "footnote") == f"Ofsted, {title}, published 24 August 2018, para 27, p 14."
    for style in ("oscola", "footnote", "harvard"):
        assert [piece.text for piece in pieces(REPORT, paragraph, style) if piece.title] == [title]
    assert [piece.text for piece in pieces(REPORT, paragraph) if piece.title] == [REPORT.title]
    assert not any(piece.title for piece in pieces(REPORT, paragraph, "short"))


def test_oscola_gives_the_page_of_a_number_that_is_not_printed() -> None:
    identity = "northmoor-2018-08-24/unnumbered-para-3"
    paragraph = make_paragraph(REPORT, 3, id=identity, printed=False, page=14)
    assert cite(REPORT, paragraph, "oscola").endswith("para 3 (unnumbered in the report), p 14")


def test_a_place_leaves_the_remark_to_the_page() -> None:
    identity = "northmoor-2018-08-24/unnumbered-para-3"
    assert place(make_paragraph(REPORT, 3, id=identity, printed=False)) == "paragraph 3"
