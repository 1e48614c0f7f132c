"""What is offered for words that no report holds, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
from search_api.answers.answerer import NOT_ANSWERED, Answerer
from search_api.question.request import EVERYTHING, Request
from search_api.retrieval.searcher import Searcher
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

TEXT = (
    "Privately fostered children are visited; supervision and return interviews by supervisors of programmes."
)


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [make_paragraph(report, number, f"{TEXT} Case {number}.") for number in range(1, 7)]
    rare = make_paragraph(report, 7, "A lighthouse was seen.")
    write_small_index(tmp_path / "index", [make_report_entry(report, [*paragraphs, rare])])
    with IndexReader.open(tmp_path / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register())


def offers(searcher: Searcher, question: str) -> list[tuple[str, str]]:
    return [(offer.typed, offer.meant) for offer in searcher.understand(question, EVERYTHING).offers]


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("chidlren in care", [("chidlren", "children")]),
        ("supervison", [("supervison", "supervision")]),
        ("Supervisers and retun intervews", [
            ("Supervisers", "supervisors"), ("retun", "return"), ("intervews", "interviews"),
        ]),
        ("children in Middlesborough", [("Middlesborough", "Middlesbrough")]),
        ("children in wolverhamton", [("wolverhamton", "Wolverhampton")]),
        ("children in Northmor", [("Northmor", "Northmoor")]),
        ("the progrmmes", [("progrmmes", "programmes")]),
    ],
)  # fmt: skip
def test_near_words_are_offered(searcher: Searcher, question: str, offered: list[tuple[str, str]]) -> None:
    assert offers(searcher, question) == offered


@pytest.mark.parametrize(
    "question",
    [
        "children visited",  # held
        "Privately fostered",  # held, with an ending
        "zebra crossings",  # near to nothing
        "what did Mr Vizited say",  # a name is no word
        "lighthousse",  # too few paragraphs hold it
        "cars",  # too short
        "xhildren",  # another first letter
    ],
)
def test_nothing_else_is(searcher: Searcher, question: str) -> None:
    assert offers(searcher, question) == []


def test_an_offer_is_said_and_never_taken(searcher: Searcher) -> None:
    note = "No report uses the word ‘Northmor’. Did you mean ‘Northmoor’?"
    found = searcher.search("children in Northmor", EVERYTHING)
    assert found.understood.scope.notes == (note,)
    assert found.understood.question.filters == ()
    refused = Answerer(searcher).ask("zebras of Northmor")
    assert not refused.answered
    assert refused.text == f"{NOT_ANSWERED} {note}"


def test_where_no_report_is_left_nothing_is_offered(searcher: Searcher) -> None:
    understood = searcher.understand("chidlren", Request(since="2040"))
    assert understood.offers == ()
