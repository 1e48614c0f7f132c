"""How far a run is, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from indexer.terminal import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_LINE_SECONDS = 10.0
_Answer = TypeVar("_Answer")


class ProgressLines:
    """A summary.Progress; use it as a context manager, so that the bar is gone at the end.

    suffix: said after the name of every stage.
    """

    def __init__(self, suffix: str = "") -> None:
        self._suffix = suffix
        self._began = 0.0
        self._bars: Bars | None = _bars() if sys.stderr.isatty() else None
        self._task: TaskID | None = None
        self._name = ""
        self._total = self._done = 0
        self._next_line = 0.0

    def __enter__(self) -> ProgressLines:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a new bar, or count afresh where there is no bar. total: steps, 0 if unknown."""
        name += self._suffix
        self._name, self._total, self._done = name, total, 0
        self._began = time.monotonic()
        self._next_line = self._began + _LINE_SECONDS
        if self._bars is not None:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(name, total=total or None)

    def advance(self, steps: int = 1) -> None:
        """Move the bar on; without a bar, print a line if the last one is ten seconds old."""
        self._done += steps
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, steps)
        elif time.monotonic() >= self._next_line:
            seconds = (time.monotonic() - self._began) / self._done * max(0, self._total - self._done)
            self.note(f"{self._name}: {self._done:,} of {self._total:,}, {about(seconds)} left")
            self._next_line = time.monotonic() + _LINE_SECONDS

    def asked(self, ask: Callable[[], _Answer]) -> _Answer:
        """What `ask` gives, which may print and read; the bar is out of the way meanwhile."""
        if self._bars is None:
            return ask()
        self._bars.stop()
        try:
            return ask()
        finally:
            self._bars.start()

    def note(self, text: str) -> None:
        """Print `text` as one line, above the bar."""
        if self._bars is not None:
            self._bars.console.print(one_line(text))
        else:
            print(one_line(text), file=sys.stderr, flush=True)


def about(seconds: float) -> str:
    """A time as people say it, as in "about 3 minutes"."""
    if seconds < 50:
        return "less than a minute"
    minutes = max(1, round(seconds / 60))
    if minutes == 1:
        return "about a minute"
    return f"about {minutes} minutes" if minutes < 90 else f"about {round(minutes / 60)} hours"


def _bars() -> Bars:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from .consoles import plain_console

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=plain_console(stderr=True, soft_wrap=True),
        transient=True,
    )
