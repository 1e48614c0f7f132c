"""Body lines -> blocks in reading order: headings, numbered paragraphs, list items, running text.

A block is a run of lines that belong together on the page. What it means (finding, recommendation,
summary …) is decided in paragraphs.py from the headings above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .furniture import Body, BodyLine, goes_on, new_page, runs_on, white_above
from .heading_runs import heading_runs
from .headings import Heading, is_closing
from .normalise import clean, split_bullet
from .numbering import Start, find_starts
from .pages import without_marks

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
    headings = heading_runs(lines, body.size, set(starts))
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
    gap = place == 0 or white_above(lines[place - 1], line)
    bullet, _ = split_bullet(line.line.text.strip())
    if bullet and current is not None and not gap and _is_dash_in_text(current, lines[place - 1], line):
        bullet = False
    if current is None or current.form == "heading":
        blocks.append(Block("item" if bullet else "text", [line]))
    elif not _continue(current, lines[place - 1], line, gap=gap, bullet=bullet):
        blocks.append(Block("item" if bullet and current.form != "numbered" else "text", [line]))


def _continue(current: Block, above: BodyLine, line: BodyLine, *, gap: bool, bullet: bool) -> bool:
    """Add the line to the block that it goes on; False where it begins another."""
    if line.line.left and gap and is_closing(clean(line.line.text)):
        return False
    if current.form == "numbered":
        if bullet:
            current.add(line, list_line=not _goes_on_after_a_page(above, line))
        elif gap and _leaves_column(current, line) and _has_ended(above, line):
            return False
        else:
            current.add(line, list_line=_back_to_column(current, line))
    elif bullet:
        if not ((current.form == "item" and _is_nested(current, line)) or _is_list_of_text(current, line)):
            return False
        current.add(line, list_line=True)
    elif current.form == "item":
        if _leaves_item(current, above, line, gap=gap):
            return False
        current.add(line, list_line=gap and _starts_in_item(current, above, line))
    elif gap and not runs_on(above, line):
        return False
    else:
        current.add(line)
    return True


def _has_ended(above: BodyLine, line: BodyLine) -> bool:
    """Whether the paragraph has ended above the line. "(Recommendation)" ends one without a full stop."""
    text = clean(without_marks(above.line))
    return not goes_on(text, clean(line.line.text)) or text.endswith(")")


def _goes_on_after_a_page(above: BodyLine, line: BodyLine) -> bool:
    """Exported text marks the rest of a paragraph on a new page as an item."""
    after_the_bullet = split_bullet(line.line.text.strip())[1]
    return not line.line.left and bool(re.match(r"[a-z]", after_the_bullet)) and new_page(above, line)


def _is_dash_in_text(block: Block, above: BodyLine, line: BodyLine) -> bool:
    """A line that happens to start with a dash of its sentence: in the text's column, in mid-sentence."""
    glyph = line.line.text.strip()[:1]
    if glyph not in _DASHES or not line.line.left or block.form == "heading":
        return False
    if any(block.lines[place].line.text.strip()[:1] == glyph for place in {0, *block.starts_list}):
        return False  # the block is such a list
    column = block.left if block.form == "numbered" else min(body.line.left for body in block.lines[-8:])
    in_column = abs(line.line.left - column) <= 6 or abs(line.line.left - above.line.left) <= 3
    return in_column and not re.search(r"[.:;?!]$", clean(without_marks(above.line)))


def _leaves_item(item: Block, above: BodyLine, line: BodyLine, *, gap: bool) -> bool:
    """Whether the line is no longer the item: it stands by itself at the left of the item's text."""
    first = item.lines[0].line
    if runs_on(above, line) or _announces(item, line):
        return False
    if not line.line.left:
        return gap
    text = min((body.line.left for body in item.lines[1:]), default=first.left + 6)
    if gap and line.line.left > first.left + 6:
        words = clean(line.line.text)
        deeper = bool(item.lines[1:]) and line.line.left > text + 6
        return not (new_page(above, line) or deeper or words.endswith(":") or not words[:1].isupper())
    if gap:
        return True
    # A heading that is not set bold may follow without white space.
    return line.line.left < min(text - 8, first.left + 2) and not goes_on(
        clean(without_marks(above.line)), clean(line.line.text)
    )


def _announces(item: Block, line: BodyLine) -> bool:
    """The item ends in a colon, and the line begins what it announces, or a later line of that."""
    if item.text.endswith(":"):
        return True
    plain = [
        item.lines[place] for place in item.starts_list if not split_bullet(item.lines[place].line.text)[0]
    ]
    lead = " ".join(clean(body.line.text) for body in item.lines[: min(item.starts_list, default=0)])
    return lead.endswith(":") and any(
        body.page == line.page and abs(body.line.left - line.line.left) <= 3 for body in plain
    )


def _starts_in_item(item: Block, above: BodyLine, line: BodyLine) -> bool:
    """A list within an item may have no glyphs, and an item may announce more than one list."""
    if not line.line.left or new_page(above, line):
        return _announces(item, line)
    words = clean(line.line.text)
    return words.endswith(":") or not goes_on(clean(without_marks(above.line)), "") or _announces(item, line)


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
