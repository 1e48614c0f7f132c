"""The numbers that a document prints before its paragraphs: 1, 1., 1), (1), 1.1, A1, from whatever number on.

A form of number is the report's own if it has the longest run down the pages, at one left edge. Headings
that are numbered too ("2. Findings" above 2.1), lists within paragraphs and lists of contents have shorter
runs, or stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.reading.furniture import BodyLine
from indexer.reading.normalise import split_bullet

# form -> pattern of the label, as printed at the start of a line
_FORMS: dict[str, re.Pattern[str]] = {
    "1.1": re.compile(r"(?P<prefix>(?:\d{1,3}\.)+)(?P<number>[1-9]\d{0,2})(?:\.|\))?(?=\s|$)"),
    "A1": re.compile(r"(?P<prefix>[A-Z]{1,2}\.?(?:\d{1,3}\.)*)(?P<number>[1-9]\d{0,2})(?:\.|\)|:)?(?=\s|$)"),
    "1.": re.compile(r"(?P<prefix>)(?P<number>[1-9]\d{0,3})\.(?!\d)"),
    "(1)": re.compile(r"(?P<prefix>)\((?P<number>[1-9]\d{0,3})\)"),
    "1)": re.compile(r"(?P<prefix>)(?P<number>[1-9]\d{0,3})\)"),
    "1": re.compile(r"(?P<prefix>)(?P<number>[1-9]\d{0,2})(?=\s+[A-Z‘“]|\s*$)"),
}
_FEWEST = 3  # numbers in a row that are a sequence
_MINOR = 0.1  # of the longest run: a shorter one is a table's or a list's
_MOST_RUNS = 9  # an id has one digit for it
_GAP = 30  # numbers that may lack in one place
_COLUMN = 12.0  # points that the numbers' left edges may differ by
_LISTED = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}\s*$|\s{3,}\d{1,3}\s*$")  # a row of the contents


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number. line: place among the body lines. end: of the label in the text of its line."""

    line: int
    prefix: str
    number: int
    left: float
    end: int
    form: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}"


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that follow each other. labels: in reading order. gaps: (label before which it lies, what is
    not printed). again: labels of the run that stand in its column twice.
    """

    labels: tuple[Label, ...] = ()
    gaps: tuple[tuple[Label, str], ...] = ()
    again: tuple[Label, ...] = ()

    @property
    def worth(self) -> int:
        """The more numbers the better; a run that skips many is more likely two lists."""
        return len(self.labels) - 2 * len(self.gaps)


def find_runs(lines: Sequence[BodyLine]) -> tuple[Run, ...]:
    """The document's own numbers in reading order: one run, or several where they begin anew.

    Empty where no form of number runs on for at least three.
    """
    forms = {form: list(_candidates(lines, form)) for form in _FORMS}
    best = max((_longest(found) for found in forms.values()), key=lambda run: run.worth, default=Run())
    if len(best.labels) < _FEWEST or _are_headings(lines, best):
        rest = [found for form, found in forms.items() if not best.labels or form != best.labels[0].form]
        best = max((_longest(found) for found in rest), key=lambda run: run.worth, default=Run())
        if len(best.labels) < _FEWEST or _are_headings(lines, best):
            return ()
    runs = [best]
    left = forms[best.labels[0].form]
    while True:  # what lies between two numbers of a run is a list within a paragraph
        left = [it for it in left if not any(_within(it, run) for run in runs)]
        left = [it for it in left if _in_column(it, best.labels[0].left)]
        more = _longest_apart(left, runs)
        if (
            len(more.labels) < max(_FEWEST, _MINOR * len(best.labels))
            or _are_headings(lines, more)
            or len(runs) >= _MOST_RUNS
        ):
            return tuple(sorted(runs, key=lambda run: run.labels[0].line))
        runs.append(more)


def _within(label: Label, run: Run) -> bool:
    return run.labels[0].line <= label.line <= run.labels[-1].line


def _longest_apart(left: list[Label], runs: Sequence[Run]) -> Run:
    """The longest run of what is left that does not reach over another run."""
    edges = sorted(run.labels[0].line for run in runs)
    stretches: dict[int, list[Label]] = {}
    for label in left:
        stretches.setdefault(sum(edge < label.line for edge in edges), []).append(label)
    return max(
        (_longest(stretch) for stretch in stretches.values()), key=lambda run: run.worth, default=Run()
    )


def _are_headings(lines: Sequence[BodyLine], run: Run) -> bool:
    """Whether most of the numbers stand before short lines alone: sections are numbered, not paragraphs."""
    alone = 0
    for label in run.labels:
        body = lines[label.line]
        rest = body.line.text[label.end :].strip()
        below = lines[label.line + 1] if label.line + 1 < len(lines) else None
        short = 0 < len(rest) < 90 and rest[-1] not in ".;:,"
        alone += short and (below is None or body.line.bold != below.line.bold or _apart(body, below))
    return alone > 0.6 * len(run.labels)


def _apart(above: BodyLine, below: BodyLine) -> bool:
    if not above.line.left:
        return below.line.gap > 0
    return above.page != below.page or above.line.bottom - below.line.top > 0.6 * max(above.line.size, 9.0)


def _candidates(lines: Sequence[BodyLine], form: str) -> Iterator[Label]:
    pattern = _FORMS[form]
    for place, body in enumerate(lines):
        text = body.line.text
        start = len(text) - len(text.lstrip())
        if not body.line.left:  # exported text writes a numbered paragraph as an item of a list
            bare = split_bullet(text.strip())[1]
            start = len(text) - len(bare) if text.endswith(bare) else start
        found = pattern.match(text, start)
        if found is None or _LISTED.search(text) or body.line.marks[:1] == ((0, found.end("number")),):
            continue
        yield Label(place, found["prefix"], int(found["number"]), body.line.left, found.end(), form)


def _longest(candidates: list[Label]) -> Run:
    """The best run of labels that follow each other in one column; of equal ones the first."""
    best = Run()
    tried: set[int] = set()
    for first in range(len(candidates)):
        if first in tried:
            continue
        run = _run(candidates, first, tried)
        if run.worth > best.worth:
            best = run
    return best


def _run(candidates: list[Label], first: int, tried: set[int]) -> Run:
    column = candidates[first].left
    inside = [place for place in range(first, len(candidates)) if _in_column(candidates[place], column)]
    labels, gaps, again = [candidates[first]], list[tuple[Label, str]](), list[Label]()
    tried.add(first)
    position = 0
    while True:
        last = labels[-1]
        ahead = inside[position + 1 :]
        step = next((n for n, place in enumerate(ahead) if follows(last, candidates[place])), None)
        if step is None:
            step = _over_a_gap(last, [candidates[place] for place in ahead])
            if step is None:
                break
            gaps.append((candidates[ahead[step]], missing(last, candidates[ahead[step]])))
        found = candidates[ahead[step]]
        passed = {str(candidates[place]) for place in ahead[:step]}
        if {str(labels[0]), str(last)} <= passed:
            break  # the numbers begin anew before they go on
        again += [candidates[place] for place in ahead[:step] if str(candidates[place]) == str(last)]
        labels.append(found)
        tried.add(ahead[step])
        position += step + 1
    return Run(tuple(labels), tuple(gaps), tuple(again))


def _in_column(label: Label, column: float) -> bool:
    return not column or not label.left or abs(label.left - column) <= _COLUMN


def follows(last: Label, label: Label) -> bool:
    """Whether it is the next: 1.2 after 1.1, 2.1 after 1.9, 1.3 after 1.2.2, B1 after A7, 1.1.1 after 1.1."""
    one, other = _order(last), _order(label)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if same == len(one):
        return len(other) > same and all(part == 1 for part in other[same:])
    if same == len(other):
        return False
    return other[same] == one[same] + 1 and all(part == 1 for part in other[same + 1 :])


def _over_a_gap(last: Label, ahead: list[Label]) -> int | None:
    """The place ahead where the sequence goes on after numbers that are not printed."""
    for step, label in enumerate(ahead):
        if label.prefix == last.prefix:
            skips = last.number + 1 < label.number <= last.number + 1 + _GAP
        else:
            skips = _order(last) < _order(label) and _order(label)[0] <= _order(last)[0] + 2
        if skips and any(follows(label, later) for later in ahead[step + 1 : step + 4]):
            return step
    return None


def _order(label: Label) -> tuple[int, ...]:
    letters = re.match(r"[A-Z]*", label.prefix)
    head = 0
    for letter in letters[0] if letters else "":
        head = head * 26 + ord(letter) - ord("A") + 1
    numbers = tuple(int(part) for part in re.findall(r"\d+", label.prefix))
    return (*((head,) if head else ()), *numbers, label.number)


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
