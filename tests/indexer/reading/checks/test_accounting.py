"""Every line of a report is in a paragraph or known as something else; what is neither is named."""

from __future__ import annotations

import pytest

from indexer.reading.blocks import blocks_of
from indexer.reading.checks.accounting import (
    Account,
    account_for,
    lost_anomalies,
    share_anomalies,
    unplaced,
)
from indexer.reading.checks.boilerplate import boilerplate, end_of_letter, facts_of_cover
from indexer.reading.checks.sequence_checks import numbers_after_last
from indexer.reading.furniture import body_of
from indexer.reading.pages import Line, Page
from indexer.reading.paragraphs import paragraphs_of
from indexer.records import Anomaly, Paragraph
from tests.support.reading_pages import (
    LIST,
    NUMBERS,
    REPORT,
    body_lines,
    heading,
    line,
    locators,
    page,
    read,
    white,
)

NUMBERED = [line(f"{number}. Social workers see children in time.", NUMBERS) for number in range(1, 8)]
FINDINGS = page(heading("Inspection findings"), *NUMBERED)
LOST = ("The area has 14 schools and three hospitals, and most", "families have lived there for long.")


def account(*pages: Page) -> tuple[Account, tuple[Paragraph, ...]]:
    body = body_of(pages)
    blocks = blocks_of(body)
    paragraphs, _ = paragraphs_of(blocks, REPORT, body.footnotes, {}, opening="cover")
    missing = unplaced(body.lines, paragraphs)
    return account_for(pages, missing, boilerplate(blocks, missing)), paragraphs


def last_page(*lines: Line) -> Page:
    return page(*lines, number=2)


def test_a_report_that_is_read_whole() -> None:
    found, paragraphs = account(FINDINGS)
    assert found == Account(100.0, ())
    assert lost_anomalies(found, paragraphs) == []


@pytest.mark.parametrize(
    "title", ["Information about this inspection", "Annex A", "The inspection team", "Contents"]
)
def test_text_that_a_heading_hides_is_named_with_its_page_and_words(title: str) -> None:
    found, paragraphs = account(FINDINGS, last_page(heading(title), white(), *map(line, LOST)))
    assert [item.line.text for item in found.lost] == list(LOST)
    assert 50 < found.share < 90
    (said,) = lost_anomalies(found, paragraphs)
    assert (said.kind, said.page) == ("text not read", 2)
    assert said.detail == "16 words belong to no paragraph and to no known part"
    assert [one.rpartition("/")[2] for one in said.paragraphs] == ["para-7"]


def test_text_before_the_first_heading_is_named() -> None:
    found, _ = account(page(*map(line, LOST), white(), *FINDINGS.lines[:1], *NUMBERED))
    assert [item.line.text for item in found.lost] == list(LOST)


@pytest.mark.parametrize(
    "words",
    [
        "The Office for Standards in Education, Children’s Services and Skills regulates and inspects.",
        "If you would like a copy of this document in large print, ask Robin Example.",
        "You may reuse this information (not the logos) where you name its source.",
        "This inspection of Northmoor was carried out under section 136 of the law.",
        "A good local authority leads effective services that help, protect and care for children.",
        "Lead inspector: Robin Example",
        "Team inspectors: Robin Example HMI, Sam Example HMI, Kit Example and Jo Example",
        "Piccadilly Gate Store Street Manchester M1 2WD",
        "© Crown copyright 2018",
    ],
)
def test_what_every_report_says_when_it_closes_is_known(words: str) -> None:
    found, _ = account(FINDINGS, last_page(line(words, NUMBERS)))
    assert found == Account(100.0, ())


def test_under_a_heading_about_the_inspection_what_speaks_of_it_is_known() -> None:
    closing = last_page(
        heading("Information about this inspection"), line("Six inspectors stayed for a week.")
    )
    assert account(FINDINGS, closing)[0].lost == ()


def test_criteria_are_known_by_what_announces_them() -> None:
    lead = heading("The LSCB is likely to be judged to be good if the following apply")
    items = [line(f"• The partners share what they know, part {part}.", LIST) for part in ("one", "two")]
    assert account(FINDINGS, last_page(lead, white(), *items))[0].lost == ()
    assert len(account(FINDINGS, last_page(heading("Annex A"), white(), *items))[0].lost) == 2


def test_lines_of_contents_are_known_and_a_text_among_them_is_not() -> None:
    listed = page(
        line("Contents", NUMBERS, size=14, bold=True),
        white(),
        line("Executive summary 3", NUMBERS),
        white(),
        line("What leaders do 12", NUMBERS),
        white(),
        *(line(text, NUMBERS) for text in LOST),
        number=1,
    )
    findings = Page(2, FINDINGS.width, FINDINGS.height, FINDINGS.lines)
    lost = [item.line.text for item in account(listed, findings)[0].lost]
    assert "Executive summary 3" not in lost
    assert "What leaders do 12" not in lost
    assert LOST[0] in lost


def test_headings_above_paragraphs_are_accounted_for() -> None:
    found, paragraphs = account(
        page(
            heading("Recommendations"),
            line("Quality of plans", NUMBERS),
            white(),
            *NUMBERED[:6],
        )
    )
    assert locators(paragraphs)[0] == "rec-1"
    assert found.lost == ()


def test_facts_of_a_cover_are_known_and_a_text_on_it_is_not() -> None:
    facts = body_lines(
        line("Northmoor"),
        line("Inspection of children’s services"),
        white(),
        line("Inspection dates: 1 to 5 March 2018"),
        white(),
        line("The overall judgement is that children’s services are good. The authority leads effective"),
        line("services that meet the requirements for good, and it knows the children whom it helps."),
    )
    assert list(facts_of_cover(facts)) == facts
    prose = body_lines(*map(line, (*LOST, "Many of them work in the harbour. Others farm.")))
    assert list(facts_of_cover(prose)) == []


def test_what_closes_a_letter_speaks_of_the_inspection() -> None:
    said = body_lines(
        line("Ofsted will take the findings from this visit into account when it plans the next"),
        line("inspection of the authority. This letter will be published."),
        white(),
        line("Robin Example"),
    )
    assert list(end_of_letter(said)) == said
    prose = body_lines(*map(line, (*LOST, "Many of them work in the harbour. Others farm.")))
    assert list(end_of_letter(prose)) == []


def test_exported_text_is_found_by_its_words() -> None:
    lines = (Line("Recommendations", gap=1), Line("- 1. See children in time.", gap=1), Line(LOST[0], gap=1))
    pages = (Page(None, 0.0, 0.0, lines),)
    body = body_of(pages)
    paragraphs, _ = paragraphs_of(blocks_of(body), REPORT, (), {}, opening="cover")
    kept = [item for item in paragraphs if "schools" not in item.text]
    assert [item.line.text for item in unplaced(body.lines, kept)] == [LOST[0]]


def test_of_a_document_without_a_kind_only_much_is_said() -> None:
    _, paragraphs = account(FINDINGS)
    little, much = (Account(share, tuple(body_lines(line("Words.")))) for share in (97.0, 96.9))
    assert share_anomalies(little, paragraphs) == []
    (said,) = share_anomalies(much, paragraphs)
    assert said.detail == "3.1% of the text belongs to no paragraph: page 1"
    assert len(said.paragraphs) == 7


def after_last(*lines: Line) -> list[Anomaly]:
    pages = (FINDINGS, last_page(*lines))
    body = body_of(pages)
    return numbers_after_last(blocks_of(body), read(*pages)[0])


def test_numbers_in_their_column_after_the_last_are_named() -> None:
    (said,) = after_last(heading("Annex A"), white(), line("3. Leaders know their services.", NUMBERS))
    assert (said.kind, said.page) == ("number not taken", 2)
    assert said.detail == "a line begins with 3., in the column of the numbers, after the last of them"


def test_numbers_elsewhere_after_the_last_are_not() -> None:
    assert after_last(heading("Annex A"), white(), line("23. Leaders know their services.", LIST)) == []
    assert after_last(heading("Annex A"), white(), line("2.1 Adoption", NUMBERS)) == []
