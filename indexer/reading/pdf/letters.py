"""Letters that look like others or that turn the order of the text: seen in the text of lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.reading.pages import Line, PageNote

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A word with letters of the Latin alphabet and of Greek or Cyrillic, which look alike.
_MIXED = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")


def odd_letters(lines: Sequence[Line]) -> Iterator[PageNote]:
    """A note for each sort of odd letter on a page."""
    whole = "\n".join(line.text for line in lines)
    for pattern, detail in (
        (_TURNING, "signs that turn the direction of the text: the order of its letters may be another"),
        (_MIXED, "a word with letters of two alphabets that look alike"),
    ):
        if not pattern.search(whole):
            continue
        found = tuple(
            (line.left, line.bottom, line.right, line.top) for line in lines if pattern.search(line.text)
        )
        yield PageNote("odd letters", detail, found, unsure=True)
