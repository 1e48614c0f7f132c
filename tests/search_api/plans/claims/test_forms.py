"""What a draft cites: every form that people write, and numbers that are no citation."""

from __future__ import annotations

import pytest

from search_api.plans.claims.citations import find_citations
from search_api.plans.claims.sentences import sentences
from search_api.plans.drafts.records import Block, Link

URL = "https://pinpoint.example.gov.uk/paragraphs/northmoor-2018-08-24/para-27"


def cited(text: str, *links: Link) -> list[tuple[str, tuple[str, ...]]]:
    block = Block(text, "paragraph 1", links=links)
    return [(item.word, item.numbers) for item in find_citations(0, block)]


@pytest.mark.parametrize(
    ("text", "word", "numbers"),
    [
        ("Ofsted 2018, para 27", "paragraph", "27"),
        ("paragraph 27 of the 2018 report", "paragraph", "27"),
        ("They say so (¶27).", "paragraph", "27"),
        ("(Ofsted report 2018 §27)", "paragraph", "27"),
        ("paragraph twenty-seven of the report", "paragraph", "27"),
        ("paras 27-30", "paragraph", "27 28 29 30"),
        ("paras 27–28 and 41", "paragraph", "27 28 41"),
        ("(Ofsted, 2018: 27)", "paragraph", "27"),
        ("source: Ofsted, December 2022 (41).", "paragraph", "41"),
        ("recommendation 6", "recommendation", "6"),
        ("recs 3 and 4", "recommendation", "3 4"),
        ("area for improvement 2", "bullet", "2"),
        ("summary paragraph 3", "summary", "3"),
        ("Ofsted 2018, p. 15", "page", "15"),
        ("JTAI letter, page 4", "page", "4"),
        ("(ibid, para 30)", "paragraph", "30"),
        ("(Ofsted, May 2022)", "report", ""),
    ],
)
def test_each_form_is_one_citation(text: str, word: str, numbers: str) -> None:
    assert cited(text) == [(word, tuple(numbers.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "See paragraph 3 below.",
        "Recommendation 2 of this plan is for the board.",
        "The board met on 27 March 2026.",
        "Caseloads fell by 27% to 18.",
        "Section 47 enquiries rose in 2018 to 27 a month.",
        "Action 12 is due by March 2027.",
        "See Working Together 2023, paragraph 27.",
    ],
)
def test_dates_and_the_draft_s_own_numbers_are_none(text: str) -> None:
    assert cited(text) == []


def test_a_link_to_a_paragraph_cites_whatever_words_it_is_on() -> None:
    text = "They were clear (source)."
    [item] = find_citations(0, Block(text, "paragraph 1", links=(Link(17, 23, URL),)))
    assert (item.word, item.id, item.text) == ("id", "northmoor-2018-08-24/para-27", "source")


def test_a_link_on_a_number_adds_no_second_citation() -> None:
    text = "They were clear (para 27)."
    [item] = find_citations(0, Block(text, "paragraph 1", links=(Link(17, 24, URL),)))
    assert (item.word, item.numbers, item.url) == ("paragraph", ("27",), URL)


def test_full_stops_of_citations_end_no_sentence() -> None:
    assert len(sentences("It is said in para. 27 and on p. 4 of the report. Then more.")) == 2
