"""Numbers left over at the column: the sequence read on where pages were lost, moved or doubled.

In a sound report hardly a number stands at the column of the paragraph numbers without being one. Numbers
that do, and that go on from one to the next, are paragraphs whatever came before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_NEAR = 4.0  # points within which a number stands at the column
_CHAIN = 3  # numbers one after the other by which a column of numbers is known


class Candidate(NamedTuple):
    """A line that begins with a number. line: its place. left: in points, 0 where unknown.

    odd: the number as printed where it is not printed with the digits 0 to 9; else "".
    """

    line: int
    number: int
    dot: bool
    left: float
    rest: str
    odd: str = ""


class Taken(NamedTuple):
    """A candidate that starts a paragraph, in the report's first, second … sequence."""

    found: Candidate
    sequence: int


def sequence_without_head(candidates: Sequence[Candidate], taken: Sequence[Taken]) -> dict[int, int]:
    """line -> sequence 1, where a far longer column of numbers begins with another number than 1."""
    chain = _longest_chain([found for found in candidates if found.dot])
    if len(chain) < _CHAIN or 2 * len(taken) >= len(chain):
        return {}
    return {found.line: 1 for found in chain}


def left_over(candidates: Sequence[Candidate], taken: Sequence[Taken]) -> dict[int, int]:
    """line -> sequence of those candidates not taken that are paragraphs too. taken: in reading order."""
    lines = {found.line for found, _ in taken}
    columns = [found.left for found, _ in taken]
    there: list[Candidate] = []
    elsewhere: list[Candidate] = []
    for found in candidates:
        if found.dot and found.line not in lines:
            at_column = any(abs(found.left - column) <= _NEAR for column in columns)
            (there if at_column else elsewhere).append(found)
    result = list(taken)
    for run in _runs(there, sorted(lines)):
        result = sorted(result + _accepted(run, result), key=_line)
    for run in _runs(elsewhere, [item.found.line for item in result]):
        result = sorted(result + _of_another_column(run, result), key=_line)
    return {item.found.line: item.sequence for item in result if item.found.line not in lines}


def _line(item: Taken) -> int:
    return item.found.line


def _longest_chain(dotted: Sequence[Candidate]) -> list[Candidate]:
    """The longest stretch of numbers at one left edge of which each is one more than the one before."""
    best: list[Candidate] = []
    for column in {round(found.left) for found in dotted}:
        chain: list[Candidate] = []
        for found in dotted:
            if abs(found.left - column) > _NEAR:
                continue
            chain = [*chain, found] if chain and found.number == chain[-1].number + 1 else [found]
            if len(chain) > len(best):
                best = chain
    return best


def _runs(left: Sequence[Candidate], lines: Sequence[int]) -> Iterator[list[Candidate]]:
    """Stretches of consecutive numbers with none taken between them. lines: of those taken."""

    def between(found: Candidate) -> int:
        return sum(line < found.line for line in lines)

    for _, items in groupby(left, key=between):
        run: list[Candidate] = []
        for found in items:
            if run and found.number != run[-1].number + 1:
                yield run
                run = []
            run.append(found)
        if run:
            yield run


def _accepted(run: Sequence[Candidate], taken: Sequence[Taken]) -> list[Taken]:
    """The run as paragraphs, or nothing where it is text. taken: in reading order."""
    before = next((item for item in reversed(taken) if item.found.line < run[0].line), None)
    after = next((item for item in taken if item.found.line > run[-1].line), None)
    sequence = before.sequence if before else after.sequence if after else 1
    used = {item.found.number: item.found for item in taken if item.sequence == sequence}
    first = run[0]
    placed = bool(first.left)
    again = [found for found in run if found.number in used]
    if not again:
        fits = (before is None or before.found.number < first.number) and (
            after is None or after.sequence != sequence or first.number < after.found.number
        )
        moved = first.number - 1 in used or run[-1].number + 1 in used
        enough = len(run) >= (2 if placed else _CHAIN)
        return [Taken(found, sequence) for found in run] if enough or (placed and (fits or moved)) else []
    if not placed or before is None:
        return []
    doubled = all(found.rest == used[found.number].rest for found in again)
    if len(run) >= _CHAIN and not doubled and after is None and first.number < before.found.number:
        return [Taken(found, sequence + 1) for found in run]  # a second part that has lost its head
    skipped = (
        len(run) == 1
        and first.number == before.found.number
        and after is not None
        and after.found.number == first.number + 2
    )
    if doubled or skipped or len(run) >= _CHAIN:
        return [Taken(found, sequence) for found in run]
    return []


def _of_another_column(run: Sequence[Candidate], taken: Sequence[Taken]) -> list[Taken]:
    """Numbers of a second column of text: they carry the sequence on, at one left edge of their own."""
    before = next((item for item in reversed(taken) if item.found.line < run[0].line), None)
    after = next((item for item in taken if item.found.line > run[-1].line), None)
    if before is None or len(run) < 2 or not run[0].left or run[0].left < before.found.left + 100:
        return []
    carries_on = before.found.number + 1 == run[0].number
    goes_on = after is None or after.sequence != before.sequence or run[-1].number < after.found.number
    level = max(found.left for found in run) - min(found.left for found in run) <= 4 * _NEAR
    return [Taken(found, before.sequence) for found in run] if carries_on and goes_on and level else []
