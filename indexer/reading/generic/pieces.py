"""Body lines -> pieces of a document that no kind describes: headings, numbered paragraphs, other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indexer.reading.blocks import Block
from indexer.reading.furniture import Body, BodyLine
from indexer.reading.normalise import clean, split_bullet

from .labels import Run
from .steps import Label

_ENDS = re.compile(r"[.!?:;][’”'\")]*\d{0,2}$")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"\d{1,3}$")
_LONGEST_HEADING = 140
_WHITE = 1.3  # of the usual step from line to line: more is white space between blocks


@dataclass(slots=True)
class Piece:
    """One piece. label, part: of a numbered paragraph; level: of a heading, the greater the outer. first: its
    line's place in the body.
    """

    block: Block
    label: Label | None = None
    part: str = ""
    level: float = 0.0
    last: bool = False
    first: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading and no text."""
        return self.block.form == "heading"


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the numbers stand. labels: line -> label and part. last: lines of the last label of each run."""

    labels: dict[int, tuple[Label, str]] = field(default_factory=dict)
    last: frozenset[int] = frozenset()

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Parts:
        """The first run has no part's name, the second is "part2"."""
        labels = {
            label.line: (label, "" if number == 1 else f"part{number}")
            for number, run in enumerate(runs, start=1)
            for label in run.labels
        }
        return cls(labels, frozenset(run.labels[-1].line for run in runs))


def without_contents(lines: Sequence[BodyLine]) -> tuple[BodyLine, ...]:
    """The lines without lists of contents: most of a page's lines below that word end in a page's number."""
    dropped: set[int] = set()
    for place, body in enumerate(lines):
        if place in dropped or not _CONTENTS.fullmatch(clean(body.line.text)):
            continue
        below = [place]
        for at in range(place + 1, len(lines)):
            if lines[at].page != body.page or (body.page is None and lines[at].line.gap > 1):
                break
            below.append(at)
        listed = [at for at in below if _ENDS_IN_PAGE.search(clean(lines[at].line.text))]
        if len(listed) * 2 >= len(below) - 1 > 0:
            dropped.update(range(place, listed[-1] + 1))
    return tuple(body for place, body in enumerate(lines) if place not in dropped)


def pieces_of(body: Body, parts: Parts) -> list[Piece]:
    """All pieces in reading order; a label is taken out of its line."""
    white = _Spacing(_usual_step(body.lines))
    pieces: list[Piece] = []
    for place, line in enumerate(body.lines):
        above = body.lines[place - 1] if place else None
        below = body.lines[place + 1] if place + 1 < len(body.lines) else None
        current = pieces[-1] if pieces else None
        gap = white.above(above, line)
        found = parts.labels.get(place)
        if found is not None:
            label, part = found
            rest = _without_label(line, label.end)
            pieces.append(Piece(Block("text", [rest]), label, part, last=place in parts.last, first=place))
        elif level := _heading_level(body, line, below, current, gap):
            if current is not None and current.is_heading and current.level == level and not gap:
                current.block.add(line)
            else:
                pieces.append(Piece(Block("heading", [line]), level=level, first=place))
        elif current is None or current.is_heading or _breaks(current, above, line, gap):
            pieces.append(Piece(Block("item" if _is_bullet(line) else "text", [line]), first=place))
        else:
            current.block.add(line, list_line=_is_bullet(line) or (gap and not _runs_on(above, line)))
    return pieces


@dataclass(frozen=True, slots=True)
class _Spacing:
    """usual: step from line to line within a block, in sizes of the type."""

    usual: float

    def above(self, above: BodyLine | None, line: BodyLine) -> bool:
        """Whether more white than usual stands above a line."""
        if above is None:
            return True
        if not line.line.left:
            return line.line.gap > 0
        if above.page != line.page:
            return True
        return _step(above, line) > _WHITE * self.usual


def _usual_step(lines: Sequence[BodyLine]) -> float:
    pairs = pairwise(lines)
    steps = sorted(
        _step(a, b) for a, b in pairs if a.page == b.page and b.line.left and 0.6 < _step(a, b) < 4
    )
    return steps[len(steps) // 10] if steps else 1.2  # few stand closer than the lines of a block


def _step(above: BodyLine, line: BodyLine) -> float:
    # Boxes are tight: a line without capitals stands low, one without descenders high. Both edges must tell.
    step = min(above.line.top - line.line.top, above.line.bottom - line.line.bottom)
    return step / max(line.line.size, 9.0)


def _without_label(line: BodyLine, end: int) -> BodyLine:
    text = line.line.text[end:]
    cut = end + len(text) - len(text.lstrip())
    marks = tuple((a - cut, b - cut) for a, b in line.line.marks if a >= cut)
    return replace(line, line=replace(line.line, text=line.line.text[cut:], marks=marks))


def _heading_level(
    body: Body, line: BodyLine, below: BodyLine | None, current: Piece | None, gap: bool
) -> float:
    """0 for a line that is no heading, else its size, a little more where it is bold."""
    text = clean(line.line.text)
    if not text or len(text) > _LONGEST_HEADING or _is_bullet(line) or not re.search(r"[A-Za-z]{2}", text):
        return 0.0
    if not line.line.left:
        alone = gap and (below is None or below.line.gap > 0)
        plain = (
            len(text) < 90 and not re.search(r"[.;:,]$", text) and (text[0].isupper() or text[0].isdigit())
        )
        return 1.0 if alone and plain else 0.0
    larger = line.line.size > 1.15 * body.size
    if not larger and (not line.line.bold or line.line.size < 0.95 * body.size):
        return 0.0
    if not larger and text.endswith((".", ",", ";")):
        return 0.0  # a sentence in bold
    follows = current is not None and current.is_heading
    if not larger and not follows and not gap:
        return 0.0  # bold words that begin a line of text
    return round(line.line.size, 1) + (0.5 if line.line.bold else 0.0)


def _breaks(current: Piece, above: BodyLine | None, line: BodyLine, gap: bool) -> bool:
    """Whether a line begins a piece of its own and does not go on with the current one."""
    if not gap or _runs_on(above, line):
        return False
    if _is_bullet(line) or (current.block.starts_list and _is_set_in(current, line)):
        return False
    # Blocks without a number between two numbers belong to the first; nobody says what follows the last.
    return current.label is None or current.last


def _is_set_in(current: Piece, line: BodyLine) -> bool:
    return bool(line.line.left) and line.line.left > current.block.lines[0].line.left + 6


def _is_bullet(line: BodyLine) -> bool:
    return split_bullet(line.line.text.strip())[0]


def _runs_on(above: BodyLine | None, line: BodyLine) -> bool:
    """Text that goes on over a page's end: the sentence is not finished."""
    if above is None or (above.page == line.page and line.line.gap <= 2):
        return False
    return not _ENDS.search(clean(above.line.text))
