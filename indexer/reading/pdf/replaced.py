"""Text that a file says instead of what it draws (ActualText): found, and taken back to what is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2.raw as pdfium

from . import calls
from .objects import TEXT, Painted

_KEY = ctypes.c_char_p(b"ActualText")


def replaced(objects: Sequence[Painted]) -> list[Painted]:
    """Text objects of an open page that are marked to be read as other text."""
    return [
        text for text in objects if text.kind == TEXT and calls.count_marks(text.item) and _marks(text.item)
    ]


def read_as_drawn(texts: Sequence[Painted]) -> None:
    """Take the marks from text objects, so that a text page loaded afterwards says what they draw."""
    for text in texts:
        for mark in _marks(text.item):
            pdfium.FPDFPageObj_RemoveMark(_pointer(text.item, pdfium.FPDF_PAGEOBJECT), mark)


def _marks(item: int) -> list[pdfium.FPDF_PAGEOBJECTMARK]:
    found = []
    for place in range(calls.count_marks(item)):
        mark = pdfium.FPDFPageObj_GetMark(_pointer(item, pdfium.FPDF_PAGEOBJECT), place)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, _KEY) != pdfium.FPDF_OBJECT_UNKNOWN:
            found.append(mark)
    return found


def _pointer(address: int, kind: type) -> object:
    return ctypes.cast(ctypes.c_void_p(address), kind)
