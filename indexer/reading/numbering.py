"""Which numbered lines start a paragraph: the printed sequence, told from numbers inside the text.

Numbers of a report run 1, 2, 3 … through recommendations and findings together; a second part may
start again at 1. A number counts as printed when it continues the sequence, or when the sequence goes
on behind it after a gap; the numbers of the grade table and of lists within a paragraph do neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .furniture import BodyLine
from .normalise import clean, split_bullet

_NUMBERED = re.compile(r"(?P<number>\d{1,3})(?:(?P<dot>\.)(?!\d)|(?=\s)|$)\s*(?P<rest>.*)", re.DOTALL)
# A row of the grade table on the cover, whole: label, and its grade when that stands on the same line.
_TABLE_ROW = re.compile(
    r"(?:children who need help and(?: protection)?|children looked after and achieving(?: permanence)?"
    r"|leadership,? management and(?: governance)?|adoption performance|experiences? and progress of.*)"
    r"\s*(?:requires?(?: improvement)?(?: to(?: be)?(?: good)?)?|good|outstanding|inadequate|adequate)?",
    re.IGNORECASE,
)
_MAX_GAP = 4  # numbers that may be missing in print before we take it for another list


@dataclass(frozen=True, slots=True)
class Start:
    """A line that starts a numbered paragraph. sequence: 1 for the report's first, 2 for a second."""

    line: int
    number: int
    sequence: int
    repeat: int
    rest: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    number: int
    dot: bool
    left: float
    rest: str


def find_starts(lines: Sequence[BodyLine]) -> list[Start]:
    """Starts in reading order. repeat: 1, 2 and so on where the number before is printed again."""
    candidates = _candidates(lines)
    starts: list[Start] = []
    last, sequence, repeat, column = 0, 1, 0, 0.0
    for place, found in enumerate(candidates):
        ahead = candidates[place + 1 :]
        if found.number == last + 1 and _stands_out(found, column, last):
            repeat = 0
        elif (
            found.number == last
            and last
            and found.dot
            and _in_column(found, column)
            and _goes_on(ahead, last + 1)
        ):
            repeat += 1
        elif (
            last + 1 < found.number <= last + 1 + _MAX_GAP
            and last
            and found.dot
            and _in_column(found, column)
        ):
            if any(c.number == last + 1 and c.dot for c in ahead[:6]) or not _goes_on(
                ahead, found.number + 1
            ):
                continue
            repeat = 0
        elif (
            found.number == 1
            and last >= 5
            and found.dot
            and _goes_on(ahead, 2)
            and not _continues(ahead, last)
        ):
            sequence, repeat = sequence + 1, 0
        else:
            continue
        starts.append(Start(found.line, found.number, sequence, repeat, found.rest))
        last = found.number
        if found.left:
            column = found.left
    return starts


def _candidates(lines: Sequence[BodyLine]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for place, body in enumerate(lines):
        text = body.line.text
        if not body.line.left:
            text = split_bullet(text.strip())[1]
        match = _NUMBERED.match(text)
        if (
            not match
            or _TABLE_ROW.fullmatch(clean(match["rest"]))
            or body.line.marks[:1] == ((0, match.end("number")),)
        ):
            continue
        found.append(
            _Candidate(place, int(match["number"]), bool(match["dot"]), body.line.left, clean(match["rest"]))
        )
    return found


def _in_column(found: _Candidate, column: float) -> bool:
    return not column or not found.left or found.left < column + 20


def _stands_out(found: _Candidate, column: float, last: int) -> bool:
    """With a full stop anywhere left of the text column; without one only in the numbers' own column."""
    if found.dot:
        return _in_column(found, column) and (not last or found.rest[:1] != "%")
    if not last or not found.left:
        return False
    return abs(found.left - column) < 4 and (not found.rest or found.rest[0].isupper())


def _goes_on(ahead: Sequence[_Candidate], number: int) -> bool:
    return any(c.number == number and c.dot for c in ahead[:4])


def _continues(ahead: Sequence[_Candidate], last: int) -> bool:
    """The old sequence goes on soon: the 1 belongs to a list inside it."""
    return any(c.number == last + 1 and c.dot for c in ahead[:12])
