from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.words.sentences import sentence_spans

# Whole characters, the ones that split lines or sentences, and what damaged fonts give.
_BREAKS = ["\n", "\n\n", "\r\n", "\u2028", "\x0b", "\x1c", "\x85", "\u00a0", " ", ". ", "? ", "! ", "… "]
_MARKS = ["• ", "- ", "1. ", "(a) ", "iv) ", "e.g. ", "No. 3 ", "s. 47 ", "“", "”", "(", ")", "。", "؟ "]
_WORDS = ["‘Late. ’", "\ud800", "🙂", "e\u0301", "Children wait", "16- and 17-year-olds"]
_PIECES = st.one_of(st.text(st.characters(), max_size=8), st.sampled_from(_BREAKS + _MARKS + _WORDS))
_TEXTS = st.lists(_PIECES, max_size=25).map("".join)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(_TEXTS)
def test_spans_are_ordered_trimmed_and_cover_all_that_is_not_space(text: str) -> None:
    spans = sentence_spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = {index for start, end in spans for index in range(start, end)}
    assert all(index in covered for index, character in enumerate(text) if not character.isspace())


@given(_TEXTS)
def test_no_sentence_crosses_a_line_end(text: str) -> None:
    assert not any("\n" in sentence for sentence in _split(text))


@given(_TEXTS)
def test_a_line_is_split_the_same_whatever_stands_around_it(text: str) -> None:
    line = text.replace("\n", " ")
    assert _split(f"Before it.\n{line}\nAfter it.") == ["Before it.", *_split(line), "After it."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Visits are late.", "Plans drift."],
        ["Staff use tools, e.g. Graded Care Profile, well.", "Audits are rare."],
        ["Most s. 47 enquiries are timely.", "A few are not."],
        ["The home at No. 3 Quay Lane has closed.", "It will not reopen."],
        ["The 16- and 17-year-olds who are homeless wait.", "All 12 were seen."],
        ["At 31 March 2018, 336 children were in care.", "This is 3.5% fewer."],
        ["Dr. Hale chairs the panel (see para. 12).", "Mrs. Oyelaran is its clerk."],
        ["One carer said: ‘They ring back. They listen.’", "Others agreed."],
        ["Is help early enough?", "For most it is!", "(Recommendation)"],
        ["Care leavers in St. Brannock wait, i.e. for weeks.", "The U.K. average is lower."],
    ],
)
def test_sentences_of_reports(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


@pytest.mark.parametrize("mark", ["•", "-", "3.", "27.", "(a)", "b)", "iv.", "• 12.", "–"])
def test_a_list_mark_opens_its_sentence_and_does_not_hide_the_next(mark: str) -> None:
    text = f"Leaders should:\n{mark} Visit children on time. Record why not.\n{mark} improve plans; and"
    assert _split(text) == [
        "Leaders should:",
        f"{mark} Visit children on time.",
        "Record why not.",
        f"{mark} improve plans; and",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u00a0\t"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == ()


def test_offsets_count_characters_not_bytes() -> None:
    text = "Café — “ça va”. 🙂 Fine. E\u0301tude."
    assert _split(text) == ["Café — “ça va”.", "🙂 Fine.", "E\u0301tude."]


def test_a_lone_surrogate_is_a_character_like_any_other() -> None:
    assert _split("Bad\ud800 font. Good text.") == ["Bad\ud800 font.", "Good text."]
