"""What a kind of report is: how its cover tells it, what it judges and how, and the words that belong to it.

A kind is what the records, the index and the API call a framework. Everything that is true of one kind alone
stands in its row, so that code elsewhere asks the row and never compares names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

# What a heading does: it says what the paragraphs below it are. Wordings are matched in this order of roles.
Role = Literal[
    "contents",
    "executive",
    "area-facts",
    "young-people",
    "improve",
    "recommendations",
    "closing",
    "lscb",
    "section",
    "summary",
    "findings",
    "sub",
]

# What may stand before and after a kind's name in a question: "in the SIF inspection", "under ILACS".
UNDER = r"(?:\b(?:in|under|from|during|at|of)\s+)?(?:\b(?:the|an?|its|their)\s+)?"
REPORTS = r"(?:(?:ofsted\s+)?(?:reports?|inspections?|framework))"


@dataclass(frozen=True, slots=True)
class KindOfParagraph:
    """name: in records and JSON. label: heading of a list of them. noun: plural, as in "similar findings".

    id_word: what stands for the kind in a paragraph's id, as "para" in torbay-2018-08-24/para-27.
    """

    name: str
    label: str
    noun: str
    id_word: str


@dataclass(frozen=True, slots=True)
class AreaOfJudgement:
    """Something that a report judges. name: in records and JSON. label: for readers.

    row: pattern of its label in a cover's grade table, with the spaces taken out (exported text breaks words:
    "perf ormance") and without capturing groups; "" where no grade table has it. asked: pattern of what a
    question calls it, without capturing groups.
    """

    name: str
    label: str
    row: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class GradeOfScale:
    """One grade of a scale. name: in records and JSON.

    rank: from 0, the lowest; of two grades of one rank neither is the higher. Three patterns, without
    capturing groups: heading, where a heading ends in the grade; cell, in a cover's grade table, where the
    rest of the wording may stand on another line; asked, in a question.
    """

    name: str
    rank: int
    heading: str
    cell: str
    asked: str


@dataclass(frozen=True, slots=True)
class HeadingWording:
    """A heading that a kind prints. key: for the ids of its paragraphs.

    area: name of what is judged below it, or None. pattern: of the whole heading, without its grade and page
    number.
    """

    role: Role
    key: str
    area: str | None
    pattern: str


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What a cover says of its kind. title: in lower case. lines: the whole cover, as printed.

    graded: whether a grade table was read on it.
    """

    title: str
    lines: tuple[str, ...]
    graded: bool


@dataclass(frozen=True, slots=True)
class SectionOfLetter:
    """A section that a letter, or a report set like one, prints under a heading without a number.

    key: for ids; "" where the kind of paragraph is told by its id alone. text, items: kinds of its
    paragraphs and of its bullets; "" where they are no paragraphs of the report, as a list of inspectors.
    pattern: of the whole heading. rows: it may be a table whose first column names who is responsible.
    box: it is set apart from the text around it, as a case study is.
    """

    key: str
    text: str
    items: str
    pattern: str
    rows: bool = False
    box: bool = False


@dataclass(frozen=True, slots=True)
class LetterWords:
    """How a letter of one kind is worded, or a report that is set like one.

    subject: pattern of its whole subject line or title, as it stands in several lines; the group `name` holds
    the authority's name where the line has it. asks: pattern that must stand on its first pages beside the
    subject. named_later: pattern of the text below it that has the name, where the subject has none.
    sections: those that it prints. sub: headings within a section that leave its kind as it is.
    closing: how a paragraph begins that only closes the letter. outcome: key of the section whose words
    give its judgement, "*" for the whole text; area: what is judged. partnership: several agencies are
    inspected together, and are recorded.
    """

    subject: str
    asks: str
    sections: tuple[SectionOfLetter, ...]
    named_later: str = ""
    sub: str = ""
    closing: str = ""
    outcome: str = ""
    area: str = ""
    partnership: bool = False


@dataclass(frozen=True, slots=True)
class KindOfReport:
    """One kind of report.

    name: in records, the index and JSON. label: for readers. inspectorate: the author in a citation.
    known_by: whether a cover is of this kind. turn: a cover is tried on the kinds by rising turn, and within
    a turn in the order of the table; the lower the turn, the more particular the wording.
    areas: what it may judge, in the order in which readers see them.
    grades: its scale, in the order of lists.
    headings: those that it prints; kinds may share them.
    text_follows_grades: the running text begins below the cover's grade table, before any heading.
    judged_under_headings: where the cover has no grades, those printed under section headings count.
    needs_numbers: a file is taken for a report of this kind only if it prints paragraph numbers.
    part_only: what the overall grade covers, where it does not cover all services; it completes the sentence
    "the 2013 overall grade covers …".
    asked: patterns of what a question calls it; a pattern that names several kinds stands in each of them.
    apart: it does not judge an authority's services by grades; its judgements are said where they are asked
    for, and never stand for those grades.
    letter: how it is worded where it is a letter without numbers; it is then known by its subject alone.
    noun: what a page calls one of it, as in "focused visit published 4 May 2018".
    of_one_place: it is on one school or home, and none on an authority.
    as_printed: its text is read by its printed numbers, or by section and count, under whatever headings.
    recalled: other reports tell of it ("at the focused visit of January 2020 …"), so that its name in a
    question is no filter where no report of its kind is searched.
    published_as: what the publisher's list calls it, for the names of files; "" for its label.
    """

    name: str
    label: str
    inspectorate: str
    known_by: Callable[[CoverWords], bool]
    areas: tuple[AreaOfJudgement, ...]
    grades: tuple[GradeOfScale, ...]
    headings: tuple[HeadingWording, ...]
    turn: int = 1
    text_follows_grades: bool = False
    judged_under_headings: bool = False
    needs_numbers: bool = False
    part_only: str = ""
    asked: tuple[str, ...] = ()
    apart: bool = False
    letter: LetterWords | None = None
    noun: str = "inspection"
    published_as: str = ""
    recalled: bool = False
    of_one_place: bool = False
    as_printed: bool = False

    @property
    def grades_all(self) -> bool:
        """Whether its reports can give an overall grade, which others may be compared with."""
        return not self.apart and any(area.name == "overall" for area in self.areas)

    def rank(self, grade: str) -> int | None:
        """The rank of a grade on this kind's scale, None where the scale lacks it."""
        return next((item.rank for item in self.grades if item.name == grade), None)
