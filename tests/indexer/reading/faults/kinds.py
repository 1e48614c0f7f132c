"""Counts of faults of whole kinds in one reading: facts by which a mended fault is seen to stay mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from indexer.records import ReadReport

# A year, a share or a figure with a footnote's mark glued to it, or a word with one.
_GLUED = re.compile(r"%\d|\b(?:19|20)\d{3,4}\b|\b\d{1,3},\d{4,}\b|[a-z]{4}\d{1,2}\b(?!\.\d)")
_URGENCY = ("Priority and immediate action", "Areas for improvement")
_CUT = re.compile(r"\b(?:judged to be|children are)$")
_UNREAD = re.compile("[\ue000-\uf8ff\ufffd\u019f\u01a9\u01ab]")
_CLOSING = re.compile(r"the office for standards in education|piccadilly gate", re.IGNORECASE)


def glued_marks(read: ReadReport) -> int:
    """Footnote marks that stand in the text as figures."""
    return sum(len(_GLUED.findall(item.text)) for item in read.paragraphs)


def urgent_themes(read: ReadReport) -> int:
    """Recommendations below a theme that stands below its urgency."""
    return sum(
        item.kind == "recommendation"
        and any(part.strip(" :") in _URGENCY for part in item.section[:-1])
        and item.section[-1].strip(" :") not in _URGENCY
        for item in read.paragraphs
    )


def facts_apart(read: ReadReport) -> int:
    """Facts about the area that end in a colon without their list, or begin as a part of a sentence."""
    return sum(
        item.kind == "context" and (item.text.endswith((":", ";")) or item.text[:1].islower())
        for item in read.paragraphs
    )


def unread_characters(read: ReadReport) -> int:
    """Characters of symbol fonts, and ligatures given as other letters."""
    return sum(len(_UNREAD.findall(item.text)) for item in read.paragraphs)


def cut_judgements(read: ReadReport) -> int:
    """Texts that end where a grade set in bold should follow."""
    return sum(
        re.search(r"\b(?:judged to be|children are)$", item.text) is not None for item in read.paragraphs
    )


def graded_facts(read: ReadReport) -> int:
    """Facts about the area that bear a grade."""
    return sum(item.kind == "context" and bool(item.grade) for item in read.paragraphs)


def closing_pages(read: ReadReport) -> int:
    """Paragraphs that hold text of the closing page."""
    return sum(_CLOSING.search(item.text) is not None for item in read.paragraphs)


def grades_apart(read: ReadReport) -> int:
    """Sections whose grade is not the cover's, and areas without findings."""
    return sum(item.kind in ("grades differ", "no findings") for item in read.anomalies)


FAULTS: Mapping[str, Callable[[ReadReport], int]] = {
    "glued marks": glued_marks,
    "urgent themes": urgent_themes,
    "facts apart": facts_apart,
    "unread characters": unread_characters,
    "cut judgements": cut_judgements,
    "graded facts": graded_facts,
    "closing pages": closing_pages,
    "grades apart": grades_apart,
}
