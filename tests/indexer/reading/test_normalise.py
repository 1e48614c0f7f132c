"""Normalisation: what may change between the printed line and the stored text, and what may not."""

from __future__ import annotations

import json
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
from indexer.terminal import INVISIBLE, json_text, one_line, printable, seen
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
    text = DOC.read_text(encoding="utf-8").partition("### What no reader sees")[0]
    rows = re.findall(r"^\| ((?:`U\+[0-9A-F]{4}`(?:, |))+) \| (.*?) \|", text, re.MULTILINE)
    documented = {
        chr(int(code, 16)): {"nothing": "", "a space": " "}.get(becomes, becomes.strip("`"))
        for codes, becomes in rows
        for code in re.findall(r"U\+([0-9A-F]{4})", codes)
    }
    assert documented == NORMALISED


def invisible() -> set[int]:
    """The code points that the document says to remove."""
    rows = DOC.read_text(encoding="utf-8").partition("### What no reader sees")[2].partition("\n## ")[0]
    found: set[int] = set()
    for first, last in re.findall(r"`U\+([0-9A-F]{4,5})`(?: to `U\+([0-9A-F]{4,5})`)?", rows):
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_the_document_lists_what_is_invisible() -> None:
    kept = {code for code in range(0x110000) if re.fullmatch(f"[{INVISIBLE}]", chr(code))}
    assert kept == invisible()
    # Format characters that stay are seen: they are drawn around or beside numbers of other scripts.
    others = {code for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"} - kept
    assert all(0x600 <= code <= 0x8E2 or 0x110BD <= code <= 0x1345F for code in others)


def test_what_is_invisible_goes_from_texts_questions_and_what_is_printed() -> None:
    for code in sorted(invisible()):
        if code < 0xE0080 or code > 0xE0FF0:
            text = f"MA{chr(code)}RAC"
            assert clean(text) == seen(text) == printable(text) == one_line(text) == "MARAC", hex(code)
            assert join_lines([text]) == "MARAC", hex(code)
            written = json_text({"name": text})
            assert json.loads(written) == {"name": text}
            assert chr(code) not in written


def test_an_accent_behind_something_invisible_still_belongs_to_its_letter() -> None:
    assert clean("caf\u0065\u200b\u0301") == "caf\u00e9" == clean("caf\u00e9")


def test_ligatures_that_odd_fonts_give_as_other_letters_are_spelt_out() -> None:
    assert clean("protec\u019fon a\u014cer commi\u01a9ee cu\u01abng") == (
        "protection after committee cutting"
    )
    assert clean("\u014cmura") == "\u014cmura"  # a name


def test_a_symbol_fonts_dash_is_a_dash_and_its_other_characters_are_counted() -> None:
    assert clean("2016\uf02d17") == "2016–17"
    assert unknown_characters(clean("a\uf0ae b\ufffd c")) == 2
