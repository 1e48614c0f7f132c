"""What else a query's words are called: acronyms, long forms and terms, and what must be left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import Acronym, Sense
from search_api.question.expansions import Vocabulary, counted_senses, load_terms


def acronym(short: str, *senses: tuple[str, int], paragraphs: int = 100, as_word: int = 0) -> Acronym:
    found = tuple(Sense(text, count, "northmoor-2018-08-24/para-1") for text, count in senses)
    return Acronym(short, found, paragraphs, as_word)


KNOWN = Vocabulary(
    [
        acronym("MASH", ("multi-agency safeguarding hub", 50)),
        acronym("LADO", ("local authority designated officer", 30)),
        acronym("SEND", ("special educational needs and disabilities", 9), as_word=40),
        acronym("IT", ("information technology", 2), as_word=3000),
        acronym("CART", ("contact and referral team", 4), ("children's access to resources team", 3)),
        acronym("PA", ("personal advisers", 50), ("personal assistants", 4)),
        acronym("EH", ("early help", 1), paragraphs=1),
        acronym("HWB", ("Health and Wellbeing Board", 6)),
    ],
    [
        ("local authority designated officer", "designated officer"),
        ("looked after children", "children in care", "cared for children"),
        ("step down", "stepped down"),
    ],
)


def expanded(query: str) -> dict[str, tuple[str, ...]]:
    return {item.typed: item.alternatives for item in KNOWN.expand(query)}


@pytest.mark.parametrize(
    ("query", "typed", "other"),
    [
        ("How timely is the MASH?", "MASH", "multi-agency safeguarding hub"),
        ("mash decisions", "mash", "multi-agency safeguarding hub"),
        ("MASH-led checks", "MASH", "multi-agency safeguarding hub"),
        ("are PAs in touch", "PAs", "personal advisers"),
        ("SEND support", "SEND", "special educational needs and disabilities"),
        ("LADO", "LADO", "designated officer"),
        ("Multi agency safeguarding hubs", "Multi agency safeguarding hubs", "MASH"),
        ("health & well-being boards", "health & well-being boards", "HWB"),
        ("a looked-after child in care", "looked-after child", "children in care"),
        ("Step-down from care", "Step-down", "stepped down"),
        ("the designated officer", "designated officer", "LADO"),
    ],
)
def test_a_name_leads_to_the_others(query: str, typed: str, other: str) -> None:
    assert other in expanded(query)[typed]


@pytest.mark.parametrize(
    "query",
    [
        "when do they send plans",
        "Send it",
        "SEND IT BACK",
        "early help",
        "MASHED",
        "looked. after children",
        "",
    ],
)
def test_words_that_only_look_like_names_are_left_alone(query: str) -> None:
    assert KNOWN.expand(query) == ()


def test_the_longest_name_is_taken() -> None:
    assert list(expanded("the local authority designated officer")) == ["local authority designated officer"]


def test_an_ambiguous_acronym_gives_every_sense_and_says_so() -> None:
    (found,) = KNOWN.expand("CART")
    assert found.ambiguous
    assert found.alternatives == ("contact and referral team", "children's access to resources team")
    assert KNOWN.notes([found]) == (
        "CART has 2 meanings in these reports: contact and referral team; children's access to resources "
        "team; both are searched.",
    )


def test_a_rare_sense_is_no_ambiguity() -> None:
    (found,) = KNOWN.expand("PA")
    assert not found.ambiguous
    assert KNOWN.notes([found]) == ("PA is taken to mean personal advisers.",)
    assert len(counted_senses(acronym("PA", ("personal advisers", 50), ("personal assistants", 5)))) == 2


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(["PA", "MASH", "looked", "after", "children", "-", "&", "’s", "step", "İ"])
        ).map(" ".join),
    )
)
def test_any_text_is_a_query(query: str) -> None:
    end = 0
    for item in KNOWN.expand(query):
        assert end <= item.start < item.end <= len(query)
        assert query[item.start : item.end] == item.typed
        assert item.alternatives
        assert item.typed not in item.alternatives
        end = item.end


def test_the_list_of_terms_is_sound() -> None:
    terms = load_terms()
    assert len(terms.names) > 30
    assert len(terms.forms) > 150
    for groups in (terms.names, terms.forms):
        vocabulary = Vocabulary([], groups)
        for group in groups:
            if len(group) > 1:
                for term in group:
                    (found,) = vocabulary.expand(term)
                    assert set(found.alternatives) == set(group) - {term}
    vocabulary = Vocabulary([], terms.forms, terms.related)
    for first, words in terms.related.items():
        assert set(words) <= set(vocabulary.related(first))
