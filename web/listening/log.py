"""A log that a fault cannot flood: a repeated line is printed once and then counted."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

_WINDOW = 60.0  # seconds
_DIFFERENT = 5  # lines of one kind in a window: they may tell five things apart
_KINDS = 200  # kept at a time
_EVERY_LINE = "uvicorn.access"  # whoever asks for it wants each


@dataclass(slots=True)
class _Kind:
    """Lines of one place in the program: those shown since `began`, and how many were not."""

    began: float
    shown: set[str] = field(default_factory=set)
    held: int = 0
    last: str = ""


class CountingHandler(logging.StreamHandler[TextIO]):
    """Prints a line the first time, and once a minute how often it was repeated.

    Lines of one logger, level and template are of one kind: of those that differ five are printed a
    minute. Threads may share it.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        window: float = _WINDOW,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(stream or sys.stderr)
        self._window, self._clock = window, clock
        self._kinds: dict[tuple[str, int, str], _Kind] = {}
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Print it, or count it."""
        self.sum_up()
        if record.name == _EVERY_LINE or self._is_new(record):
            super().emit(record)

    def sum_up(self, *, everything: bool = False) -> None:
        """Print the counts of what is a minute old. everything: of the rest as well."""
        now = self._clock()
        with self.lock:  # type: ignore[union-attr]  # a handler that was set up has one
            over = [
                (key, kind)
                for key, kind in self._kinds.items()
                if everything or now - kind.began >= self._window
            ]
            for key, kind in over:
                del self._kinds[key]
                if kind.held:
                    super().emit(_summary(key, kind, now - kind.began))

    def close(self) -> None:
        """Print what was only counted."""
        if self._timer:
            self._timer.cancel()
        self.sum_up(everything=True)
        super().close()

    def _is_new(self, record: logging.LogRecord) -> bool:
        key = (record.name, record.levelno, str(record.msg))
        line = record.getMessage()
        with self.lock:  # type: ignore[union-attr]
            kind = self._kinds.get(key)
            if kind is None:
                if len(self._kinds) >= _KINDS:
                    self.sum_up(everything=True)
                kind = self._kinds[key] = _Kind(self._clock())
            if line not in kind.shown and len(kind.shown) < _DIFFERENT:
                kind.shown.add(line)
                return True
            kind.held += 1
            kind.last = line
            self._sum_up_later()
        return False

    def _sum_up_later(self) -> None:
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(self._window, self.sum_up)
            self._timer.daemon = True
            self._timer.start()


def _summary(key: tuple[str, int, str], kind: _Kind, seconds: float) -> logging.LogRecord:
    name, level, _ = key
    times = "once more" if kind.held == 1 else f"{kind.held:,} times more"
    text = f"{kind.last} ({times} in {seconds:.0f} s)"
    return logging.LogRecord(name, level, "", 0, text, None, None)


def log_to(stream: TextIO | None = None, who: str = "") -> None:
    """Have the whole process log to a stream (None: standard error). who: said in front of each line."""
    handler = CountingHandler(stream)
    handler.setFormatter(logging.Formatter(f"%(levelname)s {who}%(name)s: %(message)s"))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    # A process alone says where the pages are; which one of several starts and ends is worth a line.
    for library in ("uvicorn.error", "mcp"):
        logging.getLogger(library).setLevel(logging.NOTSET if who else logging.WARNING)


def sum_up() -> None:
    """Print what was only counted until now: the process may be ended by a signal."""
    for handler in logging.root.handlers:
        if isinstance(handler, CountingHandler):
            handler.sum_up(everything=True)
