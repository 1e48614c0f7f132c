"""Questions that follow another, read as questions that stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.errors import InvalidRequest
from indexer.store.reader import IndexReader
from search_api.question.followups import resolve
from search_api.question.interpreter import Interpreter
from search_api.question.request import EVERYTHING
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

MARAC = "What did inspectors say about MARAC in Northmoor?"
DATED = "What did inspectors say about MARAC in Northmoor in 2018?"


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interpreter]:
    folder = tmp_path_factory.mktemp("followups") / "index"
    reports = [
        make_report(name, date(year, 5, 16))
        for name in ("Northmoor", "Saltby", "Wexcombe") for year in (2016, 2018, 2022)
    ]  # fmt: skip
    write_small_index(
        folder,
        [make_report_entry(item, [make_paragraph(item, 27, "Visits are late.")]) for item in reports],
    )
    with IndexReader.open(folder) as reader:
        yield Interpreter(reader, default_register())


@pytest.mark.parametrize(
    ("previous", "question", "meant"),
    [
        # Another place, the rest stays.
        (MARAC, "and in Saltby?", "What did inspectors say about MARAC in Saltby?"),
        (MARAC, "And Saltby and Wexcombe?", "What did inspectors say about MARAC in Saltby and Wexcombe?"),
        (MARAC, "what about the South West?", "What did inspectors say about MARAC in the South West?"),
        (DATED, "same for Saltby please", "What did inspectors say about MARAC in Saltby in 2018?"),
        ("MARAC Northmoor", "Saltby", "MARAC Saltby"),
        ("Northmoor or Saltby: care leavers", "and Wexcombe?", "Wexcombe: care leavers"),
        # Another date.
        (MARAC, "what about 2018?", "What did inspectors say about MARAC in Northmoor in 2018?"),
        (DATED, "what about 2022?", "What did inspectors say about MARAC in Northmoor in 2022?"),
        (DATED, "since 2020?", "What did inspectors say about MARAC in Northmoor since 2020?"),
        (DATED, "and the latest report?",
         "What did inspectors say about MARAC in Northmoor in the latest report?"),
        # Another subject.
        (DATED, "and care leavers?", "What did inspectors say about care leavers in Northmoor in 2018?"),
        ("MARAC Northmoor", "care leavers?", "What did inspectors say about care leavers in Northmoor?"),
        ("How many reports mention MARAC?", "and private fostering?",
         "How many reports mention private fostering?"),
        ("weaknesses in early help in Saltby", "and care leavers?", "Weaknesses in care leavers in Saltby"),
        # A subject and a place of its own: only what is missing is taken.
        (DATED, "and care leavers in Saltby?",
         "What did inspectors say about care leavers in Saltby in 2018?"),
        (DATED, "How are young carers supported in Saltby?",
         "How are young carers supported in Saltby in 2018?"),
        (MARAC, "How are young carers supported?", "How are young carers supported in Northmoor?"),
        # Kinds, sides and lists.
        (DATED, "recommendations?", "Recommendations about MARAC in Northmoor in 2018"),
        (DATED, "and weaknesses?", "Weaknesses in MARAC in Northmoor in 2018"),
        ("What needs to improve in Saltby 2022?", "and in Northmoor?",
         "What needs to improve in Northmoor 2022?"),
        ("What needs to improve in Saltby 2022?", "and care leavers?",
         "Recommendations about care leavers in Saltby in 2022"),
        ("What is Saltby good at?", "and weaknesses?", "Weaknesses in Saltby"),
        # Paragraphs.
        ("Northmoor 2018 paragraph 27", "paragraph 28?", "Northmoor 2018 paragraph 28"),
        ("Northmoor 2018 paragraph 27", "and in Saltby?", "Saltby 2018 paragraph 27"),
        (DATED, "paragraph 28", "Paragraph 28 in Northmoor in 2018"),
        # Pronouns.
        (MARAC, "why was it judged inadequate?", "Why was Northmoor judged inadequate?"),
        (MARAC, "how many reports mention it?", "How many reports mention MARAC in Northmoor?"),
        # Places that are left out are left out beside the others.
        ("MARAC since 2018", "but not Saltby", "MARAC since 2018 not Saltby"),
    ],
)  # fmt: skip
def test_what_is_not_said_is_taken_from_the_question_before(
    interpreter: Interpreter, previous: str, question: str, meant: str
) -> None:
    found = resolve(previous, question, interpreter)
    assert found.question == meant
    assert found.note == f"Read as: {meant}"


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        (MARAC, "What did inspectors say about care leavers in Saltby?"),  # nothing is missing
        (MARAC, "why?"),
        ("northmoor-2018-05-16/para-27", "and in Saltby?"),
        (DATED, "saltby-2018-05-16/para-27"),
        ("care leavers", "What did they say about private fostering?"),
    ],
)
def test_a_question_that_needs_nothing_stays_as_typed(
    interpreter: Interpreter, previous: str, question: str
) -> None:
    found = resolve(previous, question, interpreter)
    assert (found.question, found.note) == (question, "")


def test_a_chain_goes_on_from_what_was_read(interpreter: Interpreter) -> None:
    asked = MARAC
    for question in ("and in Saltby?", "what about 2018?", "and care leavers?", "recommendations?"):
        asked = resolve(asked, question, interpreter).question
    assert asked == "Recommendations about care leavers in Saltby in 2018"


def test_what_is_read_means_what_was_said(interpreter: Interpreter) -> None:
    for previous in (MARAC, DATED, "weaknesses in early help in Saltby in 2016", "MARAC Wexcombe 2022"):
        for question in ("and in Saltby?", "Wexcombe?", "what about Northmoor and Saltby?"):
            read = resolve(previous, question, interpreter)
            before, after, new = (_said(interpreter, text) for text in (previous, read.question, question))
            assert after["authority"] == new["authority"]
            assert after["published"] == before["published"]
            assert after["polarity"] == before["polarity"]
            assert "authority" in read.said


def _said(interpreter: Interpreter, text: str) -> dict[str, frozenset[str]]:
    understood = interpreter.understand(EVERYTHING, interpreter.parse(text, EVERYTHING))
    return {name: understood.said(name) for name in ("authority", "published", "polarity")}


def test_what_cannot_be_read_is_said_of_the_right_question(interpreter: Interpreter, tmp_path: Path) -> None:
    for previous, question, field in (("?!", "and Saltby?", "follows"), (MARAC, "?!", "q")):
        with pytest.raises(InvalidRequest) as caught:
            resolve(previous, question, interpreter)
        assert caught.value.field == field
