"""Reads a draft of any kind: what it is, is told by its content first, then by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from indexer.errors import UnreadableDraft

from .blocks import Blocks
from .html import read_html
from .limits import LIMITS, Limits
from .markdown import read_markdown
from .odt import read_odt
from .office.archive import AGAIN, DAMAGED, Archive
from .records import Draft
from .text import decoded, read_text
from .word import read_word

SUFFIXES = (".docx", ".docm", ".odt", ".md", ".markdown", ".txt", ".html", ".htm")
_SAVE = "save it as .docx"
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_PROSE = ("", ".txt", ".text", ".md", ".markdown", ".mdown", ".html", ".htm", ".xhtml")


def is_word(data: bytes) -> bool:
    """Whether it is a zipped file that could be Word's."""
    return data.startswith(_ZIP) and b"mimetypeapplication/vnd.oasis" not in data[:200]


def read_draft(name: str, data: bytes, limits: Limits = LIMITS) -> Draft:
    """The draft in a file. name: of the file, for what it is called and for the kind of a text.

    Nothing that the file refers to is opened. Raises UnreadableDraft with the one reason and what to do.
    """
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise UnreadableDraft("the file is empty", "save the draft and try that file")
    if len(data) > limits.bytes:
        raise UnreadableDraft(
            f"the file has {len(data) / 1_000_000:,.0f} MB, over the limit of "
            f"{limits.bytes // 1_000_000:,} MB",
            "take pictures out or split the draft, and save it again",
        )
    if data.startswith(_ZIP):
        draft = _zipped(name, data, limits)
    else:
        _refuse_others(data, suffix)
        draft = _prose(name, suffix, data, limits)
    if not draft.blocks:
        raise UnreadableDraft(
            "the file holds no text", "if its text is in pictures, have it recognised and save it as .docx"
        )
    return draft


def _zipped(name: str, data: bytes, limits: Limits) -> Draft:
    archive = Archive(data, limits)
    if "mimetype" in archive or "content.xml" in archive:
        return read_odt(name, archive, Blocks(limits))
    if "[Content_Types].xml" in archive or "word/document.xml" in archive:
        return read_word(name, data, limits)
    if any(part.startswith("Index/") for part in archive.parts):
        raise UnreadableDraft("a Pages file cannot be read", "export it as Word (.docx)")
    raise UnreadableDraft("an archive, not a draft", "unpack it, and check the draft in it")


def _refuse_others(data: bytes, suffix: str) -> None:
    """What is no text. Raises UnreadableDraft with the one true reason."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(_OLD) and _ENCRYPTED in data:
        raise UnreadableDraft("the file is protected by a password", "save it without one and try that file")
    if data.startswith(_OLD):
        raise UnreadableDraft("an old Word file (.doc) cannot be read", f"open it in Word and {_SAVE}")
    if b"%PDF-" in data[:1024]:
        raise UnreadableDraft(
            "a PDF cannot be read as a draft", f"open it in the program that it was written in and {_SAVE}"
        )
    if head.startswith(b"{\\rtf"):
        raise UnreadableDraft("a rich text file (.rtf) cannot be read", f"open it in Word and {_SAVE}")
    if suffix in (".docx", ".docm", ".dotx", ".odt"):
        raise UnreadableDraft(f"{DAMAGED}: it does not begin as a {suffix} file does", AGAIN)
    if suffix not in _PROSE:
        raise UnreadableDraft(f"a file that ends in {suffix} cannot be read as a draft", _SAVE)


def _prose(name: str, suffix: str, data: bytes, limits: Limits) -> Draft:
    text = decoded(data)
    if suffix in (".html", ".htm", ".xhtml") or _WEB.match(text[:5000]):
        return read_html(name, text, Blocks(limits))
    if suffix in (".md", ".markdown", ".mdown"):
        return read_markdown(name, text, Blocks(limits))
    return read_text(name, text, Blocks(limits))
