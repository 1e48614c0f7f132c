"""Every engine answers as the embedded index does: the same rows, order, counts and scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import DimensionMismatch, InvalidPinpoint, NothingPublished, UnknownPinpoint
from indexer.records import KINDS
from indexer.store.backends.sound import engine_problems
from indexer.store.filters import Filters
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.conformance import PHRASES, WORDS, choices, made_reports, queries
from tests.indexer.store.backends.engines import ENGINES, Place, place_on
from tests.support.builders import small_reports, source_bytes, write_small_index


@dataclass(slots=True)
class Pair:
    """The embedded index of a folder, and the same index on an engine."""

    embedded: IndexReader
    other: IndexReader
    address: Path


@pytest.fixture(scope="module", params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_on(request.param, tmp_path_factory.mktemp("engine")) as found:
        yield found


@pytest.fixture(scope="module")
def pair(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("conformance") / "index"
    write_small_index(folder, [*made_reports(), *small_reports()])
    address = place.publish(folder)
    with IndexReader.open(folder) as embedded, IndexReader.open(address) as other:
        yield Pair(embedded, other, address)


def test_reports_and_what_is_known_of_them(pair: Pair) -> None:
    one, other = pair.embedded, pair.other
    assert other.manifest == one.manifest
    assert other.reports() == one.reports()
    assert other.sources() == one.sources()
    assert other.acronyms() == one.acronyms()
    assert other.noted.of_report == one.noted.of_report
    assert other.grades() == one.grades()
    assert other.vectors_by_text() == one.vectors_by_text()
    assert other.term_counts() == one.term_counts()


def test_every_paragraph(pair: Pair) -> None:
    one, other = pair.embedded, pair.other
    rows = list(range(len(one)))
    assert other.by_rows(rows) == one.by_rows(rows)
    assert other.by_rows([5, 2, 5], glance=True) == one.by_rows([5, 2, 5], glance=True)
    assert other.texts_of(rows) == one.texts_of(rows)
    assert other.spans_of(rows) == one.spans_of(rows)
    assert [other.spans(row) for row in rows[:40]] == [one.spans(row) for row in rows[:40]]
    for report in one.reports():
        assert other.paragraphs(report.id) == one.paragraphs(report.id)
        for paragraph in one.paragraphs(report.id)[:2]:
            assert other.get(paragraph.id) == paragraph
            assert other.neighbours(paragraph.id) == one.neighbours(paragraph.id)


def test_what_is_not_there(pair: Pair) -> None:
    said = []
    for reader in (pair.embedded, pair.other):
        with pytest.raises(UnknownPinpoint) as paragraph:
            reader.get("saltby-2022-05-16/para-99")
        with pytest.raises(UnknownPinpoint) as report:
            reader.paragraphs("atlantis-2022-05-16")
        with pytest.raises(InvalidPinpoint):
            reader.get("…")
        with pytest.raises(IndexError):
            reader.by_rows([len(reader)])
        said.append((str(paragraph.value), str(report.value)))
    assert said[0] == said[1]


def test_filters_and_counts(pair: Pair) -> None:
    one, other = pair.embedded, pair.other
    ids = [report.id for report in one.reports()]
    for filters in (
        Filters(),
        Filters(reports=frozenset(ids[2:5])),
        Filters(reports=frozenset(ids[:6]), kinds=frozenset({"finding"})),
        Filters(kinds=frozenset(KINDS[1:])),
        Filters(reports=frozenset({"atlantis-2022-05-16"})),
    ):
        mine, theirs = one.select(filters), other.select(filters)
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            assert theirs.tolist() == mine.tolist()
        assert other.facets(theirs) == one.facets(mine)
        rows = np.arange(len(one)) if mine is None else mine
        assert other.newest_first(rows).tolist() == one.newest_first(rows).tolist()
        assert other.kinds_of(rows) == one.kinds_of(rows)


def test_vectors(pair: Pair) -> None:
    one, other = pair.embedded, pair.other
    rows = [7, 0, len(one) - 1, 7]
    assert np.array_equal(other.vectors(rows), one.vectors(rows))
    assert np.array_equal(other.sentence_offsets, one.sentence_offsets)
    mine, theirs = one.sentences_of(rows), other.sentences_of(rows)
    assert np.array_equal(theirs[0], mine[0])
    assert np.array_equal(theirs[1], mine[1])
    for row in rows:
        assert np.array_equal(other.vector(row), one.vector(row))
        assert np.array_equal(other.stored_sentences(row), one.stored_sentences(row))
        assert np.array_equal(other.sentence_vectors(row), one.sentence_vectors(row))
    assert other.vectors([]).shape == one.vectors([]).shape


@pytest.mark.parametrize("k", [1, 10, 100, 10_000])
def test_the_nearest_are_the_same_with_the_same_scores(pair: Pair, k: int) -> None:
    """Texts recur in these reports, so equal scores do, too: they come in the order of their rows."""
    for query in queries(pair.embedded):
        for rows in choices(pair.embedded):
            assert pair.other.nearest(query, k, rows) == pair.embedded.nearest(query, k, rows)


def test_a_query_of_another_dimension_is_refused(pair: Pair) -> None:
    for reader in (pair.embedded, pair.other):
        with pytest.raises(DimensionMismatch):
            reader.nearest(np.ones(3, dtype=np.float32), 5)
        with pytest.raises(ValueError, match="not finite"):
            reader.nearest(np.full(reader.dimension, np.nan, dtype=np.float32), 5)


def test_words_have_the_same_weights(pair: Pair) -> None:
    one, other = pair.embedded, pair.other
    terms = [*one.term_counts(), "nowhere", ""]
    for term in terms:
        assert other.rarity(term) == one.rarity(term)
        assert other.holding(term).tolist() == one.holding(term).tolist()
        for theirs, mine in zip(other.posting(term), one.posting(term), strict=True):
            assert theirs.dtype == mine.dtype
            assert np.array_equal(theirs, mine)
    for weights in (
        {terms[0]: 1.0},
        {terms[1]: 0.5, terms[3]: 2.0, "nowhere": 1.0},
        dict.fromkeys(terms, 0.3),
        {},
    ):
        assert np.array_equal(other.lexical_scores(weights), one.lexical_scores(weights))


@pytest.mark.parametrize("text", [*PHRASES, *WORDS])
def test_words_in_a_row_are_found_in_the_same_rows(pair: Pair, text: str) -> None:
    one, other = pair.embedded, pair.other
    assert other.phrase_rows(text).tolist() == one.phrase_rows(text).tolist()
    assert sorted(other.phrase_texts(text)) == sorted(one.phrase_texts(text))
    for rows in choices(one):
        _same(other.phrase(text, 20, rows), one.phrase(text, 20, rows))


@pytest.mark.parametrize(
    "terms", [("plans", "marac"), ("missing homes", "delay"), ("nowhere",), ("", "voice"), ()]
)
def test_any_of_several_words(pair: Pair, terms: tuple[str, ...]) -> None:
    for rows in choices(pair.embedded):
        _same(pair.other.keyword(terms, 15, rows), pair.embedded.keyword(terms, 15, rows))


def _same(theirs: object, mine: object) -> None:
    assert [hit.row for hit in theirs] == [hit.row for hit in mine]  # type: ignore[attr-defined]
    scores = [[hit.score for hit in hits] for hits in (theirs, mine)]  # type: ignore[attr-defined]
    assert scores[0] == pytest.approx(scores[1], rel=1e-9)


def test_the_reports_files(pair: Pair) -> None:
    for report in pair.embedded.reports():
        path = pair.other.sound_source(report.sha256)
        assert path is not None
        assert path.read_bytes() == pair.other.source_bytes(report.sha256) == source_bytes(report.id)
    assert pair.other.source_path("0" * 64) is None
    assert pair.other.source_path("../x") is None


def test_what_was_published_is_sound(pair: Pair, place: Place) -> None:
    if place.address is not None:
        assert engine_problems(pair.address) == []


def test_a_closed_reader_reads_no_more(pair: Pair) -> None:
    reader = IndexReader.open(pair.address)
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.by_rows([0])


class TestPublishing:
    """One generation is seen whole; another takes its place in one step; what is open stays as it was."""

    @pytest.fixture
    def fresh(self, place: Place) -> Iterator[Place]:
        with place.another() as found:
            yield found

    def test_before_anything_is_published_it_says_so(self, fresh: Place) -> None:
        with pytest.raises(NothingPublished):
            IndexReader.open(fresh.index)

    def test_a_new_one_takes_the_place_of_the_old(self, fresh: Place, tmp_path: Path) -> None:
        folder = tmp_path / "index"
        names = []
        open_before: list[IndexReader] = []
        try:
            for reports in (small_reports(), made_reports(years=1), small_reports()[:2], []):
                names.append(write_small_index(folder, reports).generation)
                address = fresh.publish(folder)
                reader = IndexReader.open(address)
                open_before.append(reader)
                assert reader.generation == names[-1]
                with IndexReader.open(folder) as embedded:
                    rows = range(len(embedded))
                    assert reader.by_rows(rows) == embedded.by_rows(rows)
                    assert reader.reports() == embedded.reports()
                if len(open_before) > 1:  # of the generation before: open still, and unchanged
                    before = open_before[-2]
                    assert before.generation == names[-2]
                    rows = range(len(before))
                    assert [item.text for item in before.by_rows(rows)] == before.texts_of(rows)
        finally:
            for reader in open_before:
                reader.close()

    def test_to_publish_again_what_is_there_changes_nothing(self, fresh: Place, tmp_path: Path) -> None:
        name = write_small_index(tmp_path / "index").generation
        for _ in range(2):
            with IndexReader.open(fresh.publish(tmp_path / "index")) as reader:
                assert reader.generation == name
                assert len(reader.reports()) == 3
