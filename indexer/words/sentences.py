"""Where the sentences of a paragraph lie. Nothing is rewritten: a span points into the text as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from indexer.arrays import Spans

# sentencex keeps a whole list together once it sees a list mark, and takes the "3." of "3. Improve ..."
# for a sentence. So it gets one line at a time, from after the mark.
_LIST_MARK = re.compile(r"\s*(?:[-–—•◦▪■◼●o*]\s+)?(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+)?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def sentence_spans(text: str) -> Spans:
    """Half-open character spans [start, end) of the sentences of `text`, in text order.

    Spans never overlap, are trimmed of white space, and together cover every character that is not
    white space. A line end ends a sentence. A list mark belongs to the sentence that it opens. A text
    of white space alone has none.
    """
    cuts = sorted(set(_cuts(text)))
    pieces = zip(cuts, [*cuts[1:], len(text)], strict=True)
    trimmed = (_trim(text, start, end) for start, end in pieces)
    return tuple((start, end) for start, end in trimmed if start < end)


def _cuts(text: str) -> Iterator[int]:
    """Where sentences begin: 0, every line, and what sentencex finds within a line."""
    yield 0
    start = 0
    # A lone surrogate (a damaged PDF font gives some) cannot be handed over as UTF-8.
    for line in _LONE_SURROGATE.sub("\ufffd", text).split("\n"):
        yield start
        mark = _LIST_MARK.match(line)
        body = mark.end() if mark else 0
        for boundary in sentencex.get_sentence_boundaries("en", line[body:])[1:]:
            yield start + body + int(boundary["start_index"])
        start += len(line) + 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
