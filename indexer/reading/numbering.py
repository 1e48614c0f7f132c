"""Which numbered lines start a paragraph: the printed sequence, told from numbers inside the text.

Numbers of a report run 1, 2, 3 … through recommendations and findings together; a second part may
start again at 1. A number counts as printed when it continues the sequence, or when the sequence goes
on behind it after a gap; the numbers of the grade table and of lists within a paragraph do neither.
Where numbers are left over at the column, pages were lost, moved or doubled: `runs.py` reads on with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .furniture import BodyLine
from .normalise import clean, split_bullet
from .order.runs import Candidate, Taken, left_over, sequence_without_head

# Digits of any script, and letters that stand for digits in text made by character recognition.
_NUMBERED = re.compile(
    r"(?P<number>\d{1,3}|(?=[OolI]*\d)[\dOolI]{2,3}(?=\.))"
    r"(?:(?P<dot>[.．])(?!\d)|(?=\s)|$)\s*(?P<rest>.*)",
    re.DOTALL,
)
_FOR_DIGITS = str.maketrans("OolI", "0011")
# A row of the grade table on the cover, whole: label, and its grade when that stands on the same line.
_TABLE_ROW = re.compile(
    r"(?:children who need help and(?: protection)?|children looked after and achieving(?: permanence)?"
    r"|leadership,? management and(?: governance)?|adoption performance|experiences? and progress of.*)"
    r"\s*(?:requires?(?: improvement)?(?: to(?: be)?(?: good)?)?|good|outstanding|inadequate|adequate)?",
    re.IGNORECASE,
)
_MAX_GAP = 4  # numbers that may be missing where the next ones are not yet known to stand at one column


@dataclass(frozen=True, slots=True)
class Start:
    """A line that starts a numbered paragraph. sequence: 1 for the report's first, 2 for a second.

    repeat: 1, 2 and so on where the number was printed before. broken: the next number is not the one that
    follows, so that text on a later page may belong to what was lost. odd: as printed, where the number is
    not printed with the digits 0 to 9; else "".
    """

    line: int
    number: int
    sequence: int
    repeat: int
    rest: str
    broken: bool = False
    odd: str = ""


def find_starts(lines: Sequence[BodyLine]) -> list[Start]:
    """Starts in reading order."""
    candidates = _candidates(lines)
    taken = _with_what_is_left_over(candidates)
    starts: list[Start] = []
    seen: dict[tuple[int, int], int] = {}
    for place, (found, sequence) in enumerate(taken):
        after = taken[place + 1] if place + 1 < len(taken) else None
        repeat = seen.get((sequence, found.number), -1) + 1
        seen[sequence, found.number] = repeat
        broken = (
            after is not None
            and after.sequence == sequence
            and after.found.number not in (found.number, found.number + 1)
        )
        starts.append(Start(found.line, found.number, sequence, repeat, found.rest, broken, found.odd))
    return starts


def without_number(text: str) -> str:
    """The text of a paragraph's first line without its number."""
    found = _NUMBERED.match(_plain(text))
    return found["rest"].lstrip(". ") if found else text


def _plain(text: str) -> str:
    """Without the characters before the number that nobody sees (joiners, direction marks)."""
    if text[:12].isascii():
        return text
    return "".join(c for c in text[:12] if unicodedata.category(c) != "Cf").lstrip() + text[12:]


def _with_what_is_left_over(candidates: Sequence[Candidate]) -> list[Taken]:
    """The sequence, and runs of numbers that it leaves out, until nothing is left over."""
    taken = _in_order(candidates, {})
    known = sequence_without_head(candidates, taken) or {item.found.line: item.sequence for item in taken}
    while True:
        taken = _in_order(candidates, known)
        known |= {item.found.line: item.sequence for item in taken}
        more = left_over(candidates, taken)
        if not more:
            return taken
        known |= more


def _in_order(candidates: Sequence[Candidate], known: Mapping[int, int]) -> list[Taken]:
    """The numbers that carry the sequence on, one after the other. known: line -> sequence of those taken."""
    taken: list[Taken] = []
    last, sequence, column = 0, 1, 0.0
    for place, found in enumerate(candidates):
        ahead = candidates[place + 1 :]
        if found.line in known:
            sequence = known[found.line]
        elif found.number == last + 1 and _stands_out(found, column, last):
            if _is_of_a_list(found, ahead, column):
                continue
        elif (
            found.number == last
            and last
            and found.dot
            and _in_column(found, column)
            and _goes_on(ahead, last + 1)
        ):
            pass
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
        elif (
            found.number == 1
            and last >= 5
            and found.dot
            and _goes_on(ahead, 2)
            and not _continues(ahead, last)
        ):
            sequence += 1
        else:
            continue
        taken.append(Taken(found, sequence))
        last = found.number
        if found.left:
            column = found.left
    return taken


def _candidates(lines: Sequence[BodyLine]) -> list[Candidate]:
    found: list[Candidate] = []
    for place, body in enumerate(lines):
        text = body.line.text
        if not body.line.left:
            text = split_bullet(text.strip())[1]
        match = _NUMBERED.match(_plain(text))
        if (
            not match
            or _TABLE_ROW.fullmatch(clean(match["rest"]))
            or body.line.marks[:1] == ((0, match.end("number")),)
        ):
            continue
        number = match["number"].translate(_FOR_DIGITS)
        odd = "" if number.isascii() and number == match["number"] else match["number"]
        found.append(
            Candidate(
                place,
                int(number),
                bool(match["dot"]),
                body.line.left,
                clean(match["rest"]),
                odd,
            )
        )
    return found


def _in_column(found: Candidate, column: float) -> bool:
    return not column or not found.left or found.left < column + 20


def _stands_out(found: Candidate, column: float, last: int) -> bool:
    """With a full stop anywhere left of the text column; without one only in the numbers' own column."""
    if found.dot:
        return _in_column(found, column) and (not last or found.rest[:1] != "%")
    if not last or not found.left:
        return False
    return abs(found.left - column) < 4 and (not found.rest or found.rest[0].isupper())


def _goes_on(ahead: Sequence[Candidate], number: int) -> bool:
    return any(c.number == number and c.dot for c in ahead[:4])


def _continues(ahead: Sequence[Candidate], last: int) -> bool:
    """The old sequence goes on soon: the 1 belongs to a list inside it."""
    return any(c.number == last + 1 and c.dot for c in ahead[:12])


def _is_of_a_list(found: Candidate, ahead: Sequence[Candidate], column: float) -> bool:
    """Set in from the column, while the same number comes at the column soon: a list inside a paragraph."""
    if not column or not found.left or found.left < column + 8:
        return False
    return any(c.number == found.number and c.dot and abs(c.left - column) < 4 for c in ahead[:12])
