"""Numbers of guidance, acts and the council's own papers are no citations of an inspection report."""

from __future__ import annotations

import pytest

from search_api.plans.claims.citations import find_citations
from search_api.plans.claims.quotations import find_quotations
from search_api.plans.drafts.records import Block


def cited(text: str) -> list[str]:
    return [item.text for item in find_citations(0, Block(text, "paragraph 1"))]


@pytest.mark.parametrize(
    "text",
    [
        "Partners must share information (Working Together 2023, para 27).",
        "Working Together to Safeguard Children, paragraph 27, says so.",
        "The Children Act 1989 guidance, para 3.12 and page 4, applies.",
        "See paragraph 14 of the statutory guidance.",
        "We follow our supervision policy (Supervision Policy, page 3).",
        "See paragraph 9 of our placement sufficiency strategy.",
        "As agreed (Cabinet, 3 March 2024, para 4).",
        "The court was clear ([2019] EWFC 12, para 33).",
        "The Ofsted inspection handbook, page 12, describes this.",
    ],
)
def test_of_other_documents_nothing_is_cited(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ofsted 2018, para 27, told us to follow Working Together.", ["para 27"]),
        ("Unlike Working Together, Ofsted (2018, para 27) is specific.", ["para 27"]),
        ("Visits do not follow guidance (Ofsted 2018, para 27).", ["para 27"]),
        ("Our policy was praised in paragraph 12 of the 2018 report.", ["paragraph 12"]),
        ("We changed the supervision policy after para 27.", ["para 27"]),
        ("The inspection found no strategy (ILACS 2022, para 8; Working Together 2023, para 3).", ["para 8"]),
    ],
)
def test_of_reports_it_is_still_cited(text: str, found: list[str]) -> None:
    assert cited(text) == found


def test_the_page_number_of_a_footer_is_no_citation() -> None:
    assert find_citations(0, Block("Page 1 of 2", "page footer", "header")) == []
    assert [item.text for item in find_citations(0, Block("Ofsted 2018, page 1", "paragraph 1"))] == [
        "page 1"
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Support to 16- to 17-year-olds is appropriate.", "Support to 16- to 17-year-olds is appropriate."),
        ("Visits are timely. (Ofsted 2018, para 27)", "Visits are timely."),
        ("Visits are timely — Ofsted 2018, para 27", "Visits are timely"),
        ("Leaders act (paragraphs 19, 20 and 30).", "Leaders act (paragraphs 19, 20 and 30)."),
        ("A ‘root and branch’ analysis was made.", "A ‘root and branch’ analysis was made."),
    ],
)
def test_the_words_of_a_block_quotation_end_before_its_source(text: str, quoted: str) -> None:
    assert [item.text for item in find_quotations(0, Block(text, "paragraph 1", "quote"))] == [quoted]


def test_a_source_below_a_block_quotation_is_none_of_its_words() -> None:
    assert find_quotations(0, Block("— Ofsted 2018, para 27", "paragraph 2", "quote")) == []
