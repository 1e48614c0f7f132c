"""The user's own authority: taken where it is known and plainly meant, and nowhere else."""

from __future__ import annotations

import pytest

from indexer.authorities.register import default_register
from search_api.question.mentions.mention import Mention
from search_api.question.mentions.own import NOBODY, Own
from search_api.question.understanding import choose_from, parse_question
from tests.search_api.question.asking import HOLDINGS, NOTHING_TYPED, PLACES, reports_of

TORBAY = default_register().find("Torbay")
OURS = Own(TORBAY)


def own(text: str, whose: Own = OURS) -> list[Mention]:
    """What of the text was read as the user's own."""
    return [item for item in parse_question(text, PLACES, own=whose).found if "your authority" in item.note]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what needed to improve in our last inspection?", "our"),
        ("what did our 2018 report say about neglect?", "our"),
        ("list our areas for improvement", "our"),
        ("my most recent ofsted report on supervision", "my"),
        ("recommendations for our council since 2018", "our council"),
        ("where are we criticised?", "we"),
        ("what were we told to improve", "we"),
        ("have we been praised for early help?", "we"),
        ("councils praised where we are weak", "we"),
        ("what has Ofsted said about us?", "us"),
        ("compare us with Plymouth on neglect", "us"),
        ("how do we compare with Leeds?", "we"),
    ],
)
def test_plain_words_for_the_own_authority_are_taken_for_it(text: str, said: str) -> None:
    [found] = own(text)
    assert (found.field, found.text, found.members) == ("authority", said, ("Torbay",))
    assert "Torbay, your authority" in found.note


def test_its_last_inspection_is_that_of_the_authority() -> None:
    parsed = parse_question("what needed to improve in our last inspection?", PLACES, own=OURS)
    found = choose_from(parsed, NOTHING_TYPED, HOLDINGS)
    assert reports_of(found) == {"torbay-2022-05-16"}
    assert "‘our’ was read as Torbay, your authority." in found.notes
    # As words it is nobody's.
    undone = choose_from(parsed, NOTHING_TYPED, HOLDINGS, ("our",))
    assert undone.authorities == frozenset()


@pytest.mark.parametrize(
    "text",
    ["neglect among our neighbours", "caseloads of our statistical neighbours", "councils like us on MARAC"],
)
def test_neighbours_are_those_of_the_register(text: str) -> None:
    [found] = own(text)
    assert found.field == "neighbours"
    assert found.members == tuple(item.name for item in default_register().neighbours(TORBAY))


def test_the_region_is_the_authoritys_and_its_rest_goes_without_it() -> None:
    [found] = own("who is praised for supervision in our region?")
    assert (found.field, found.value) == ("region", "South West")
    assert "Torbay" in found.members
    [rest] = own("neglect in the rest of our region")
    assert set(rest.members) == set(found.members) - {"Torbay"}


@pytest.mark.parametrize(
    "text",
    [
        "how can we reduce caseloads?",
        "what do we know about neglect?",
        "tell us about private fostering",
        "show us good practice in early help",
        "how do our children experience contact?",
        "where do we find reports on adoption?",
        "can we see our plan?",
        "share with us what works",
        "what is the most of us",
        "in our view, is early help effective?",
        '"our last inspection"',
    ],
)
def test_everyday_words_are_no_authority(text: str) -> None:
    assert own(text) == []


def test_a_piece_of_a_report_is_read_as_it_stands() -> None:
    piece = "Since our last inspection, leaders have strengthened the oversight of children in care."
    assert own(piece) == []
    assert own(f"Findings\n{piece}") == []
    assert own("our last inspection " + "and what inspectors said of the service " * 8) == []


def test_where_nobody_said_whose_it_is_nothing_is_taken_and_it_is_said() -> None:
    parsed = parse_question("what needed to improve in our last inspection?", PLACES)
    assert own("what needed to improve in our last inspection?", NOBODY) == []
    [note] = [item for item in parsed.notes if "which authority is yours" in item]
    assert "‘our’" in note


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("what did our last inspection in Leeds say?", NOBODY),  # Leeds is named
        ("what needed to improve in our last inspection?", Own(None, needed=False)),  # one was chosen
        ("how can we reduce caseloads?", NOBODY),
        ("Since our last inspection, leaders have strengthened the oversight of children in care.", NOBODY),
    ],
)
def test_nothing_is_said_where_it_is_not_needed(text: str, whose: Own) -> None:
    assert not [item for item in parse_question(text, PLACES, own=whose).notes if "yours" in item]
