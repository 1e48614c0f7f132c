"""Which paragraphs of a small fictional index carry a theme, and by which sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.encoders.load import own_folder
from indexer.store.reader import IndexReader
from search_api.themes.model import Context, ThemeModel
from search_api.themes.printed import folded, forms
from search_api.themes.records import Theme
from search_api.themes.tagger import Tagger
from search_api.themes.vocabulary import themes
from tests.support.builders import (
    hashed_vector,
    make_paragraph,
    make_report,
    make_report_entry,
    write_small_index,
)

DIMENSION = 256
VISITS = Theme(
    "visits", "Visits", "Visits to children.", ("visits to children", "SW visits"), (), ("late",), ()
)
NEGLECT = Theme(
    "neglect", "Neglect", "Neglect of children.", ("neglect", "policy on neglect"), (), ("home",), ()
)
TEXTS = [
    "Visits to children are late. Leaders know this.",
    "Long-term Neglect is missed. A policy on neglect exists.",
    "Neglectful is another word. Neglected children wait.",
    "Nothing is said of it here.",
    "SW visits are late, and sw visits in small letters are no acronym.",
    "Visits to children’s homes and visits to\nchildren.",
]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[IndexReader]:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(TEXTS, start=1)]
    write_small_index(
        tmp_path / "index", [make_report_entry(report, paragraphs, dimension=DIMENSION)], dimension=DIMENSION
    )
    with IndexReader.open(tmp_path / "index") as opened:
        yield opened


def places(tagger: Tagger, key: str) -> list[tuple[int, int]]:
    return [(item.row, item.place) for item in tagger.sentences(key)]


def test_the_sentence_that_prints_a_name_carries_the_theme(reader: IndexReader) -> None:
    tagger = Tagger(reader, (VISITS, NEGLECT))
    assert places(tagger, "neglect") == [(1, 0), (1, 1)]
    assert (0, 0) in places(tagger, "visits")
    assert tagger.rows("neglect").tolist() == [1]
    assert tagger.any_of(["neglect", "visits"]).tolist() == sorted({1, *tagger.rows("visits").tolist()})
    assert tagger.counts() == {"visits": len(tagger.rows("visits")), "neglect": 1}
    assert tagger.counts(np.array([1, 3])) == {"neglect": 1}


def test_a_name_is_found_over_hyphens_lines_and_plurals_and_not_within_words(reader: IndexReader) -> None:
    tagger = Tagger(reader, (VISITS,))
    assert places(tagger, "visits") == [(0, 0), (4, 0), (5, 0)]
    assert forms("LADOs") == forms("LADO")
    assert {form.text for form in forms("enquiries")} == {"enquiries", "enquiry"}
    assert folded("Pre‑birth Carer’s İ") == "pre birth carer's İ".replace("İ", "İ")


def test_a_tag_names_its_surest_sentence(reader: IndexReader) -> None:
    [[tag]] = Tagger(reader, (VISITS, NEGLECT)).of([1])
    assert (tag.theme, tag.named) == ("neglect", True)
    assert 0.5 <= tag.score <= 1
    assert Tagger(reader, (VISITS, NEGLECT)).of([3, 1])[0] == ()


def test_without_a_model_names_alone_decide_and_it_says_so(reader: IndexReader) -> None:
    tagger = Tagger(reader, (VISITS, NEGLECT))
    assert tagger.by_names
    assert "only the printed names" in tagger.note
    with pytest.raises(ValueError, match="no model"):
        tagger.odds("visits", np.array([0]))
    with pytest.raises(KeyError):
        tagger.rows("adoption")


def model(named: float, least: float) -> ThemeModel:
    """Of one theme, near to "Neglected children wait."."""
    vector = hashed_vector("Neglected children wait.", DIMENSION)
    return ThemeModel(
        np.stack([vector * 10]), np.zeros(1, np.float32), named, 0.0, np.array([least], np.float32)
    )


def test_with_a_model_other_words_tell_and_a_passing_name_does_not(reader: IndexReader) -> None:
    tagger = Tagger(reader, (NEGLECT,), model(named=3.0, least=8.0))
    assert not tagger.by_names
    assert tagger.note == ""
    assert places(tagger, "neglect") == [(2, 1)]
    [[tag]] = tagger.of([2])
    assert not tag.named
    assert tag.score > 0.5
    # What is printed is still known: who says "not mentioned" asks for it.
    assert tagger.printed("neglect") == [(1, 0), (1, 1)]
    odds, bounds = tagger.odds("neglect", np.array([2]))
    assert bounds.tolist() == [0, 2]
    assert odds[1] > 0 > odds[0]
    assert places(Tagger(reader, (NEGLECT,), model(named=9.0, least=8.0)), "neglect")[:2] == [(1, 0), (1, 1)]


def test_a_theme_found_by_itself_is_as_when_all_are_found(reader: IndexReader) -> None:
    vector = hashed_vector("Visits to children are late.", DIMENSION)
    both = ThemeModel(
        np.stack([vector * 4, hashed_vector("Long-term Neglect is missed.", DIMENSION) * 4]),
        np.full(2, -2, np.float32),
        3.0,
        1.0,
        np.zeros(2, np.float32),
        Context(-1.0, 0.5, 0.5, 2.0, 0.5, -0.5, np.zeros(2, np.float32)),
    )
    whole = Tagger(reader, (VISITS, NEGLECT), both)
    assert whole.counts()
    for theme in (VISITS, NEGLECT):
        alone = Tagger(reader, (VISITS, NEGLECT), both)
        assert alone.sentences(theme.key) == whole.sentences(theme.key)
        assert alone.rows(theme.key).tolist() == whole.rows(theme.key).tolist()
        assert whole.rows(theme.key).size


def test_a_name_among_others_in_a_paragraph_on_something_else_counts_less() -> None:
    context = Context(-1.0, 0.0, 1.0, 4.0, 0.0, -2.0, np.zeros(3, np.float32))
    # Two paragraphs of two sentences; the first theme is named once in each, in the second with two others.
    odds = np.array([[2, -4, -4], [2, -4, -4], [-3, -4, -4], [-3, -4, -4]], np.float32)
    prints = np.array([[1, 0, 0], [0, 0, 0], [1, 1, 1], [0, 0, 0]], bool)
    found = context.weighed(odds, np.array([0, 2, 4]), prints)
    assert found[0, 0] == pytest.approx(2 + 4)
    assert found[1, 0] == pytest.approx(2)
    assert found[2, 0] == pytest.approx(-3 + 4 - 2 * np.log(3))
    model = ThemeModel(np.zeros((3, 1), np.float32), odds[0], 4.0, 0.0, np.zeros(3, np.float32), context)
    tagged = model.judged(odds, np.array([0, 2, 4]), prints, np.zeros_like) >= 0
    assert tagged[:, 0].tolist() == [True, True, False, False]


def test_the_model_that_comes_with_pinpoint_has_a_weight_for_every_theme() -> None:
    own = ThemeModel.load(own_folder())
    assert own is not None
    assert own.context is not None
    assert own.context.base.shape == own.bias.shape == (len(themes()),)
