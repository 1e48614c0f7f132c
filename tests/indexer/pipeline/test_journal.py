"""What an interrupted run had embedded is there for the next; what is damaged is made again."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import Spans
from indexer.errors import PublishFailed
from indexer.pipeline.journal import JOURNAL, EmbeddingJournal, TextVectors, discard, discard_published
from indexer.store.format import CURRENT
from tests.support.builders import hashed_vector

DIMENSION = 16
TEXT = "Visits are regular. Plans are clear."
SPANS: Spans = ((0, 19), (20, 36))


def journal(index: Path, name: str = "hashed", revision: str = "1") -> EmbeddingJournal:
    return EmbeddingJournal(index, name, revision, DIMENSION)


def vectors(text: str = TEXT, spans: Spans = SPANS) -> TextVectors:
    sentences = [hashed_vector(text[start:end], DIMENSION).astype(np.float16) for start, end in spans]
    return TextVectors(hashed_vector(text, DIMENSION), np.stack(sentences))


def add_many(open_journal: EmbeddingJournal) -> None:
    for number in range(1000):
        open_journal.add(f"{TEXT} {number}", SPANS, vectors())


def test_what_was_added_is_found_by_the_next_run(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
    with journal(tmp_path) as second:
        found = second.get(TEXT, SPANS)
    assert found is not None
    assert (found.paragraph == vectors().paragraph).all()
    assert (found.sentences == vectors().sentences).all()
    assert (found.paragraph.dtype.str, found.sentences.dtype.str) == ("<f4", "<f2")


def test_it_belongs_to_text_spans_and_encoder(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
        assert first.get(TEXT + " ", SPANS) is None
        assert first.get(TEXT, ((0, 36),)) is None
    for other in (journal(tmp_path, name="other"), journal(tmp_path, revision="2")):
        with other:
            assert other.get(TEXT, SPANS) is None
    with EmbeddingJournal(tmp_path, "hashed", "1", 8) as smaller:
        assert smaller.get(TEXT, SPANS) is None


def test_the_newer_of_two_counts(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
        newer = TextVectors(hashed_vector("newer", DIMENSION), vectors().sentences)
        first.add(TEXT, SPANS, newer)
        found = first.get(TEXT, SPANS)
    assert found is not None
    assert (found.paragraph == newer.paragraph).all()


@pytest.mark.parametrize(
    "bad",
    [
        TextVectors(np.zeros(DIMENSION, np.float32), vectors().sentences),
        TextVectors(np.full(DIMENSION, np.nan, np.float32), vectors().sentences),
        TextVectors(hashed_vector(TEXT, 8), vectors().sentences),
        TextVectors(vectors().paragraph, vectors().sentences[:1]),
    ],
)
def test_vectors_that_do_not_fit_are_not_taken(tmp_path: Path, bad: TextVectors) -> None:
    with journal(tmp_path) as first:
        with pytest.raises(ValueError, match="vector"):
            first.add(TEXT, SPANS, bad)
        assert first.get(TEXT, SPANS) is None


def test_what_was_committed_outlives_a_process_that_is_killed(tmp_path: Path) -> None:
    first = journal(tmp_path)
    first.add(TEXT, SPANS, vectors())  # the first is committed at once
    with journal(tmp_path) as second:
        assert second.get(TEXT, SPANS) is not None
    first.__exit__(None, None, None)


@pytest.mark.parametrize("damage", ["rubbish", "cut", "version", "middle"])
def test_a_damaged_journal_is_begun_anew(tmp_path: Path, damage: str) -> None:
    with journal(tmp_path) as first:
        for number in range(300):
            text = f"{TEXT} {number}"
            spans = (*SPANS, (37, len(text)))
            first.add(text, spans, vectors(text, spans))
    path = tmp_path / JOURNAL
    data = path.read_bytes()
    if damage == "rubbish":
        path.write_bytes(b"rubbish" * 1000)
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "middle":
        path.write_bytes(data[:8192] + bytes(len(data) - 12288) + data[-4096:])
    else:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    with journal(tmp_path) as second:
        assert second.get(f"{TEXT} 0", (*SPANS, (37, 38))) is None
        second.add(TEXT, SPANS, vectors())
        assert second.get(TEXT, SPANS) is not None


def test_a_damaged_row_is_not_taken(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
    with sqlite3.connect(tmp_path / JOURNAL) as database:
        database.execute("UPDATE vectors SET sentences = zeroblob(length(sentences))")
    database.close()
    with journal(tmp_path) as second:
        assert second.get(TEXT, SPANS) is None


def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
        first._database.execute("PRAGMA max_page_count = 1")  # as many pages as there are
        with pytest.raises(PublishFailed, match="full") as caught:
            add_many(first)
    assert "\n" not in str(caught.value)
    with journal(tmp_path) as second:
        assert second.get(TEXT, SPANS) is not None


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PublishFailed, match="could not be kept"):
        journal(tmp_path / "nothing")


def test_discard(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
    discard(tmp_path)
    discard(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_what_was_published_since_is_discarded(tmp_path: Path) -> None:
    with journal(tmp_path) as first:
        first.add(TEXT, SPANS, vectors())
    discard_published(tmp_path)
    (tmp_path / CURRENT).write_text("older")
    os.utime(tmp_path / CURRENT, (1, 1))
    discard_published(tmp_path)
    assert (tmp_path / JOURNAL).exists()
    os.utime(tmp_path / JOURNAL, (0, 0))
    discard_published(tmp_path)
    assert not (tmp_path / JOURNAL).exists()
