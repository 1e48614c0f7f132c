"""Text of reports and questions in the pieces that a page is built from. Nothing here is markup.

A template prints each piece escaped and puts its own <mark> or <li> around it, so that whatever a
report or a question holds can only ever be shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
_BULLET = re.compile(r"^[•●▪◦]\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. start: where it begins in the whole text, in characters."""

    text: str
    start: int
    marked: bool = False


def pieces(text: str, spans: Iterable[Sequence[int]]) -> tuple[Piece, ...]:
    """All of `text` in order; what lies in one of the half-open `spans` is marked. None is empty."""
    return _pieces(text, 0, len(text), _merged(spans, len(text)))


def lines(text: str, spans: Iterable[Sequence[int]] = ()) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a paragraph, without the line ends, each in pieces; the first introduces a list."""
    merged = _merged(spans, len(text))
    found, start = [], 0
    for line in text.split("\n"):
        found.append(_pieces(text, start, start + len(line), merged))
        start += len(line) + 1
    return tuple(found)


def sentence(text: str) -> str:
    """A sentence as it is shown by itself: without the mark of the list that it is an item of."""
    return _BULLET.sub("", text)


def excerpt(text: str, spans: Sequence[Sequence[int]], most: int = 420) -> tuple[Span, bool, bool]:
    """The stretch of `text` to show in a list: (span, cut before, cut after).

    It holds the first of `spans` whole, or the beginning, and as much of its surroundings as `most`
    characters allow, cut between words. A text that is not much longer than `most` is shown whole.
    """
    if len(text) <= most * 1.25:
        return (0, len(text)), False, False
    first = (spans[0][0], spans[0][1]) if spans else (0, 0)
    room = max(most - (first[1] - first[0]), 0)
    start = max(first[0] - room // 3, 0)
    end = min(max(first[1], start + most), len(text))
    if start > 0:
        start = min(text.find(" ", start, first[0]) + 1 or first[0], first[0])
    if end < len(text):
        cut = text.rfind(" ", first[1], end)
        end = cut if cut > 0 else first[1]
    return (start, end), start > 0, end < len(text)


def within(spans: Iterable[Sequence[int]], window: Span) -> tuple[Span, ...]:
    """What of `spans` lies in `window`, counted from its start."""
    cut = ((max(start, window[0]), min(end, window[1])) for start, end in spans)
    return tuple((start - window[0], end - window[0]) for start, end in cut if start < end)


def _merged(spans: Iterable[Sequence[int]], length: int) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted((max(span[0], 0), min(span[1], length)) for span in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, start: int, end: int, merged: Iterable[Span]) -> tuple[Piece, ...]:
    found, place = [], start
    for left, right in merged:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if place < left:
            found.append(Piece(text[place:left], place))
        found.append(Piece(text[left:right], left, True))
        place = right
    if place < end:
        found.append(Piece(text[place:end], place))
    return tuple(found)
