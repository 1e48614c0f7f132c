"""Who has a shard in hand: a file that only one process can create, and that grows old without it.

A lease saves work; it does not keep results apart: results.py does, so nothing is lost or doubled where two
processes believe that they have the same shard. Nothing here asks for a lock or compares the clocks of two
machines: both times come from the server of the shared folder.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer import files
from indexer.errors import PinpointError

MOST_ATTEMPTS = 5
CLOCK = "clock"  # begins the name of a file that tells the time of the server
_STUCK_SECONDS = 1800.0  # without any progress; the slowest file has 90 s, a batch of texts far less


class Leases:
    """The leases in one folder, as one process sees them. token: a text that no other process has.

    Each attempt at a shard is one file, SHARD.1, SHARD.2 and so on, of which the last counts. seconds: since
    its last sign of life, after which others may make the next attempt. stuck: seconds without progress
    after which this process gives no more signs.
    """

    def __init__(self, folder: Path, token: str, seconds: float, *, stuck: float = _STUCK_SECONDS) -> None:
        self._folder = folder
        self._token = token
        self._seconds = seconds
        self._stuck = stuck
        self._progress = 0.0

    def take(self, name: str) -> Path | None:
        """The lease of a shard, None where another has it.

        Raises PinpointError where all attempts ended without a word: something about it ends processes.
        """
        last = max(self._attempts(name), default=0)
        if last and not self._is_over(self._folder / f"{name}.{last}"):
            return None
        if last >= MOST_ATTEMPTS:
            raise PinpointError(
                f"{last} processes took the shard {name} and ended before it was done",
                f"see what ends them (memory?), then remove {self._folder / name}.* and start them again",
            )
        lease = self._folder / f"{name}.{last + 1}"
        try:
            files.write_file(lease, [self._token.encode()])
        except FileExistsError:
            return None
        return lease

    def release(self, lease: Path) -> None:
        """Let others have the shard at once."""
        files.remove(lease)

    def forget(self, name: str) -> None:
        """The shard is done: no attempt at it counts any more."""
        for number in self._attempts(name):
            files.remove(self._folder / f"{name}.{number}")

    def advance(self) -> None:
        """The work goes on."""
        self._progress = time.monotonic()

    @contextmanager
    def kept(self, lease: Path) -> Iterator[None]:
        """Give signs of life in a thread of its own, as long as the work goes on; release it in the end."""
        self.advance()
        over = threading.Event()

        def beat() -> None:
            while not over.wait(self._seconds / 4):
                if time.monotonic() - self._progress < self._stuck:
                    self._sign(lease)

        thread = threading.Thread(target=beat, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.release(lease)

    def close(self) -> None:
        """Remove this process's own file."""
        files.remove(self._clock)

    @property
    def _clock(self) -> Path:
        return self._folder / f"{CLOCK}.{self._token}"

    def _attempts(self, name: str) -> list[int]:
        numbers = (path.name.removeprefix(f"{name}.") for path in self._folder.glob(f"{name}.*"))
        return [int(number) for number in numbers if number.isdecimal()]

    def _is_over(self, lease: Path) -> bool:
        try:
            with lease.open("rb") as file:  # opened: a client of NFS asks the server anew only then
                signed = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return False  # released or done this moment: look again
        with self._clock.open("wb") as file:
            file.write(b"now")
            file.flush()
            files.flush(file.fileno())
        with self._clock.open("rb") as file:
            return os.fstat(file.fileno()).st_mtime - signed > self._seconds

    def _sign(self, lease: Path) -> None:
        # Written, not touched: the server sets the time of what is written, and some clients that of a touch.
        with suppress(OSError), lease.open("r+b") as file:
            file.write(self._token.encode())
            file.flush()
            files.flush(file.fileno())
