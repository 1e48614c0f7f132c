"""Which grades does a draft say that an inspection gave, in sentences and in tables?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.kinds import table
from indexer.records import Area, Grade
from search_api.plans.drafts.records import Block

from .records import GradeClaim, Stretch
from .sentences import sentences

_GRADES: tuple[tuple[re.Pattern[str], Grade], ...] = tuple(
    (re.compile(rf"\b(?:{grade.asked})\b(?:\s+to\s+be\s+good\b)?", re.IGNORECASE), grade.name)
    for grade in table.SCALE
)
_AREAS: tuple[tuple[re.Pattern[str], Area], ...] = (
    (re.compile(r"\bleadership(?:,?\s+(?:and\s+)?(?:management|governance))+", re.IGNORECASE), "leadership"),
    *(
        (re.compile(rf"\b(?:{area.asked})", re.IGNORECASE), area.name)
        for area in table.AREAS_OF_JUDGEMENT
        if area.asked
    ),
)
_JUDGED = re.compile(
    r"\b(?:judged|rated|graded|grading|grade|rating|ratings|judge?ments?|as)\b[^.;()]{0,40}$|[:–—|]\s*$",
    re.IGNORECASE,
)
# Of a whole authority; of anything else "was inadequate" is a word like another.
_WHOLE = re.compile(
    r"\b(?:services|authority|council|borough|county|city|we|they|it|us|[A-Z]\w+shire)\s+(?:was|were|is|are)"
    r"(?:\s+(?:found|now|then|still|again))?(?:\s+to\s+be)?\s+[‘“\"']?$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:Ofsted|inspect\w+|judged|rated|graded|judge?ments?|ratings?|grades?|overall)\b", re.IGNORECASE
)
_WANTED = re.compile(
    r"\b(?:to\s+(?:be|become|achieve|reach|get|secure|move)|aim\w*|target\w*|ambition|want\w*|next|until|should"
    r"|will\s+be|journey|towards?|not\s+yet|if)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_FOUND_TO_BE = re.compile(
    r"\b(?:judged|rated|graded|found|considered)\b[^.;,]{0,60}?\b(?:to\s+be|as)\b", re.IGNORECASE
)
# Right after an area: "leadership outstanding", "care leavers: good", "adoption was also judged to be good".
_OF_AREA = re.compile(
    r"[\s:–—|,‘“\"'-]*(?:\b(?:services?|and\s+progress|was|were|is|are|remained|remains|also|judged|rated|graded"
    r"|to\s+be|as|found|at|both|all)\b[\s:‘“\"'-]*)*",
    re.IGNORECASE,
)
_FOR_AREA = re.compile(
    r"[’”\"']?\s+(?:for|in|on)\s+(?:the\s+)?(?:overall\s+)?(?:experiences?\s+(?:and\s+progress\s+)?of\s+|impact\s+of\s+)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;]|\b(?:and|but|while|whereas|then)\b", re.IGNORECASE)
# A grade that a noun follows is a word like another: "good practice", "inadequate supervision".
_BEFORE_NOUN = re.compile(
    r"\s+(?!at\s+(?:the|our|its|their|that|both|this|inspection)\b|(?:and|or|but|in|for|by|across|overall|with|while|whereas|on|from|when|as|under|following|since"
    r"|after|to|then|grades?|judge?ments?|ratings?|again|both|until|before|because|despite|though|although|where"
    r"|which|that|last|this|is|was|were)\b)[a-z]"
)
_MOVED = re.compile(r"\bfrom\s+[‘“\"']?$", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,40}\bto\s+[‘“\"']?$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![-–/]\d)")
_YEAR_AFTER = re.compile(r"[’”\"']?\s*\((?:[^()]{0,30}\s)?((?:19|20)\d\d)\)")
_OWN = re.compile(
    r"\b(?:self|our|target|aim|ambition|predicted|expected|RAG|status|progress|planned|next|by)\b",
    re.IGNORECASE,
)
_MOST_LABEL = 12  # words of a cell that names what is graded


@dataclass(frozen=True, slots=True)
class _Said:
    """A grade at [start, end) of a sentence."""

    start: int
    end: int
    grade: Grade


def find_all_grades(blocks: Sequence[Block]) -> tuple[GradeClaim, ...]:
    """Of a whole draft, in its order; those of tables too."""
    found = [claim for number, block in enumerate(blocks) for claim in find_grades(number, block)]
    taken = {claim.at.block for claim in found}
    found += [claim for claim in _of_tables(blocks) if claim.at.block not in taken]
    return tuple(sorted(found, key=lambda claim: (claim.at.block, claim.at.start)))


def find_grades(number: int, block: Block) -> list[GradeClaim]:
    """In the order of the text. Only in sentences that speak of a judgement; what a plan aims at is none."""
    found = []
    told = bool(_SOURCE.search(block.text))
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if not told or (not _SOURCE.search(sentence) and not _areas(sentence)):
            continue
        claims = _of_sentence(sentence)
        for said, area, words in claims:
            after = _YEAR_AFTER.match(sentence, said.end)
            year = int(after[1]) if after else _year(words)
            if year > date.today().year:
                continue
            at = Stretch(number, start + said.start, start + said.end)
            found.append(GradeClaim(at, words if len(claims) > 1 else sentence, said.grade, area, year))
    return found


def _of_sentence(sentence: str) -> list[tuple[_Said, Area, str]]:
    """Grades with their areas, and the words of their clauses."""
    said = _said(sentence)
    areas = _areas(sentence)
    found: list[tuple[_Said, Area, str]] = []
    plain = sentence
    for place, item in enumerate(said):
        before = plain[: item.start]
        # "from inadequate to good": the first grade makes the second one.
        second = bool(
            place and found and _MOVED.search(sentence[: said[place - 1].start]) and _TO.search(before)
        )
        plain = plain[: item.start] + "·" * (item.end - item.start) + plain[item.end :]
        wanted = not second and _WANTED.search(_FOUND_TO_BE.sub(" ", before))
        if wanted or _BEFORE_NOUN.match(sentence, item.end):
            continue
        first, last = _clause(sentence, item)
        beside = _beside(sentence, item, areas)
        if not (beside or second or any(each.search(before) for each in (_MOVED, _JUDGED, _WHOLE))):
            continue
        near = [area for start, _, area in areas if first <= start < last]
        alone = areas[0][2] if len(areas) == 1 and len(said) == 1 else ""
        found.append((item, beside or (near[-1] if near else alone), sentence[first:last].strip(" ,;")))
    return found


def _said(sentence: str) -> list[_Said]:
    found: list[_Said] = []
    every = sorted(
        (
            _Said(*match.span(), grade)
            for pattern, grade in _GRADES
            for match in pattern.finditer(sentence)
        ),
        key=lambda item: (item.start, -item.end),
    )  # fmt: skip
    for item in every:
        if not found or item.start >= found[-1].end:
            found.append(item)
    return found


def _areas(sentence: str) -> list[tuple[int, int, Area]]:
    """[start, end) and area, in order, none within another."""
    every = sorted(
        (
            (match.start(), match.end(), area)
            for pattern, area in _AREAS
            for match in pattern.finditer(sentence)
        ),
        key=lambda item: (item[0], -item[1]),
    )  # fmt: skip
    found: list[tuple[int, int, Area]] = []
    for item in every:
        if not found or item[0] >= found[-1][1]:
            found.append(item)
    return found


def _beside(sentence: str, item: _Said, areas: Sequence[tuple[int, int, Area]]) -> Area | None:
    """The area that stands right before the grade, or right after it with "for"; None for none."""
    for start, end, area in areas:
        if end <= item.start and _OF_AREA.fullmatch(sentence, end, item.start):
            return area
        if start >= item.end and _FOR_AREA.fullmatch(sentence, item.end, start):
            return area
    return None


def _clause(sentence: str, item: _Said) -> tuple[int, int]:
    """Between the marks and the conjunctions around a grade; those in a name of an area apart."""
    inside = [(start, end) for start, end, _ in _areas(sentence)]
    marks = [
        match
        for match in _CLAUSE.finditer(sentence)
        if not any(start <= match.start() < end for start, end in inside)
    ]
    first = max((match.end() for match in marks if match.end() <= item.start), default=0)
    last = min((match.start() for match in marks if match.start() >= item.end), default=len(sentence))
    return first, last


def _year(words: str) -> int:
    """The only year of a clause; 0 for none or several."""
    years = {int(match[0]) for match in _YEAR.finditer(words)}
    return years.pop() if len(years) == 1 else 0


def _of_tables(blocks: Sequence[Block]) -> list[GradeClaim]:
    """Cells that hold a grade and nothing else, in the row or the column of an area or of "overall"."""
    found = []
    for number, block in enumerate(blocks):
        cell = block.cell
        if cell is None:
            continue
        plain = block.text.strip(" .‘’“”'\"*")
        said = _said(plain)
        if len(said) != 1 or (said[0].start, said[0].end) != (0, len(plain)):
            continue
        labels = [
            other.text
            for other in blocks
            if (at := other.cell) is not None and at.table == cell.table and other is not block
            if (at.row == cell.row and at.column < cell.column) or (at.row == 1 and at.column == cell.column)
            if len(other.text.split()) <= _MOST_LABEL
        ]
        areas = [area for label in labels for _, _, area in _areas(label)]
        if not areas or any(_OWN.search(label) for label in labels):
            continue
        year = _year(" ".join(labels))
        start = block.text.find(plain)
        words = f"{'; '.join(labels)}: {plain}"
        found.append(
            GradeClaim(Stretch(number, start, start + len(plain)), words, said[0].grade, areas[0], year)
        )
    return found
