"""Single paragraphs, as a question names them: "paragraph 27", "rec 6", "bullet 3", "¶27", an id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.errors import InvalidPinpoint
from indexer.records import ID_WORDS, Kind, Pinpoint

from .mention import Mention

_LABEL = r"(?:(?:[A-Z]{1,2}\.?)?\d{1,4}(?:\.\d{1,4})+|[A-Z]{1,2}\.?\d{1,4})(?![\d%]|[.,]\d)"  # 1.1, A1, A1.2
_NUMBER = rf"(?:{_LABEL}|(?<![\d.,£])\d{{1,3}}(?![\d%]|[.,]\d))"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|,?\s*and|&|to|[-–—])\s*{_NUMBER})*"
_PAGE = r"(?:[\s,(]*\b(?:pp?\.?|pages?)\s*\d{1,3}(?:\s*[-–—]\s*\d{1,3})?\)?)?"
_BOARD = (
    r"(?:(?P<lscb>(?:the\s+)?(?:LSCB(?:['’]s)?(?:\s+review)?|"
    r"review\s+of\s+the\s+local\s+safeguarding\s+children\s+board))[\s,:]+)?"
)
_NAMED = re.compile(
    rf"{_BOARD}"
    r"(?:(?:what\s+needs\s+to\s+improve|(?P<summary>(?:executive\s+)?summary))[\s,:]+)?"
    r"(?:\b(?P<word>paragraphs?|paras?|recommendations?|recs?|bullets?(?:\s+points?)?|areas?\s+for\s+improvement|"
    r"improvements?)\b\.?|(?P<sign>¶{1,2}))\s*(?:numbers?|nos?\.?|#)?\s*"
    rf"(?P<numbers>{_NUMBERS})(?P<tail>\s+(?:of|in|from)\s+(?:the\s+)?LSCB(?:\s+review)?)?{_PAGE}",
    re.IGNORECASE,
)
_ID = re.compile(
    rf"\b[a-z0-9]+(?:-[a-z0-9]+)*-\d{{4}}-\d{{2}}-\d{{2}}(?:-[2-9])?/(?:[a-z0-9]+-)*?(?:{ID_WORDS})-[a-zA-Z0-9.-]*\d[b-z]?\b"
)
_RANGE = re.compile(r"(?<![\w.])(\d+)\s*(?:to|[-–—])\s*(\d+)(?![\d.]*\.\d)")
_MOST = 20  # paragraphs named by one range
# Kinds that each word may mean, those that it means first in front.
_KINDS: dict[str, tuple[Kind, ...]] = {
    "paragraph": ("finding", "recommendation", "improvement"),
    "summary": ("summary",),
    "recommendation": ("recommendation", "improvement"),
    "bullet": ("improvement", "recommendation"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What one stretch names. id: of a paragraph, "" where it is named by number.

    kinds: the first of which the report has a number is meant. part: "lscb" or "". numbers: as printed.
    """

    text: str
    id: str = ""
    kinds: tuple[Kind, ...] = ()
    part: str = ""
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, mention: Mention) -> Named:
        """The reverse of `find_paragraphs`."""
        if mention.members[0] == "id":
            return cls(mention.text, mention.members[1])
        word, part, *numbers = mention.members
        return cls(mention.text, "", _KINDS[word], part, tuple(numbers))


def find_paragraphs(text: str) -> list[Mention]:
    """In the order of the text. members: ("id", id), or a word of _KINDS, the part and the numbers."""
    found = []
    for match in _ID.finditer(text):
        try:
            Pinpoint.parse(match[0])
        except InvalidPinpoint:
            continue
        found.append(Mention("paragraph", match[0], match[0], *match.span(), ("id", match[0])))
    for match in _NAMED.finditer(text):
        if all(match.end() <= item.start or item.end <= match.start() for item in found):
            word = _word(match)
            part = "lscb" if match["lscb"] or match["tail"] else ""
            members = (word, part, *_numbers(match["numbers"]))
            value = " ".join((*(("LSCB review",) if part else ()), _SHOWN[word], match["numbers"]))
            found.append(Mention("paragraph", value, match[0], *match.span(), members))
    return sorted(found, key=lambda item: item.start)


_SHOWN = {"paragraph": "paragraph", "summary": "summary, paragraph", "recommendation": "recommendation",
          "bullet": "what needs to improve, bullet"}  # fmt: skip


def _word(match: re.Match[str]) -> str:
    if match["summary"]:
        return "summary"
    word = (match["word"] or "paragraph").lower()
    if word.startswith("para"):
        return "paragraph"
    return "recommendation" if word.startswith("rec") else "bullet"


def _numbers(text: str) -> Sequence[str]:
    """Each number once, ranges of whole numbers in full."""
    whole = _RANGE.sub(lambda found: " ".join(map(str, _between(int(found[1]), int(found[2])))), text)
    found = re.findall(rf"{_LABEL}|\d+", whole, re.IGNORECASE)
    return tuple(dict.fromkeys(str(int(item)) if item.isdigit() else item for item in found))


def _between(first: int, last: int) -> Iterable[int]:
    return range(first, min(last, first + _MOST - 1) + 1) if first <= last else (first, last)
