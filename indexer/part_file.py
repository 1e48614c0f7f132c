"""A download in progress on disk: its bytes, whose and what they are, and how they become a file."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

MARK_WITHIN = 1024  # bytes from either end where readers of PDF look for its first and last mark


@dataclass(frozen=True, slots=True)
class PartState:
    """Which version of which file the bytes belong to. etag, last_modified: "" if not sent.

    total: bytes of the whole file, None if the server did not say.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    total: int | None = None

    @property
    def validator(self) -> str:
        """For If-Range: a strong ETag or else the date, "" if there is neither."""
        strong = self.etag if self.etag.startswith('"') else ""
        return strong or self.last_modified


class PartFile:
    """`<target>.part` beside the file that it will be, and `<target>.part.json` with its PartState."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")

    def resumable(self, url: str) -> tuple[int, PartState]:
        """Bytes that can be continued with their state; 0 where another version could slip in unseen."""
        try:
            state = PartState(**json.loads(self._note.read_text("utf-8")))
            have = self.path.stat().st_size
        except (OSError, ValueError, TypeError):
            return 0, PartState(url)
        known = state.url == url and (state.validator or state.total is not None)
        return (have, state) if have and known else (0, PartState(url))

    @contextmanager
    def writing(self, have: int, state: PartState | None) -> Iterator[BinaryIO]:
        """Append to the `have` bytes there are; 0 starts anew. state: None if they cannot be continued."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab" if have else "wb") as file:
            if state is None:
                self._note.unlink(missing_ok=True)
            elif not have:
                # After the old bytes are gone, before the first new one.
                self._note.write_text(json.dumps(asdict(state)), "utf-8")
            yield file
            file.flush()
            os.fsync(file.fileno())

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self) -> None:
        """The bytes, already on disk, become the target in one step."""
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)
        sync_folder(self.target.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: after a crash it holds the old bytes or the new."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder lasting; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_a_pdf(data: bytes) -> str:
    """What the bytes are instead of the start of a PDF, in words; "" if they are one."""
    if b"%PDF-" in data[:MARK_WITHIN]:
        return ""
    if not data:
        return "the server sent an empty file"
    start = data[:65536].decode("utf-8", "replace")
    if not re.search(r"<(!doctype\s+html|html|head|title|body)\b", start, re.IGNORECASE):
        return "not a PDF: it does not start as one"
    found = re.search(r"<title[^>]*>([^<]{1,200})</title>", start, re.IGNORECASE)
    title = printable(html.unescape(found[1])) if found else ""
    return f"a web page, not a PDF (titled {title!r})" if title else "a web page, not a PDF"


def printable(text: str) -> str:
    """One line of at most 100 characters, without control characters that a terminal would obey."""
    line = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(line.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
