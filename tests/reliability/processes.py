"""Children that are killed: what they were doing, what they started, and whether all of it is gone."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

PHASES = ("starting", "looking at files", "reading", "embedding", "publishing", "ended")
_MARK = "PINPOINT_PROOF"
_GRACE = 20.0  # seconds for a process to see that the one that started it is gone
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with(parent: int) -> None:
    """On Linux, have the kernel kill this process when the one that started it ends, however that ends."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def told_by_child(act: Callable[[], object]) -> tuple[Any, int]:
    """What it gives, in types of JSON, from a forked process; None if that ended before. And its status.

    The status: of its exit, or minus the signal that ended it.
    """
    parent = os.getpid()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            end_with(parent)
            os.write(writer, json.dumps(act()).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        heard = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(heard) if heard else None, status


class Phases:
    """Which phase a child is in, in memory that it shares with its parent. A summary.Progress."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)

    def __str__(self) -> str:
        return PHASES[self._shared[0]]

    def set(self, name: str) -> None:
        self._shared[0] = PHASES.index(name)

    def stage(self, name: str, total: int) -> None:
        self.set(name)

    def advance(self, steps: int = 1) -> None:
        pass

    def note(self, text: str) -> None:
        pass


class Child:
    """A forked process that does one thing, with a mark in its environment that all it starts inherit.

    It ends with this process; what it has started must see for itself that it is gone.
    """

    def __init__(self, act: Callable[[], object]) -> None:
        self.began = time.monotonic()
        self._mark = token_hex(8)
        os.environ[_MARK] = self._mark  # what the child execs has it; the child itself is known by its id
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                end_with(parent)
                act()
                status = 0
            finally:
                os._exit(status)
        del os.environ[_MARK]
        self.status: int | None = None

    def has_ended(self) -> bool:
        """Whether it has; then `status` is set: the exit status, or minus the signal."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait(self, seconds: float) -> bool:
        """Whether it ended by itself within so many seconds."""
        until = time.monotonic() + seconds
        while not self.has_ended():
            if time.monotonic() > until:
                return False
            time.sleep(0.002)
        return True

    def kill(self) -> None:
        """Unless it has ended."""
        if not self.has_ended():
            os.kill(self.pid, signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)

    def started(self) -> list[int]:
        """Ids of the processes alive that it, or one of those, has started."""
        found = []
        needle = f"{_MARK}={self._mark}".encode()
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != self.pid:
                with suppress(OSError):
                    if needle in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
        return found

    def orphans(self, seconds: float = _GRACE) -> list[int]:
        """Those still alive some seconds after it has ended; they are ended here."""
        until = time.monotonic() + seconds
        while (left := self.started()) and time.monotonic() < until:
            time.sleep(0.02)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return left
