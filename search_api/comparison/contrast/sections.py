"""The judged sections of reports: which paragraphs stand under one judgement?

A section is what one report says under one heading that it judged: a report has one for each area. What a
report says of a safeguarding board is left out, as the board's grade is not the council's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indexer.arrays import Int64Array
from indexer.kinds.table import GRADES_OF_SERVICES, HEADINGS, framework
from indexer.records import Paragraph
from indexer.store.reader import IndexReader

from .records import Section

_JUDGED = tuple(
    (item.area, re.compile(item.pattern, re.IGNORECASE))
    for item in HEADINGS
    if item.role == "section" and item.area
)
_BOARD = re.compile(
    r"\bsafeguarding children(?:['’]?s)? board\b|\bLSCB\b|"
    + "|".join(f"(?:{item.pattern})$" for item in HEADINGS if item.role == "lscb"),
    re.IGNORECASE,
)
_SAID = frozenset({"finding", "summary"})  # what a section says; what it asks for has no grade


def every_section(reader: IndexReader) -> tuple[Section, ...]:
    """All of an index, in its order. Reads every paragraph: keep it while the index is open."""
    wanted = np.arange(len(reader), dtype=np.int64)
    reports = reader.reports()
    places = reader.places_of(wanted).tolist()
    found: dict[tuple[int, tuple[str, ...], str], list[int]] = {}
    for row, place, item in zip(wanted.tolist(), places, reader.by_rows(wanted), strict=True):
        if _is_judged(item) and not framework(reports[place].framework).apart:
            found.setdefault((place, _heading(item.section), item.grade), []).append(row)
    return tuple(
        Section(reports[place], title[-1] if title else "", _area(title), grade, np.array(held, np.int64))
        for (place, title, grade), held in found.items()
    )


def within(held: Sequence[Section], rows: Int64Array | None) -> list[Section]:
    """Those with a paragraph among `rows` (None: all), each with those of its rows alone."""
    if rows is None:
        return list(held)
    cut = [replace(section, rows=np.intersect1d(section.rows, rows, assume_unique=True)) for section in held]
    return [section for section in cut if len(section.rows)]


def _is_judged(item: Paragraph) -> bool:
    return item.grade in GRADES_OF_SERVICES and item.kind in _SAID and not is_of_board(item)


def is_of_board(item: Paragraph) -> bool:
    """Whether it stands in the part on a safeguarding board."""
    return item.part == "lscb" or any(_BOARD.search(title) for title in item.section)


def _heading(path: Sequence[str]) -> tuple[str, ...]:
    """Down to the heading that is judged: what stands below it only divides the section."""
    judged = [
        place for place, title in enumerate(path) if any(found.fullmatch(title) for _, found in _JUDGED)
    ]
    return tuple(path[: judged[-1] + 1 if judged else 1])


def _area(path: Sequence[str]) -> str:
    title = path[-1] if path else ""
    return next((area or "" for area, found in _JUDGED if found.fullmatch(title)), "")
