"""Several processes that answer at one port, and the one that starts, watches, replaces and ends them."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from indexer.errors import InvalidRequest
from indexer.process import FAILED, Terminated

from .board import Board

_STARTING = 120.0  # seconds that a worker may take to begin
_SILENT = 30.0  # seconds without a sign of life, then it is killed
_STOPPING = 15.0  # seconds for all to end when told to; the server's own limit is 10
_SOON = 10.0  # seconds of life under which the next one is started later
_LONGEST_DELAY = 30.0  # seconds
_TICK = 0.5
_log = logging.getLogger(__name__)


class Worker:
    """What a worker process knows of the one that watches it, and of the others. number: from 1."""

    def __init__(self, number: int, pipe: int, board: Board) -> None:
        self.number = number
        self._board = board
        self._pipe = pipe
        self._parent = os.getppid()

    def beat(self) -> bool:
        """Say that this process answers. False when it should end: nobody watches it any more."""
        with suppress(OSError):
            os.write(self._pipe, b".")
        return os.getppid() == self._parent

    def holds(self, connections: int) -> None:
        """Tell the others how many connections this process has open."""
        self._board.hold(self.number - 1, connections)

    def fewest_elsewhere(self) -> int:
        """How many the process has that has the fewest of the others."""
        return self._board.fewest_elsewhere(self.number - 1)


@dataclass(slots=True)
class _Place:
    """One worker's place, and who has it. pid: 0 while nobody does."""

    number: int
    pid: int = 0
    pipe: int = -1
    begun: float = 0.0
    ready: bool = False
    silent: float = 0.0
    delay: float = 0.0
    due: float = field(default=0.0)  # when the next one is started


def check_workers(count: int) -> None:
    """Raises InvalidRequest where the system cannot share a port among processes in our way."""
    if count > 1 and not hasattr(os, "fork"):
        raise InvalidRequest("--workers needs Linux or macOS", "leave it out")


class Watch:
    """Forks `count` workers and watches them until it is told to stop.

    Nothing heavy may be loaded, and no thread started, before `run`. The first worker is started alone:
    what keeps it from starting would keep the others, and is said once.
    """

    def __init__(self, count: int, ready: Callable[[], None]) -> None:
        self._places = [_Place(number) for number in range(1, count + 1)]
        self._board = Board(count)
        self._ready = ready
        self._stop: list[int] = []  # signals received

    def run(self) -> Worker | int:
        """In each worker, at once: who it is. In the process that watches, at the end: its exit status.

        Raises Terminated there after SIGTERM, when all have ended.
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(name) != signal.SIG_IGN:  # as shells want it of what runs in the background
                signal.signal(name, self._told_to_stop)
        first = self._places[0]
        if (worker := self._fork(first)) is not None:
            return worker
        while not first.ready:
            self._listen(_TICK)
            if self._stop:
                return self._end()
            if self._overdue(first):
                _log.error("worker 1 did not begin within %d seconds", _STARTING)
                self._end()
                return FAILED
            if (status := _ended(first.pid)) is not None:
                return status if status > 0 else FAILED  # it has said why
        self._ready()
        while not self._stop:
            for place in self._places:
                if (worker := self._look_at(place)) is not None:
                    return worker
            self._listen(_TICK)
        return self._end()

    def _look_at(self, place: _Place) -> Worker | None:
        """Replace the worker of a place where it ended or hangs. In the new worker: who it is."""
        now = time.monotonic()
        if place.pid and (status := _ended(place.pid)) is not None:
            self._lost(place, f"ended with {_said(status)}", now)
        elif place.pid and self._overdue(place):
            _kill(place.pid, signal.SIGKILL)
            _wait(place.pid)
            self._lost(place, "gave no sign of life and was ended", now)
        if not place.pid and now >= place.due:
            return self._fork(place)
        return None

    def _lost(self, place: _Place, what: str, now: float) -> None:
        short = now - place.begun < _SOON
        place.delay = min(max(1.0, 2 * place.delay), _LONGEST_DELAY) if short else 0.0
        place.due = now + place.delay
        _log.error("worker %d %s; another takes its place", place.number, what)
        os.close(place.pipe)
        place.pid, place.pipe = 0, -1
        self._board.clear(place.number - 1)

    def _overdue(self, place: _Place) -> bool:
        return place.silent > (_SILENT if place.ready else _STARTING)

    def _fork(self, place: _Place) -> Worker | None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            os.close(writing)
            place.pid, place.pipe, place.begun = pid, reading, time.monotonic()
            place.ready, place.silent = False, 0.0
            return None
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server takes it; before that the watch ends us
        for pipe in [reading, *(other.pipe for other in self._places if other.pipe >= 0)]:
            os.close(pipe)
        os.set_blocking(writing, False)
        return Worker(place.number, writing, self._board)

    def _listen(self, seconds: float) -> None:
        """Wait, and note who gave a sign of life."""
        began = time.monotonic()
        pipes = {place.pipe: place for place in self._places if place.pid}
        heard, _, _ = select.select(list(pipes), [], [], seconds)
        for pipe in heard:
            place = pipes[pipe]
            if os.read(pipe, 4096):
                place.ready, place.silent = True, -_TICK
            else:
                time.sleep(0.05)  # it has closed its end: it is about to be found ended
        # Counted in our own ticks: while we were stopped ourselves, nobody was silent.
        passed = min(time.monotonic() - began, 2 * _TICK)
        for place in pipes.values():
            place.silent += passed

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self._stop.append(number)

    def _end(self) -> int:
        """End every worker: after the requests that run, or at once when told a second time."""
        running = [place.pid for place in self._places if place.pid]
        for pid in running:
            _kill(pid, signal.SIGTERM)
        until = time.monotonic() + _STOPPING
        while running and time.monotonic() < until and len(self._stop) < 2:
            time.sleep(0.05)
            running = [pid for pid in running if _ended(pid) is None]
        for pid in running:
            _kill(pid, signal.SIGKILL)
            _wait(pid)
        if self._stop[:1] == [signal.SIGTERM]:
            raise Terminated
        return 0


def _ended(pid: int) -> int | None:
    """Its exit status, minus the signal that ended it, None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if found else None


def _wait(pid: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _kill(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _said(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
