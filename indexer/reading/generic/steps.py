"""From one printed number to the next, also over numbers that are not printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_GAP = 30  # numbers that may lack in one place if one number goes on after it; more, if several do
_SECTIONS = 2  # the same of sections
_NEAR = 3  # numbers of the column among which the next must stand
_SURE = 3  # numbers in a row that no list within a paragraph has by chance
_SAME = 3.0  # points that left edges differ by where nothing is set in
_PLAIN = frozenset({"1.", "(1)", "1)", "1"})  # forms of one part: lists within paragraphs use them too


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number. line: place among the body lines. end: of the label in the text of its line.

    opens: whether what stands after it may begin a paragraph: a capital, a quotation, or nothing. order: its
    parts, to compare: (2, 3) of 2.3, (1, 7) of A7.
    """

    line: int
    prefix: str
    number: int
    left: float
    end: int
    form: str
    opens: bool
    page: int | None
    order: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """place: of the next number among those ahead. over_gap: whether numbers between are not printed."""

    place: int
    over_gap: bool


def next_step(labels: Sequence[Label], ahead: Sequence[Label]) -> Step | None:
    """Where a run goes on. labels: of the run so far. ahead: what stands in its column after the last."""
    last = labels[-1]
    place = next((n for n, label in enumerate(ahead) if follows(last, label)), None)
    if place is not None and _begins_anew(labels, ahead[:place]):
        # The numbers begin anew before they go on: they end here, or go on over a gap before that.
        gap = _on_the_way(last, ahead, place) if last.form not in _PLAIN else None
        return Step(gap, over_gap=True) if gap is not None and not _begins_anew(labels, ahead[:gap]) else None
    if place is not None:
        gap = _on_the_way(last, ahead, place)
        return Step(place, over_gap=False) if gap is None else Step(gap, over_gap=True)
    gap = _over_a_gap(last, ahead)
    return None if gap is None or _begins_anew(labels, ahead[:gap]) else Step(gap, over_gap=True)


def _begins_anew(labels: Sequence[Label], passed: Sequence[Label]) -> bool:
    names = {label.order for label in passed}
    if labels[0].order in names and labels[-1].order in names:
        return True
    first = [label.order for label in labels[:_SURE]]
    return labels[0].form not in _PLAIN and len(first) == _SURE and names.issuperset(first)


def _on_the_way(last: Label, ahead: Sequence[Label], place: int) -> int | None:
    """The first number between the last and the one that follows it, if the sequence goes over it.

    1.5, 2.1, 2.3, 2.4, 3.1: after 2.1 also 3.1 may follow, but 2.3 stands between. Of 2.1, 2.9, 2.3, 3.1 it
    is 2.3: 2.9 would leave out what stands after it.
    """
    if last.form in _PLAIN:
        return None
    target = ahead[place]
    passed = [
        (n, label)
        for n, label in enumerate(ahead[:place])
        if label.opens and last.order < label.order and not follows(last, label)
    ]
    between = [(n, label) for n, label in passed if label.order < target.order]
    first, least = None, target.order
    for n, label in reversed(between):
        if label.order < least:
            first, least = n, label.order
    if first is not None:
        return first
    if any(follows(target, label) for label in ahead[place + 1 : place + 1 + _NEAR]):
        return None
    # A number that stands late and alone, in a table or a sentence, is not the next if others go on before.
    return next((n for n, label in passed if _goes_on(label, ahead[n + 1 : place]) >= _SURE), None)


def _over_a_gap(last: Label, ahead: Sequence[Label]) -> int | None:
    """The place ahead where the sequence goes on after numbers that are not printed."""
    for place, label in enumerate(ahead):
        if label.prefix == last.prefix:
            skips, near = last.number + 1 < label.number, label.number <= last.number + 1 + _GAP
        else:
            skips, near = last.order < label.order, label.order[0] <= last.order[0] + _SECTIONS
        if skips and _goes_on(label, ahead[place + 1 :]) >= (2 if near else _SURE):
            return place
    return None


def _goes_on(label: Label, ahead: Sequence[Label]) -> int:
    """How many numbers in a row begin with this one, at most as many as make sure."""
    count, place = 1, 0
    while count < _SURE:
        near = range(place, min(place + _NEAR, len(ahead)))
        step = next((n for n in near if follows(label, ahead[n])), None)
        if step is None:
            break
        count, place, label = count + 1, step + 1, ahead[step]
    return count


def in_text(last: Label, passed: Sequence[Label], found: Label | None) -> list[Label]:
    """Numbers that would go on after the last, but are passed on the way to the next, or after the very last.

    found: the next number that is taken; None after the last of the run.
    """
    if found is not None:
        return [label for label in passed if label.opens and last.order < label.order < found.order]
    return [
        label
        for label in passed
        if label.opens
        and label.prefix == last.prefix
        and last.number < label.number <= last.number + _NEAR
        and abs(label.left - last.left) <= _SAME
    ]


def follows(last: Label, label: Label) -> bool:
    """Whether it is the next: 1.2 after 1.1, 2.1 after 1.9, 1.3 after 1.2.2, B1 after A7, 1.1.1 after 1.1."""
    one, other = last.order, label.order
    same = 0
    while same < len(one) and same < len(other) and one[same] == other[same]:
        same += 1
    if same == len(one):
        return len(other) > same and all(part == 1 for part in other[same:])
    if same == len(other):
        return False
    return other[same] == one[same] + 1 and all(part == 1 for part in other[same + 1 :])


def order_of(prefix: str, number: int) -> tuple[int, ...]:
    """The parts of a number, to compare."""
    return (*_order_of_prefix(prefix), number)


@lru_cache(maxsize=4096)
def _order_of_prefix(prefix: str) -> tuple[int, ...]:
    letters = re.match(r"[A-Z]*", prefix)
    head = 0
    for letter in letters[0] if letters else "":
        head = head * 26 + ord(letter) - ord("A") + 1
    numbers = tuple(int(part) for part in re.findall(r"\d+", prefix))
    return (*((head,) if head else ()), *numbers)


def missing(last: Label, found: Label) -> str:
    """What lacks between two labels, in words for a reader."""
    if last.prefix == found.prefix:
        first, end = last.number + 1, found.number - 1
        named = f"{last.prefix}{first}"
        return (
            f"number {named} is not printed"
            if first == end
            else (f"numbers {named} to {last.prefix}{end} are not printed")
        )
    return f"the numbers between {last} and {found} are not printed"
