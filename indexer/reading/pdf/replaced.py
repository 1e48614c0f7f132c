"""Text that a file says instead of what it draws (ActualText): found, and taken back to what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2.raw as pdfium

from . import calls
from .objects import TEXT, Painted


def replaced(objects: Sequence[Painted]) -> list[Painted]:
    """Text objects of an open page that are marked to be read as other text."""
    return [text for text in objects if text.kind == TEXT and _marks(text.item)]


def read_as_drawn(texts: Sequence[Painted]) -> None:
    """Take the marks from text objects, so that a text page loaded afterwards says what they draw."""
    for text in texts:
        for mark in _marks(text.item):
            calls.remove_mark(text.item, mark)


def _marks(item: int) -> list[int]:
    marks = [calls.get_mark(item, place) for place in range(calls.count_marks(item))]
    return [mark for mark in marks if calls.mark_value(mark, b"ActualText") != pdfium.FPDF_OBJECT_UNKNOWN]
