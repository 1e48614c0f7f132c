"""Pictures of pages with a paragraph marked, drawn in a process of their own that may die and be replaced."""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from indexer.errors import PinpointError
from indexer.records import Box

_DRAW_SECONDS = 10.0  # the first picture waits for the process to start
_KILLED_SECONDS = 5.0  # for a killed process to be gone
_REFUSED_SECONDS = 60.0  # a page that cannot be drawn costs its time once in these
_REFUSALS = 1000  # kept
_MOST_BYTES = 32 << 20  # of one picture: a page of text has a tenth of a megabyte
_PAGES_A_PROCESS = 500  # then a fresh one: the PDF library's memory does not shrink

_Key = tuple[str, int, tuple[tuple[float, float, float, float], ...]]  # of the file; page; marked boxes
_log = logging.getLogger(__name__)


class PageNotDrawn(PinpointError):
    """A page of which no picture could be made; `problem` is the one-line reason."""


class _Hangs(Exception):
    """A drawing process that was killed because its time was over."""


class _Process:
    """One drawing process, and the thread that listens to it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.drawn = 0
        apart: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if os.name == "nt"
            else {"start_new_session": True}  # so that the terminal's Ctrl-C reaches only the program
        )
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            **apart,
        )
        self._heard: queue.Queue[bytes | PageNotDrawn | None] = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def draw(self, request: bytes, seconds: float) -> bytes | None:
        """The picture; None where the process ended before it was done. Raises PageNotDrawn, _Hangs.

        One that hangs is killed after `seconds`, wherever it hangs: it may not even read what it is to do.
        """
        self.drawn += 1
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        clock.start()
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(request)
                pipe.flush()
            heard = self._heard.get()
        except (OSError, ValueError):  # it ended, or was ended by another thread
            heard = None
        finally:
            clock.cancel()
        if heard is None and late.is_set():
            raise _Hangs
        if isinstance(heard, PageNotDrawn):
            raise heard
        return heard

    def end(self) -> None:
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILLED_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent goes to nobody
                if pipe is not None:
                    pipe.close()

    def _listen(self, pipe: IO[bytes] | None) -> None:
        try:
            while pipe is not None and (line := pipe.readline(10_000)).endswith(b"\n"):
                head = json.loads(line)
                if "refused" in head:
                    self._heard.put(PageNotDrawn(str(head["refused"])))
                    continue
                picture = pipe.read(min(int(head["bytes"]), _MOST_BYTES))
                if len(picture) != head["bytes"]:
                    break
                self._heard.put(picture)
        except (OSError, ValueError, KeyError, TypeError):
            pass  # closed by the other thread, or broken off: it is of no more use
        self._heard.put(None)


class PageImages:
    """Draws one page at a time, and keeps the latest `keep_mb` megabytes of pictures.

    Threads may share it. A process that dies, or takes longer than `seconds`, is replaced and the page
    drawn once more; if that fails too, the page is refused at once for the next minute.
    """

    def __init__(
        self,
        dpi: int = 110,
        keep_mb: int = 16,
        *,
        seconds: float = _DRAW_SECONDS,
        command: Sequence[str] = (),
    ) -> None:
        # -P: a file named json.py in the user's folder is not ours to import.
        self._command = command or (sys.executable, "-P", "-m", "indexer.sandbox.draw_worker")
        self._dpi = dpi
        self._room = keep_mb << 20
        self._seconds = seconds
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._refused: OrderedDict[_Key, tuple[float, str]] = OrderedDict()  # until when, why
        self._lock = threading.Lock()  # of those two
        self._drawing = threading.Lock()
        self._process: _Process | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the drawing process, None while there is none."""
        process = self._process
        return process.pid if process else None

    def kept(self, sha256: str, page: int, boxes: Sequence[Box]) -> bytes | None:
        """The picture if it need not be drawn, else None; never waits for one that is being drawn.

        As `png`. Raises PageNotDrawn for a page that could not be drawn a short time ago.
        """
        return self._known(_key(sha256, page, boxes))

    def png(self, path: Path, sha256: str, page: int, boxes: Sequence[Box]) -> bytes:
        """The page, counted from 1, as PNG with those of `boxes` marked that lie on it.

        sha256: of the file, as a key. Raises PageNotDrawn.
        """
        key = _key(sha256, page, boxes)
        with self._drawing:
            if (kept := self._known(key)) is not None:
                return kept
            request = {"path": str(path.absolute()), "page": page, "boxes": key[2], "dpi": self._dpi}
            picture = self._draw(json.dumps(request).encode("ascii") + b"\n", key)
            self._keep(key, picture)
            return picture

    def close(self) -> None:
        """End the process that draws, whatever it does, and forget the pictures. Drawing after it raises."""
        self._closed = True
        if process := self._process:
            process.end()
        with self._drawing:
            self._end()  # one that was started meanwhile
        with self._lock:
            self._kept.clear()

    def _known(self, key: _Key) -> bytes | None:
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
            until, why = self._refused.get(key, (0.0, ""))
        if time.monotonic() < until:
            raise PageNotDrawn(why)
        return None

    def _draw(self, request: bytes, key: _Key) -> bytes:
        why = ""
        for _ in range(2):  # the process may have been at fault, and not the page
            if self._closed:
                raise PageNotDrawn("the server is being stopped")
            process = self._ready()
            try:
                picture = process.draw(request, self._seconds)
            except _Hangs:
                why = f"drawing it did not end within {self._seconds:g} seconds"
                _log.warning("the process that draws pages did not end in time and was replaced")
            else:
                if picture is not None:
                    return picture
                why = "drawing it made the PDF library stop: the file may be damaged"
            self._end()
        if self._closed:
            raise PageNotDrawn("the server is being stopped")
        with self._lock:
            self._refused[key] = (time.monotonic() + _REFUSED_SECONDS, why)
            if len(self._refused) > _REFUSALS:
                self._refused.popitem(last=False)
        raise PageNotDrawn(why)

    def _ready(self) -> _Process:
        """A process that can draw: a new one where there is none, or it has drawn many pages."""
        if self._process and (not self._process.alive() or self._process.drawn >= _PAGES_A_PROCESS):
            self._end()
        if self._process is None:
            try:
                self._process = _Process(self._command)
            except OSError as error:
                raise PageNotDrawn("the process that draws pages could not be started") from error
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.end()
            self._process = None

    def _keep(self, key: _Key, picture: bytes) -> None:
        with self._lock:
            self._kept[key] = picture
            held = sum(map(len, self._kept.values()))
            while held > self._room:
                held -= len(self._kept.popitem(last=False)[1])


def _key(sha256: str, page: int, boxes: Sequence[Box]) -> _Key:
    marked = tuple((box.left, box.bottom, box.right, box.top) for box in boxes if box.page == page)
    return sha256, page, marked
