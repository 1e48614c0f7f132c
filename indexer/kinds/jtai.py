"""Joint targeted area inspections (JTAI) of the multi-agency response to one theme: letters, since 2016.

Ofsted, the Care Quality Commission, HMICFRS and HMI Probation inspect together, and write to the partnership.
They give no grade.
"""

from __future__ import annotations

from .base import KindOfReport, LetterWords, SectionOfLetter

_SECTIONS = (
    SectionOfLetter("headline", "summary", "summary", r"headline findings|summary(?: of findings)?|overview"),
    SectionOfLetter("context", "context", "context", r"context"),
    SectionOfLetter("priority-action", "finding", "improvement", r"areas? for priority actions?"),
    SectionOfLetter(
        "", "finding", "improvement", r"what needs to improve(?: .{3,80})?|areas? for improvements?"
    ),
    SectionOfLetter("strengths", "finding", "finding", r"(?:key |areas of )?strengths?"),
    SectionOfLetter("main-findings", "finding", "finding", r"(?:main |key |inspection )?findings"),
    SectionOfLetter(
        "case-study",
        "finding",
        "finding",
        r"(?:(?:case|practice) stud(?:y|ies)|places and spaces)\b.{0,300}",
        box=True,
    ),
    SectionOfLetter("next-steps", "summary", "summary", r"next steps"),
)

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="jtai",
        label="Joint targeted area inspection (JTAI)",
        noun="joint targeted area inspection",
        published_as="joint area child protection inspection",
        inspectorate="Ofsted, Care Quality Commission, HMICFRS and HMI Probation",
        known_by=lambda cover: False,
        areas=(),
        grades=(),
        headings=(),
        asked=(
            r"(?:\b(?:in|under|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\b(?:JTAIs?\b"
            r"|joint\s+(?:targeted\s+)?area\s+(?:child\s+protection\s+)?inspections?)(?:\s+(?:letters?|reports?))?",
        ),
        letter=LetterWords(
            subject=r"joint targeted area inspection of (?:(?:the )?multi-agency responses? to "
            r"(?P<theme>.{5,200}?)(?: in (?P<name>[A-Z].{2,60}?|the [A-Z].{2,60}?))?|(?P<alone>.{3,60}?))\.?",
            asks=r"\binspectors? from ofsted\b|\bofsted, (?:the )?care quality commission"
            r"|\bjoint (?:targeted area )?inspection of\b",
            named_later=r"(?:individual agencies|inspection of the multi-agency responses? to .{5,250}?) "
            r"in (?:the )?(?P<name>[A-Z].{2,60}?)[.,1]",
            partnership=True,
            sections=_SECTIONS,
            # Sub-headings of the letters of 2016-20: each part of an area for improvement has its own.
            sub=r"leadership(?: and management)?(?: and the local safeguarding children board)?"
            r"|identif(?:ying|ication)(?: of)? .{3,80}"
            r"|(?:multi-agency )?(?:responses?|practice) (?:to|with) .{3,120}"
            r"|(?:the )?local (?:safeguarding children(?:.s)?|children.s safeguarding) board"
            r"|deep dive .{3,80}",
        ),
    ),
)
