"""Reads files in other processes, so that a file that hangs, crashes or eats memory harms only itself."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO, Any, Generic, TypeAlias, TypeVar

from indexer.errors import PinpointError, UnreadableReport, system_reason
from indexer.records import ReadReport

from .limits import ReadLimits
from .quick_checks import quick_problem
from .read_worker import DEFAULT_READER
from .wire import from_plain

__all__ = ["PassingTrouble", "ReadLimits", "Reading", "Work", "answers_of", "read_all", "usable_cores"]

T = TypeVar("T")
_Done: TypeAlias = tuple[Path, T | UnreadableReport]
Reading = tuple[Path, ReadReport | UnreadableReport]

_MOST_WORKERS = 8
_FILES_A_WORKER = 50  # then a fresh one: the PDF library's memory does not shrink
_START_SECONDS = 120.0
_MOST_STARTS = 3  # that fail one after the other; what failed once may work a moment later
_KILLED = "the process reading it was killed, perhaps for lack of memory"
_GLANCE = 0.5  # seconds at most between two looks at the clock; Windows sees Ctrl-C only then


class PassingTrouble(UnreadableReport):
    """A file that was not read now, for a reason that may be gone the next time."""


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """What processes do with each file.

    module: of the process, which serves as read_worker does. options: what it is told, beside the limits.
    understand: what it answered, or ValueError for what does not fit together. again: what a user can do
    about a file whose process was killed. given: what their user says of some files, as `Given.spell` writes.
    """

    module: str
    options: tuple[str, ...]
    understand: Callable[[dict[str, Any]], T]
    again: str
    given: Mapping[Path, str] = field(default_factory=dict)


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(
    paths: Iterable[Path],
    limits: ReadLimits | None = None,
    *,
    workers: int | None = None,
    reader: str = DEFAULT_READER,
    given: Mapping[Path, str] | None = None,
) -> Generator[Reading, None, None]:
    """Each path with what came of it, in the order in which they are done.

    given: what their user says of some of them, as `Given.spell` writes it.
    workers: processes at most, by default one for each usable core up to eight. Closing the iterator
    ends them. Raises PinpointError if no reading process can be started at all.
    """
    options = (f"--reader={reader}",)
    work = Work("indexer.sandbox.read_worker", options, from_plain, "index it again", given or {})
    yield from answers_of(paths, work, limits, workers=workers)


def answers_of(
    paths: Iterable[Path], work: Work[T], limits: ReadLimits | None = None, *, workers: int | None = None
) -> Generator[_Done[T], None, None]:
    """As `read_all`, with whatever `work` makes of each file."""
    pool = _Pool(limits or ReadLimits(), workers or min(usable_cores(), _MOST_WORKERS), work)
    try:
        yield from pool.read(deque(paths))
    finally:
        pool.close()


@dataclass(eq=False, slots=True)
class _Worker:
    """A process, the thread that listens to it, and the file that it has in hand."""

    process: subprocess.Popen[bytes]
    deadline: float
    path: Path | None = None
    ready: bool = False
    files: int = 0
    listener: threading.Thread | None = field(default=None)

    def end(self) -> int:
        """Its exit status. Kills it if it is still there."""
        self.process.kill()
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            _close(pipe)
        return status


class _Pool(Generic[T]):
    """All decisions are made in the caller's thread; listeners only pass on what they hear."""

    def __init__(self, limits: ReadLimits, most: int, work: Work[T]) -> None:
        self._limits = limits
        self._most = most
        self._work = work
        self._workers: list[_Worker] = []
        self._tried_again: set[Path] = set()
        self._failed_starts = 0  # since one succeeded
        self._last_reason = ""  # of a start that failed
        self._started = False  # whether any process was ever ready
        self._heard: queue.Queue[tuple[_Worker, bytes]] = queue.Queue()

    def read(self, waiting: deque[Path]) -> Iterator[_Done[T]]:
        while waiting or any(worker.path is not None for worker in self._workers):
            for path in self._hand_out(waiting):
                yield path, UnreadableReport(quick_problem(path, self._limits))
            if self._given_up() and not self._workers:
                yield from self._left(waiting)
                return
            try:
                worker, line = self._heard.get(timeout=_GLANCE)
            except queue.Empty:
                yield from self._stop_late()
                continue
            if worker in self._workers:  # else it was ended meanwhile
                yield from self._take(worker, line, waiting)
            yield from self._stop_late()

    def close(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hand_out(self, waiting: deque[Path]) -> Iterator[Path]:
        """Give each idle worker a file. Yields those that need none, because they cannot be reports."""
        while waiting:
            if quick_problem(waiting[0], self._limits):
                yield waiting.popleft()
                continue
            idle = next((worker for worker in self._workers if worker.ready and worker.path is None), None)
            if idle is not None:
                self._ask(idle, waiting.popleft())
                continue
            starting = sum(not worker.ready for worker in self._workers)
            if len(self._workers) < self._most and starting < len(waiting) and not self._given_up():
                self._start()
                continue
            return

    def _given_up(self) -> bool:
        """Whether no more processes are started: those that are there take the files that are left."""
        return self._failed_starts >= _MOST_STARTS

    def _not_ready(self, reason: str) -> None:
        """A process did not get ready. Raises PinpointError where none ever did, and enough were tried."""
        self._failed_starts += 1
        self._last_reason = reason
        if self._given_up() and not self._started and not self._workers:
            raise _not_started(reason, self._failed_starts)

    def _left(self, waiting: deque[Path]) -> Iterator[_Done[T]]:
        """The files that no process is left for, with the true reason: they are not to blame."""
        why = f"the process that reads reports could not be started again ({self._last_reason})"
        for path in waiting:
            yield path, PassingTrouble(f"{why}: {self._work.again}")

    def _ask(self, worker: _Worker, path: Path) -> None:
        worker.path = path
        worker.files += 1
        worker.deadline = time.monotonic() + self._limits.wall_seconds
        asked = {"path": str(path.absolute()), "given": self._work.given.get(path, "")}
        request = json.dumps(asked).encode("ascii") + b"\n"
        pipe = worker.process.stdin
        try:
            if pipe is not None:
                pipe.write(request)
                pipe.flush()
        except OSError:
            return  # it died meanwhile: its listener will say so

    def _take(self, worker: _Worker, line: bytes, waiting: deque[Path]) -> Iterator[_Done[T]]:
        """line: what the worker said, without an end if it is broken off or too long."""
        path = worker.path
        if not line.endswith(b"\n"):
            reason = self._reason_of_end(worker, line)
            self._workers.remove(worker)
            if path is None and worker.ready:
                return  # it had nothing in hand: another takes its place when there is work
            if path is None:
                self._not_ready(reason)
                return
            if self._deserves_another(worker, path):
                waiting.appendleft(path)
            elif reason == _KILLED:
                yield path, PassingTrouble(f"{reason}: {self._work.again}")
            else:
                yield path, UnreadableReport(reason)
            return
        if path is None:
            self._greet(worker, line)
            return
        worker.path = None
        result, spent = self._understand(line)
        if spent or worker.files >= _FILES_A_WORKER:
            self._workers.remove(worker)
            worker.end()
        if spent and self._deserves_another(worker, path):
            waiting.appendleft(path)
        else:
            yield path, result

    def _deserves_another(self, worker: _Worker, path: Path) -> bool:
        """Once, where a file that the same process read before may be to blame."""
        if worker.files == 1 or path in self._tried_again:
            return False
        self._tried_again.add(path)
        return True

    def _greet(self, worker: _Worker, line: bytes) -> None:
        greeting = _object(line)
        if greeting.get("ready") is True:
            worker.ready = self._started = True
            self._failed_starts = 0
            return
        self._workers.remove(worker)
        worker.end()
        self._not_ready(str(greeting.get("unable", "it gave an unexpected answer")))

    def _understand(self, line: bytes) -> tuple[T | UnreadableReport, bool]:
        """The result, and whether the process is spent."""
        answer = _object(line)
        spent = answer.get("spent") is True
        if "unopened" in answer:
            return PassingTrouble(f"it cannot be opened ({answer['unopened']})"), spent
        if "refused" in answer:
            reason = str(answer["refused"])
            return UnreadableReport(self._memory_reason() if reason == "memory" else reason), spent
        try:
            return self._work.understand(answer), False
        except ValueError as error:
            return UnreadableReport(f"what was read in it does not fit together ({error})"), True

    def _stop_late(self) -> Iterator[_Done[T]]:
        now = time.monotonic()
        for worker in [worker for worker in self._workers if now > worker.deadline]:
            if worker.ready and worker.path is None:
                continue
            self._workers.remove(worker)
            worker.end()
            if worker.path is None:
                self._not_ready(f"it was not ready within {_START_SECONDS:g} seconds")
                continue
            seconds = self._limits.wall_seconds
            yield worker.path, PassingTrouble(f"reading it did not end within {seconds:,} seconds")

    def _reason_of_end(self, worker: _Worker, line: bytes) -> str:
        if len(line) > self._limits.answer_mb << 20:
            worker.end()
            return f"it holds more than {self._limits.answer_mb:,} MB of text"
        status = worker.end()
        if not worker.ready:
            killed = os.name != "nt" and status == -9  # SIGKILL
            return "it was killed, perhaps for lack of memory" if killed else f"it ended with status {status}"
        if os.name != "nt" and status < 0:
            import signal

            if -status == signal.SIGXCPU:
                return f"reading it took more than {self._limits.cpu_seconds:,} seconds of computing"
            if -status == signal.SIGKILL:  # not by us: we take the file out of its hand first
                return _KILLED
            if -status in (signal.SIGABRT, signal.SIGTRAP):
                return f"{self._memory_reason()}, or made the PDF library stop"
        return f"it made the PDF library crash (exit status {status}): the file is damaged or malicious"

    def _memory_reason(self) -> str:
        return f"reading it needs more than {self._limits.memory_mb:,} MB of memory"

    def _start(self) -> None:
        limits = [f"--{limit.name}={getattr(self._limits, limit.name)}" for limit in fields(self._limits)]
        apart: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if os.name == "nt"
            else {"start_new_session": True}  # so that the terminal's Ctrl-C reaches only the program
        )
        # -P: a file named json.py in the user's folder is not ours to import.
        command = [
            sys.executable,
            "-P",
            "-m",
            self._work.module,
            *self._work.options,
            *limits,
        ]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                **apart,
            )
        except OSError as error:
            self._not_ready(system_reason(error))
            return
        worker = _Worker(process, time.monotonic() + _START_SECONDS)
        self._workers.append(worker)
        worker.listener = threading.Thread(target=self._listen, args=(worker,), daemon=True)
        worker.listener.start()

    def _listen(self, worker: _Worker) -> None:
        pipe = worker.process.stdout
        line = b"\n"
        while pipe is not None and line.endswith(b"\n"):
            try:
                line = pipe.readline((self._limits.answer_mb << 20) + 1)
            except (OSError, ValueError):  # closed by the other thread
                line = b""
            self._heard.put((worker, line))


def _not_started(reason: str, times: int) -> PinpointError:
    return PinpointError(
        f"the process that reads reports could not be started ({reason}), {times} times in a row", "try again"
    )


def _object(line: bytes) -> dict[str, Any]:
    """{} for what is no JSON object."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        return  # what was not sent goes to nobody
