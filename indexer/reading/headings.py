"""Headings of reports: wording -> role, area and grade, and whether they bear out the cover.

The wordings come from the table of kinds of report. Anything bold that matches none of them is a
sub-heading and only extends the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.kinds import table
from indexer.kinds.base import Role
from indexer.records import Anomaly, Area, Grade

from .normalise import strip_superscripts

_GRADES = [(grade.name, re.compile(grade.heading, re.IGNORECASE)) for grade in table.SCALE]

# How the closing pages begin where no heading stands above them: who Ofsted is, copies, complaints, licence.
_CLOSING = re.compile(
    r"the office for standards in education|if you would like a copy of this|you may re-?use this information"
    r"|any complaints about th|this (?:document|publication) (?:may be reproduced|is available)"
    r"|piccadilly gate"
    r"|an outstanding (?:local authority|lscb)\b"
    r"|inspectors have looked closely at the experiences|(?:lead|reporting|deputy lead) inspectors?\s*:",
    re.IGNORECASE,
)
_WHOLE = "overall"  # has a grade, but seldom a section of its own


def grade_of(text: str) -> Grade | None:
    """The one grade that the text names in full, else None."""
    bare = " ".join(text.split()).strip(" .:()")
    return next((name for name, pattern in _GRADES if pattern.fullmatch(bare)), None)


def is_closing(text: str) -> bool:
    """Whether a text begins as the closing pages do, where no heading stands above them."""
    return _CLOSING.match(text) is not None


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading. title: as printed, without its grade. key: for ids of its paragraphs."""

    role: Role
    title: str
    key: str = ""
    area: Area | None = None
    grade: Grade | None = None


_WORDINGS = [(item, re.compile(item.pattern, re.IGNORECASE)) for item in table.HEADINGS]

_ANNEX = re.compile(r"^(?:annex|appendix)\s+[a-z0-9]{1,2}\b\W*(?=\w)", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s:–-]*(?:\b(?:is|are)\b\s*(?:that\s*)?(?:it\s*|they\s*)?(?:(?:is|are)\s*)?(?:graded\s*)?(?:as\s*)?:?)?\s*$",
    re.IGNORECASE,
)
_SPLIT_RI = re.compile(r"\brequires?\b(?P<between>.+?)\bimprovement\b(?P<more>\s+to be good)?", re.IGNORECASE)
_ANY_GRADE = "|".join(grade.heading for grade in table.SCALE)
_GRADE_AT_END = re.compile(
    rf"(?:^|[\s:])(?:grade\s*\d\s*\(?)?(?P<grade>{_ANY_GRADE})\)?\.?\s*$", re.IGNORECASE
)


def recognise(text: str) -> Heading | None:
    """The heading that `text` (lines joined by one space) is, or None for an unknown wording."""
    plain = re.sub(r"\s+grade\s*[1-4]$", "", " ".join(strip_superscripts(text).split()), flags=re.IGNORECASE)
    plain = re.sub(r"^key judge?ment judge?ment grade ", "", plain, flags=re.IGNORECASE)
    title, grade = take_grade(plain)
    bare = re.sub(r"[\s.…]*\d{0,3}$", "", title).strip(" :.?–-")
    for words in dict.fromkeys((_ANNEX.sub("", bare), bare)):  # "Annex A: Information about this area"
        for wording, pattern in _WORDINGS:
            if pattern.fullmatch(words):
                return Heading(wording.role, title.rstrip(" :"), wording.key, wording.area, grade)
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


@dataclass(slots=True)
class JudgedSections:
    """What the headings say of each area that is judged, and the ids of the findings below them."""

    stated: list[tuple[Area, Grade, int | None]] = field(default_factory=list)
    findings: dict[Area, list[str]] = field(default_factory=dict)

    def state(self, area: Area | None, grade: Grade | None, page: int | None) -> None:
        """A heading of the area gives a grade. page: from 1; None in a text report."""
        if area is not None and grade is not None:
            self.stated.append((area, grade, page))

    def add(self, area: Area | None, paragraph: str) -> None:
        """The finding of that id stands below a heading of the area."""
        if area is not None:
            self.findings.setdefault(area, []).append(paragraph)

    def anomalies(self, cover: Mapping[Area, Grade]) -> Iterator[Anomaly]:
        """Grades that differ from the cover's, and areas that the cover judges and no finding is about."""
        for area, grade, page in dict.fromkeys(self.stated):
            if area in cover and cover[area] != grade:
                yield Anomaly(
                    "grades differ",
                    page,
                    f"{table.AREA_LABELS[area]}: {cover[area]} on the cover, {grade} at its section",
                    tuple(self.findings.get(area, ())),
                )
        for area in cover:
            if area != _WHOLE and area not in self.findings:
                yield Anomaly(
                    "no findings", None, f"{table.AREA_LABELS[area]} is judged, and no finding was read"
                )
