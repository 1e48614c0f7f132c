"""Opening an index: the one place where a folder becomes an Index."""

from __future__ import annotations

from pathlib import Path

from indexer.store.reader import IndexReader
from search_api.settings import Settings, load_settings

from .index import Index


def open_index(folder: str | Path | None = None, settings: Settings | None = None) -> Index:
    """The index that was published last in the folder; None for the user's own, which the settings name.

    Close it when done, or use it as a context manager. The encoder is loaded when a question is first asked.
    Raises IndexNotFound, IncompatibleIndex and CorruptIndex.
    """
    settings = settings or load_settings()
    return Index(IndexReader.open(Path(folder) if folder else settings.index), settings=settings)
