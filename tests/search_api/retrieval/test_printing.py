"""Which texts print a name? The short cuts past the pattern that decides change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.words.analyser import IRREGULAR, stem
from search_api.question.spelling import _may_begin
from search_api.retrieval.printed import _pattern, printing

NAMES = [
    "short breaks", "families first", "children's services", "care leavers", "MARAC", "IROs", "strategy",
    "early-help assessments", "looked-after children", "a bus", "Ynys Môn", "kinship", "missing episodes",
]  # fmt: skip
# Each as it is, in other cases and numbers, inside other words, and with letters that a pattern without case
# takes for others: a long s, a dotless and a dotted i, the sign for kelvin.
PIECES = [
    *NAMES, "SHORT BREAKS", "Short  breaks", "short-break", "families", "family first", "Families’ first",
    "childrens services", "Children’s Service", "care leaver", "scare leavers", "marac", "MARACs", "IRO",
    "strategies", "strategy_2", "early help assessment", "aſſeſſments", "kınship", "KİNSHIP", "\u212ainship",
    "Missing Episodes", "missing episode's", "ynys môn", "YNYS MÔN", "a buses", "words", "’s", "-", "_", "",
]  # fmt: skip
texts = st.lists(
    st.lists(st.sampled_from(PIECES), max_size=6).flatmap(
        lambda parts: st.lists(st.sampled_from([" ", "", "\n", ", "]), min_size=1, max_size=3).map(
            lambda gaps: "".join(part + gaps[place % len(gaps)] for place, part in enumerate(parts))
        )
    ),
    max_size=8,
)


@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), texts=texts)
def test_the_short_cuts_find_what_the_pattern_finds(names: list[str], texts: list[str]) -> None:
    pattern = _pattern(tuple(names))
    assert printing(names, texts).tolist() == [pattern.search(text) is not None for text in texts]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", NAMES)
def test_each_name_in_each_spelling(name: str, piece: str) -> None:
    texts = [piece, f"the {piece}.", f"x{piece}", f"{piece}y"]
    pattern = _pattern((name,))
    assert printing([name], texts).tolist() == [pattern.search(text) is not None for text in texts]


@given(st.from_regex(r"[a-zé][a-z']{1,11}", fullmatch=True))
def test_no_word_with_a_stem_is_passed_over(form: str) -> None:
    assert _may_begin(form, stem(form))


@pytest.mark.parametrize("form", [*IRREGULAR, "dying", "skies", "élan", "organised", "news"])
def test_no_irregular_word_is_passed_over(form: str) -> None:
    assert _may_begin(form, stem(form))
