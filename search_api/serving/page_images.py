"""Pictures of pages with a paragraph marked, drawn in a process of their own that may die and be replaced."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from indexer.errors import PinpointError
from indexer.records import Box

_DRAW_SECONDS = 30.0  # the first picture waits for the process to start
_MOST_BYTES = 32 << 20  # of one picture: a page of text has a tenth of a megabyte
_PAGES_A_PROCESS = 500  # then a fresh one: the PDF library's memory does not shrink


class PageNotDrawn(PinpointError):
    """A page of which no picture could be made; `problem` is the one-line reason."""


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
        """The picture; None where the process ended before it was done. Raises PageNotDrawn."""
        self.drawn += 1
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(request)
                pipe.flush()
            heard = self._heard.get(timeout=seconds)
        except OSError:
            return None
        except queue.Empty:
            self.end()
            raise PageNotDrawn(f"drawing it did not end within {seconds:g} seconds") from None
        if isinstance(heard, PageNotDrawn):
            raise heard
        return heard

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # what was not sent goes to nobody

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

    Threads may share it. A process that dies takes one picture with it: the next gets a new process.
    """

    def __init__(self, dpi: int = 110, keep_mb: int = 16, *, command: Sequence[str] = ()) -> None:
        # -P: a file named json.py in the user's folder is not ours to import.
        self._command = command or (sys.executable, "-P", "-m", "indexer.sandbox.draw_worker")
        self._dpi = dpi
        self._room = keep_mb << 20
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the drawing process, None while there is none."""
        process = self._process
        return process.pid if process else None

    def png(self, path: Path, sha256: str, page: int, boxes: Sequence[Box]) -> bytes:
        """The page, counted from 1, as PNG with those of `boxes` marked that lie on it.

        sha256: of the file, as a key. Raises PageNotDrawn.
        """
        marked = [(box.left, box.bottom, box.right, box.top) for box in boxes if box.page == page]
        key = (sha256, page, tuple(marked))
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
            request = {"path": str(path.absolute()), "page": page, "boxes": marked, "dpi": self._dpi}
            picture = self._draw(json.dumps(request).encode("ascii") + b"\n")
            self._keep(key, picture)
            return picture

    def close(self) -> None:
        """End the process that draws and forget the pictures. Drawing after it raises."""
        with self._lock:
            self._closed = True
            self._end()
            self._kept.clear()

    def _draw(self, request: bytes) -> bytes:
        if self._closed:
            raise PageNotDrawn("the server is being stopped")
        if self._process and (not self._process.alive() or self._process.drawn >= _PAGES_A_PROCESS):
            self._end()
        if self._process is None:
            try:
                self._process = _Process(self._command)
            except OSError as error:
                raise PageNotDrawn("the process that draws pages could not be started") from error
        picture = self._process.draw(request, _DRAW_SECONDS)
        if picture is None:
            self._end()
            raise PageNotDrawn("drawing it made the PDF library stop: the file may be damaged")
        return picture

    def _end(self) -> None:
        if self._process:
            self._process.end()
            self._process = None

    def _keep(self, key: tuple[object, ...], picture: bytes) -> None:
        self._kept[key] = picture
        while sum(map(len, self._kept.values())) > self._room:
            self._kept.popitem(last=False)
