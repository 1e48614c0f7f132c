"""An open index: everything that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.authorities.register import default_register
from indexer.errors import IncompatibleIndex
from indexer.store.reader import IndexReader
from search_api.retrieval.polarity import load_polarity
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings


@contextmanager
def open_searcher(index: Path, settings: Settings) -> Iterator[Searcher]:
    """A searcher of the index in the folder with the encoder that the index was made with.

    Raises IncompatibleIndex where that encoder's weights are others now, and what IndexReader.open
    and load_encoder raise.
    """
    from indexer.encoders.load import load_encoder

    with IndexReader.open(index) as reader:
        encoder = load_encoder(reader.manifest.encoder_name)
        made_with = reader.manifest.encoder_revision
        if made_with != encoder.revision:
            raise IncompatibleIndex(
                f"the index was made with other weights of {encoder.name} "
                f"({made_with[:8] or 'unknown'}, here {encoder.revision[:8] or 'unknown'})",
                "index the reports again",
            )
        yield Searcher(reader, encoder, default_register(), settings, load_polarity(encoder))
