"""What can be said of a file without reading it whole: is it worth a reading process at all?"""

from __future__ import annotations

import html
import re
import stat
from pathlib import Path

from indexer.terminal import one_line

from .limits import ReadLimits

SUFFIXES = (".pdf", ".txt")

_HEAD = 1024  # bytes in which "%PDF-" must stand, as the viewers allow
_WEB_HEAD = 65_536  # bytes in which a web page's title is looked for
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})</title", re.IGNORECASE)
_LONGEST_TITLE = 80  # characters


def quick_problem(path: Path, limits: ReadLimits) -> str:
    """Why `path` cannot be a report, in one line; "" where nothing speaks against it."""
    if path.suffix.lower() not in SUFFIXES:
        return "neither a PDF nor a text file (.pdf, .txt)"
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            return "a folder, not a file"
        if not stat.S_ISREG(facts.st_mode):
            return "not an ordinary file"
        if facts.st_size == 0:
            return "the file is empty"
        if facts.st_size > limits.megabytes * 1_000_000:
            size = facts.st_size / 1_000_000
            return f"the file has {size:,.0f} MB, over the limit of {limits.megabytes:,} MB"
        with path.open("rb") as file:
            head = file.read(_WEB_HEAD)
    except OSError as error:
        return unreadable(error)
    except ValueError:  # a NUL in the name
        return "the file's name cannot be used"
    return _pdf_problem(head) if path.suffix.lower() == ".pdf" else ""


def unreadable(error: OSError) -> str:
    """Why a file or folder could not be opened, in one line."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be opened (permission denied)"
    return f"it cannot be opened ({error.strerror or type(error).__name__})"


def _pdf_problem(head: bytes) -> str:
    start = head[:_HEAD].lower()
    if not start.startswith(b"%pdf-") and (b"<html" in start or b"<!doctype html" in start):
        title = _TITLE.search(head)
        text = one_line(html.unescape(title[1].decode("utf-8", "replace"))) if title else ""
        named = f': "{text}"' if 0 < len(text) <= _LONGEST_TITLE else ""
        return f"a web page, not a PDF{named}"
    if b"%PDF-" not in head[:_HEAD]:
        return "not a PDF: it does not begin as one"
    return ""
