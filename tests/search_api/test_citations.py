"""Citations of every kind of paragraph, and of facts that a report does not give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import make_paragraph, make_report

from indexer.records import Pinpoint
from search_api.citations import cite, locator, pages, period

REPORT = make_report(
    "Northmoor",
    date(2018, 8, 24),
    title="Re-inspection of services for children",
    inspection_start=date(2018, 6, 11),
    inspection_end=date(2018, 7, 5),
)
HEAD = (
    "Northmoor, Re-inspection of services for children, inspected 11 June to 5 July 2018, "
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
    assert pages(REPORT, make_paragraph(REPORT, 27, page=None)) == "page not known"


def test_missing_facts_are_left_out() -> None:
    bare = make_report("Saltby", date(2022, 5, 16), title="", inspection_start=None, inspection_end=None)
    assert cite(bare, make_paragraph(bare, 3)) == "Saltby, published 16 May 2022, paragraph 3, page 3"


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
