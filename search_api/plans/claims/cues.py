"""Which words of a draft say whose report is meant, of which inspection, and of which kind?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from indexer.kinds import table
from search_api.plans.drafts.records import Block
from search_api.question.mentions.names import Names
from search_api.question.mentions.periods import MONTH, read

from .citations import SOURCE
from .records import Cue, Stretch, Which
from .sentences import bracket_at

_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+20\d\d|\d{{1,2}}/\d{{1,2}}/20\d\d|20\d\d-\d\d-\d\d"
_MONTH_OF_YEAR = rf"{MONTH},?\s+20\d\d"
_YEAR = r"20\d\d(?![-–/]\d)"
_WHEN = rf"(?:{_DAY}|{_MONTH_OF_YEAR}|{_YEAR})"
_COUNTED = r"\b(?:paragraphs?|paras?|recommendations?|recs?|bullets?|pages?|pgs?|pp?)\b\.?|¶|§"
# A year alone may be a deadline: it says which report is meant beside words for a report, in the brackets of
# a citation, or right after a number that is cited.
_BESIDE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{SOURCE}(?:['’]s)?\b[^.;()\n]{{0,40}}?[\s,(]*\b(?:of|in|from|on|published|dated|at|\()?\s*(?P<when>{_WHEN})",
        rf"\b(?P<when>{_WHEN})(?:['’]s)?[\s,)]*(?:\w+[\s-]+){{0,3}}{SOURCE}s?\b",
        rf"(?<=\d)\s+(?:of|in|from)\s+(?:the\s+)?(?P<when>{_WHEN})",
        rf"^\W*(?P<when>{_WHEN})\s*(?::|$)",
        rf"\b(?:judged|rated|graded|inspected)\b[^.;()\n]{{0,60}}\bin\s+(?P<when>{_WHEN})",
        rf"\b(?P<when>{_WHEN})['’]?\s*[,:;–-]?\s*(?:at\s+)?(?:{_COUNTED})",
        rf"(?:{_COUNTED})\W*\d[^.;()\n]{{0,50}}?\b(?:in|of|from)\s+(?:the\s+)?(?P<when>{_WHEN})",
        rf"\bin\s+(?P<when>{_WHEN}),?\s+[^.;()\n]{{0,50}}\b(?:inspect\w+|Ofsted|judged|rated|graded)\b",
    )
)
# "By May 2022 much had changed. Paragraph 40 of that report ...": no deadline, since a report is of then.
_OF_THAT = re.compile(
    rf"\b(?P<when>{_MONTH_OF_YEAR})\b[^\n]{{0,200}}?\b(?:that|the\s+same)\s+{SOURCE}\b", re.IGNORECASE
)
# Other days are those of actions and meetings.
_FULL_DAY = re.compile(rf"\b(?:published|dated)\s+(?:on\s+)?(?P<when>{_DAY})", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\b(?P<when>{_WHEN})", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:by|before|until|due|deadline|target)\W+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE
)
_KINDS = tuple((re.compile(pattern, re.IGNORECASE), names) for pattern, names in table.QUESTIONS)
_MORE_KINDS = (
    (re.compile(r"\bre-?inspection\b", re.IGNORECASE), ("sif_reinspection",)),
    (re.compile(r"\bmonitoring\s+visit\b", re.IGNORECASE), ("monitoring_visit",)),
    (re.compile(r"\bfocused\s+visit\b", re.IGNORECASE), ("focused_visit",)),
)
_ONE = r"(?:ofsted\s+|ILACS\s+|full\s+)?(?:inspection|report|letter|visit|judge?ment)"
_WHICH: tuple[tuple[re.Pattern[str], Which], ...] = (
    (re.compile(rf"\b(?:latest|most\s+recent|last|newest|current)\s+{_ONE}", re.IGNORECASE), "latest"),
    (re.compile(rf"\b(?:previous|preceding|earlier|prior)\s+{_ONE}", re.IGNORECASE), "previous"),
    (re.compile(rf"\b(?:first|earliest)\s+{_ONE}", re.IGNORECASE), "first"),
)
# "Saltby 2019, para 3": a year right after a name, before what is cited.
_AFTER_NAME = re.compile(
    r"[\s,(]{1,3}(?P<when>(?:19|20)\d\d)\)?(?=\s*(?:\(superseded\)\s*)?[,:]?\s*(?:[\w’‘ -]{0,60}?,\s*)?"
    r"(?:(?:paras?|paragraphs?|recs?|recommendations?|bullets?|summary|what\s+needs\s+to\s+improve|pp?|pages?"
    r"|LSCB)\b|[¶§]))",
    re.IGNORECASE,
)
_FILE = re.compile(r"https?://files\.ofsted\.gov\.uk/v1/file/\d+")


def find_cues(number: int, block: Block, names: Names, today: date) -> list[Cue]:
    """In the order of the text. number: of the block, from 0. today: of relative dates, of which none is
    read.
    """
    text = block.text
    found: list[Cue] = []
    for mention in names.find(text):
        at = Stretch(number, mention.start, mention.end)
        found.append(Cue(at, mention.text, authorities=mention.members))
    beside = [
        match.span("when") for cue in found if (match := _AFTER_NAME.match(text, cue.at.end)) is not None
    ]
    for start, end in dict.fromkeys((*_dates(text), *beside)):
        period = read(text[start:end], today)
        # No report is of a day to come: what will be done by then is.
        if period is not None and not (period.first and period.first > today):
            at = Stretch(number, start, end)
            found.append(Cue(at, text[start:end], first=period.first, last=period.last))
    for pattern, frameworks in (*_MORE_KINDS, *_KINDS):
        for match in pattern.finditer(text):
            at = Stretch(number, *match.span())
            if not any(
                item.frameworks and item.at.start < at.end and at.start < item.at.end for item in found
            ):
                found.append(Cue(at, match[0], frameworks=frameworks))
    for pattern, which in _WHICH:
        for match in pattern.finditer(text):
            found.append(Cue(Stretch(number, *match.span()), match[0], which=which))
    for link in block.links:
        if address := _FILE.match(link.url):
            found.append(Cue(Stretch(number, link.start, link.end), link.url, url=address[0]))
    for match in _FILE.finditer(text):
        found.append(Cue(Stretch(number, *match.span()), match[0], url=match[0]))
    return sorted(found, key=lambda cue: (cue.at.start, cue.at.end))


def _dates(text: str) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []

    def new(start: int, end: int, *, plain: bool = True) -> bool:
        if (plain and _DEADLINE.search(text[:start])) or any(
            start < stop and begin < end for begin, stop in taken
        ):
            return False
        taken.append((start, end))
        return True

    for match in _OF_THAT.finditer(text):
        if new(*match.span("when"), plain=False):
            yield match.span("when")

    for match in _FULL_DAY.finditer(text):
        if new(*match.span("when")):
            yield match.span("when")
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            if new(*match.span("when")):
                yield match.span("when")
    for match in _IN_BRACKETS.finditer(text):
        inside = bracket_at(text, *match.span("when"))
        if (
            inside
            and re.search(
                rf"\d{{1,3}}\b(?!\d)|\b{SOURCE}\b",
                text[inside[0] : match.start()] + text[match.end() : inside[1]],
            )
            and new(*match.span("when"))
        ):
            yield match.span("when")
