"""Are the maps of glyphs to characters there, and as long as they say?

Where an entry is missing, PDFium reads the glyph by its number, and a heading or bullet becomes another
letter.
"""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"/ToUnicode\s+(\d{1,9})\s+\d+\s+R\b")
_BLOCK = re.compile(rb"(\d+)\s+begin(bfchar|bfrange)\b(.*?)end(bfchar|bfrange)\b", re.S)
_BEGINS = re.compile(rb"\bbegin(?:bfchar|bfrange)\b")
_CHAR = re.compile(rb"<[0-9A-Fa-f\s]+>\s*<[0-9A-Fa-f\s]*>")
_RANGE = re.compile(rb"<[0-9A-Fa-f\s]+>\s*<[0-9A-Fa-f\s]+>\s*(?:<[0-9A-Fa-f\s]*>|\[[^\]]*\])")


def references(text: bytes) -> set[int]:
    """Numbers of the objects that typefaces name as their maps."""
    return {int(number) for number in _REFERENCE.findall(text)}


def is_whole_map(text: bytes) -> bool:
    """Whether a map ends as one, and each of its blocks has as many entries as it says."""
    blocks = _BLOCK.findall(text)
    if len(blocks) != len(_BEGINS.findall(text)) or b"endcmap" not in text:
        return False
    return all(
        opened == closed and int(count) == len((_CHAR if opened == b"bfchar" else _RANGE).findall(body))
        for count, opened, body, closed in blocks
    )
