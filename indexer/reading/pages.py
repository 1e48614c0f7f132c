"""A report as positioned lines: what the PDF reader and the text reader both produce."""

from __future__ import annotations

from dataclasses import dataclass

# Stands at the end of a line that the typesetter ended with a hyphen, soft or real (PDFium's own mark).
LINE_END_HYPHEN = "\ufffe"
# Kinds of note that say that the file is not as it was written: what is missing may have been in it.
DAMAGED = frozenset({"damaged file", "damaged page"})


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    text: as extracted, before normalisation, without line ends. left, bottom, right, top: PDF points,
    origin at the lower left of the page as it is read, upright; all 0 in a text report. size: font size
    in points of the first character, 0 where unknown. bold: of the first character. marks: half-open
    spans in `text` of raised digits, that is footnote marks. gap: blank lines above, known in a text
    report only. gaps: where the text goes on after white space wider than a word's, as between the
    columns of a table: place in `text` and left edge in points.
    """

    text: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    gap: int = 0
    gaps: tuple[tuple[int, float], ...] = ()


def without_marks(line: Line) -> str:
    """The line's text without its footnote marks."""
    text = line.text
    for first, last in reversed(line.marks):
        text = text[:first] + text[last:]
    return text


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something about a page that a reader should know before its words are quoted.

    kind, detail: as of records.Anomaly. boxes: left, bottom, right, top of the places that it speaks of, in
    the space of the lines; none where it speaks of the whole page. whole_file: it speaks of every page.
    unsure: what was read may not be what the page shows.
    """

    kind: str
    detail: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    whole_file: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page. number: in the file from 1, None where pages are unknown. width, height: in points.

    foot, head: points of the sheet below and above the page that was printed, where it stands on a larger
    one; less than 0 where it was cropped. scale: of the sheet in the file, where all measures here are
    those of a page of the usual size.
    """

    number: int | None
    width: float
    height: float
    lines: tuple[Line, ...]
    notes: tuple[PageNote, ...] = ()
    foot: float = 0.0
    head: float = 0.0
    scale: float = 1.0

    def above_foot(self, line: Line) -> float:
        """How far the line's upper edge is from the lower edge of the printed page, in points."""
        return line.top - self.foot

    def below_head(self, line: Line) -> float:
        """How far the line's lower edge is from the upper edge of the printed page, in points."""
        return self.height - self.head - line.bottom
