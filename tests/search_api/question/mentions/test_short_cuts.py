"""Patterns that are long to compile are tried only where a short one finds what each of them needs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.answers.elsewhere import OTHERS
from search_api.question.mentions.dates import _MAY_SAY, _PATTERNS, _rules

# The words of the rules, those that each rule needs among them.
WORDS = [
    "between", "and", "from", "to", "since", "after", "before", "until", "the", "end", "of", "last",
    "this", "past", "previous", "current", "two", "few", "a", "couple", "ago", "in", "during", "March",
    "autumn", "year", "years", "months", "weeks", "days", "decade", "2019", "2019-20", "2019/2020",
    "12/03/19", "March 2019", "on", "covid-19", "pandemic", "coronavirus", "report", "inspection",
    "published", "onwards", "now", "academic", "early", "2010s", "its", "over", "more than", "(", ")",
    ",", "by", "dated", "spring", "school",
]  # fmt: skip
QUESTIONS = [
    "did {} say", "{}'s rating", "the {} found", "according to {}", "findings of the {}",
    "judged by the {}", "what does the {} do", "a {} outstanding reports", "neglect", "the {}",
    "{} give a rating", "results from {}",
]  # fmt: skip
BODIES = [
    "CQC", "care quality commission", "HMI Probation", "police inspectorate", "Estyn", "ombudsman",
    "CIW", "NAO", "children's commissioner", "ISI", "area SEND inspections",
    "school in special measures", "care inspectorate", "education scotland", "hmip",
    "local government and social care ombudsman", "adult social care ratings",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
def test_a_date_is_never_passed_over(text: str) -> None:
    if any(pattern.search(text) for pattern, *_ in _rules()):
        assert _MAY_SAY.search(text)


def test_every_rule_of_dates_can_be_reached() -> None:
    """What a rule needs stands in its pattern: digits, or one of the words."""
    plain = re.compile(r"\\d|20\\d|year|month|week|day|covid|decade", re.IGNORECASE)
    assert all(plain.search(pattern) for pattern, *_ in _PATTERNS)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_asked_for_is_never_passed_over(question: str, body: str) -> None:
    text = question.format(body)
    for item in OTHERS:
        assert item.is_asked(text) == (re.search(item.asked, text, re.IGNORECASE) is not None)


def test_bodies_are_asked_for() -> None:
    asked = {item.name for item in OTHERS for body in BODIES if item.is_asked(f"did the {body} say")}
    assert len(asked) > len(OTHERS) // 2
