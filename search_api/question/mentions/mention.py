"""A stretch of a question that names a filter, and what is left of the question without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# "authority", "area", "neighbours", "region", "type", "published", "report", "polarity", or the name of a
# filter.
Field = str

# What leads up to a filter and says nothing once that is gone; what joins two of them.
_BEFORE = re.compile(
    r"(?:^|(?<=[\s(,;:]))(?:according to|in|at|for|of|from|by|across|within|among|amongst|throughout|during)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:['’]s?)?\s*(?:,|;|:|\(|[-–—]|&|and|or|vs\.?|versus|to|in|of|for)?\s*(?:the\s+)?", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_HANGING = re.compile(r"^[\s,;:.?!)\]–—-]+|[\s,;:(\[–—-]+$")
_CLOSE_UP = re.compile(r"[\s,;:]*,(?=[?.!])|\s+(?=[,;:.?!)\]])|(?<=[(\[])\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """text: as typed, `question[start:end]`. value: for people. members: what it stands for.

    members: register names of authorities; frameworks, grades or kinds as in indexer.records; of
    "published" the first and last day in ISO form, "" where open; of "report" "latest", "latest two",
    "latest three", "previous", "earlier" or "first". strength: of "published" only; the weaker give way to
    the stronger (see dates.py). excluded: of places only; all but these are meant, and `value` begins with
    "not". exact: of "published" only; the day of publication alone counts, not that of the inspection.
    note: how the words were taken, as a sentence for the user, "" where `value` says enough.
    """

    field: Field
    value: str
    text: str
    start: int
    end: int
    members: tuple[str, ...] = ()
    strength: int = 3
    excluded: bool = False
    exact: bool = False
    note: str = ""


def in_small_letters(text: str) -> str:
    """The text as patterns that ignore case match it: they take "ſ" for s, and Turkish letters for i."""
    return text.casefold().replace("ı", "i").replace("i̇", "i")


def overlaps(start: int, end: int, others: Iterable[Mention]) -> bool:
    """Whether [start, end) shares a character with any of `others`."""
    return any(start < other.end and other.start < end for other in others)


def without(text: str, mentions: Iterable[Mention]) -> str:
    """`text` less the mentions, the words that only led up to or joined them, and hanging punctuation."""
    spans: list[tuple[int, int]] = []
    for item in sorted(mentions, key=lambda item: item.start):
        before = spans and _BETWEEN.fullmatch(text, spans[-1][1], item.start)
        if spans and (before or item.start <= spans[-1][1]):
            spans[-1] = (spans[-1][0], max(item.end, spans[-1][1]))
        else:
            spans.append((item.start, item.end))
    kept, place = [], 0
    for start, end in spans:
        if possessive := _POSSESSIVE.match(text, end):
            end = possessive.end()
        elif led := _BEFORE.search(text[place:start]):
            start = place + led.start()
        cut = text[start:end]
        if cut.count("(") > cut.count(")") and text[end:].lstrip().startswith(")"):
            end = text.index(")", end) + 1
        kept.append(text[place:start])
        place = end
    kept.append(text[place:])
    left = _EMPTY_BRACKETS.sub(" ", " ".join(kept))
    left = _CLOSE_UP.sub("", " ".join(left.split()))
    return _HANGING.sub("", left)
