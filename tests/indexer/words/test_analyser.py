"""Index terms: what spellings of a word share, and what tells an acronym from a word."""

from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.words.analyser import query_terms, stem, terms


@pytest.mark.parametrize(
    "spellings",
    [
        ("visit", "visits", "visited", "Visiting", "visit’s"),
        ("child", "children", "children's", "Children’s", "childrens"),
        ("judgement", "judgements", "judgment", "Judgments"),
        ("organisation", "organisations", "organization"),
        ("prioritised", "prioritizes", "prioritising"),
        ("programme", "programmes", "program"),
        ("behaviour", "behaviours", "behavior"),
        ("enquiry", "enquiries", "inquiries"),
        ("pre-birth", "pre‑birth", "Pre-Birth"),
        ("café", "Cafe", "cafe\u0301"),
        ("policy", "policies"),
        ("woman", "women"),
    ],
)
def test_spellings_of_one_word_are_one_term(spellings: tuple[str, ...]) -> None:
    assert {tuple(terms(text)) for text in spellings} == {tuple(query_terms(spellings[0]))}


@pytest.mark.parametrize(
    ("one", "other"),
    [("process", "procedure"), ("care", "career"), ("neglect", "negligible"), ("wise", "wide")],
)
def test_words_that_are_not_one_stay_apart(one: str, other: str) -> None:
    assert set(terms(one)).isdisjoint(terms(other))


def test_a_hyphenated_word_is_found_by_its_parts_and_in_one_word() -> None:
    assert terms("pre-birth") == ["pre", "birth", "prebirth"]
    for query in ("birth", "prebirth", "pre-birth"):
        assert set(query_terms(query)) <= set(terms("A pre-birth plan."))
    assert set(query_terms("well-being")) & set(terms("wellbeing"))
    assert terms("edge-of-care") == ["edg", "care", "edgeofcar"]
    assert terms("16- and 17-year-old_boys") == ["16", "17", "year", "old", "17yearold", "boy"]


def test_an_acronym_is_marked_and_a_word_is_not() -> None:
    assert terms("SEND") == ["^send", "send"]
    assert terms("They send letters") == ["send", "letter"]
    assert query_terms("SEND") == ["^send"]
    assert query_terms("send") == ["send"]
    assert not set(query_terms("SEND")) & set(terms("They send, sending and sends"))
    assert set(query_terms("send")) & set(terms("SEND"))


@pytest.mark.parametrize(
    ("printed", "marked"),
    [
        ("CiN", "^cin"), ("IROs", "^iro"), ("IRO's", "^iro"), ("IROs’", "^iro"), ("SENCo", "^senco"),
        ("SENCos", "^senco"), ("P16", "^p16"), ("DfE", "^dfe"), ("CAMHS", "^camhs"), ("IT", "^it"),
    ],
)  # fmt: skip
def test_acronyms_in_their_singular(printed: str, marked: str) -> None:
    assert query_terms(f"about the {printed}") == [marked]
    assert marked in terms(f"({printed}) meet")


@pytest.mark.parametrize("word", ["It", "A", "I", "Ofsted", "McDonald", "Marac", "marac", "2018", "It's"])
def test_no_acronyms(word: str) -> None:
    assert not any(term.startswith("^") for term in (*terms(word), *query_terms(word)))


@pytest.mark.parametrize("printed", ["MARAC-led", "non-MARAC", "MARAC/MASH", "multi-MARAC-wide"])
def test_an_acronym_within_a_compound_is_one(printed: str) -> None:
    assert set(query_terms("MARAC")) <= set(terms(f"These {printed} plans"))


def test_a_query_in_capitals_only_holds_no_acronym() -> None:
    assert query_terms("WHAT HAPPENS TO NEGLECT") == query_terms("what happens to neglect")
    assert query_terms("SEND SUPPORT") == ["^send", "^support"]
    assert "^send" in query_terms("SEND support plans")


def test_function_words_leave_nothing() -> None:
    assert terms("It was not for them, and they would have been there") == []
    assert terms("Is it about IT?") == ["^it"]
    assert terms("") == query_terms(" -’_&") == []


def test_repeats_are_kept_and_in_order() -> None:
    assert terms("Visits are late. Late visits!") == ["visit", "late", "late", "visit"]


def test_a_long_run_is_cut() -> None:
    (term,) = terms("x" * 5000)
    assert len(term) < 100


TEXT = st.one_of(
    st.text(max_size=60),
    st.text("SENDsendIROsCiN-’'‑. ékK2", max_size=40),
    st.lists(st.sampled_from(["SEND", "send", "CiN", "IROs", "IRO's", "pre-birth", "WHO", "it", "É"])).map(
        " ".join
    ),
)  # fmt: skip


@given(TEXT)
@example("İ İİ K ﬁ ǅ")
@example("SEND WITHIN REASON")
def test_what_is_asked_in_the_words_of_a_text_is_held_by_the_text(text: str) -> None:
    """All but what the mark is for: in a text that is shouted, a word may be asked for as a word."""
    held = set(terms(text))
    asked = query_terms(text)
    if any(char.islower() for char in text):
        assert set(asked) <= held
    else:
        assert {term for term in asked if term.startswith("^")} <= held


@given(TEXT)
def test_terms_hold_no_space_or_capital_and_come_out_the_same_again(text: str) -> None:
    found = terms(text)
    assert found == terms(text)
    assert all(term == term.lower() and term.split() == [term] for term in found if term.isascii())


def test_threads_that_stem_at_once_get_their_own_stems() -> None:
    """A server's threads do; a wrong stem would be kept for as long as it runs."""
    endings = ("ed", "ing", "ion", "ions", "ational", "ization", "fulness", "ly", "ements", "ers", "ively")
    words = [f"{root}{ending}" for root in ("inspect", "assess", "govern", "relat") for ending in endings]
    plain = stem.__wrapped__  # without what it has kept
    right = {word: plain(word) for word in words}
    wrong: list[object] = []

    def many() -> None:
        for word in words * 60:
            try:
                if plain(word) != right[word]:
                    wrong.append(word)
            except (IndexError, AssertionError) as error:
                wrong.append(error)

    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=many) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(switching)
    assert wrong == []
