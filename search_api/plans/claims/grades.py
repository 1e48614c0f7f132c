"""Which grades does a draft say that an inspection gave? "was judged inadequate overall"."""

from __future__ import annotations

import re

from indexer.kinds import table
from indexer.records import Area, Grade
from search_api.plans.drafts.records import Block

from .records import GradeClaim, Stretch
from .sentences import sentences

_GRADES: tuple[tuple[re.Pattern[str], Grade], ...] = tuple(
    (re.compile(rf"\b(?:{grade.asked})\b", re.IGNORECASE), grade.name) for grade in table.SCALE
)
_AREAS: tuple[tuple[re.Pattern[str], Area], ...] = tuple(
    (re.compile(area.asked, re.IGNORECASE), area.name) for area in table.AREAS_OF_JUDGEMENT if area.asked
)
_JUDGED = re.compile(
    r"\b(?:judged|rated|graded|grading|grade|rating|ratings|judge?ments?|(?:was|were|is|are)\s+(?:found\s+)?(?:to\s+be\s+)?|as)\b"
    r"[^.;()]{0,40}$|[:–—|]\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:Ofsted|inspect\w+|judged|rated|graded|judge?ments?|ratings?|grades?|overall)\b", re.IGNORECASE
)
_WANTED = re.compile(
    r"\b(?:to\s+(?:be|become|achieve|reach|get|secure|move)|aim\w*|target\w*|ambition|want\w*|next|until|should|will\s+be|"
    r"journey|towards?)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_FOUND_TO_BE = re.compile(
    r"\b(?:judged|rated|graded|found|considered)\b[^.;,]{0,60}?\b(?:to\s+be|as)\b", re.IGNORECASE
)


def find_grades(number: int, block: Block) -> list[GradeClaim]:
    """In the order of the text. Only in sentences that speak of a judgement; what a plan aims at is none."""
    found = []
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if not _SOURCE.search(sentence):
            continue
        said = sorted(
            (
                (match.start(), match.end(), grade)
                for pattern, grade in _GRADES
                for match in pattern.finditer(sentence)
            ),
        )
        areas = [
            (match.start(), match.end(), area)
            for pattern, area in _AREAS
            for match in pattern.finditer(sentence)
        ]
        for begin, stop, grade in said:
            before = sentence[:begin]
            if not _JUDGED.search(before) or _WANTED.search(_FOUND_TO_BE.sub(" ", before)):
                continue
            clause = max((before.rfind(mark) for mark in (",", ";", " and ", " but ", " while ")), default=-1)
            near = [
                area
                for first, _, area in areas
                if first >= clause and first <= stop + 60 and _same_clause(sentence, stop, first)
            ]
            area = near[0] if near else (areas[0][2] if len(areas) == 1 and len(said) == 1 else "")
            found.append(GradeClaim(Stretch(number, start + begin, start + stop), sentence, grade, area))
    return found


def _same_clause(sentence: str, stop: int, first: int) -> bool:
    return first < stop or not re.search(r"[,;]|\b(?:and|but|while)\b", sentence[stop:first])
