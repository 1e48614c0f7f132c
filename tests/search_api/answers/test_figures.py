"""Whether a question asks for a figure, and whether a passage gives it."""

from __future__ import annotations

import pytest

from search_api.answers.figures import asks_for_sum, figure_asked, names_sum


@pytest.mark.parametrize(
    ("question", "gives", "does_not"),
    [
        ("vacancy rate for social workers", "Vacancy rates fell to 9%.", "Managers know the vacancy rates."),
        ("divorce rate among adopters", "One in three divorced.", "In 2016, 43 adopters were approved."),
        (
            "average tax band of foster carers",
            "Most live in tax band D, says a survey of 40 carers.",
            "Council tax is waived. 40 carers wait for band A.",
        ),
        (
            "what is the average caseload of a worker",
            "Caseloads average 17.",
            "In 2018 workers were content.",
        ),
        ("how long is the wait for a dentist", "Children wait 18 weeks.", "In 2015 all have dental checks."),
    ],
)
def test_a_figure_is_given_beside_what_is_measured(question: str, gives: str, does_not: str) -> None:
    told = figure_asked(question)
    assert told is not None
    assert (told(gives), told(does_not)) == (True, False)


@pytest.mark.parametrize(
    "question",
    [
        "how well are children matched?",
        "at what rate do visits happen",
        "what was the overall rate of progress",
        "",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert figure_asked(question) is None


def test_money_is_asked_for_and_named() -> None:
    assert asks_for_sum("how much is spent on agency staff?")
    assert not asks_for_sum("how much support is there?")
    assert names_sum("It cost £3,000.")
    assert not names_sum("It cost a great deal.")
