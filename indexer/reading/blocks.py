"""Body lines -> blocks in reading order: headings, numbered paragraphs, list items, running text.

A block is a run of lines that belong together on the page. What it means (finding, recommendation,
summary …) is decided in paragraphs.py from the headings above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .furniture import Body, BodyLine
from .headings import Heading, grade_of, recognise
from .normalise import clean, split_bullet
from .numbering import Start, find_starts
from .pages import without_marks

_ENDS_SENTENCE = re.compile(r"[.!?:;][’”'\")]*\d{0,2}$")
_LEADING = 1.45  # a step from line to line of more than this many sizes is white space between blocks
_HEADING_STEP = 1.9  # … and within a heading

_DASHES = "-‐‑–—―−─"
_NESTED = _DASHES + "\uf02d\u0336"  # set with a symbol font, or drawn

Form = Literal["heading", "numbered", "item", "text"]


@dataclass(slots=True)
class Block:
    """One block. lines: what it prints. starts_list: places in `lines` where a list line begins."""

    form: Form
    lines: list[BodyLine] = field(default_factory=list)
    heading: Heading | None = None
    start: Start | None = None
    starts_list: set[int] = field(default_factory=set)
    title: str = ""

    def add(self, line: BodyLine, *, list_line: bool = False) -> None:
        """Append a line. list_line: a list item or its continuation begins here."""
        if list_line:
            self.starts_list.add(len(self.lines))
        self.lines.append(line)

    @property
    def text(self) -> str:
        """The text of its lines, cleaned, joined by single spaces."""
        return " ".join(clean(body.line.text) for body in self.lines)

    @property
    def page(self) -> int | None:
        """The page of the first line, from 1; None if unknown or without lines."""
        return self.lines[0].page if self.lines else None

    @property
    def left(self) -> float:
        """Left edge of the running lines (the hanging indent of a numbered paragraph); 0 if unknown."""
        return min((body.line.left for body in self.lines[1:8]), default=self.lines[0].line.left + 24)


def blocks_of(body: Body) -> list[Block]:
    """All blocks of the report, cover and closing pages included, in reading order."""
    lines = body.lines
    starts = {start.line: start for start in find_starts(lines)}
    headings = _heading_runs(lines, body.size, set(starts))
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        current = blocks[-1] if blocks else None
        if place in headings:
            end, heading = headings[place]
            inside = current is not None and current.form == "numbered" and heading is None
            if inside and lines[place].line.left and lines[place].line.left >= current.left - 6:  # type: ignore[union-attr]
                for offset in range(place, end):  # "Immediately:" within a numbered list of actions
                    current.add(lines[offset], list_line=offset == place)  # type: ignore[union-attr]
            else:
                block = Block("heading", list(lines[place:end]), heading)
                block.title = heading.title if heading else block.text
                blocks.append(block)
            place = end
            continue
        if place and place not in starts and (_is_seam(body, place) or _may_be_lost(blocks, lines, place)):
            bullet, _ = split_bullet(lines[place].line.text.strip())
            blocks.append(Block("item" if bullet else "text", [lines[place]]))
        else:
            _add_line(blocks, lines, place, starts.get(place))
        place += 1
    return blocks


def _is_seam(body: Body, place: int) -> bool:
    """The line is the first of a page that does not go on where the page before ends."""
    page = body.lines[place].page
    return page in body.seams and body.lines[place - 1].page != page


def _may_be_lost(blocks: Sequence[Block], lines: Sequence[BodyLine], place: int) -> bool:
    """Numbers are missing behind the current one: a text on the next page may be the end of one of them."""
    start = blocks[-1].start if blocks else None
    return start is not None and start.broken and lines[place - 1].page != lines[place].page


def _add_line(blocks: list[Block], lines: Sequence[BodyLine], place: int, start: Start | None) -> None:
    line = lines[place]
    current = blocks[-1] if blocks else None
    if start is not None:
        blocks.append(Block("numbered", [line], start=start))
        return
    gap = place == 0 or _white_above(lines[place - 1], line)
    bullet, _ = split_bullet(line.line.text.strip())
    if bullet and current is not None and not gap and _is_dash_in_text(current, lines[place - 1], line):
        bullet = False
    if current is None or current.form == "heading":
        blocks.append(Block("item" if bullet else "text", [line]))
    elif current.form == "numbered":
        if bullet:
            current.add(line, list_line=not _goes_on_after_a_page(lines[place - 1], line))
        elif (
            gap and _leaves_column(current, line) and _ENDS_SENTENCE.search(clean(lines[place - 1].line.text))
        ):
            blocks.append(Block("text", [line]))
        else:
            current.add(line, list_line=_back_to_column(current, line))
    elif bullet:
        if (current.form == "item" and _is_nested(current, line)) or _is_list_of_text(current, line):
            current.add(line, list_line=True)
        else:
            blocks.append(Block("item", [line]))
    elif current.form == "item":
        if gap and not _item_goes_on(current, lines[place - 1], line):
            blocks.append(Block("text", [line]))
        else:
            current.add(line)
    elif gap and not _runs_on(lines[place - 1], line):
        blocks.append(Block("text", [line]))
    else:
        current.add(line)


def _goes_on_after_a_page(above: BodyLine, line: BodyLine) -> bool:
    """Exported text marks the rest of a paragraph on a new page as an item."""
    after_the_bullet = split_bullet(line.line.text.strip())[1]
    return not line.line.left and bool(re.match(r"[a-z]", after_the_bullet)) and _new_page(above, line)


def _is_dash_in_text(block: Block, above: BodyLine, line: BodyLine) -> bool:
    """A line that happens to start with a dash of its sentence: in the text's column, in mid-sentence."""
    glyph = line.line.text.strip()[:1]
    if glyph not in _DASHES or not line.line.left or block.form == "heading":
        return False
    if any(body.line.text.strip()[:1] == glyph for body in block.lines):
        return False  # the block is such a list
    column = block.left if block.form == "numbered" else min(body.line.left for body in block.lines[-8:])
    in_column = abs(line.line.left - column) <= 6 or abs(line.line.left - above.line.left) <= 3
    return in_column and not re.search(r"[.:;,?!]$", clean(without_marks(above.line)))


def _new_page(above: BodyLine, line: BodyLine) -> bool:
    return above.page != line.page or line.line.gap > 2


def _white_above(above: BodyLine, line: BodyLine) -> bool:
    if not line.line.left:
        return line.line.gap > 0
    if above.page != line.page:
        return True
    # Boxes are tight: a line without capitals stands low, one without descenders high. Both edges must tell.
    step = min(above.line.top - line.line.top, above.line.bottom - line.line.bottom)
    return step > _LEADING * max(line.line.size, 9.0)


def _runs_on(above: BodyLine, line: BodyLine) -> bool:
    """Whether text goes on over a page's end: the sentence is not finished."""
    return _new_page(above, line) and not _ENDS_SENTENCE.search(clean(above.line.text))


def _item_goes_on(item: Block, above: BodyLine, line: BodyLine) -> bool:
    if _runs_on(above, line):
        return True
    if not line.line.left:
        return False
    return _new_page(above, line) and line.line.left > item.lines[0].line.left + 6


def _leaves_column(block: Block, line: BodyLine) -> bool:
    """The line stands left of the paragraph's hanging indent: it is no longer the paragraph."""
    if not line.line.left:
        return True
    return line.line.left < block.left - 8


def _back_to_column(block: Block, line: BodyLine) -> bool:
    """After a list within a paragraph the text goes on at the paragraph's own indent, left of the list's."""
    if not block.starts_list or not line.line.left or abs(line.line.left - block.left) > 6:
        return False
    item = block.lines[max(block.starts_list)].line
    if not split_bullet(item.text)[0]:
        return False
    inside = [body.line.left for body in block.lines[max(block.starts_list) + 1 :]]
    return min(inside, default=item.left + 12) > line.line.left + 6


def _is_nested(item: Block, line: BodyLine) -> bool:
    first = item.lines[0].line
    if not line.line.left:
        if line.line.text.startswith(" ") and not first.text.startswith(" "):
            return True
        # At the top of a page exported text loses the indent; the list's lead-in still ends in a colon.
        opens_list = first.text.rstrip().endswith(":")
        return opens_list and bool(re.match(r"[a-z0-9]", split_bullet(line.line.text.strip())[1]))
    return line.line.left > first.left + 8


def _is_list_of_text(text: Block, line: BodyLine) -> bool:
    """Dashes set far in below a text that announces them ("In the last 12 months:"), as below an item."""
    first = text.lines[0].line
    if text.form != "text" or not line.line.left or line.line.text.strip()[:1] not in _NESTED:
        return False
    return (bool(text.starts_list) or text.text.endswith(":")) and line.line.left > first.left + 20


def _heading_runs(
    lines: Sequence[BodyLine], size: float, starts: set[int]
) -> dict[int, tuple[int, Heading | None]]:
    """First line of each heading -> the line after its last, and what it was recognised as."""
    runs: dict[int, tuple[int, Heading | None]] = {}
    place = 0
    while place < len(lines):
        if place in starts:
            place += 1
            continue
        end = _bold_run(lines, place, size, starts) if lines[place].line.left else _text_run(lines, place)
        if end == place:
            place += 1
            continue
        heading, end = _recognise_longest(lines, place, end)
        if heading is not None or lines[place].line.left:
            runs[place] = (end, heading)
            place = end
        else:
            place += 1
    return runs


def _bold_run(lines: Sequence[BodyLine], place: int, size: float, starts: set[int]) -> int:
    """End of the run of bold lines of one size that starts here; `place` itself if there is none."""
    end = place
    while end < len(lines) and end not in starts:
        line = lines[end]
        if not line.line.bold or line.line.size < 0.95 * size or split_bullet(line.line.text)[0]:
            break
        if end > place:
            above = lines[end - 1]
            step = abs(above.line.top - line.line.top)
            if above.page != line.page or step > _HEADING_STEP * line.line.size:
                break
            if abs(above.line.size - line.line.size) > 0.6:
                break
        end += 1
    return end


def _text_run(lines: Sequence[BodyLine], place: int) -> int:
    """In a text report a heading stands between blank lines; its grade may follow on the next line."""
    line = lines[place].line
    if (place and not line.gap) or len(line.text) > 140 or line.text.rstrip().endswith((".", ",", ";")):
        return place
    end = place + 1
    while end < len(lines) and not lines[end].line.gap and end < place + 3:
        end += 1
    if end < len(lines) and grade_of(clean(lines[end].line.text)) is not None:
        end += 1
    return end


def _recognise_longest(lines: Sequence[BodyLine], place: int, end: int) -> tuple[Heading | None, int]:
    """The longest head of the run with a known wording; else the whole run as an unknown heading."""
    for stop in range(end, place, -1):
        heading = recognise(" ".join(clean(without_marks(body.line)) for body in lines[place:stop]))
        if heading is not None:
            return heading, stop
    return None, end
