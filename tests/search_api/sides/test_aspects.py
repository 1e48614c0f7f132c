"""Praise counts as praise of a criticism only where it judges what the criticism finds wanting."""

from __future__ import annotations

import pytest

from search_api.sides.aspects import answers, aspects, wanting

DELAYED = "Interviews are held when children return, although some are delayed by weeks."


@pytest.mark.parametrize(
    ("criticism", "praise"),
    [
        ("Visits are not always timely.", "Visits take place promptly."),
        ("Decisions are not recorded on files.", "Decisions are well recorded."),
        ("Managers’ oversight of plans is inconsistent.", "Plans are closely monitored by managers."),
        ("The quality of plans is poor.", "Plans are thorough."),
        ("The response to neglect is inconsistent.", "The response to neglect is strong."),
        (DELAYED, "Interviews are held within three days."),
        ("There is no strategy for neglect.", "A clear strategy for neglect is in place."),
    ],
)
def test_praise_of_what_is_criticised(criticism: str, praise: str) -> None:
    assert answers(criticism, praise)


@pytest.mark.parametrize(
    ("criticism", "praise"),
    [
        ("Visits are not always timely.", "Visits are well recorded."),
        ("The reasons are not recorded.", "The reasons are shared swiftly."),
        ("Managers’ oversight of plans is inconsistent.", "Plans are shared with families."),
        (DELAYED, "Interviews are offered to all children when they return."),
        ("Lessons do not inform practice.", "Practice is thorough."),
        ("There are not enough foster carers.", "Foster carers are well trained."),
        ("Supervision is not regular.", "A policy says how regular supervision is to be."),
        ("Supervision is poor.", "When supervision is provided well, workers stay."),
        ("The service is weak.", "The service would be effective."),
    ],
)
def test_praise_of_something_near_it(criticism: str, praise: str) -> None:
    assert not answers(criticism, praise)


def test_of_a_mixed_sentence_only_what_is_wanting_counts() -> None:
    assert wanting(DELAYED, mixed=True) == "some are delayed by weeks."
    assert not wanting("Caseloads are manageable; workers are well supported.", mixed=True)


def test_how_many_are_concerned_is_no_aspect() -> None:
    assert aspects("a small number of children are unhappy") == frozenset()
    assert aspects("the response out of hours is weak") == {"quality"}


def test_of_what_judges_the_whole_the_words_must_agree() -> None:
    assert answers("The response is inconsistent.", "Work is effective.", 0.6)
    assert not answers("The response is inconsistent.", "Work is effective.", 0.1)
