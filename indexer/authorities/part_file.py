"""A download in progress on disk: its bytes, whose and what they are, and how they become a file."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from indexer.files import flush, replace
from indexer.terminal import shortened

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
            flush(file.fileno())

    def discard(self) -> None:
        """Remove the bytes and their note, where they are there."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self) -> None:
        """The bytes, already on disk, become the target in one step."""
        replace(self.path, self.target)
        self._note.unlink(missing_ok=True)


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
    title = shortened(html.unescape(found[1])) if found else ""
    return f"a web page, not a PDF (titled {title!r})" if title else "a web page, not a PDF"
