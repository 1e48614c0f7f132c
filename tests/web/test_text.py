"""Text in pieces: nothing is lost, added or reordered, whatever the spans are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.shared.text import excerpt, lines, pieces, sentence, within

TEXT = st.text(alphabet="ab <&\n\"'é😀", max_size=60)
SPANS = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5)


@given(TEXT, SPANS)
def test_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text and text[piece.start :].startswith(piece.text) for piece in found)
    marked = {place for start, end in spans for place in range(max(start, 0), min(end, len(text)))}
    assert marked == {
        piece.start + offset for piece in found if piece.marked for offset in range(len(piece.text))
    }


@given(TEXT, SPANS)
def test_lines_are_the_text_without_its_line_ends(text: str, spans: list[tuple[int, int]]) -> None:
    found = lines(text, spans)
    assert "\n".join("".join(piece.text for piece in line) for line in found) == text


@given(
    st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=12), min_size=1, max_size=300),
    st.integers(0, 2000),
    st.integers(1, 400),
)
def test_an_excerpt_holds_its_sentence_and_cuts_between_words(
    words: list[str], start: int, length: int
) -> None:
    text = " ".join(words)
    start = min(start, len(text) - 1)
    span = (start, min(start + length, len(text)))
    (left, right), before, after = excerpt(text, [span])
    assert left <= span[0] < span[1] <= right
    assert (before, after) == (left > 0, right < len(text))
    if left > 0 and left != span[0]:
        assert text[left - 1] == " "
    if right < len(text) and right != span[1]:
        assert text[right] == " "
    assert right - left <= max(525, span[1] - span[0])


def test_a_short_text_is_whole() -> None:
    assert excerpt("Visits are frequent.", [(0, 6)]) == ((0, 20), False, False)


@given(SPANS, st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_spans_of_a_window_lie_in_it(spans: list[tuple[int, int]], ends: tuple[int, int]) -> None:
    window = (min(ends), max(ends))
    for start, end in within(spans, window):
        assert 0 <= start < end <= window[1] - window[0]


def test_without_a_sentence_the_beginning_is_shown_to_the_end_of_a_word() -> None:
    text = "frequent " * 100
    (left, right), before, after = excerpt(text, [])
    assert (left, before, after) == (0, False, True)
    assert right <= 420
    assert text[right] == " "


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("• Visits are timely.", "Visits are timely."),
        ("▪Visits are timely.", "Visits are timely."),
        ("Visits • are timely.", "Visits • are timely."),
        ("‘Visits’ are timely.", "‘Visits’ are timely."),
        ("5 visits", "5 visits"),
    ],
)
def test_a_sentence_by_itself_has_no_mark_of_a_list(printed: str, shown: str) -> None:
    assert sentence(printed) == shown
