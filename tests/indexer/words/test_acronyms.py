"""Acronyms: what is a pair, how much of the text is its long form, what is one sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import Acronym
from indexer.words.acronyms import mine_acronyms
from tests.support.builders import make_paragraph


def mined(*texts: str) -> dict[str, Acronym]:
    paragraphs = [make_paragraph(number=number, text=text) for number, text in enumerate(texts, 1)]
    return {acronym.short: acronym for acronym in mine_acronyms(paragraphs)}


@pytest.mark.parametrize(
    ("text", "short", "expansion"),
    [
        ("Work at the weekly Northmoor Aid Panel (NAP) is brisk.", "NAP", "Northmoor Aid Panel"),
        ("By multi-agency bay groups (MABGs).", "MABG", "multi-agency bay groups"),
        ("A plan for each child in need (CiN) is kept.", "CiN", "child in need"),
        ("The swift work of harbour officers’ (HOs’) visits.", "HO", "harbour officers"),
        ("They write shared tide plans (STPS) early.", "STP", "shared tide plans"),
        ("The Saltby Health & Wellbeing Board (HWB) met.", "HWB", "Health & Wellbeing Board"),
        ("Tools such as V4C (Voices for Children) help.", "V4C", "Voices for Children"),
        ("The coastal marsh health (CMHS) services wait.", "CMHS", "coastal marsh health services"),
        ("The adoption panel ‘house of my own’ (known as HOMO) is new.", "HOMO", "house of my own"),
        ("Of education, health and care (EHC) plans (EHCPs).", "EHC", "education, health and care"),
        ("At the University of Lowland Anchorage (ULAN).", "ULAN", "University of Lowland Anchorage"),
        ("Advice from Coast and Fens Court Aid (Cafca) is used.", "Cafca", "Coast and Fens Court Aid"),
    ],
)  # fmt: skip
def test_a_long_form_is_found_and_nothing_before_it(text: str, short: str, expansion: str) -> None:
    assert mined(text)[short].senses[0].expansion == expansion


@pytest.mark.parametrize(
    "text",
    [
        "Plans are late for some children (Recommendation).",
        "Numbers rose since the review (May 2016) and (paragraphs 3, 4).",
        "Support from a local charity (Saltby) is valued.",
        "The panel was slow. Quality (NAP) varies.",
        "Northmoor aid. The panel (NAP) met.",
        "Visits by the team (LA 1), part two (II), were good (Grade 2).",
        "A rate of harm in the LA (a rate of 56 per 10,000) fell.",
        "Visits to looked after children (LACE) are kept up.",
        "MARAC is mentioned and explained nowhere.",
    ],
)
def test_a_bracket_that_explains_nothing_is_left(text: str) -> None:
    assert mined(text) == {}


def test_spellings_of_one_meaning_are_one_sense() -> None:
    found = mined(
        "Personal tide advisers (PTAs) visit.",
        "Each has a personal tide adviser (PTA).",
        "A personal-tide advisor (PTA) calls.",
        "The Personal Tide Adviser’s (PTA’s) role is clear. PTAs are liked.",
        "PTA visits are kept. Some ptas are late.",
    )["PTA"]
    assert [sense.definitions for sense in found.senses] == [4]
    assert found.senses[0].defined_in == "northmoor-2018-08-24/para-1"
    assert found.paragraphs == 5


def test_other_order_idle_words_and_joined_words_are_no_new_sense() -> None:
    found = mined(
        "Those in training, rowing and tides (TRT) rose.",
        "The Saltby Safe Harbour Board (SSHB) and Saltby Local Safe Harbour Board (SSHB).",
        "The multi-agency tide hub (MATH) and the multiagency tide hub (MATH).",
        "The young voice group (YVG) and young voice groups panel (YVG).",
    )
    assert [len(acronym.senses) for acronym in found.values()] == [1, 1, 1, 1]


def test_different_meanings_stay_apart_most_often_defined_first() -> None:
    found = mined(
        "The contact and tide team (CATT) acts.",
        "The children and teenagers team (CATT) acts.",
        "The children and teenagers team (CATT) acts again.",
    )["CATT"]
    assert [(sense.expansion, sense.definitions) for sense in found.senses] == [
        ("children and teenagers team", 2),
        ("contact and tide team", 1),
    ]


def test_the_word_in_small_letters_is_counted_apart() -> None:
    found = mined("Special events near docks (SEND).", "They send letters.", "SEND is new. Send it.")["SEND"]
    assert (found.paragraphs, found.as_word) == (2, 1)


@given(st.lists(st.text("aAbBsS&-’'(). 2é\n", max_size=60), max_size=4))
def test_any_text_is_mined_and_each_sense_is_cited(texts: list[str]) -> None:
    for acronym in mined(*texts).values():
        assert acronym.senses
        assert acronym.paragraphs >= 1
        for sense in acronym.senses:
            text = texts[int(sense.defined_in.rpartition("-")[2]) - 1]
            assert " ".join(sense.expansion.split())
            assert "(" in text
