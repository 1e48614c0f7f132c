"""What a contrast of two grades gives: records."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.arrays import Int64Array
from indexer.records import Anomaly, Paragraph, Report
from search_api.question.records import Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What one report says of one area that it judged. rows: of its paragraphs, ascending.

    title: the heading as printed. area: of kinds/table.py, "" where the heading tells none.
    """

    report: Report
    title: str
    area: str
    grade: str
    rows: Int64Array


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is commoner on one side. here, there: sections of this side and of the other, of those that
    speak of the subject, whose statements hold it. z: of the difference, see words.py; above 0.
    """

    text: str
    here: int
    there: int
    z: float


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about the subject, `paragraph.text[slice(*span)]`, in a section of this grade.

    score: how much it is of its own side: the z of its words, combined (words.py); 0 for what both sides say.
    words: those of the side's own that it holds, most telling first. side: "praise", "criticism", "mixed",
    "neutral", or "" where nothing is known. anomalies: those that touch the paragraph.
    """

    paragraph: Paragraph
    report: Report
    section: str
    span: tuple[int, int]
    score: float
    words: tuple[str, ...]
    side: str
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class GradeSide:
    """What the sections of one grade say. sections: all there are within the filters; speaking: those with a
    statement about the subject; reports: of those. total: their statements; statements: the part asked for,
    the most distinctive first, at first one of each section. words: the side's own, most telling first.
    frameworks: label of the kind of report -> its sections.
    """

    grade: str
    sections: int
    speaking: int
    reports: int
    total: int
    statements: tuple[Statement, ...]
    words: tuple[Word, ...]
    frameworks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Contrast:
    """subject: as asked. theme: key of the theme that it names, "" for a term. names: what was looked for.

    sides: of the two grades, in the order asked. notes: for the user, one sentence each.
    """

    subject: str
    theme: str
    names: tuple[str, ...]
    sides: tuple[GradeSide, GradeSide]
    notes: tuple[str, ...]
    coverage: Coverage
