"""Text from outside (reports, file names, queries) made safe to print."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

# What nobody sees and what may reorder, hide or change what is seen, as the inside of a character class:
# marks of direction, joiners and fillers, variation selectors, interlinear annotation, tag characters.
# Unicode Character Database 16, DerivedCoreProperties.txt, Default_Ignorable_Code_Point; and U+FFF9 to FFFB.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# C0 and C1 controls (escape sequences start with one), DEL, and what is invisible.
_UNSAFE = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{INVISIBLE}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The same in JSON text, where only "\n" stands outside strings, and the two line ends of Unicode.
_ESCAPED = re.compile(_UNSAFE.pattern[:-1] + "\u2028\u2029]")


def seen(text: str) -> str:
    """`text` without what nobody sees (INVISIBLE)."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def with_utf8(text: str) -> str:
    r"""`text` as it can be written in UTF-8: a byte of a file name that is none becomes `\xE9`, and so on.

    Half of a pair of surrogates that is no such byte becomes U+FFFD.
    """
    return _SURROGATE.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    byte = ord(found[0]) - 0xDC00  # Python's `surrogateescape`
    return f"\\x{byte:02X}" if 0x80 <= byte <= 0xFF else "\ufffd"


def printable(text: str) -> str:
    r"""`text` without control characters and what is invisible; "\n" stays.

    A tab becomes a space, U+2028, U+2029 and CR LF a "\n", a file name's undecodable byte `\xE9`. Nothing
    else changes, so that a quotation stays word for word.
    """
    lines = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    return with_utf8(_UNSAFE.sub("", lines))


def one_line(text: str) -> str:
    """As `printable`, with every run of white space as one space."""
    return " ".join(printable(text).split())


def shortened(text: str, most: int = 100) -> str:
    """One line of at most `most` characters, a space for whatever is not printable: what strangers sent."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def json_text(document: Any, indent: int | None = 1) -> str:
    """One JSON document that is safe to print, is UTF-8 and loses nothing.

    What `printable` would remove is spelled as a JSON escape; what has no UTF-8 is spelled by `with_utf8`;
    everything else stands as it is. indent: None for one line. Raises ValueError for a NaN or an infinity.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    # A backslash in a string of JSON is written twice.
    plain = _SURROGATE.sub(lambda found: _spelled(found).replace("\\", "\\\\"), text)
    return _ESCAPED.sub(lambda found: json.dumps(found[0])[1:-1], plain)


def print_json(document: Any) -> None:
    """`json_text` on standard output, in UTF-8 whatever the terminal's encoding, and a line end."""
    data = json_text(document).encode() + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
