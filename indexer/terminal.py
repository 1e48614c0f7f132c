"""Text from outside (reports, file names, queries) made safe to print."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

# C0 and C1 controls (escape sequences start with one), DEL, and the marks that reorder or hide what a
# reader sees: bidirectional embeddings, overrides and isolates, and the byte order mark.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The same in JSON text, where only "\n" stands outside strings, and the two line ends of Unicode.
_ESCAPED = re.compile(_UNSAFE.pattern[:-1] + "\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    r"""`text` without control characters and bidirectional marks; "\n" stays.

    A tab becomes a space, U+2028, U+2029 and CR LF a "\n", a lone surrogate (a file name's
    undecodable byte) U+FFFD. Nothing else changes, so that a quotation stays word for word.
    """
    lines = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", lines))


def one_line(text: str) -> str:
    """As `printable`, with every run of white space as one space."""
    return " ".join(printable(text).split())


def shortened(text: str, most: int = 100) -> str:
    """One line of at most `most` characters, a space for whatever is not printable: what strangers sent."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def json_text(document: Any, indent: int | None = 1) -> str:
    """One JSON document that is safe to print and loses nothing.

    What `printable` would remove is spelled as a JSON escape; everything else stands as it is. indent: None
    for one line. Raises ValueError for a NaN or an infinity.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(document: Any) -> None:
    """`json_text` on standard output, in UTF-8 whatever the terminal's encoding, and a line end."""
    data = json_text(document).encode() + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
