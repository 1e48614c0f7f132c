"""A publisher's own address is given where it is certain, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer.authorities.catalogue import Publication, shipped_catalogue
from search_api.references.addresses import address, authority_page, by_day, link
from tests.support.builders import make_paragraph, make_report

DAY = date(2018, 8, 24)
REPORT = make_report("Northmoor", DAY, urn="99001")
FILE, PAGE = "https://files.example/50004310", "https://reports.example/99001"
INSPECTION = Publication("99001", "northmoor", DAY, FILE)
VISIT = Publication("99001", "northmoor", DAY, "", kind="focused_visit", page=PAGE)


def test_a_file_at_the_page_where_it_is_known() -> None:
    published = by_day([INSPECTION, VISIT])
    assert address(REPORT, published=published) == FILE
    assert address(REPORT, 14, published) == f"{FILE}#page=14"


def test_the_page_that_offers_a_file_has_no_pages() -> None:
    visit = make_report("Northmoor", DAY, urn="99001", framework="focused_visit")
    assert address(visit, 14, by_day([INSPECTION, VISIT])) == PAGE


def test_a_copy_in_another_format_has_no_pages_of_the_file() -> None:
    copy = make_report("Northmoor", DAY, urn="99001", media="word", pages=None)
    assert address(copy, 14, by_day([INSPECTION])) == FILE


@pytest.mark.parametrize(
    "publications",
    [
        [],
        [VISIT],
        [INSPECTION, replace(INSPECTION, url="https://files.example/2", serial=2)],
        [replace(INSPECTION, published=date(2018, 8, 25))],
        [replace(INSPECTION, urn="99002")],
    ],
)
def test_what_is_not_certain_has_no_address(publications: list[Publication]) -> None:
    assert address(REPORT, 14, by_day(publications)) == ""


@pytest.mark.parametrize(
    "report",
    [
        replace(REPORT, urn=""),
        replace(REPORT, superseded_by="northmoor-2018-08-24"),
        replace(REPORT, id="northmoor-2018-08-24-2"),
    ],
)
def test_a_report_that_may_not_be_the_one_published_has_no_address(report: object) -> None:
    assert address(report, 14, by_day([INSPECTION])) == ""  # type: ignore[arg-type]


def test_a_real_report_has_the_address_of_the_catalogue() -> None:
    torbay = make_report("Torbay", DAY, urn="80572")
    assert address(torbay, 14).startswith("https://files.ofsted.gov.uk/v1/file/")
    assert address(torbay, 14).endswith("#page=14")


def test_the_link_is_the_publishers_or_else_the_servers_or_none() -> None:
    torbay = make_report("Torbay", DAY, urn="80572")
    server = "https://pinpoint.example/"
    assert link(torbay, make_paragraph(torbay, 27, page=14), server) == address(torbay, 14)
    paragraph = make_paragraph(REPORT, 27, page=14)
    assert link(REPORT, paragraph, server) == f"https://pinpoint.example/paragraphs/{paragraph.id}"
    assert link(REPORT, paragraph) == ""


def test_an_authoritys_page_is_written_as_the_catalogue_writes_it() -> None:
    pages = {item.urn: item.page for item in shipped_catalogue() if "/provider/44/" in item.page}
    assert pages
    assert all(authority_page(urn) == page for urn, page in pages.items())
    assert authority_page("") == ""
