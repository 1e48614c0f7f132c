"""Letters that look like others or that turn the order of the text: seen in the text of lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.reading.pages import Line, PageNote

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A word with letters of the Latin alphabet and of Greek or Cyrillic, which look alike.
_MIXED = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
# A sign that no word holds, between two letters: the file's map of glyphs lacks the mark that is drawn there.
# Words hold apostrophes, hyphens and what stands in addresses of the web, and nothing else in published
# reports.
_SIGN = re.compile(
    "[A-Za-z][^\\w\\s'’‘`´.,:;()\\[\\]/\\\\&@_%#=~+*|<>$\\-\u2010-\u2015\u00ad\u200b-\u200d\u2060\ufeff\ufffe"
    '“”„"…!?©®™°·•][A-Za-z]|[\x01-\x08\x0e-\x1f\x7f-\x9f]'
)


def odd_letters(lines: Sequence[Line]) -> Iterator[PageNote]:
    """A note for each sort of odd letter on a page."""
    whole = "\n".join(line.text for line in lines)
    for pattern, detail in (
        (_TURNING, "signs that turn the direction of the text: the order of its letters may be another"),
        (_MIXED, "a word with letters of two alphabets that look alike"),
        (_SIGN, "a sign where a word has none: it may be read as another than is drawn"),
    ):
        if not pattern.search(whole):
            continue
        found = tuple(
            (line.left, line.bottom, line.right, line.top) for line in lines if pattern.search(line.text)
        )
        yield PageNote("odd letters", detail, found, unsure=True)
