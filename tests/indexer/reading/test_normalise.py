"""Normalisation: what may change between the printed line and the stored text, and what may not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.normalise import (
    NORMALISED,
    clean,
    fold,
    join_lines,
    split_bullet,
    strip_superscripts,
    unknown_characters,
)
from indexer.reading.pages import LINE_END_HYPHEN
from tests.support.paths import DOCS

DOC = DOCS / "normalisation.md"

PRINTED = st.text(
    st.one_of(
        st.sampled_from(
            " abcdeXYZ.,;()’“”0123456789-‐‑–—/\u00a0\u2009\u00ad\u200b\ufb01\ufb03é\uf0b7•" + LINE_END_HYPHEN
        ),
        st.characters(max_codepoint=0x24F, exclude_characters="\u014c\u019f\u01a9\u01ab"),
    ),
    max_size=60,
)


def letters(text: str) -> Counter[str]:
    """Letters and digits, ligatures and accents taken apart."""
    return Counter(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())


@given(st.lists(PRINTED, max_size=6))
def test_joining_lines_neither_loses_nor_adds_a_letter(lines: list[str]) -> None:
    assert letters(join_lines(lines)) == letters("".join(lines))


@given(PRINTED)
def test_clean_text_stays_as_it_is_when_cleaned_again(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(PRINTED)
def test_cleaning_does_not_change_the_comparison_form(text: str) -> None:
    assert fold(clean(text)) == fold(text)


@given(PRINTED)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text("abcXYZ -’", min_size=1, max_size=20), min_size=1, max_size=5))
def test_joined_lines_fold_to_the_folded_lines(lines: list[str]) -> None:
    assert fold(join_lines(lines)) == "".join(fold(line) for line in lines)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a multi" + LINE_END_HYPHEN, "agency plan"], "a multi-agency plan"),
        (["over-", "optimistic"], "over-optimistic"),
        (["time\u00ad", "scales"], "timescales"),
        (["time\u00adscales"], "timescales"),
        (["16-", "and 17-year-olds"], "16- and 17-year-olds"),
        (["pre-", "and post-adoption"], "pre- and post-adoption"),
        (["face-to", "-face"], "face-to -face"),
        (["2015–", "16"], "2015–16"),
        (["he was –", "she said"], "he was – she said"),
        (["and/", "or"], "and/or"),
        (["special schools", ", of whom"], "special schools, of whom"),
        (["one", "", "two"], "one two"),
        ([], ""),
    ],
)
def test_how_lines_are_joined(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("line", "bullet", "rest"),
    [
        ("\uf06e Early help", True, "Early help"),
        ("◼ Early help", True, "Early help"),
        ("•Early help", True, "Early help"),
        ("– early help", True, "early help"),
        ("o early help", True, "early help"),
        ("̶ two children", True, "two children"),
        ("-based work", False, "-based work"),
        ("often", False, "often"),
        ("•", False, "•"),
    ],
)
def test_what_is_a_list_glyph(line: str, bullet: bool, rest: str) -> None:
    assert split_bullet(line) == (bullet, rest)


def test_superscripts_go_where_they_are_stuck_to_a_word() -> None:
    assert strip_superscripts("the Board¹² meets; 5 m²") == "the Board meets; 5 m"
    assert strip_superscripts("¹ A note") == "¹ A note"


def test_quotation_marks_and_accents_are_stored_as_printed() -> None:
    assert clean("‘Staying put’ – a “café”…") == "‘Staying put’ – a “café”…"


def test_the_document_lists_the_characters_that_the_code_replaces() -> None:
    rows = re.findall(r"^\| ((?:`U\+[0-9A-F]{4}`(?:, |))+) \| (.*?) \|", DOC.read_text("utf-8"), re.MULTILINE)
    documented = {
        chr(int(code, 16)): {"nothing": "", "a space": " "}.get(becomes, becomes.strip("`"))
        for codes, becomes in rows
        for code in re.findall(r"U\+([0-9A-F]{4})", codes)
    }
    assert documented == NORMALISED


def test_ligatures_that_odd_fonts_give_as_other_letters_are_spelt_out() -> None:
    assert clean("protec\u019fon a\u014cer commi\u01a9ee cu\u01abng") == (
        "protection after committee cutting"
    )
    assert clean("\u014cmura") == "\u014cmura"  # a name


def test_a_symbol_fonts_dash_is_a_dash_and_its_other_characters_are_counted() -> None:
    assert clean("2016\uf02d17") == "2016–17"
    assert unknown_characters(clean("a\uf0ae b\ufffd c")) == 2
