"""The grade table of a cover: rows of area and grade, in any layout that the frameworks print.

A cell may be split over lines and stand above or below its label's first line. Labels and grades both
run from top to bottom, one grade to a label, so the n-th grade belongs to the n-th label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.kinds import table
from indexer.kinds.base import AreaOfJudgement, GradeOfScale
from indexer.records import Area, Grade

from .normalise import clean
from .pages import Line

_REST_OF_CELL = re.compile(
    r"\s*\b(?:improvement(?: to be(?: good)?)?|to be good|to be|be good)\s*$", re.IGNORECASE
)

# What stands over the columns, on each page that the table runs over.
_COLUMN_HEADS = re.compile(r"(?:key )?(?:judge?ments?|areas?)(?: grades?)?|grades?", re.IGNORECASE)
_LONGEST_ROW = 160  # characters of a row in a text without places
_CELL_STEP = 2.0  # from line to line of one cell, in sizes of its letters
_MAX_BETWEEN = 12  # letters between the end of a label and the next ("2.1"): more is running text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: area, label and grade as printed, and the grade's plain name."""

    area: Area
    name: str
    grade: Grade
    printed_grade: str


@dataclass(frozen=True, slots=True)
class GradeTable:
    """Rows from top to bottom; end: place of the first line after the table, 0 if there is none.

    A text without places may have an end and no rows: a table is printed, and its grades cannot be paired.
    """

    rows: tuple[Row, ...]
    end: int


class _Words:
    """The labels and grades that may stand together in one table."""

    def __init__(self, areas: Sequence[AreaOfJudgement], grades: Sequence[GradeOfScale]) -> None:
        self._areas = [area for area in areas if area.row]
        self._grades = [(grade.name, re.compile(grade.cell, re.IGNORECASE)) for grade in grades]
        rows = "|".join(f"(?P<row{place}>{area.row})" for place, area in enumerate(self._areas))
        cells = "|".join(grade.cell for grade in grades)
        self.label = re.compile(rows, re.IGNORECASE)
        self.grade = re.compile(rf"(?<!\bbe )\b(?P<grade>{cells}|not judged)\b", re.IGNORECASE)

    def area(self, label: re.Match[str]) -> Area:
        return next(area.name for place, area in enumerate(self._areas) if label.group(f"row{place}"))

    def plain(self, printed: str) -> Grade:
        """The name of a grade that `grade` found."""
        return next(name for name, pattern in self._grades if pattern.fullmatch(printed))


_WORDS = [_Words(areas, grades) for areas, grades in table.GRADE_TABLES if any(area.row for area in areas)]


def read_grade_table(lines: Sequence[Line]) -> GradeTable:
    """The table on the cover's lines; no rows where none is printed or labels and grades disagree.

    The words of each inspectorate are tried by themselves, so that those of one cannot spoil another's table.
    """
    unpaired = GradeTable((), 0)
    for words in _WORDS:
        found = _read(lines, words)
        if found.rows:
            return found
        if not unpaired.end:
            unpaired = found
    return unpaired


def _read(lines: Sequence[Line], words: _Words) -> GradeTable:
    placed = bool(lines and lines[0].left)
    order = sorted(range(len(lines)), key=lambda i: -round(lines[i].top)) if placed else range(len(lines))
    stream, owner, printed = "", [], []
    grades: list[tuple[int, str]] = []
    for rank, place in enumerate(order):
        text = clean(lines[place].text)
        if _COLUMN_HEADS.fullmatch(text):
            text = ""
        for match in words.grade.finditer(text):
            if not _ends_cell_above(match["grade"], lines, place):
                grades.append((rank, match["grade"]))
        label = _REST_OF_CELL.sub("", words.grade.sub(" ", text))
        for letter in label:
            if not letter.isspace():
                stream += letter
                owner.append(rank)
        printed.append(label)
    labels = _consecutive(list(words.label.finditer(stream)), words)
    if len(labels) < 2:
        return GradeTable((), 0)
    first, last = owner[labels[0].start()], owner[labels[-1].end() - 1]
    if placed:
        cells, end = _cells(grades, first, last, lines, list(order), len(labels)), 0
    else:
        end = _end_in_text(lines, last, words)
        found = [(owner[label.start()], label.group()) for label in words.label.finditer(stream)]
        rows_above = _rows_above(first, found, lines, words)
        starts = [owner[label.start()] for label in labels]
        cells = [] if rows_above else _cells_in_text(grades, starts, last, end)
    if len(cells) != len(labels):
        return GradeTable((), end)  # which grade belongs to which label is not known
    inside = [clean(lines[place].text) for place in list(order)[first : last + 2]]
    split = any(_REST_OF_CELL.search(" " + text) for text in inside if not words.grade.search(text))
    rows = tuple(
        Row(
            words.area(label),
            _spaced(label.group(), printed[owner[label.start()] : owner[label.end() - 1] + 1]),
            words.plain(text),
            _whole(text, split),
        )
        for label, (_, text) in zip(labels, cells, strict=True)
        if not text.lower().startswith("not")  # "Not judged": printed, but no grade
    )
    if end:
        return GradeTable(rows, end)
    ranks = list(order)
    end = 1 + max(ranks[rank] for rank in range(first, last + 1))
    while (end < len(lines) and _REST_OF_CELL.fullmatch(" " + clean(lines[end].text))) or (
        end < len(lines) and words.grade.fullmatch(clean(lines[end].text))
    ):
        end += 1
    return GradeTable(rows, end)


def _rows_above(first: int, found: Sequence[tuple[int, str]], lines: Sequence[Line], words: _Words) -> bool:
    """Whether rows stand above the table's first: a row that is not known cuts it in two.

    found: labels without their spaces, with the places of their lines. Such a line holds a grade or nothing
    more.
    """
    for place, label in found:
        rest = _REST_OF_CELL.sub("", words.grade.sub(" ", clean(lines[place].text)))
        if place < first and re.sub(r"[\W\d]", "", rest) == re.sub(r"[\W\d]", "", label):
            return True
    return False


def _end_in_text(lines: Sequence[Line], last: int, words: _Words) -> int:
    """Place of the first line below the table in a text without places. last: place of its last label."""
    end = last + 1
    while end < len(lines):
        text = clean(lines[end].text)
        goes_on = _COLUMN_HEADS.fullmatch(text) or _REST_OF_CELL.fullmatch(" " + text)
        grades = list(words.grade.finditer(text)) if len(text) <= _LONGEST_ROW else []
        if not goes_on and not (grades and not text[grades[-1].end() :].strip(" |\t()")):
            break
        end += 1
    return end


def _cells_in_text(
    grades: Sequence[tuple[int, str]], labels: Sequence[int], last: int, end: int
) -> list[tuple[int, str]]:
    """The labels' grades in a text without places: each beside or below its label, or all below all.

    None where they cannot be told apart.
    labels: places of the lines on which they begin. last: of the line on which the last one ends. end: of the
    first line below the table.
    """
    cells = [(place, text) for place, text in grades if labels[0] <= place < end]
    if len(cells) != len(labels):
        return []
    beside = all(
        begin <= place < max(following, begin + 1)
        for (place, _), begin, following in zip(cells, labels, [*labels[1:], end], strict=True)
    )
    return cells if beside or cells[0][0] > last else []


def _ends_cell_above(printed: str, lines: Sequence[Line], place: int) -> bool:
    """Whether "good" ends a cell "Requires / improvement to be / good", and is no grade by itself."""
    if printed.lower() != "good":
        return False
    line = lines[place]
    if not line.left:
        above = lines[place - 1] if place else None
    else:
        over = [
            other
            for other in lines
            if other.left < line.right
            and line.left < other.right
            and line.bottom + 1 < other.bottom < line.bottom + _CELL_STEP * max(line.size, 9.0)
        ]
        above = min(over, key=lambda other: other.bottom, default=None)
    return above is not None and re.search(r"\bbe$", clean(above.text), re.IGNORECASE) is not None


def _consecutive(found: list[re.Match[str]], words: _Words) -> list[re.Match[str]]:
    """The longest run of labels that follow each other with nothing but numbers between."""
    best: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for match in found:
        if run and match.start() - run[-1].end() > _MAX_BETWEEN:
            run = []
        if any(words.area(match) == words.area(earlier) for earlier in run):
            continue  # the narrative below begins with the words of a label
        run.append(match)
        if len(run) > len(best):
            best = list(run)
    return best


def _cells(
    grades: list[tuple[int, str]], first: int, last: int, lines: Sequence[Line], order: list[int], wanted: int
) -> list[tuple[int, str]]:
    """Grades that stand in the table: from just above its first label to just below its last."""
    top = lines[order[first]].top + 16
    bottom = lines[order[last]].bottom - 16
    inside = [
        (rank, text)
        for rank, text in grades
        if (not lines[order[rank]].left and first <= rank <= last + 1)
        or (lines[order[rank]].left and bottom <= lines[order[rank]].bottom and lines[order[rank]].top <= top)
    ]
    # The sentence above a SIF table ends in a grade too: what stands above the first label goes first.
    while len(inside) > wanted and inside[0][0] < first:
        inside.pop(0)
    # … and so may the sentence below it.
    while len(inside) > wanted and 0 < lines[order[inside[-1][0]]].top < lines[order[last]].bottom + 2:
        inside.pop()
    return inside


def _spaced(letters: str, lines: Sequence[str]) -> str:
    """The label with its spaces, found again in the lines that it was taken from."""
    pattern = re.compile(r"\s*".join(re.escape(letter) for letter in letters))
    found = pattern.search(" ".join(lines))
    return " ".join(found.group().split()) if found else letters


def _whole(printed: str, split: bool) -> str:
    """A grade whose cell was split over lines, whole again."""
    return "Requires improvement to be good" if split and printed.lower().startswith("require") else printed
