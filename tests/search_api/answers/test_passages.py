"""Which sentences of a paragraph are quoted, and that a quotation is the stored text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import CorruptIndex
from search_api.answers.quotations.passages import check_verbatim, choose, make_passage
from tests.support.builders import (
    make_paragraph,
    make_report,
)


def test_the_sentence_is_chosen_and_what_it_leans_on() -> None:
    text = "The chair is new. MARAC is well attended. This has helped families. Cars are parked outside."
    spans = ((0, 17), (18, 41), (42, 67), (68, 92))
    by_word = choose(text, spans, [0.1, 0.5, 0.1, 0.1], {"marac": 1.0}, ["marac"])
    assert (by_word.first, by_word.last, by_word.best) == (0, 3, (1,))  # a short paragraph is quoted whole
    long_text = text + " " + "x" * 400
    long_spans = (*spans, (len(text) + 1, len(text) + 401))
    leaning = choose(long_text, long_spans, [0.1, 0.2, 0.6, 0.1, 0.0], {"families": 1.0})
    assert (leaning.first, leaning.last, leaning.best) == (1, 2, (2,))
    alone = choose(long_text, long_spans, [0.1, 0.6, 0.2, 0.1, 0.0], {"marac": 1.0}, ["marac"])
    assert (alone.first, alone.last, alone.best) == (1, 1, (1,))
    both = choose(long_text, long_spans, [0.6, 0.1, 0.55, 0.1, 0.0], {})
    assert (both.first, both.last, both.best) == (0, 2, (0, 2))


def test_an_item_of_a_list_is_quoted_with_its_lead_in() -> None:
    lines = ["The board must:", "agree a plan " + "y" * 200, "share the list", "z" * 200]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    spans = tuple((start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    chosen = choose(text, spans, [0.1, 0.1, 0.6, 0.1], {})
    assert (chosen.first, chosen.last, chosen.best) == (0, 2, (2,))


WORDS = st.lists(
    st.sampled_from(["MARAC", "visits", "late", "this", "They", "café", "🙂", "(a)"]), min_size=1, max_size=8
)


@given(
    st.lists(WORDS, min_size=1, max_size=8),
    st.data(),
    st.sampled_from([" ", "\n", "  ", "\n\n"]),
)
def test_a_quotation_is_always_the_stored_text(
    sentences: list[list[str]], data: st.DataObject, gap: str
) -> None:
    pieces = [" ".join(words) + "." for words in sentences]
    text = gap.join(pieces)
    starts = [sum(len(piece) + len(gap) for piece in pieces[:place]) for place in range(len(pieces))]
    spans = tuple((start, start + len(piece)) for start, piece in zip(starts, pieces, strict=True))
    cosines = data.draw(st.lists(st.floats(-1, 1), min_size=len(pieces), max_size=len(pieces)))
    said = data.draw(st.lists(st.floats(-1, 1), min_size=len(pieces), max_size=len(pieces)))
    paragraph = make_paragraph(text=text)
    acronyms = data.draw(st.sampled_from([(), ("marac",)]))
    side = data.draw(st.floats(-1, 1))
    choice = choose(text, spans, cosines, {"marac": 2.0, "visits": 1.0}, acronyms, said, side)
    passage = make_passage(paragraph, make_report(), spans, choice, 0.5)
    assert passage.quote == text[passage.start : passage.start + len(passage.quote)]
    assert passage.quote in text
    chosen = [passage.quote[start:end] for start, end in passage.spans]
    assert chosen
    assert all(sentence in pieces for sentence in chosen)


def test_the_score_of_a_passage() -> None:
    text, spans = "Visits are late. MARAC meets.", ((0, 16), (17, 29))
    choice = choose(text, spans, [0.6, 0.2], {"visit": 1.0, "marac": 2.0, "zebra": 1.0})
    passage = make_passage(make_paragraph(text=text), make_report(), spans, choice, 0.4)
    assert passage.cosine == pytest.approx(0.6)
    assert passage.share == pytest.approx(0.75)
    assert passage.score == pytest.approx((0.6 + 0.4) / 2 + 0.3 * 0.75)
    sided = choose(text, spans, [0.6, 0.2], {"visit": 1.0, "marac": 2.0, "zebra": 1.0}, (), [0.5, -0.9], 0.8)
    passage = make_passage(make_paragraph(text=text), make_report(), spans, sided, 0.4)
    assert passage.agreement == pytest.approx(0.4)
    assert passage.score == pytest.approx((0.6 + 0.4) / 2 + 0.3 * 0.75 + 0.2 * 0.4)


def test_an_altered_quotation_is_refused() -> None:
    choice = choose("Visits are late.", ((0, 16),), [0.5], {})
    paragraph = make_paragraph(text="Visits are late.")
    passage = make_passage(paragraph, make_report(), ((0, 16),), choice, 0.5)
    for quote in ("Visits are often late.", "visits are late.", ""):
        with pytest.raises(CorruptIndex):
            check_verbatim(replace(passage, quote=quote))


@pytest.mark.parametrize("spans", [((0, 99),), ((5, 3),), ((3, 8), (6, 9)), ((2, 2),), ((-4, 3),)])
def test_spans_that_do_not_fit_are_refused(spans: tuple[tuple[int, int], ...]) -> None:
    choice = choose("Visits are late.", ((0, 16),), [0.5], {})
    with pytest.raises(CorruptIndex):
        make_passage(make_paragraph(text="Visits are late."), make_report(), spans, choice, 0.5)


def test_a_paragraph_is_quoted_whole_and_told_by_its_core() -> None:
    text = "The chair is new. MARAC is well attended. " + "Cars are parked outside. " * 20
    starts = [0, 18, *range(42, len(text), 25)]
    spans = tuple(zip(starts, [17, 41, *(start + 24 for start in starts[2:])], strict=True))
    text = text.strip()
    cosines = [0.1, 0.6] + [0.1] * 20
    passage = make_passage(
        make_paragraph(text=text), make_report(), spans, choose(text, spans, cosines, {}), 0.5
    )
    assert passage.quote == text
    assert passage.is_whole
    assert passage.told == "MARAC is well attended."


def test_of_a_very_long_paragraph_the_core_is_quoted_in_its_context() -> None:
    sentence = f"{'word ' * 20}end. "
    text = (sentence * 30).strip()
    spans = tuple((start, start + len(sentence) - 1) for start in range(0, len(text), len(sentence)))
    cosines = [0.1] * 30
    cosines[15] = 0.6
    passage = make_passage(
        make_paragraph(text=text), make_report(), spans, choose(text, spans, cosines, {}), 0.5
    )
    assert not passage.is_whole
    assert 800 < len(passage.quote) <= 1000
    before, after = passage.core[0], len(passage.quote) - passage.core[1]
    assert min(before, after) > 2 * len(sentence)  # some on either side
    first = make_passage(
        make_paragraph(text=text), make_report(), spans,
        choose(text, spans, [0.6] + [0.1] * 29, {}), 0.5,
    )  # fmt: skip
    assert first.core[0] == 0
    assert len(first.quote) > 800
