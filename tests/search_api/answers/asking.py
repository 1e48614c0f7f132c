"""Small indexes whose answers know what is well and what is wanting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.authorities.register import default_register
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.answers.answerer import Answerer
from search_api.retrieval.polarity import Polarity
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.support.builders import hashed_vector, write_small_index
from tests.support.encoders import WordEncoder

WIDE = 512  # dimensions, so that few words share a place

# A sentence with the word "late" is wanting, one with "praised" is well.
SIDES = Polarity(8 * hashed_vector("late", WIDE) - 8 * hashed_vector("praised", WIDE), 0.0)


@contextmanager
def answerer(folder: Path, reports: Sequence[ReportEntry], **settings: float) -> Iterator[Answerer]:
    write_small_index(folder / "index", reports, dimension=WIDE)
    with IndexReader.open(folder / "index") as reader:
        chosen = Settings(**settings)  # type: ignore[arg-type]
        yield Answerer(Searcher(reader, WordEncoder(WIDE), default_register(), chosen, SIDES))
