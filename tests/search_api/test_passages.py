"""Where a quotation ends: never just before the sentence that takes it back."""

from __future__ import annotations

import pytest

from indexer.sentences import sentence_spans
from search_api.passages import choose
from search_api.ranking import holds_acronym

FILLER = "Children in Saltby are seen by workers who know them, and their records are written with care. " * 4


def quoted(text: str, cosines: list[float]) -> str:
    spans = sentence_spans(text)
    choice = choose(text, spans, cosines + [0.0] * (len(spans) - len(cosines)), {"marac": 1.0}, ("marac",))
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


def test_an_acronym_is_told_from_the_word_that_is_spelt_the_same() -> None:
    assert holds_acronym("Children with SEND are taught at home.", "send")
    assert holds_acronym("Two MARACs meet each month.", "marac")
    assert holds_acronym("The CiN plan is late.", "cin")
    assert not holds_acronym("Carers send warm messages, sending them often.", "send")
    assert not holds_acronym("Send them a letter.", "send")
