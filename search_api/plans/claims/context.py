"""Which cues go with a citation? Those in its brackets before those of its sentence, its row, its heading,
and what was meant last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexer.records import Framework
from search_api.plans.drafts.records import Block, Cell, Draft

from .records import Citation, Cue, Stretch, Which
from .sentences import bracket_at, sentence_at

_DEADLINE = re.compile(
    r"\W*(?:(?:to\s+be\s+)?(?:done|completed?|completion|delivered|finished|review(?:ed)?|closed)\b.*|(?:by|due|when|start|end)\b.*"
    r"|(?:.*\b)?(?:deadline|timescales?|timelines?|target(?:\s+date)?|milestones?|date\s+due|due\s+date|by\s+when)\W*)",
    re.IGNORECASE,
)


_LABEL = 6  # words


@dataclass(frozen=True, slots=True)
class Meant:
    """What a citation's surroundings say of its report. near: what says when or which kind stands in the
    citation's own sentence or row; else it was taken from before. authorities: register names, the nearest
    first. named: those in the same brackets or sentence, or in a label of the row. words: the cues as
    written.
    """

    authorities: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    frameworks: tuple[Framework, ...] = ()
    which: Which = ""
    url: str = ""
    near: bool = False
    words: tuple[str, ...] = ()

    @property
    def tells_inspection(self) -> bool:
        """Whether it says more than whose report is meant."""
        return bool(self.first or self.frameworks or self.which or self.url)


@dataclass(slots=True)
class Surroundings:
    """What stands around each place of a draft."""

    draft: Draft
    cues: Sequence[Sequence[Cue]]  # of each block
    _marks: dict[str, Stretch] = field(init=False)

    def __post_init__(self) -> None:
        self._marks = {
            mark.note: Stretch(number, mark.offset, mark.offset)
            for number, block in enumerate(self.draft.blocks)
            for mark in block.marks
        }

    def marked_at(self, block: Block) -> Stretch | None:
        """Where the mark of a note stands in the body; None of what is no note."""
        return self._marks.get(block.note) if block.note else None

    def meant(self, citation: Citation) -> Meant:
        """Nearest first: brackets, sentence, block, row, heading row, then what stands before."""
        levels = list(self._levels(citation.at))
        telling = next((place for place, level in enumerate(levels) if _tells(level.cues)), None)
        chosen = levels[telling].cues if telling is not None else []
        named = next((found for level in levels if level.own and (found := _authorities(level.cues))), ())
        authorities = tuple(dict.fromkeys(name for level in levels for name in _authorities(level.cues)))
        dated = _nearest([cue for cue in chosen if cue.first], citation.at)
        kind = _nearest([cue for cue in chosen if cue.frameworks], citation.at)
        which = _nearest(
            [cue for level in levels if level.own for cue in level.cues if cue.which], citation.at
        )
        which = which or _nearest([cue for cue in chosen if cue.which], citation.at)
        linked = _nearest([cue for cue in chosen if cue.url], citation.at)
        return Meant(
            authorities,
            named,
            dated.first if dated else None,
            dated.last if dated else None,
            kind.frameworks if kind else (),
            which.which if which else "",
            linked.url if linked else citation.url,
            telling is not None and levels[telling].near,
            tuple(cue.text for cue in (dated, kind, which, linked) if cue),
        )

    def _levels(self, at: Stretch) -> Iterable[_Level]:
        block, cues = self.draft.blocks[at.block], self.cues[at.block]
        bracket = bracket_at(block.text, at.start, at.end)
        yield _Level(_within(cues, *bracket) if bracket else [], True, own=True)
        sentence = sentence_at(block.text, at.start, at.end)
        if ";" in block.text[slice(*sentence)] and not bracket:  # "Saltby 2019, para 3; Wexcombe 2015, rec 4"
            yield _Level(_within(cues, *_segment(block.text, at, *sentence)), True, own=True)
        yield _Level(_within(cues, *sentence), True, own=True)
        if mark := self.marked_at(block):  # the rest of the note, then the sentence of its mark
            yield _Level(list(cues), True)
            body = self.draft.blocks[mark.block].text
            yield _Level(_within(self.cues[mark.block], *sentence_at(body, mark.start, mark.end)), True)
            at, block, cues = mark, self.draft.blocks[mark.block], self.cues[mark.block]
        yield _Level([cue for cue in cues if cue.at.end <= at.start], True)
        if block.cell:
            labels = [cue for cue in self._row(at.block) if self._is_label(cue.at.block)]
            yield _Level(labels, True, own=True)
            yield _Level(self._row(at.block), True)
            yield _Level(self._heading_row(at.block), True)
        for number in range(at.block - 1, -1, -1):
            if (earlier := self.draft.blocks[number]).kind != "note" and self.cues[number]:
                if (
                    block.cell
                    and earlier.cell
                    and earlier.cell.table == block.cell.table
                    and earlier.cell.column != block.cell.column
                ):
                    continue  # another row's other cells say nothing of this row
                yield _Level(list(self.cues[number]), False)
        yield _Level([cue for cue in cues if cue.at.start >= at.end], True)

    def _is_label(self, number: int) -> bool:
        """Whether a cell only names something, as an authority in a table of authorities."""
        return len(self.draft.blocks[number].text.split()) <= _LABEL

    def _row(self, number: int) -> list[Cue]:
        cell = self.draft.blocks[number].cell
        return [
            cue
            for place, other in enumerate(self.draft.blocks)
            if place != number
            and cell
            and other.cell
            and (other.cell.table, other.cell.row) == (cell.table, cell.row)
            and not self._is_deadline(other.cell)
            for cue in self.cues[place]
        ]

    def _is_deadline(self, cell: Cell) -> bool:
        """Whether the heading of its column says that it holds days by which something is done."""
        return any(
            other.cell
            and other.cell.table == cell.table
            and other.cell.row < cell.row
            and (other.cell.heading or other.cell.row == 1)
            and other.cell.column == cell.column
            and _DEADLINE.fullmatch(other.text)
            for other in self.draft.blocks
        )

    def _heading_row(self, number: int) -> list[Cue]:
        cell = self.draft.blocks[number].cell
        return [
            cue
            for place, other in enumerate(self.draft.blocks)
            if cell
            and other.cell
            and other.cell.table == cell.table
            and other.cell.row < cell.row
            and (other.cell.heading or other.cell.row == 1)
            and other.cell.column == cell.column
            for cue in self.cues[place]
        ]


@dataclass(frozen=True, slots=True)
class _Level:
    """own: of the citation's own brackets or sentence, or of the labels of its row."""

    cues: list[Cue]
    near: bool
    own: bool = False


def _segment(text: str, at: Stretch, start: int, end: int) -> tuple[int, int]:
    """Of the sentence at [start, end): from the semicolon before the citation to that after it."""
    first = text.rfind(";", start, at.start)
    last = text.find(";", at.end, end)
    return max(first, start), last if last >= 0 else end


def _within(cues: Sequence[Cue], start: int, end: int) -> list[Cue]:
    return [cue for cue in cues if start <= cue.at.start < end]


def _tells(cues: Sequence[Cue]) -> bool:
    return any(cue.first or cue.frameworks or cue.which or cue.url for cue in cues)


def _authorities(cues: Sequence[Cue]) -> tuple[str, ...]:
    """Of one level, the last named first: what stands nearest before the citation."""
    return tuple(dict.fromkeys(name for cue in reversed(cues) for name in cue.authorities))


def _nearest(cues: Sequence[Cue], at: Stretch) -> Cue | None:
    """The last before the place, else the first after it."""
    before = [cue for cue in cues if cue.at.block == at.block and cue.at.start < at.end]
    others = [cue for cue in cues if cue not in before]
    if before:
        return before[-1]
    if not others:
        return None
    return others[-1] if others[-1].at.block < at.block else others[0]
