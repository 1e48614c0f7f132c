"""The reports' own files that an index folder keeps."""

from __future__ import annotations

from pathlib import Path

from indexer.files import is_plain_file
from indexer.store.format import SOURCES, SUFFIX_OF_MEDIA, Manifest, is_sha256, source_file


class KeptFiles:
    """The files in `sources/` that one generation needs."""

    def __init__(self, index: Path, manifest: Manifest) -> None:
        self._folder = index / SOURCES
        self._names = frozenset(manifest.kept)

    def path(self, sha256: str) -> Path | None:
        """The copy of a report's file, None if the index keeps none of that SHA-256."""
        for media in SUFFIX_OF_MEDIA:
            name = source_file(sha256, media) if is_sha256(sha256) else ""
            if name in self._names and is_plain_file(self._folder / name):
                return self._folder / name
        return None
