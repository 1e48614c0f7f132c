"""CPU work off the event loop, with a bound: what finds no thread and no place to wait is refused at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from indexer.errors import PinpointError

T = TypeVar("T")


class Busy(PinpointError):
    """Every thread and every waiting place is taken. retry_after: whole seconds."""

    retry_after = 1


class TookTooLong(PinpointError):
    """Work that was not done within its time. retry_after: whole seconds."""

    retry_after = 5


class Workers:
    """`threads` threads, `waiting` places before them, at most `seconds` for one piece of work.

    The time counts from the call, waiting included. Python cannot end a thread: work that is given up
    while it runs keeps its thread until it is done, and counts as long.
    """

    def __init__(self, name: str, threads: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._places = threads + waiting
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held = 0

    @property
    def held(self) -> int:
        """Pieces of work running or waiting."""
        return self._held

    async def run(self, work: Callable[[], T]) -> T:
        """What `work()` gives, or what it raises. Raises Busy at once, TookTooLong in the end."""
        with self._lock:
            if self._held >= self._places:
                raise Busy("the server is at its limit of work", "ask again in a moment")
            self._held += 1
        try:
            future = self._pool.submit(work)
        except BaseException:
            self._release(None)
            raise
        future.add_done_callback(self._release)
        clock = asyncio.timeout(self._seconds)
        try:
            async with clock:
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not clock.expired():
                raise  # the work's own
            raise TookTooLong(
                f"this was not done within {self._seconds:g} seconds", "ask for less, or later"
            ) from None

    def close(self) -> None:
        """Let what runs come to its end; drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _release(self, _: Future[T] | None) -> None:
        with self._lock:
            self._held -= 1
