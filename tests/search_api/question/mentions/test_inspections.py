"""Which of an authority's inspections a question means."""

from __future__ import annotations

import pytest

from tests.search_api.question.asking import reports_of, understand

FIRST, PREVIOUS, LATEST = "torbay-2016-01-05", "torbay-2018-08-24", "torbay-2022-05-16"


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("neglect in Torbay at the last inspection", {LATEST}),
        ("what did inspectors find at the last inspection of Torbay", {LATEST}),
        ("what was found at Torbay's last inspection about neglect", {LATEST}),
        ("At Torbay's latest inspection, what was said of neglect?", {LATEST}),
        ("neglect in Torbay after its last inspection", {LATEST}),
        ("What must Torbay do after its last inspection?", {LATEST}),
        ("What's the latest on neglect in Torbay?", {LATEST}),
        ("latest findings on neglect in Torbay", {LATEST}),
        ("Most recent inspectors' findings on neglect in Torbay", {LATEST}),
        ("neglect in recent inspections of Torbay", {LATEST}),
        ("areas for improvement Torbay most recent", {LATEST}),
        ("what are Torbay's areas for improvement from the last inspection", {LATEST}),
        ("neglect in Torbay before the last inspection", {FIRST, PREVIOUS}),
        ("neglect before Torbay's last inspection", {FIRST, PREVIOUS}),
        ("neglect in earlier reports of Torbay", {FIRST, PREVIOUS}),
        ("neglect in Torbay at the previous inspection", {PREVIOUS}),
        ("the inspection before last in Torbay: neglect", {PREVIOUS}),
        ("neglect at Torbay's first inspection", {FIRST}),
        ("Torbay first inspection neglect", {FIRST}),
        ("neglect in the first report of Torbay", {FIRST}),
    ],
)
def test_inspections_as_people_name_them(text: str, reports: set[str]) -> None:
    assert reports_of(understand(text)) == reports


@pytest.mark.parametrize(
    "text",
    [
        "have the gaps found at the last inspection been filled",
        "gaps from the last inspection remain",
        "the first inspection visit to a child",
        "the latest neglect strategy",
        "recent work on neglect",
    ],
)
def test_inspections_that_are_part_of_what_is_asked(text: str) -> None:
    found = understand(text)
    assert (found.filters, found.notes, found.rest) == ((), (), text)


@pytest.mark.parametrize("since", ["since the last inspection", "since Torbay's last inspection"])
def test_since_the_last_inspection_chooses_no_reports_and_says_so(since: str) -> None:
    found = understand(f"Has neglect improved in Torbay {since}?")
    assert found.reports is None
    assert found.notes == (f"No report is newer than the last inspection, so ‘{since}’ chose no reports.",)


def test_before_the_last_inspection_needs_two() -> None:
    found = understand("neglect in Leeds before the last inspection")
    assert found.empty
    assert found.notes == ("Leeds has only one report among those selected.",)
