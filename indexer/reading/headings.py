"""Headings of the inspection frameworks since 2012: wording -> role, area and grade.

The wordings are those that the published frameworks prescribe (single inspection framework 2013-18,
ILACS 2018-, arrangements for protection and looked-after inspections 2012-13), with the variants that
inspectors print. Anything bold that matches none of them is a sub-heading and only extends the path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from indexer.records import Area, Grade

from .normalise import strip_superscripts

Role = Literal[
    "contents",
    "executive",
    "area-facts",
    "recommendations",
    "improve",
    "young-people",
    "section",
    "summary",
    "findings",
    "lscb",
    "closing",
    "sub",
]

GRADE = re.compile(
    r"(?P<ri>requires?\s+(?:improvement|to\s+improve)(?:\s+to\s+be\s+good)?)|(?P<inadequate>inadequate)"
    r"|(?P<outstanding>outstanding)|(?P<good>good)|(?P<adequate>adequate)",
    re.IGNORECASE,
)


def grade_of(text: str) -> Grade | None:
    """The one grade that the text names in full, else None."""
    found = GRADE.fullmatch(" ".join(text.split()).strip(" .:()"))
    if not found:
        return None
    if found["ri"]:
        return "requires improvement"
    for grade in ("outstanding", "good", "adequate", "inadequate"):
        if found[grade]:
            return grade
    return None


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading. title: as printed, without its grade. key: for ids of its paragraphs."""

    role: Role
    title: str
    key: str = ""
    area: Area | None = None
    grade: Grade | None = None


_CHILDREN = r"children(?:,? young people and families|(?: and|,) young people)?"
_EXPERIENCES = r"(?:the )?(?:experiences?|experience) (?:and|of) progress of "
_LSCB = r"(?:(?:local safeguarding children(?:.s)? board|[a-z]{0,3}scb)(?: \(lscb\))?)"

# role, key, area, pattern of the whole heading once its grade and page number are taken off
_TABLE: list[tuple[Role, str, Area | None, str]] = [
    ("contents", "", None, r"contents"),
    (
        "executive",
        "executive",
        None,
        r"(?:executive summary|summary of (?:key )?findings|summary of key findings)",
    ),
    (
        "executive",
        "executive",
        None,
        r"(?:section (?:1|one)\W+)?the local authority(?:\W+summary of (?:key )?findings)?",
    ),
    (
        "executive",
        "executive",
        None,
        r"(?:this local authority|children.s services in .{3,50}) (?:is|are|requires?|has)\b.*because",
    ),
    (
        "executive",
        "executive",
        None,
        r"(?:the local authority.s strengths|the local authority has the following strengths"
        r"|the local authority is good because|progress since the last inspection)",
    ),
    ("area-facts", "area", None, r"information about (?:this|the) local authority(?: area)?"),
    ("area-facts", "area", None, r"service information"),
    ("young-people", "young-people", None, r"summary for children(?: and young people)?"),
    ("improve", "improve", None, r"what needs to improve(?: in .{3,60})?|areas? for improvement in .{3,60}"),
    (
        "recommendations",
        "recommendations",
        None,
        r"recommendations?|areas for (?:improvement|development)|priority and immediate actions?"
        r"|priority actions?"
        r"|what does the local authority need to improve|what does the lscb need to improve"
        r"|recommendations (?:for the )?(?:lscb|local safeguarding children board)",
    ),
    (
        "closing",
        "",
        None,
        r"information about (?:this inspection|the (?:local authority |lscb )?inspection.*)"
        r"|about this inspection|the inspection team"
        r"|what the (?:(?:local authority|lscb) )?inspection judge?ments mean.*"
        r"|the lscb is likely to be .*|the inspection judge?ments and what they mean"
        r"|record of main findings|inspection team|annex\b.*|how to complain|complaints",
    ),
    (
        "lscb",
        "lscb",
        "lscb",
        rf"(?:section (?:2|two)\W+)?(?:review of )?the effectiveness (?:of the )?{_LSCB}"
        rf"|(?:the )?{_LSCB}(?:.s strengths)?|inspection findings\W+(?:the )?{_LSCB}"
        r"|inspection judge?ments? about the lscb"
        rf"|(?:the )?{_LSCB}.*because|(?:key )?strengths and weaknesses of the (?:{_LSCB}|[a-z]{{1,3}}scb)",
    ),
    (
        "section",
        "help-and-protection",
        "help_and_protection",
        rf"(?:1\.? )?children who need help and protection"
        rf"|{_EXPERIENCES}{_CHILDREN} (?:who|in) need (?:of )?help (?:and|or) protection"
        r"|services for children (?:who|in) need (?:of )?help and protection"
        r"|(?:the )?effectiveness of (?:the )?help and protection.{0,80}",
    ),
    (
        "section",
        "looked-after",
        "looked_after",
        rf"(?:2\.? )?children looked after and achieving permanence"
        rf"|{_EXPERIENCES}(?:{_CHILDREN}|children and young people) looked after"
        r"(?:(?:,)? and achieving permanence)?"
        r"(?: and care leavers)?"
        rf"|(?:{_EXPERIENCES}|the experiences of )children in care"
        r"(?: and care leavers| and care[- ]experienced young (?:people|adults))?"
        r"|services for (?:children looked after|looked after children)(?: and care leavers)?",
    ),
    (
        "section",
        "care-leavers",
        "care_leavers",
        rf"{_EXPERIENCES}(?:care leavers|care[- ]experienced (?:young )?(?:people|adults)).*"
        r"|the graded judge?ment (?:about|for|on) (?:the experiences? and progress of )?care leavers.*",
    ),
    (
        "section",
        "adoption",
        "adoption",
        r"the graded judge?ment (?:about|for|on) adoption(?: performance)?.*"
        r"|adoption performance",
    ),
    (
        "section",
        "leadership",
        "leadership",
        r"(?:3\.? )?leadership,? management and governance"
        r"|the impact of (?:leaders|leadership) on (?:social work )?practice with "
        r"children(?: and (?:their )?families)?|leadership and (?:management|governance)",
    ),
    (
        "section",
        "overall",
        "overall",
        r"overall effectiveness(?: of services.*)?|safeguarding services|services for looked after children",
    ),
    ("section", "capacity", None, r"capacity (?:to|for) improve(?:ment)?"),
    ("section", "outcomes", None, r"(?:safeguarding |service )?outcomes for .{3,60}"),
    ("section", "quality", None, r"(?:the )?quality of (?:provision|practice)"),
    ("summary", "", None, r"summary|key findings"),
    ("findings", "", None, r"inspection findings|findings"),
    ("sub", "judgements", None, r"inspection judge?ments? about the local authority"),
]
_COMPILED = [(role, key, area, re.compile(pattern, re.IGNORECASE)) for role, key, area, pattern in _TABLE]

_TAIL = re.compile(
    r"[\s:–-]*(?:\b(?:is|are)\b\s*(?:that\s*)?(?:it\s*|they\s*)?(?:(?:is|are)\s*)?(?:graded\s*)?(?:as\s*)?:?)?\s*$",
    re.IGNORECASE,
)
_SPLIT_RI = re.compile(r"\brequires?\b(?P<between>.+?)\bimprovement\b(?P<more>\s+to be good)?", re.IGNORECASE)
_GRADE_AT_END = re.compile(
    rf"(?:^|[\s:])(?:grade\s*\d\s*\(?)?(?P<grade>{GRADE.pattern})\)?\.?\s*$", re.IGNORECASE
)


def recognise(text: str) -> Heading | None:
    """The heading that `text` (lines joined by one space) is, or None for an unknown wording."""
    plain = re.sub(r"\s+grade\s*[1-4]$", "", " ".join(strip_superscripts(text).split()), flags=re.IGNORECASE)
    plain = re.sub(r"^key judge?ment judge?ment grade ", "", plain, flags=re.IGNORECASE)
    title, grade = take_grade(plain)
    bare = re.sub(r"[\s.…]*\d{0,3}$", "", title).strip(" :.?–-")
    for role, key, area, pattern in _COMPILED:
        if pattern.fullmatch(bare):
            return Heading(role, title.rstrip(" :"), key, area, grade)
    return None


def take_grade(text: str) -> tuple[str, Grade | None]:
    """The heading without the grade that ends it or stands in a box beside it, and that grade."""
    found = _GRADE_AT_END.search(text)
    if found:
        rest = text[: found.start()]
        grade = grade_of(found["grade"])
        # "… who need help and Requires protection improvement": the box's two lines among the heading's.
        return (_TAIL.sub("", rest).strip() or text, grade) if rest.strip() else (text, None)
    split = _SPLIT_RI.search(text)
    if split and text[split.end() :].strip() == "" and split.start() > 10:
        rest = text[: split.start()] + split["between"].strip()
        return _TAIL.sub("", rest).strip(), "requires improvement"
    return text, None
