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
    assert title(page) == "What is indexed and what is not"
    assert rows(page)[0][:2] == ["99903_wexcombe/not a report.pdf", "Refused : a web page, not a PDF"]
    assert rows(page)[1][1] == "Northmoor, published 29 January 2016"
    assert "7: 6 indexed, 1 refused" in words(page)
    assert "hash-encoder" in words(page)
    assert "/tmp/" not in page


def test_coverage_can_be_narrowed_and_paged(http: TestClient) -> None:
    assert len(rows(get(http, "/coverage?status=refused"))) == 1
    page = get(http, "/coverage?status=indexed&limit=4&offset=4")
    assert len(rows(page)) == 2
    assert title(page) == "Files that are indexed, page 2"
    assert "/coverage?status=indexed&limit=4" in links(page)
    assert "No such page" in words(get(http, "/coverage?offset=900"))


def test_an_index_of_nothing(tmp_path: Path) -> None:
    with over(tmp_path, [], []) as http:
        assert "Nothing is indexed yet" in words(get(http, "/reports"))
        assert "No file was refused." in words(get(http, "/coverage"))
        assert "No file is listed as refused." in words(get(http, "/coverage?status=refused"))
        assert "No acronym is defined" in words(get(http, "/acronyms"))


# Acronyms


def test_acronyms_give_their_meanings_and_the_paragraph_that_says_so(http: TestClient) -> None:
    page = get(http, "/acronyms")
    assert [row[0] for row in rows(page)] == [
        f"Search for {x}" for x in ("DCS", "IRO", "LADO", "MARAC", "MASH")
    ]
    marac = rows(page)[3]
    assert marac[1].startswith("multi-agency risk assessment conference – defined in 9 paragraphs, as in")
    assert marac[2] == "16"
    assert "/paragraphs/northmoor-2016-01-29/summary-executive-3" in links(page)
    assert "5 acronyms; 0 of them stand for more than one thing." in words(page)


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
    assert title(page) == "Acronyms with ‘zebra’"
    assert "No acronym found" in words(page)
    assert "/?q=zebra" in links(page)
    assert "No such page" in words(get(http, "/acronyms?offset=70"))


def test_an_ambiguous_acronym_says_so(tmp_path: Path) -> None:
    report = make_report("Eastwick")
    texts = ("The local offer team (LOT) is busy.", "A lead officer for transport (LOT) was named.")
    entry = make_report_entry(report, [make_paragraph(report, n, text) for n, text in enumerate(texts, 1)])
    with over(tmp_path, [entry]) as http:
        said = words(get(http, "/acronyms"))
        assert "Ambiguous : 2 meanings" in said
        assert "1 of them stand" in said
