"""Text that a file says instead of what it draws (ActualText): found, and taken back to what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import pypdfium2.raw as pdfium

from . import calls
from .objects import TEXT, Painted


def replaced(objects: Sequence[Painted]) -> list[Painted]:
    """Text objects of an open page that are marked to be read as other text."""
    texts = [text for text in objects if text.kind == TEXT]
    counts: list[int] = list(map(calls.count_marks, [text.item for text in texts]))
    marked = [(text, count) for text, count in zip(texts, counts, strict=True) if count > 0]
    marks = map(calls.get_mark, [text.item for text, _ in marked], repeat(0))
    values = map(calls.mark_value, marks, repeat(b"ActualText"))
    return [
        text
        for (text, count), value in zip(marked, values, strict=True)
        if value != pdfium.FPDF_OBJECT_UNKNOWN or (count > 1 and _marks(text.item))
    ]


def read_as_drawn(texts: Sequence[Painted]) -> None:
    """Take the marks from text objects, so that a text page loaded afterwards says what they draw."""
    for text in texts:
        for mark in _marks(text.item):
            calls.remove_mark(text.item, mark)


def _marks(item: int) -> list[int]:
    marks = [calls.get_mark(item, place) for place in range(calls.count_marks(item))]
    return [mark for mark in marks if calls.mark_value(mark, b"ActualText") != pdfium.FPDF_OBJECT_UNKNOWN]
