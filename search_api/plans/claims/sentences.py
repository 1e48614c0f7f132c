"""Where do the sentences of a draft's block begin and end? Citations do not end one: "para. 27", "p. 4"."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][\"'’”)\]]*\s+(?=[\"'‘“]?[A-Z0-9])|\n+|;\s+(?=[A-Z])")
# What a full stop only shortens.
_SHORT = re.compile(
    r"(?:\b(?:paras?|pp?|pgs?|recs?|nos?|ibid|cit|vol|ed|cf|eg|e\.g|i\.e|ie|etc|dr|mr|mrs|ms|st|approx|fig|op|art|"
    r"sect?|ch|app)|\b[A-Z])\.\s+$",
    re.IGNORECASE,
)
# What begins so says where the sentence before it comes from.
_OF_THE_ONE_BEFORE = re.compile(
    r"\s*(?:[(\[—–-]|(?:sources?|refs?\.?|references?|evidence|citations?)\s*[:–—-]|see\s+)", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"^\W*\d{1,3}\.\s+$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open stretches that cover the text but for the white space between them, in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        head = text[start : match.end()]
        if "\n" not in match[0] and (_SHORT.search(head) or _LIST_NUMBER.match(head)):
            continue
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        if text[start:end].strip():
            found.append((start, end))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that [start, end) touches as one stretch, brackets alone with the one before."""
    spans = sentences(text) or [(0, len(text))]
    if start >= spans[-1][1]:  # a mark after the last full stop belongs to the sentence that it ends
        start, end = max(spans[-1][1] - 1, 0), spans[-1][1]
    elif start == end:
        start, end = max(start - 1, 0), end + 1
    touched = [place for place, span in enumerate(spans) if span[0] < end and start < span[1]]
    if not touched:
        return start, end
    first = touched[0]
    if first and _OF_THE_ONE_BEFORE.match(text[spans[first][0] : spans[first][1]]):
        first -= 1
    return spans[first][0], spans[touched[-1]][1]


def bracket_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The innermost round or square brackets around [start, end), with them; None where there are none."""
    depth, place = 0, start - 1
    while place >= 0:
        if text[place] in ")]":
            depth += 1
        elif text[place] in "([":
            if not depth:
                break
            depth -= 1
        place -= 1
    if place < 0:
        return None
    depth = 0
    for close in range(end, len(text)):
        if text[close] in "([":
            depth += 1
        elif text[close] in ")]":
            if not depth:
                return place, close + 1
            depth -= 1
    return None
