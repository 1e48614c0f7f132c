"""What a block says: its text without footnote marks, where its lines lie, which findings it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.records import Box

from .blocks import Block
from .furniture import BodyLine
from .normalise import BULLET, join_lines, split_bullet, strip_superscripts
from .numbering import without_number
from .pages import without_marks

_MARK = re.compile(r"\(recommendations?\)\.?$", re.IGNORECASE)
# Where inspectors name findings: "(Paras 128, 129)", "(page 12, paragraph 17)", "see paragraph 5" at the end.
_LINK = re.compile(
    r"[(\[](?P<inside>[^()\[\]]*\bpara(?:graph)?s?\b[^()\[\]]*)[)\]]"
    r"|\bsee (?P<end>para(?:graph)?s?\b[^()\[\]]*)$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\bpara(?:graph)?s?\.?\s*(?:numbers?\s+|nos?\.?\s*)?"
    r"(?P<list>\d{1,3}(?:(?:\s*(?:,|;|\band\b|&|–|—|-|\bto\b))*\s*\d{1,3}\b)*)(?!\d|\.\d|\s+(?:of|in)\b)",
    re.IGNORECASE,
)


def text_of(block: Block) -> tuple[str, list[tuple[int | None, str]]]:
    """The block's text, list lines on lines of their own, and the footnote marks taken out of it."""
    marks: list[tuple[int | None, str]] = []
    chunks: list[tuple[bool, list[str]]] = [(False, [])]
    for place, body in enumerate(block.lines):
        printed = _without_marks(body, marks)
        if place == 0:
            printed = _first_line(block, printed)
        bullet, rest = split_bullet(printed.strip())
        if place in block.starts_list:
            chunks.append((bullet, [rest if bullet else printed]))
        else:
            chunks[-1][1].append(rest if bullet and not body.line.left else printed)
    lines = [(bullet, join_lines(printed)) for bullet, printed in chunks]
    return "\n".join(f"{BULLET} {line}" if bullet else line for bullet, line in lines if line), marks


def _first_line(block: Block, printed: str) -> str:
    stripped = printed.strip()
    if block.form == "item" or not block.lines[0].line.left:
        stripped = split_bullet(stripped)[1]
    if block.start is not None:
        stripped = without_number(stripped)
    return stripped


def _without_marks(body: BodyLine, marks: list[tuple[int | None, str]]) -> str:
    for first, last in reversed(body.line.marks):
        marks.append((body.page, body.line.text[first:last]))
    return strip_superscripts(without_marks(body.line))


def boxes_of(lines: Sequence[BodyLine]) -> list[Box]:
    """One box a line, in reading order, in points to one decimal place; none for a line without a place."""
    return [
        Box(body.page, *(round(side, 1) for side in (line.left, line.bottom, line.right, line.top)))
        for body in lines
        if body.page is not None and (line := body.line).right > 0
    ]


def has_recommendation_mark(text: str) -> bool:
    """Whether it ends with "(Recommendation)"."""
    return bool(_MARK.search(text))


def linked_findings(text: str) -> tuple[int, ...]:
    """Numbers of findings that a recommendation names: '(paragraphs 33, 34)', ranges written out."""
    numbers: list[int] = []
    for bracket in _LINK.finditer(text):
        for found in _LISTED.finditer(bracket["inside"] or bracket["end"]):
            for low, high in re.findall(r"(\d{1,3})(?:\s*(?:–|—|-|to)\s*(\d{1,3}))?", found["list"]):
                last = int(high) if high else int(low)
                numbers += range(int(low), last + 1) if int(low) <= last <= int(low) + 40 else [int(low)]
    return tuple(dict.fromkeys(numbers))
