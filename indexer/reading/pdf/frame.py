"""Where things stand on a page as it is read: upright, from the lower left of what is shown of it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from . import calls
from .calls import Box

_SAMPLE = 8  # text objects that say which way up an ordinary page is
_FEW_DEGREES = 5.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page in its own space, and how it is turned to be read.

    left, bottom, right, top: points of the page's own space. quarter_turns: clockwise, 0 to 3.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int = 0

    @property
    def width(self) -> float:
        """Of the page as read, in points."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """As `width`."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    @property
    def is_plain(self) -> bool:
        """Whether positions on the page are those of its own space."""
        return not (self.left or self.bottom or self.quarter_turns)

    def read(self, box: Box) -> Box:
        """A box of the page's own space as one of the page as it is read."""
        left, bottom, right, top = box
        if self.quarter_turns == 0:
            return left - self.left, bottom - self.bottom, right - self.left, top - self.bottom
        if self.quarter_turns == 1:
            return bottom - self.bottom, self.right - right, top - self.bottom, self.right - left
        if self.quarter_turns == 2:
            return self.right - right, self.top - top, self.right - left, self.top - bottom
        return self.top - top, left - self.left, self.top - bottom, right - self.left


def upright(page: pypdfium2.PdfPage) -> Frame:
    """Turn the open page so that most of its text stands upright, and say how it lies then."""
    found = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, found)
    sides = found.left, found.bottom, found.right, found.top
    printed = pdfium.FPDFPage_GetRotation(page.raw) % 4
    turns = _turns_of_text(page, every=printed != 0)
    if turns is None:
        turns = printed
    if turns != printed:
        pdfium.FPDFPage_SetRotation(page.raw, turns)
    return Frame(*sides, turns)


def slant(matrix: calls.Matrix) -> float:
    """Degrees that text of this matrix is turned, anticlockwise, 0 up to 360."""
    return math.degrees(math.atan2(matrix[1], matrix[0])) % 360


def _turns_of_text(page: pypdfium2.PdfPage, *, every: bool) -> int | None:
    """Quarter turns that set most of the text upright; None where there is no text to say.

    every: look at all the text, not at a sample of it. A sample that is not all upright is not believed.
    """
    raw = calls.handle(page.raw)
    seen: Counter[int] = Counter()
    for place in range(calls.count_objects(raw)):
        item = calls.get_object(raw, place)
        if calls.object_type(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        angle = slant(calls.matrix(item))
        turned = round(angle / 90) % 4
        if abs(angle - 90 * round(angle / 90)) <= _FEW_DEGREES:
            seen[turned] += 1
        if not every and seen.total() >= _SAMPLE:
            if set(seen) == {0}:
                return 0
            every = True
    return seen.most_common(1)[0][0] if seen else None


def device_box(frame: Frame, box: Box, pixels: tuple[int, int]) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 in a picture of this height and width, y downwards, of a box of the page as read."""
    height, width = pixels
    across, down = width / max(frame.width, 1e-6), height / max(frame.height, 1e-6)
    left, bottom, right, top = box
    x0, x1 = round(left * across), round(right * across)
    y0, y1 = round(height - top * down), round(height - bottom * down)
    return max(min(x0, width), 0), max(min(y0, height), 0), max(min(x1, width), 0), max(min(y1, height), 0)
