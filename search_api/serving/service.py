"""What a running server holds: the open index, threads to search it, the process that draws pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from indexer.records import Box
from search_api.index.index import Index, LoadEncoder, load_encoder
from search_api.settings import Settings

from .page_images import PageImages
from .snapshots import Snapshot, Snapshots
from .workers import Workers

T = TypeVar("T")
_DRAFTS_WAITING = 7


class Service:
    """Made once, opened and closed by the application's lifespan; everything that answers shares it."""

    def __init__(self, settings: Settings, *, load: LoadEncoder = load_encoder) -> None:
        self.settings = settings
        self.snapshots = Snapshots(settings.index, settings, load=load, seconds=settings.serve_look_seconds)
        seconds, queued = settings.serve_seconds, settings.serve_image_waiting
        self.workers = Workers("pinpoint-search", settings.serve_threads, settings.serve_waiting, seconds)
        # Pictures are looked up and drawn one after the other: beside searches, not in their places.
        self.lookers = Workers("pinpoint-picture", 1, queued, seconds)
        # Checking a draft can take long. One at a time, beside searches; its memory is that of one draft.
        self.checkers = Workers("pinpoint-check", 1, _DRAFTS_WAITING, seconds)
        self.drawers = Workers("pinpoint-draw", 1, queued, seconds)
        self.images = PageImages(
            settings.serve_image_dpi, settings.serve_image_mb, seconds=settings.serve_image_seconds
        )

    def open(self) -> None:
        """Open what index there is, and watch for the next."""
        if not self.snapshots.generation:
            self.snapshots.look()
        self.snapshots.watch()

    def close(self) -> None:
        """End the threads and the drawing process, then close the index."""
        self.images.close()
        self.workers.close()
        self.lookers.close()
        self.checkers.close()
        self.drawers.close()
        self.snapshots.close()

    async def ask(self, work: Callable[[Index], T]) -> T:
        """What `work` gives for the current index, in a thread. Raises Busy, TookTooLong, IndexNotFound."""
        return await self.workers.run(lambda: self._with_current(work))

    async def ask_of(self, snapshot: Snapshot, work: Callable[[Index], T]) -> T:
        """As `ask`, of a snapshot that the caller has borrowed."""
        return await self.workers.run(lambda: _of(snapshot, work))

    async def look_up(self, snapshot: Snapshot, work: Callable[[Index], T]) -> T:
        """As `ask_of`, for a picture: in a thread that no search waits for."""
        return await self.lookers.run(lambda: _of(snapshot, work))

    async def check(self, work: Callable[[Index], T]) -> T:
        """As `ask`, for a draft: in a thread that no search waits for."""
        return await self.checkers.run(lambda: self._with_current(work))

    async def draw(self, path: Path, sha256: str, page: int, boxes: Sequence[Box]) -> bytes:
        """A page as `PageImages.png` gives it; one that is kept waits for no other.

        Raises PageNotDrawn, Busy, TookTooLong.
        """
        if (kept := self.images.kept(sha256, page, boxes)) is not None:
            return kept
        return await self.drawers.run(lambda: self.images.png(path, sha256, page, boxes))

    def _with_current(self, work: Callable[[Index], T]) -> T:
        with self.snapshots.borrow() as snapshot:
            return work(snapshot.index)


def _of(snapshot: Snapshot, work: Callable[[Index], T]) -> T:
    with snapshot.using() as index:
        return work(index)
