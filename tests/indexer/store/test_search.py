"""Search by vector against numpy, search by word against a plain reading of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.arrays import Float32Array
from indexer.errors import DimensionMismatch
from indexer.store.filters import Filters, Hit
from indexer.store.format import Entry, ReportEntry
from indexer.store.reader import IndexReader
from tests.support.builders import (
    DIMENSION,
    hashed_vector,
    make_paragraph,
    make_report,
    make_report_entry,
    write_small_index,
)

WORDS = ["marac", "plans", "visits", "missing", "homes", "leaders", "thresholds", "delay", "health", "voice"]
REPORTS = [
    make_report(name, date(2015, 1, 1) + timedelta(days=400 * n))
    for name in ("Saltby", "Wexcombe")
    for n in range(4)
]


def made_reports() -> list[ReportEntry]:
    """400 paragraphs of few words, so that many texts, and so vectors and scores, are the same."""
    random = np.random.default_rng(3)
    reports = []
    for report in REPORTS:
        texts = [" ".join(random.choice(WORDS, random.integers(1, 5))) + "." for _ in range(50)]
        reports.append(
            make_report_entry(report, [make_paragraph(report, n + 1, text) for n, text in enumerate(texts)])
        )
    return reports


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    index = tmp_path_factory.mktemp("search") / "index"
    write_small_index(index, made_reports())
    with IndexReader.open(index) as opened:
        yield opened


def nearest_by_numpy(reader: IndexReader, query: Float32Array, k: int, rows: Sequence[int]) -> list[Hit]:
    vectors = reader.vectors(list(range(len(reader)))).astype(np.float64)
    scores = {row: float(np.float32(np.sum(vectors[row] * query.astype(np.float64)))) for row in rows}
    return [Hit(row, scores[row]) for row in sorted(set(rows), key=lambda row: (-scores[row], row))[:k]]


some_rows = st.one_of(st.none(), st.lists(st.integers(0, 399), max_size=60), st.just(list(range(400))))


@given(seed=st.integers(0, 10_000), k=st.integers(0, 450), rows=some_rows)
def test_nearest_is_what_numpy_finds(reader: IndexReader, seed: int, k: int, rows: list[int] | None) -> None:
    values = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    query = (values / np.linalg.norm(values)).astype(np.float32)
    found = reader.nearest(query, k, rows)
    expected = nearest_by_numpy(reader, query, k, range(400) if rows is None else rows)
    assert [hit.row for hit in found] == [hit.row for hit in expected]
    np.testing.assert_allclose([hit.score for hit in found], [hit.score for hit in expected], atol=1e-6)


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), k=st.integers(1, 400), rows=some_rows)
def test_ties_are_ordered_by_row(
    reader: IndexReader, words: list[str], k: int, rows: list[int] | None
) -> None:
    found = reader.nearest(hashed_vector(" ".join(words)), k, rows)
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.row))
    everything = reader.nearest(hashed_vector(" ".join(words)), 400, rows)
    assert found == everything[:k]


def test_a_score_does_not_depend_on_the_filter(reader: IndexReader) -> None:
    query = hashed_vector("marac homes")
    everything = {hit.row: hit.score for hit in reader.nearest(query, 400)}
    assert len(everything) == 400
    for row in range(0, 400, 7):
        assert reader.nearest(query, 3, [row, row]) == [Hit(row, everything[row])]
    reports = frozenset(report.id for report in reader.reports() if report.authority == "Wexcombe")
    rows = reader.select(Filters(reports))
    assert {hit.row: hit.score for hit in reader.nearest(query, 400, rows)} == {
        row: score for row, score in everything.items() if row >= 200
    }


def test_a_paragraph_is_nearest_to_itself(reader: IndexReader) -> None:
    for row in range(0, 400, 23):
        best = reader.nearest(reader.vector(row), 1)[0]
        assert best.score == pytest.approx(1.0, abs=1e-6)
        assert best.row <= row


@pytest.mark.parametrize("shape", [(DIMENSION - 1,), (DIMENSION + 1,), (1, DIMENSION), ()])
def test_a_query_of_another_dimension(reader: IndexReader, shape: tuple[int, ...]) -> None:
    with pytest.raises(DimensionMismatch, match="dimension 16"):
        reader.nearest(np.ones(shape, dtype=np.float32), 3)


def test_a_query_that_is_not_finite(reader: IndexReader) -> None:
    with pytest.raises(ValueError, match="not finite"):
        reader.nearest(np.full(DIMENSION, np.nan, dtype=np.float32), 3)


def test_rows_out_of_range(reader: IndexReader) -> None:
    for rows in ([400], [-1], [0, 10**12]):
        with pytest.raises(IndexError):
            reader.nearest(hashed_vector("x"), 3, rows)
        with pytest.raises(IndexError):
            reader.keyword(["marac"], 3, rows)


@pytest.mark.slow
@given(terms=st.lists(st.sampled_from([*WORDS, "absent"]), max_size=5), k=st.integers(0, 500), rows=some_rows)
def test_keyword_finds_every_paragraph_with_any_term(
    reader: IndexReader, terms: list[str], k: int, rows: list[int] | None
) -> None:
    texts = reader.by_rows(range(400))
    wanted = {
        row for row in (range(400) if rows is None else rows)
        if set(terms) & set(re.findall(r"\w+", texts[row].text))
    }  # fmt: skip
    everything = reader.keyword(terms, 400, rows)
    assert {hit.row for hit in everything} == wanted
    assert everything == sorted(everything, key=lambda hit: (-hit.score, hit.row))
    assert reader.keyword(terms, k, rows) == everything[:k]


def test_a_word_score_does_not_depend_on_the_filter(reader: IndexReader) -> None:
    everything = {hit.row: hit.score for hit in reader.keyword(["marac", "delay"], 400)}
    assert 50 < len(everything) < 400
    for row, score in list(everything.items())[::9]:
        assert reader.keyword(["marac", "delay"], 5, [row]) == [Hit(row, score)]
    assert all(score > 0 for score in everything.values())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(terms=st.lists(st.text(st.characters(exclude_categories=())), max_size=6))
def test_any_text_is_a_valid_term(reader: IndexReader, terms: list[str]) -> None:
    reader.keyword(terms, 5)
    reader.phrase(" ".join(terms), 5)


@pytest.mark.parametrize(
    "term",
    [
        '"',
        '""',
        "*",
        "(",
        ")",
        "-",
        "^",
        ":",
        "NEAR(a b)",
        "text:marac",
        "{text}: marac",
        "a* OR",
        "AND",
        "\0",
        ".",
        "",
        "'; DROP TABLE paragraphs; --",
        '" OR "',
    ],
)
def test_a_term_is_never_taken_for_syntax(reader: IndexReader, term: str) -> None:
    alone = reader.keyword(["voice"], 400)
    assert alone
    assert reader.keyword(["voice", term], 400) == alone
    assert [hit.row for hit in reader.keyword([term], 400)] == []


def test_very_many_terms(reader: IndexReader) -> None:
    many = [f"word{number}" for number in range(5_000)]
    assert reader.keyword(many, 3) == []
    assert len(reader.keyword([*many, "marac"], 3)) == 3


def test_no_terms_and_no_rows_find_nothing(reader: IndexReader) -> None:
    assert reader.keyword([], 5) == []
    assert reader.keyword(["marac"], 5, []) == []
    assert reader.keyword(["marac"], 0) == []
    assert reader.phrase("", 5) == []
    assert reader.nearest(hashed_vector("marac"), 5, []) == []
    assert reader.nearest(hashed_vector("marac"), 0) == []


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    index = tmp_path_factory.mktemp("prose") / "index"
    texts = [
        "Multi-agency meetings about children who go missing are prompt.",
        "Return home interviews were offered; interviewing is skilled.",
        "The home returned few interviews.",
        "Café visits by the children’s rights service.",
        "MARAC MARAC MARAC.",
        "One mention of MARAC in a far longer paragraph that talks about many other things besides.",
    ]
    report = make_report()
    write_small_index(
        index, [make_report_entry(report, [make_paragraph(report, n, text) for n, text in enumerate(texts)])]
    )
    with IndexReader.open(index) as opened:
        yield opened


def test_words_match_without_case_accents_and_endings(prose: IndexReader) -> None:
    def rows(*terms: str) -> list[int]:
        return sorted(hit.row for hit in prose.keyword(terms, 9))

    assert rows("cafe") == rows("CAFÉ") == rows("Cafe\u0301") == [3]
    assert rows("interview") == rows("interviews") == [1, 2]
    assert rows("multi-agency") == rows("multi agency") == [0]
    assert rows("agency multi") == []
    assert rows("children's") == rows("children’s") == [3]
    assert rows("cafe", "missing") == [0, 3]


def test_the_shorter_and_denser_paragraph_scores_higher(prose: IndexReader) -> None:
    assert [hit.row for hit in prose.keyword(["marac"], 9)] == [4, 5]


def test_a_phrase_is_words_in_a_row(prose: IndexReader) -> None:
    assert [hit.row for hit in prose.phrase("return home interviews", 9)] == [1]
    assert [hit.row for hit in prose.phrase("home, interviews", 9)] == [1]
    assert prose.phrase("interviews home return", 9) == []
    assert prose.phrase("return home interviews", 9, [0, 2, 3]) == []


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_the_rows_of_a_phrase_are_those_of_its_hits(reader: IndexReader, words: list[str]) -> None:
    phrase = " ".join(words)
    rows = sorted(hit.row for hit in reader.phrase(phrase, len(reader)))
    assert reader.phrase_rows(phrase).tolist() == rows
    assert sorted(row for row, _ in reader.phrase_texts(phrase)) == rows


def test_spans_of_many_rows_are_those_of_each(reader: IndexReader) -> None:
    rows = [3, 399, 0, 3]
    assert reader.spans_of(rows) == [reader.spans(row) for row in rows]
    with pytest.raises(IndexError):
        reader.spans_of([400])


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    """900 paragraphs whose vectors are the same, or differ in the last digits of single precision."""
    index = tmp_path_factory.mktemp("near") / "index"
    random = np.random.default_rng(4)
    report, centres = make_report(), random.standard_normal((9, 384))
    entries = []
    for n in range(900):
        moved = (centres[n % 9] + random.standard_normal(384) * (n % 3) * 1e-7).astype(np.float32)
        vector = (moved / np.linalg.norm(moved)).astype(np.float32)
        paragraph = make_paragraph(report, n + 1, f"Paragraph {n}.")
        entries.append(Entry(paragraph, ((0, 5),), vector, vector[None, :]))
    write_small_index(index, [ReportEntry(report, (), tuple(entries))], dimension=384)
    with IndexReader.open(index) as opened:
        yield opened


@pytest.mark.parametrize("k", [1, 50, 99, 100, 101, 900])
@pytest.mark.parametrize("step", [1, 2, 7])
def test_nearly_equal_vectors_are_told_apart(near: IndexReader, k: int, step: int) -> None:
    """In whatever way the rows are read: all of the file, or those that a filter leaves."""
    rows = list(range(0, 900, step))
    for row in (0, 4, 899):
        query = near.vector(row)
        found = near.nearest(query, k, None if step == 1 else rows)
        expected = nearest_by_numpy(near, query, k, rows)
        assert [hit.row for hit in found] == [hit.row for hit in expected]
