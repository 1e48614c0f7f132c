"""One report in a file, from its cover to its closing page; anything else is refused or said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.checks.one_report import ending_anomalies, report_pages
from indexer.reading.pages import Page, PageNote
from tests.support.reading_pages import NUMBERS, line, page, read


def cover(dates: str = "1 to 5 March 2018") -> Page:
    return page(
        line("Inspection of Northmoor children's social care services"), line(f"Inspection dates: {dates}")
    )


def text() -> Page:
    return page(line("1. Social workers see children in time.", NUMBERS))


def closing() -> Page:
    return page(line("The Office for Standards in Education regulates and inspects."))


def file(*pages: Page) -> tuple[Page, ...]:
    return tuple(replace(item, number=place + 1) for place, item in enumerate(pages))


def test_a_sound_report_is_taken_whole() -> None:
    pages = file(cover(), text(), closing())
    assert report_pages(pages) == (pages, [])


def test_pages_before_the_cover_are_left_out_and_named() -> None:
    pages = file(text(), text(), cover(), text(), closing())
    kept, (said,) = report_pages(pages)
    assert [item.number for item in kept] == [3, 4, 5]
    assert said.detail == "pages 1 to 2 stand before the report's cover: not read"


def test_a_cover_at_the_end_of_the_file_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="cover is page 8 of 8: its pages stand in another order"):
        report_pages(file(*(text() for _ in range(7)), cover()))


def test_what_is_said_of_the_whole_file_outlives_the_pages_before_the_cover() -> None:
    damaged = PageNote("damaged file", "the list of its parts is damaged", whole_file=True)
    first, *others = file(text(), cover(), text(), closing())
    kept, _ = report_pages((replace(first, notes=(damaged, PageNote("no text", "a picture"))), *others))
    assert kept[0].notes == (damaged,)


def test_two_reports_in_one_file_are_refused_with_their_pages() -> None:
    pages = file(cover(), text(), closing(), cover("4 to 8 June 2021"), text())
    with pytest.raises(UnreadableReport, match="two reports in one file: pages 1 to 3 and pages 4 to 5"):
        report_pages(pages)


def letter(subject: str = "Focused visit to Northmoor children's services") -> Page:
    return page(
        line("4 May 2018"),
        line("Dear Ms Hill"),
        line(subject),
        line("This letter summarises the findings of a focused visit by inspectors."),
    )


@pytest.mark.parametrize(
    "made",
    [
        lambda: file(cover(), text(), closing(), letter(), text()),
        lambda: file(letter(), text(), text(), cover(), text(), closing()),
        lambda: file(letter(), text(), letter("Focused visit to Saltby children's services"), text()),
    ],
    ids=["letter behind a report", "report behind a letter", "two letters"],
)
def test_a_letter_and_another_report_in_one_file_are_refused(made: Callable[[], tuple[Page, ...]]) -> None:
    with pytest.raises(UnreadableReport, match="two reports in one file: pages 1 to"):
        report_pages(made())


def test_a_letter_that_repeats_its_subject_is_one() -> None:
    pages = file(letter(), text(), letter())
    assert report_pages(pages) == (pages, [])


def test_a_second_cover_of_the_same_inspection_is_no_second_report() -> None:
    pages = file(cover(), text(), cover(), text())
    assert report_pages(pages) == (pages, [])


def test_a_report_without_its_closing_page_may_be_cut_short() -> None:
    pages = file(cover(), *(text() for _ in range(6)))
    found, _ = read(*pages[1:], opening="summary")
    (said,) = ending_anomalies(pages, found)
    assert (said.kind, said.paragraphs) == ("cut short", (found[-1].id,))
    assert ending_anomalies(file(*pages, closing()), found) == []
