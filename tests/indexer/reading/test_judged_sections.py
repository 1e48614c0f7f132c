"""The sections of a report are held against its cover: grades that differ, areas without findings."""

from __future__ import annotations

from indexer.reading.blocks import blocks_of
from indexer.reading.furniture import body_of
from indexer.reading.pages import Line, Page
from indexer.reading.paragraphs import paragraphs_of
from indexer.records import Anomaly
from tests.support.reading_pages import NUMBERS, REPORT, heading, line, page


def numbered(*values: int) -> list[Line]:
    return [line(f"{value}. Words of number {value}.", NUMBERS) for value in values]


def anomalies(cover: dict[str, str], *pages: Page) -> tuple[Anomaly, ...]:
    whole = body_of(pages)
    return paragraphs_of(blocks_of(whole), REPORT, whole.footnotes, cover, opening="cover")[1]


SECTIONS = page(
    heading("The experiences and progress of children who need help and protection Good"),
    *numbered(1, 2, 3),
    heading("Leadership, management and governance"),
    *numbered(4, 5),
)


def test_cover_and_sections_that_agree_are_no_anomaly() -> None:
    assert anomalies({"help_and_protection": "good", "leadership": "inadequate"}, SECTIONS) == ()


def test_a_grade_that_differs_from_the_covers_names_its_findings() -> None:
    (found,) = anomalies({"help_and_protection": "inadequate", "leadership": "good"}, SECTIONS)
    assert (found.kind, found.page) == ("grades differ", 1)
    assert found.detail == "Help and protection: inadequate on the cover, good at its section"
    assert found.paragraphs == tuple(f"{REPORT}/para-{number}" for number in (1, 2, 3))


def test_an_area_that_the_cover_judges_and_no_finding_is_about() -> None:
    found = anomalies({"overall": "good", "help_and_protection": "good", "care_leavers": "good"}, SECTIONS)
    assert [(item.kind, item.detail) for item in found] == [
        ("no findings", "Care leavers is judged, and no finding was read")
    ]
