"""What can be said of a file without reading it whole: is it worth a reading process at all?"""

from __future__ import annotations

import html
import re
import stat
from pathlib import Path

from indexer.errors import system_reason
from indexer.terminal import one_line

from .limits import ReadLimits

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".txt")

_SAVE = "save it as PDF or as a Word file (.docx)"
# Files that may well be a copy of a report, but that are not read: a folder's are refused by name.
_DOCUMENTS = {
    ".doc": f"an old Word file, which is not read: {_SAVE}",
    ".docm": f"a Word file with macros, which is not read: {_SAVE}",
    ".dot": f"a Word template, which is not read: {_SAVE}",
    ".rtf": f"a rich text file, which is not read: {_SAVE}",
    ".odt": f"an OpenDocument file, which is not read: {_SAVE}",
    ".pages": f"a Pages file, which is not read: {_SAVE}",
    ".wpd": f"a WordPerfect file, which is not read: {_SAVE}",
    ".xps": "an XPS file, which is not read: save it as PDF",
    ".epub": "an e-book, which is not read: save it as PDF",
    ".mht": "a web archive, which is not read: save the page as PDF or as HTML",
    ".mhtml": "a web archive, which is not read: save the page as PDF or as HTML",
}
LISTED = (*SUFFIXES, *_DOCUMENTS)  # the endings of files that are looked at in a folder
# Files that are no copy of a report: refused where they are named, passed over in folders.
_OTHERS = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv"), "a spreadsheet, not a report"),
    **dict.fromkeys((".pptx", ".ppt", ".odp"), "slides, not a report"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic"),
        "a picture: text in pictures is not read; have it recognised and saved as PDF",
    ),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz", ".tar"), "an archive: unpack it, and name what was in it"),
    **dict.fromkeys((".eml", ".msg"), "an e-mail: save the file that is attached to it"),
}

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD = 1024  # bytes in which "%PDF-" must stand, as the viewers allow
_WEB_HEAD = 65_536  # bytes in which a web page's title is looked for
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})</title", re.IGNORECASE)
_LONGEST_TITLE = 80  # characters


def quick_problem(path: Path, limits: ReadLimits) -> str:
    """Why `path` cannot be a report, in one line; "" where nothing speaks against it."""
    ending = path.suffix.lower()
    if ending not in SUFFIXES:
        said = _DOCUMENTS.get(ending) or _OTHERS.get(ending)
        return said or f"no file that can be read ({', '.join(SUFFIXES)})"
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
    return _pdf_problem(head) if ending == ".pdf" else _problem_of_others(head, ending)


def unreadable(error: OSError) -> str:
    """Why a file or folder could not be opened, in one line."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be opened (permission denied)"
    return f"it cannot be opened ({system_reason(error)})"


def _pdf_problem(head: bytes) -> str:
    start = head[:_HEAD].lower()
    if not start.startswith(b"%pdf-") and (b"<html" in start or b"<!doctype html" in start):
        title = _TITLE.search(head)
        text = one_line(html.unescape(title[1].decode("utf-8", "replace"))) if title else ""
        named = f': "{text}"' if 0 < len(text) <= _LONGEST_TITLE else ""
        return f"a web page, not a PDF{named}"
    if b"%PDF-" not in head[:_HEAD] and head.startswith(_ZIP):
        return "not a PDF: a Word or other Office file with the wrong ending"
    if b"%PDF-" not in head[:_HEAD]:
        return "not a PDF: it does not begin as one"
    return ""


def _problem_of_others(head: bytes, ending: str) -> str:
    """Why a file that is to be no PDF is not what its ending says: those whose ending is not theirs."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:_HEAD]
    if start.startswith(b"%PDF-"):
        return "a PDF with the wrong ending: call it .pdf"
    if start.startswith(_OLD_OFFICE):
        return f"an old Office file, or one protected by a password, which is not read: {_SAVE}"
    if start.startswith(b"{\\rtf"):
        return _DOCUMENTS[".rtf"]
    if ending != ".docx" and start.startswith(_ZIP):
        return "a Word or other Office file with the wrong ending"
    if ending == ".docx" and not start.startswith(_ZIP):
        return "not a Word file: it does not begin as one"
    if ending == ".txt" and re.match(rb"<(?:!doctype html|html)\b", start, re.IGNORECASE):
        return "a web page with the wrong ending: call it .html"
    return ""
