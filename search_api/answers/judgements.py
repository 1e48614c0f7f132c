"""Does a question ask how somebody was judged? Then the covers of the reports say it, not their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from indexer.kinds.table import AREAS_OF_JUDGEMENT
from indexer.records import GRADES, Report
from search_api.question.mentions.mention import Mention
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.results import Understood

_MOST = 6  # reports whose judgements are said; of more they would be a table

_NOUN = r"(?:grades?|gradings?|ratings?|judge?ments?)"
_GRADE = rf"(?:{'|'.join(grade.replace(' ', '[ -]') for grade in GRADES)})"
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\W*(?:what|which)\s+(?:is|was|were|are)\b[^?]*\b{_NOUN}\b",
        rf"\W*(?:what|which)\s+(?:overall\s+|ofsted\s+|inspection\s+)*{_NOUN}\b",
        r"\W*how\s+(?:is|was|were|are|did)\b[^?]*\b(?:rated|graded|judged|rate|grade|judge)\b",
        rf"[^?]*\b(?:overall|ofsted|ofsted['’]s|inspection)\s+(?:{_NOUN}|effectiveness)\b",
    )
)
# These are about the authority only where they name nothing else.
_ASKED_OF_ALL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\W*(?:is|are|was|were|did|does|has|have)\b[^?]*\b{_GRADE}\b",
        rf"[^?]*\b{_NOUN}\W*$",
        r"\W*(?:has|have|had|did|is|are)\b[^?]*\b(?:improv(?:e|ed|ing)|better|worse|deteriorated|declined)\b",
    )
)
_GRADE_WORDS = """
    overall grade grades graded grading rating ratings rated rate judgement judgements judgment judgments
    judged judge effectiveness good outstanding inadequate requires improvement adequate
    council councils authority authorities local children children's services service social care department
    ofsted inspection get getting got receive received gave latest now currently year still
"""
_CHANGE_WORDS = "improve improved improving better worse deteriorated declined"
_OF_GRADES = frozenset(_GRADE_WORDS.split())
_OF_CHANGE = frozenset(_CHANGE_WORDS.split())


def judged(
    question: str, rest: str, filters: Iterable[Mention], reports: Sequence[Report]
) -> tuple[Report, ...]:
    """The reports whose judgements answer the question, oldest first; none where it asks for none.

    rest: of the question without its filters. reports: those that all filters leave; none of more than six.
    """
    asks = any(pattern.match(question) for pattern in _ASKED) or (
        asks_nothing_else(rest, filters, or_change=True)
        and any(pattern.match(question) for pattern in _ASKED_OF_ALL)
    )
    if not asks or len(reports) > _MOST:
        return ()
    graded = [report for report in reports if report.judgements]
    return tuple(sorted(graded, key=lambda report: (report.authority, report.published, report.id)))


def judged_area(understood: Understood, among: Set[str]) -> tuple[Report, ...]:
    """Of the reports with these ids, those whose covers judge what the question names; none of more than six.

    Newest first of each authority.
    """
    asked = understood.question.rest
    named = [
        area.name
        for area in AREAS_OF_JUDGEMENT
        if area.asked and re.search(rf"\b(?:{area.asked})\b", asked, re.IGNORECASE)
    ]
    found = [
        report
        for report in understood.scope.reports
        if report.id in among and any(item.area in named for item in report.judgements)
    ]
    if len(found) > _MOST:
        return ()
    return tuple(sorted(found, key=lambda report: (report.published, report.id), reverse=True))


def asks_nothing_else(rest: str, filters: Iterable[Mention], *, or_change: bool = False) -> bool:
    """Whether a question that asks for judgements names no matter besides: no sentence can add to them.

    or_change: or only how they changed, which sentences can tell too.
    """
    return _matter(rest, filters) <= (_OF_GRADES | _OF_CHANGE if or_change else _OF_GRADES)


def _matter(rest: str, filters: Iterable[Mention]) -> set[str]:
    # Where nothing else is left the filters' own words stay in the text.
    named = {word for item in filters for word in words(item.text)}
    return {word for word in words(rest) if word not in STOP_WORDS and word not in named}
