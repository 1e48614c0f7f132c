"""A quotation whose words all stand in the paragraph, but which says something else, does not pass."""

from __future__ import annotations

import pytest

from search_api.plans.checking.altered import altered, goes_on
from search_api.plans.checking.quoted import compared, held
from search_api.plans.checking.records import Step

_TEXT = (
    "Meetings are well recorded and decisions are clear. Visits by three social workers are timely, but "
    "plans remain inconsistent. Managers are not completing audits of casework in time. Although children "
    "wait for help, they are seen quickly and their views inform planning. Leaders have acted on the "
    "findings."
)


def change(quotation: str, told: str = "") -> str:
    where = held(_TEXT, quotation)
    assert where is not None, "the words are not there"
    found = altered(_TEXT, where, told)
    return found.reason if found else ""


@pytest.mark.parametrize(
    ("quotation", "reason"),
    [
        # an ellipsis in place of a denial, or of a turn
        ("Managers are … completing audits", "may turn the meaning"),
        ("Managers are [...] completing audits", "may turn the meaning"),
        ("are timely … plans remain", "may turn the meaning"),
        # an ellipsis that makes one sentence of two
        ("Meetings are well recorded … remain inconsistent", "different sentences"),
        ("Visits by three social workers … the findings", "different sentences"),
        # a denial at the beginning of the sentence that goes on after the ellipsis
        ("Meetings are well recorded and decisions are clear. … completing audits", "may turn the meaning"),
        # brackets in place of a denial, a number, a judgement
        ("Managers are [now] completing audits", "“[now]” the report has “not”"),
        ("Visits by [two] social workers", "“[two]” the report has “three”"),
        ("decisions are [poor]. Visits by three", "“[poor]” the report has “clear”"),
        ("plans remain [consistent]", "“[consistent]” the report has “inconsistent”"),
        ("[Managers are] completing audits", "“[Managers are]” the report has “Managers are not”"),
        ("Meetings are [not] well recorded", "nothing where the draft has “[not]”"),
    ],
)
def test_what_alters_the_report_is_told(quotation: str, reason: str) -> None:
    assert reason in change(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "Meetings are well recorded and decisions are clear",
        "Meetings … and decisions are clear",
        "Meetings are well recorded … Leaders have acted on the findings",
        "decisions are clear. … Leaders have acted",
        "plans remain inconsistent. … they are seen quickly",
        "[they] are seen quickly and their views inform planning",
        "they [the children] are seen quickly",
        "[M]eetings are well recorded",
        "children [waited] for help",
        "and [the children’s] views inform planning",
        "Leaders [had] acted on [these] findings",
        "… and decisions are clear …",
        "Managers are not completing audits",
    ],
)
def test_what_leaves_the_report_as_it_is_passes(quotation: str) -> None:
    assert change(quotation) == ""


@pytest.mark.parametrize(
    ("told", "passes"),
    [
        ("Inspectors said that managers are ·· in time.", False),
        ("··", False),
        ("Managers are not ··, inspectors said.", True),
        ("Managers must begin ··.", True),
    ],
)
def test_a_denial_right_before_the_quotation_must_be_told(told: str, passes: bool) -> None:
    assert (change("completing audits of casework", told) == "") is passes


def test_words_of_another_clause_deny_nothing() -> None:
    assert change("plans remain inconsistent", "Inspectors said that ··.") == ""


def test_the_rest_of_a_sentence_that_takes_it_back_is_shown() -> None:
    where = held(_TEXT, "Visits by three social workers are timely")
    assert where is not None
    assert goes_on(_TEXT, where) == ", but plans remain inconsistent"
    where = held(_TEXT, "Meetings are well recorded")
    assert where is not None
    assert goes_on(_TEXT, where) == ""


@pytest.mark.parametrize(
    ("quotation", "differing", "stretch"),
    [
        ("Visits by two social workers", ("two", "three"), "Visits by three social workers"),
        ("Managers are completing audits", ("", "not"), "Managers are not completing audits"),
        (
            "Visits are timely",
            ("", "by three social workers"),
            "Visits by three social workers are timely",
        ),
        ("Meetings are very well recorded", ("very", ""), "Meetings are well recorded"),
    ],
)
def test_a_difference_is_shown_word_by_word(quotation: str, differing: tuple[str, str], stretch: str) -> None:
    found = compared(_TEXT, quotation)
    assert [step for step in found.steps if step.quoted.lower() != step.printed.lower()] == [Step(*differing)]
    assert _TEXT[slice(*found.span)] == stretch
