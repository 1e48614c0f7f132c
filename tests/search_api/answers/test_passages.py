"""Where a quotation ends: never just before the sentence that takes it back."""

from __future__ import annotations

import pytest

from indexer.words.sentences import sentence_spans
from search_api.answers.passages import choose, holds_acronym

FILLER = "Children in Saltby are seen by workers who know them, and their records are written with care. " * 4


def quoted(text: str, cosines: list[float], said: list[float] | None = None, side: float = 0.0) -> str:
    spans = sentence_spans(text)
    told = (said or []) + [0.0] * (len(spans) - len(said or []))
    near = cosines + [0.0] * (len(spans) - len(cosines))
    choice = choose(text, spans, near, {"marac": 1.0}, ("marac",), told, side)
    return text[spans[choice.first][0] : spans[choice.last][1]]


@pytest.mark.parametrize(
    "reversal",
    [
        "However, few of its actions are carried out.",
        "But few of its actions are carried out.",
        "This is not yet the case in the harbour wards.",
        "Records of it, however, are kept by nobody.",
    ],
)
def test_a_quotation_goes_on_to_the_sentence_that_takes_it_back(reversal: str) -> None:
    text = f"The MARAC is well attended by every agency. {reversal} {FILLER}"
    assert quoted(text, [0.9]) == f"The MARAC is well attended by every agency. {reversal}"


def test_a_sentence_that_only_goes_on_is_not_needed() -> None:
    text = f"The MARAC is well attended by every agency. Workers speak well of its chair. {FILLER}"
    assert quoted(text, [0.9]) == "The MARAC is well attended by every agency."


def test_two_reversals_are_quoted_and_a_third_is_not() -> None:
    turns = ["However, one is late.", "But two are early.", "Yet three are lost."]
    text = f"The MARAC is well attended. {' '.join(turns)} {FILLER}"
    assert quoted(text, [0.9]) == f"The MARAC is well attended. {turns[0]} {turns[1]}"


TURNING = (
    "The MARAC is well attended by every agency. Its chair is known to the town. Its room is warm. "
    f"Papers for its meetings come late. They are read by few. {FILLER}"
)


@pytest.mark.parametrize(
    ("cosines", "said", "ends"),
    [
        ([0.8, 0.1, 0.1, 0.5], [-0.4, 0.0, 0.0, 0.7], "come late."),  # wanting, of the same matter
        ([0.8, 0.1, 0.1, 0.5], [-0.4, 0.0, 0.0, 0.7, 0.4], "read by few."),  # with its consequence
        ([0.8, 0.1, 0.1, 0.3], [-0.4, 0.0, 0.0, 0.7], "every agency."),  # of another matter
        ([0.8, 0.1, 0.1, 0.5], [-0.4, 0.0, 0.0, 0.05], "every agency."),  # neither well nor wanting
        ([0.8, 0.1, 0.1, 0.5], [0.5, 0.0, 0.0, 0.9], "every agency."),  # was wanting before
        ([0.8, 0.1, 0.1, 0.5], [0.5, 0.0, 0.0, -0.9], "every agency."),  # from wanting to well
    ],
)
def test_praise_goes_on_to_what_is_wanting(cosines: list[float], said: list[float], ends: str) -> None:
    quotation = quoted(TURNING, cosines, said)
    assert quotation in TURNING
    assert quotation.endswith(ends)


def test_a_remark_in_brackets_is_quoted_with_what_it_remarks_on() -> None:
    text = f"{FILLER}Ensure that the board knows its figures. (The MARAC was asked for this before.)"
    assert quoted(text, [*[0.0] * 4, 0.1, 0.8]).startswith("Ensure that the board")


def test_a_limit_right_after_the_quotation_belongs_to_it() -> None:
    limit = "Its oversight of plans is not always strong enough."
    text = f"The MARAC meets in the town hall each month. {limit} {FILLER}"
    assert quoted(text, [0.8, 0.6]).endswith(limit)
    assert quoted(text, [0.8, 0.3]).endswith("each month.")
    apart = f"The MARAC meets in the town hall each month. Its room is warm. {limit} {FILLER}"
    assert quoted(apart, [0.8, 0.1, 0.6]).endswith("each month.")


def test_a_turn_far_away_is_another_finding() -> None:
    filler = "Its tables are of oak. " * 5
    text = f"The MARAC is well attended. {filler}Its papers come late. {FILLER}"
    assert quoted(text, [0.8, *[0.1] * 5, 0.6], [-0.5, *[0.0] * 5, 0.9]) == "The MARAC is well attended."


def test_the_sentence_of_the_side_that_is_asked_for_is_quoted() -> None:
    text = f"The MARAC is well run. {FILLER}Papers for the MARAC are late."
    near, said = [0.62, *[0.0] * 4, 0.6], [-0.9, *[0.0] * 4, 0.9]
    assert quoted(text, near, said, 1.0).startswith("Papers")
    assert quoted(text, near, said, -1.0).startswith("The MARAC")


def test_an_acronym_is_told_from_the_word_that_is_spelt_the_same() -> None:
    assert holds_acronym("Children with SEND are taught at home.", "send")
    assert holds_acronym("Two MARACs meet each month.", "marac")
    assert holds_acronym("The CiN plan is late.", "cin")
    assert not holds_acronym("Carers send warm messages, sending them often.", "send")
    assert not holds_acronym("Send them a letter.", "send")
