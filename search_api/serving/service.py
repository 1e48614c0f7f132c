"""What a running server holds: the open index, threads to search it, the process that draws pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from search_api.index.index import Index, LoadEncoder, load_encoder
from search_api.settings import Settings

from .page_images import PageImages
from .snapshots import Snapshot, Snapshots
from .workers import Workers

T = TypeVar("T")


class Service:
    """Made once, opened and closed by the application's lifespan; everything that answers shares it."""

    def __init__(self, settings: Settings, *, load: LoadEncoder = load_encoder) -> None:
        self.settings = settings
        self.snapshots = Snapshots(settings.index, settings, load=load, seconds=settings.serve_look_seconds)
        limits = (settings.serve_waiting, settings.serve_seconds)
        self.workers = Workers("pinpoint-search", settings.serve_threads, *limits)
        # Pictures are drawn one after the other: beside searches, not in their places.
        self.drawers = Workers("pinpoint-draw", 1, *limits)
        self.images = PageImages(settings.serve_image_dpi, settings.serve_image_mb)

    def open(self) -> None:
        """Open what index there is, and watch for the next."""
        if not self.snapshots.generation:
            self.snapshots.look()
        self.snapshots.watch()

    def close(self) -> None:
        """End the threads and the drawing process, then close the index."""
        self.images.close()
        self.workers.close()
        self.drawers.close()
        self.snapshots.close()

    async def ask(self, work: Callable[[Index], T]) -> T:
        """What `work` gives for the current index, in a thread. Raises Busy, TookTooLong, IndexNotFound."""
        return await self.workers.run(lambda: self._with_current(work))

    async def ask_of(self, snapshot: Snapshot, work: Callable[[Index], T]) -> T:
        """As `ask`, of a snapshot that the caller has borrowed."""

        def run() -> T:
            with snapshot.using() as index:
                return work(index)

        return await self.workers.run(run)

    def _with_current(self, work: Callable[[Index], T]) -> T:
        with self.snapshots.borrow() as snapshot:
            return work(snapshot.index)
