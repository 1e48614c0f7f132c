"""The pages of coverage and of acronyms, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, rows, title, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    """The samples, a file that is refused among them."""
    with client() as made:
        yield made


# Coverage


def test_coverage_lists_refused_files_first_with_the_reason(http: TestClient) -> None:
    page = get(http, "/coverage")
    assert title(page) == "What is included and what is not"
    assert rows(page)[0][:2] == [
        "99903_wexcombe/not a report.pdf",
        "Could not be read : a web page, not a PDF",
    ]
    assert rows(page)[1][1] == "Northmoor, published 29 January 2016"
    assert "7: 6 included, 1 could not be read" in words(page)
    assert "hash-encoder" in words(page)
    assert "/tmp/" not in page


def test_coverage_can_be_narrowed_and_paged(http: TestClient) -> None:
    assert len(rows(get(http, "/coverage?status=refused"))) == 1
    page = get(http, "/coverage?status=indexed&limit=4&offset=4")
    assert len(rows(page)) == 2
    assert title(page) == "Files that are included, page 2"
    assert "/coverage?status=indexed&limit=4" in links(page)
    assert "Nothing on this page" in words(get(http, "/coverage?offset=900"))


def test_an_index_of_nothing(tmp_path: Path) -> None:
    with over(tmp_path, [], []) as http:
        assert "No reports yet" in words(get(http, "/reports"))
        assert "All files could be read." in words(get(http, "/coverage"))
        assert "There are no files in this list." in words(get(http, "/coverage?status=refused"))
        assert "No acronyms yet" in words(get(http, "/acronyms"))


# Acronyms


def test_acronyms_give_their_meanings_and_the_paragraph_that_says_so(http: TestClient) -> None:
    page = get(http, "/acronyms")
    assert [row[0] for row in rows(page)] == [
        f"Search for {x}" for x in ("DCS", "IRO", "LADO", "MARAC", "MASH")
    ]
    marac = rows(page)[3]
    assert marac[1].startswith("multi-agency risk assessment conference – defined in 9 paragraphs, including")
    assert marac[2] == "16 paragraphs use it"
    assert "/paragraphs/northmoor-2016-01-29/summary-executive-3" in links(page)
    assert "5 acronyms, of which 0 have more than one meaning." in words(page)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("short=marac", ["MARAC"]),
        ("short=mar", ["MARAC"]),
        ("short=multi-AGENCY", ["MARAC", "MASH"]),
        ("short=ma", ["MARAC", "MASH"]),
        ("letter=m", ["MARAC", "MASH"]),
        ("short=officer&letter=L", ["LADO"]),
        ("short=&limit=2&offset=4", ["MASH"]),
    ],
)
def test_acronyms_are_found_by_short_form_meaning_and_letter(
    http: TestClient, query: str, left: list[str]
) -> None:
    assert [row[0] for row in rows(get(http, f"/acronyms?{query}"))] == [f"Search for {x}" for x in left]


def test_no_acronym_found(http: TestClient) -> None:
    page = get(http, "/acronyms?short=zebra")
    assert title(page) == "Acronyms matching ‘zebra’"
    assert "No acronyms found" in words(page)
    assert "/?q=zebra" in links(page)
    assert "Nothing on this page" in words(get(http, "/acronyms?offset=70"))


def test_an_ambiguous_acronym_says_so(tmp_path: Path) -> None:
    report = make_report("Eastwick")
    texts = ("The local offer team (LOT) is busy.", "A lead officer for transport (LOT) was named.")
    entry = make_report_entry(report, [make_paragraph(report, n, text) for n, text in enumerate(texts, 1)])
    with over(tmp_path, [entry]) as http:
        said = words(get(http, "/acronyms"))
        assert "More than one meaning : 2 meanings" in said
        assert "of which 1 has more than one meaning" in said
