"""Which stored texts hold what is quoted, left out or pasted, whatever the shape of marks and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.normalise import NORMALISED
from indexer.store.reader import IndexReader
from search_api.question.exact import ExactWords, holding_sentences, stretches
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    plain_spans,
    write_small_index,
)

TEXTS = (
    "Children’s plans are ‘live’ documents. Visits were late.",
    "Multi-agency work in 2015–16 is strong – and it is well led.",
    "The priorities include:\n• short breaks\n• respite care",
    "Planning is weak. Policies exist. The child was seen.",
    "MASH staff are skilled, and the café project (50% funded) costs £5 million.",
    "They send letters… and wait.",
    "Short breaks help. A long sentence about the policy follows here for all carers in May 2018.",
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [make_paragraph(report, place, text) for place, text in enumerate(TEXTS, start=1)]
    folder = tmp_path_factory.mktemp("exact") / "index"
    write_small_index(folder, [make_report_entry(report, paragraphs)])
    with IndexReader.open(folder) as opened:
        yield opened


def numbers(reader: IndexReader, rows: object) -> list[int]:
    return [item.number for item in reader.by_rows(rows)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("children's plans", [1]),
        ("CHILDREN’S   PLANS", [1]),
        ("children", [1]),
        ("live documents", []),  # a mark stands between the words
        ("'live' documents", [1]),
        ("multi-agency", [2]),
        ("multi\u2011agency", [2]),
        ("multi- agency work", [2]),  # as a line ended in the file it was copied from
        ("multi agency", []),
        ("multi\u00ad-agency", [2]),
        ("2015-16", [2]),
        ("is strong - and", [2]),
        ("agency", [2]),
        ("short breaks", [3, 7]),
        ("short\u00a0breaks", [3, 7]),
        ("include: short breaks respite", [3]),
        ("plan", []),  # whole words
        ("plans", [1]),
        ("planning", [4]),
        ("ca\u0301fe", []),
        ("cafe\u0301 project", [5]),
        ("(50% funded)", [5]),
        ("£5 million", [5]),
        ("mash", [5]),
        ("send", [6]),
        ("letters... and", [6]),
        ("sta\ufb00 are", [5]),
        ("plans visits", []),
        ("documents. Visits", [1]),
        (".*", []),
        ("sk.lled", []),
        ("skilled|late", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_phrase(reader: IndexReader, phrase: str, found: list[int]) -> None:
    assert numbers(reader, ExactWords(reader).holding(phrase)) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("plan", [1]),
        ("plans", [1]),
        ("policy", [4, 7]),
        ("policies", [4, 7]),
        ("child", [1, 4]),
        ("children", [1, 4]),
        ("planned", []),
        ("break", [3, 7]),
    ],
)
def test_a_word_that_is_left_out_in_both_numbers(reader: IndexReader, word: str, found: list[int]) -> None:
    assert numbers(reader, ExactWords(reader).naming(word)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A long sentence about the policy follows here for all carers in May 2018.", [7]),
        ("a long sentence about the policy follows here", [7]),
        ("7. Short breaks help. A long sentence about the policy", [7]),
        ("• Multi-agency work in 2015-16 is strong - and it is well led", [2]),
        ("Visits were late", []),  # fewer than six words are a question's own
        ("A long sentence about another policy follows here", []),
    ],
)
def test_a_pasted_sentence(reader: IndexReader, text: str, found: list[int]) -> None:
    assert numbers(reader, ExactWords(reader).pasted(text)) == found


def test_the_sentences_that_hold_a_phrase() -> None:
    text = "Visits were late. Plans are good. Late plans are few."
    spans = plain_spans(text)
    assert holding_sentences(text, spans, ["plans are"]) == (1, 2)
    assert holding_sentences(text, spans, ["late. plans"]) == (0, 1)
    assert holding_sentences(text, spans, ["late plans", "visits"]) == (0, 2)
    assert holding_sentences(text, spans, []) == ()


@pytest.mark.parametrize(("printed", "stored"), sorted(NORMALISED.items()))
def test_what_the_reader_normalises_is_found_as_printed(printed: str, stored: str) -> None:
    """The table of docs/normalisation.md: what a user copies from the PDF is found in the stored text."""
    text, phrase = f"so{stored}far", f"so{printed}far"
    assert stretches(" ".join(text.split()), phrase) == [(0, len(" ".join(text.split())))]


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_is_a_pattern(text: str, phrase: str) -> None:
    for start, end in stretches(text, phrase):
        assert 0 <= start < end <= len(text)


@given(
    st.lists(st.sampled_from(["plan", "a.b", "(x)", "50%", "it's", "one-two", "[z]"]), min_size=1, max_size=4)
)
def test_what_stands_there_is_found(parts: list[str]) -> None:
    phrase = " ".join(parts)
    found = stretches(f"Before {phrase} after", phrase)
    assert found
    assert re.sub(r"\W+", "", phrase) in re.sub(r"\W+", "", f"Before {phrase} after"[slice(*found[0])])
