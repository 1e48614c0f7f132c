"""Ofsted's visits between inspections of children's services (ILACS): letters to the director, since 2018.

A visit looks at one part of the services and gives no grade.
"""

from __future__ import annotations

from . import ofsted
from .base import KindOfReport, LetterWords, SectionOfLetter

# "Monitoring visits to children placed far away" are the council's own.
_NOT_TO_CHILDREN = (
    r"\b(?!\s+(?:to|of|with|for|by)\s+(?:the\s+|their\s+)?"
    r"(?:child|famil|home|school|placement|foster|carer|young|parent|social|provider|staff))"
)
_SERVICES = r"(?:(?: local authority)?(?:['’]s)? (?:children['’]?s (?:social care )?services))?"
_SECTIONS = (
    SectionOfLetter("headline", "summary", "summary", r"(?:headline findings|summary of findings)"),
    SectionOfLetter("overview", "summary", "summary", r"overview|summary"),
    SectionOfLetter(
        "main-findings",
        "finding",
        "finding",
        r"(?:main |key )?findings|findings and evaluation of progress.*",
    ),
    SectionOfLetter(
        "priority-action",
        "finding",
        "improvement",
        r"areas? for priority actions?|areas? of priority actions?",
    ),
    SectionOfLetter(
        "",
        "finding",
        "improvement",
        r"what needs to improve(?: (?:in|about|further)\b.{3,80})?"
        r"|areas? for (?:further )?(?:improvement|development)",
    ),
    SectionOfLetter("strengths", "finding", "finding", r"(?:areas? of |key )?strengths?"),
    SectionOfLetter("case-study", "finding", "finding", r"(?:case|practice) study\b.{0,120}", box=True),
    SectionOfLetter("next-steps", "summary", "summary", r"next steps"),
)
_CLOSING = (
    r"(?:ofsted|we) will take (?:the|these) findings .{0,60}into account"
    r"|this letter will be published|i am copying this letter|i am grateful|thank you\b"
)

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="focused_visit",
        label="Focused visit",
        noun="focused visit",
        published_as="children's services focused visit",
        recalled=True,
        inspectorate=ofsted.NAME,
        known_by=lambda cover: False,
        areas=(),
        grades=(),
        headings=(),
        asked=(
            r"(?:\b(?:in|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\b(?:ILACS\s+)?"
            r"focus(?:s)?ed\s+visits?(?:\s+letters?)?" + _NOT_TO_CHILDREN,
        ),
        letter=LetterWords(
            subject=rf"focus(?:s)?ed visit (?:to|of) (?P<name>.{{3,80}}?){_SERVICES}\.?",
            asks=r"\bfocus(?:s)?ed visit\b.{0,400}\binspectors?\b",
            sections=_SECTIONS,
            closing=_CLOSING,
        ),
    ),
    KindOfReport(
        name="monitoring_visit",
        label="Monitoring visit",
        noun="monitoring visit",
        published_as="children's services monitoring visit",
        recalled=True,
        inspectorate=ofsted.NAME,
        known_by=lambda cover: False,
        areas=(),
        grades=(),
        headings=(),
        asked=(
            r"(?:\b(?:in|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\b(?:ILACS\s+)?"
            r"monitoring\s+visits?(?:\s+letters?)?" + _NOT_TO_CHILDREN,
        ),
        letter=LetterWords(
            subject=rf"(?:(?:first|second|third|fourth|fifth|sixth|final) )?monitoring visit (?:to|of) "
            rf"(?P<name>.{{3,80}}?){_SERVICES}\.?",
            asks=r"\bmonitoring visit\b.{0,600}\binspectors?\b",
            sections=(
                *_SECTIONS,
                SectionOfLetter(
                    "covered",
                    "context",
                    "context",
                    r"areas covered by the visit|(?:the )?(?:areas|scope) (?:of|covered).{0,40}",
                ),
            ),
            closing=_CLOSING,
        ),
    ),
)
