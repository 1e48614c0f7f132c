"""The numbers that a document prints before its paragraphs: 1, 1., 1), (1), 1.1, A1, from whatever number on.

A form of number is the report's own if it has the longest run down the pages, at one left edge. Headings
that are numbered too ("2. Findings" above 2.1), lists within paragraphs and lists of contents have shorter
runs, or stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.reading.furniture import BodyLine
from indexer.reading.normalise import split_bullet

from .steps import Label, in_text, missing, next_step, order_of

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
_COLUMN = 12.0  # points that the numbers' left edges may differ by
_LISTED = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}\s*$|\s{3,}\d{1,3}\s*$")  # a row of the contents


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that follow each other. labels: in reading order. gaps: (label before which it lies, what is
    not printed). again: labels of the run that stand in its column twice. in_text: (label after which it
    stands, a number that would go on there but is not taken).
    """

    labels: tuple[Label, ...] = ()
    gaps: tuple[tuple[Label, str], ...] = ()
    again: tuple[Label, ...] = ()
    in_text: tuple[tuple[Label, Label], ...] = ()

    @property
    def worth(self) -> int:
        """The more numbers the better; a run that skips many is more likely two lists."""
        return len(self.labels) - 2 * len(self.gaps)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is numbered. runs: the document's own, in reading order, several where they begin anew; empty
    where no form of number runs on for at least three. as_text: shorter runs of that form in that column,
    which are read as text, but may be the document's own.
    """

    runs: tuple[Run, ...] = ()
    as_text: tuple[Run, ...] = ()


def find_numbers(lines: Sequence[BodyLine]) -> Numbers:
    """The numbers of a document's paragraphs, from all lines of its body."""
    forms = {form: list(_candidates(lines, form)) for form in _FORMS}
    best = max((_longest(found) for found in forms.values()), key=lambda run: run.worth, default=Run())
    if len(best.labels) < _FEWEST or _are_headings(lines, best):
        rest = [found for form, found in forms.items() if not best.labels or form != best.labels[0].form]
        best = max((_longest(found) for found in rest), key=lambda run: run.worth, default=Run())
        if len(best.labels) < _FEWEST or _are_headings(lines, best):
            return Numbers()
    runs = [best]
    left = forms[best.labels[0].form]
    as_text: list[Run] = []
    while True:  # what lies between two numbers of a run is a list within a paragraph
        left = [it for it in left if not any(_within(it, run) for run in (*runs, *as_text))]
        left = [it for it in left if _in_column(it, best.labels[0].left)]
        more = _longest_apart(left, runs)
        if len(more.labels) < _FEWEST:
            break
        if as_text or len(runs) >= _MOST_RUNS or len(more.labels) < _MINOR * len(best.labels):
            as_text.append(more)
        elif _are_headings(lines, more):
            break
        else:
            runs.append(more)
    return Numbers(_in_order(runs), _in_order(run for run in as_text if not _are_headings(lines, run)))


def _in_order(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(sorted(runs, key=lambda run: run.labels[0].line))


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
        rest = text[found.end() :].strip()
        opens = not rest or not rest[0].isalpha() or rest[0].isupper()
        prefix, number = found["prefix"], int(found["number"])
        order = order_of(prefix, number)
        yield Label(place, prefix, number, body.line.left, found.end(), form, opens, body.page, order)


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
    text: list[tuple[Label, Label]] = []
    tried.add(first)
    stand = [candidates[place] for place in inside]
    position = 0
    while True:
        last, ahead = labels[-1], stand[position + 1 :]
        step = next_step(labels, ahead)
        if step is None:
            text += [(last, label) for label in in_text(last, ahead, None)]
            break
        found, passed = ahead[step.place], ahead[: step.place]
        if step.over_gap:
            gaps.append((found, missing(last, found)))
        text += [(last, label) for label in in_text(last, passed, found)]
        again += [label for label in passed if label.order == last.order]
        labels.append(found)
        position += step.place + 1
        tried.add(inside[position])
    return Run(tuple(labels), tuple(gaps), tuple(again), tuple(text))


def _in_column(label: Label, column: float) -> bool:
    return not column or not label.left or abs(label.left - column) <= _COLUMN
