"""Exported text of a report -> the same pages and lines as a PDF, without positions.

The export writes list items as "- 27. …", keeps a paragraph on one line, separates blocks by one blank
line and ends a page with two or more. Which page of the printed report that was is not known.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from indexer.errors import UnreadableReport

from .pages import Line, Page

_MAX_BYTES = 5_000_000
_CUT = 0.15  # share of lines that go on, in small letters, on the next: an export has whole paragraphs
_FEW = 20  # lines of which that can be said


def read_text_pages(path: Path) -> tuple[Page, ...]:
    """One Page of unknown number that holds all lines. Raises UnreadableReport."""
    if path.stat().st_size > _MAX_BYTES:
        raise UnreadableReport(f"the text file is over the limit of {_MAX_BYTES:,} bytes")
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableReport("the file is empty")
    if b"\0" in data:
        raise UnreadableReport("not a text file: it holds zero bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    _check_uncut(text)
    lines: list[Line] = []
    gap = 1
    for printed in text.splitlines():
        if not printed.strip():
            gap += 1
            continue
        lines.append(Line(text=printed.rstrip(), gap=gap))
        gap = 0
    return (Page(number=None, width=0.0, height=0.0, lines=tuple(lines)),)


def _check_uncut(text: str) -> None:
    """Raises UnreadableReport for a copy that was cut into the PDF's lines and pages, as pdftotext makes it.

    Page numbers and running heads then stand within paragraphs, and numbers of tables among the paragraphs'.
    """
    lines = text.splitlines()
    cut = sum(
        30 <= len(line.strip()) <= 160 and below.lstrip()[:1].islower()
        for line, below in pairwise(lines)
        if not re.search(r"[.:;]$", line.rstrip())
    )
    printed = sum(bool(line.strip()) for line in lines)
    if text.strip().count("\f") or (printed >= _FEW and cut > _CUT * printed):
        raise UnreadableReport(
            "a text copy of a PDF, cut into its lines and pages, so it does not show where paragraphs end",
            "use the PDF",
        )
