"""How far packing or unpacking is, told in megabytes whatever the pieces are."""

from __future__ import annotations

from indexer.pipeline.summary import Progress

MEGABYTE = 1_000_000


class Steps:
    """One stage of `total` bytes."""

    def __init__(self, name: str, total: int, progress: Progress) -> None:
        self._progress, self._done = progress, 0
        progress.stage(f"{name} (MB)", max(1, total // MEGABYTE))

    def advance(self, size: int) -> None:
        """size: bytes that were done since the last call."""
        before = self._done // MEGABYTE
        self._done += size
        if (now := self._done // MEGABYTE) > before:
            self._progress.advance(now - before)
