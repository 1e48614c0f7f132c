"""What is offered for words that no report holds, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
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
        "messy records",  # a word of people, not of reports
    ],
)
def test_nothing_else_is(searcher: Searcher, question: str) -> None:
    assert offers(searcher, question) == []


def test_what_can_mean_one_thing_only_is_taken_and_said(searcher: Searcher) -> None:
    note = "No report uses the word ‘Northmor’, so ‘Northmoor’ was used instead."
    found = searcher.search("children in Northmor", EVERYTHING)
    assert found.query == "children in Northmor"
    assert found.understood.scope.notes == (note,)
    assert [item.value for item in found.understood.question.filters] == ["Northmoor"]
    exactly = searcher.understand("children in Northmor", Request(literal=True))
    assert exactly.question.filters == ()
    assert exactly.scope.notes == ("No report uses the word ‘Northmor’. Did you mean ‘Northmoor’?",)


def test_of_two_that_are_as_near_one_is_offered(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [
        make_paragraph(report, number, f"Foster and faster. Case {number}.") for number in range(1, 7)
    ]
    write_small_index(tmp_path / "index", [make_report_entry(report, paragraphs)])
    with IndexReader.open(tmp_path / "index") as reader:
        understood = Searcher(reader, WordEncoder(), default_register()).understand("fxster", EVERYTHING)
    (offer,) = understood.offers
    assert (offer.certain, understood.question.rest) == (False, "fxster")
    assert understood.scope.notes == (f"No report uses the word ‘fxster’. Did you mean ‘{offer.meant}’?",)


def test_beside_its_neighbour_only_one_fits(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    texts = [f"Foster carers are faster. Case {number}." for number in range(1, 7)]
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(texts, start=1)]
    write_small_index(tmp_path / "index", [make_report_entry(report, paragraphs)])
    with IndexReader.open(tmp_path / "index") as reader:
        understood = Searcher(reader, WordEncoder(), default_register()).understand(
            "fxster carers", EVERYTHING
        )
    assert understood.question.rest == "foster carers"


def test_two_words_written_as_one_are_parted(searcher: Searcher) -> None:
    assert searcher.understand("returninterviews", EVERYTHING).question.rest == "return interviews"


def test_where_no_report_is_left_nothing_is_offered(searcher: Searcher) -> None:
    understood = searcher.understand("chidlren", Request(since="2040"))
    assert understood.offers == ()


def test_a_word_is_no_beginning_of_a_name_that_has_its_index_term(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    write_small_index(
        tmp_path / "index",
        [make_report_entry(report, [make_paragraph(report, 1, "Children read their plans.")])],
    )
    with IndexReader.open(tmp_path / "index") as reader:
        searcher = Searcher(reader, WordEncoder(), default_register())
        assert offers(searcher, "can children read their plans") == []
