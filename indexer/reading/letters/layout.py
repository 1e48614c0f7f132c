"""How the text of a letter is set: its columns, and where a paragraph ends without a number to say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.reading.blocks import Block
from indexer.reading.furniture import BodyLine
from indexer.reading.normalise import clean, split_bullet
from indexer.reading.pages import without_marks

_ENDS_SENTENCE = re.compile(r"[.!?:;][’”'\")]*$")
_LEADING = 1.45  # a step from line to line of more than this many sizes is white space between blocks
_HEADING_STEP = 1.9  # … and within a heading
_SPARE = 3.0  # points by which a word must fit on the line above before a break counts as meant
_EDGE = 100.0  # points from the lower or upper edge in which page numbers stand


@dataclass(frozen=True, slots=True)
class Layout:
    """size: of the text's letters. column: left edge of its text. right: right edge of full lines.

    second_column: left edge of the second column of tables; where there are none, one that no text has.
    All in points; 0 in exported text.
    """

    size: float
    column: float
    right: float
    second_column: float

    @classmethod
    def of(cls, lines: Sequence[BodyLine], size: float) -> Layout:
        """From the lines of the running text and the size of its letters."""
        text = [item.line for item in lines if item.line.left and abs(item.line.size - size) < 1]
        lefts = Counter(round(line.left) for line in text)
        often = sorted(left for left, count in lefts.items() if count >= 3) or sorted(lefts)
        column = float(often[0]) if often else 0.0
        rights = sorted(line.right for line in text)
        right = rights[int(0.97 * (len(rights) - 1))] if rights else 0.0
        second = [left for left in often if left > column + 100]
        return cls(size, column, right, float(second[0]) if second else column + 150 if column else 0.0)

    def white_above(self, lines: Sequence[BodyLine], place: int) -> bool:
        """Whether white space, a heading's step or a page's end is above the line."""
        if place == 0:
            return True
        above, line = lines[place - 1], lines[place]
        if not line.line.left:
            return line.line.gap > 0
        if above.page != line.page:
            return True
        step = min(above.line.top - line.line.top, above.line.bottom - line.line.bottom)
        return step > _LEADING * max(line.line.size, 9.0) or step < -2 * max(line.line.size, 9.0)

    def goes_on(self, lines: Sequence[BodyLine], place: int) -> bool:
        """Whether the text runs on over the end of a page, in mid-sentence or on a full line."""
        above, line = lines[place - 1], lines[place]
        if above.page == line.page and line.line.gap < 2:
            return False
        if not _ENDS_SENTENCE.search(clean(without_marks(above.line))):
            return True
        return bool(line.line.left) and not self.breaks(lines, place)

    def goes_on_after(self, above: BodyLine, line: BodyLine) -> bool:
        """Whether a cell of a table runs on over the end of a page in mid-sentence."""
        return above.page != line.page and not _ENDS_SENTENCE.search(clean(without_marks(above.line)))

    def breaks(self, lines: Sequence[BodyLine], place: int) -> bool:
        """Whether the line above was ended on purpose: its sentence is over, and the next word had room."""
        above, line = lines[place - 1].line, lines[place].line
        if not line.left or not _ENDS_SENTENCE.search(clean(without_marks(above))):
            return False
        text = clean(line.text)
        if not text or not (line.right > line.left):
            return False
        word = text.split()[0]
        width = (line.right - line.left) * (len(word) + 1) / len(text)
        return above.right + width + _SPARE < self.right

    def bold_run(self, lines: Sequence[BodyLine], place: int) -> int:
        """End of the run of bold lines of one size that starts here; `place` itself if there is none."""
        end = place
        while end < len(lines):
            line = lines[end]
            if not line.line.bold or line.line.size < 0.95 * self.size or split_bullet(line.line.text)[0]:
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

    def nested(self, item: Block, line: BodyLine) -> bool:
        """Whether a bullet stands within the item above it."""
        first = item.lines[0].line
        if not line.line.left:
            return line.line.text.startswith(" ") and not first.text.startswith(" ")
        return line.line.left > first.left + 8

    def cells(self, line: BodyLine, second: float) -> tuple[BodyLine, BodyLine | None]:
        """The two cells of a table's row that were drawn as one line. second: left edge of the second."""
        text = line.line.text
        for place, left in line.line.gaps:
            if left >= second:
                marks = [(first - place, last - place) for first, last in line.line.marks if first >= place]
                one = replace(line.line, text=text[:place].rstrip(), right=left, gaps=(), marks=())
                two = replace(line.line, text=text[place:], left=left, gaps=(), marks=tuple(marks))
                return replace(line, line=one), replace(line, line=two)
        return line, None

    def hangs(self, block: Block, line: BodyLine) -> bool:
        """Whether the line goes on with the last item of a list within the block."""
        item = block.lines[max(block.starts_list)].line
        return bool(line.line.left) and line.line.left > item.left + 6

    def back_to_column(self, block: Block, line: BodyLine) -> bool:
        """Whether the text goes on at its own edge after a list within it."""
        if not block.starts_list or not line.line.left:
            return False
        item = block.lines[max(block.starts_list)].line
        return split_bullet(item.text.strip())[0] and line.line.left < item.left - 6


def is_page_number(body: BodyLine, layout: Layout) -> bool:
    """A number alone that is the page's own, in a margin or far right of the text's column."""
    text = clean(body.line.text)
    if body.page is None or not re.fullmatch(r"\d{1,3}", text) or abs(int(text) - body.page) > 2:
        return False
    return body.line.top < _EDGE or body.line.left > layout.column + 150
