"""The cover: what kind of report this is, whose, when, which judgements, who led the inspection.

Only what is printed is returned; a fact that is not printed is "" or None. Where the running text
begins is returned too, so that the grade table is never taken for paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.dates import date_range, single_date
from indexer.kinds import table as kinds
from indexer.kinds.base import CoverWords
from indexer.records import Framework, Judgement

from .furniture import BodyLine
from .grade_table import GradeTable, read_grade_table
from .headings import recognise, take_grade
from .normalise import clean
from .pages import Line

_PAGE_STEP = 6.0  # points between the last line of a page and the first of the next, put below it
_PROSE = 12  # words of a line that is no row of a table, at least
_ROW_ABOVE = re.compile(
    r"\b(?:good|outstanding|inadequate|adequate|improvement|judged|grades?)$", re.IGNORECASE
)
_DATES = re.compile(r"^inspection dates?\s*:?\s*(?P<rest>.*)", re.IGNORECASE)
_PUBLISHED = re.compile(r"^(?:report )?published\s*:?\s*(?P<rest>.+)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:lead|reporting) inspectors?\s*:?\s+(?P<name>.+)", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:senior|principal|social care|regulatory|ofsted|additional) )*"
    r"(?:hmi|(?:his|her) majesty.s inspector|inspector)(?:,? \(?hmi\)?)?",
    re.IGNORECASE,
)
_TITLE_GOES_ON = re.compile(
    r"(?:,|\b(?:his|her) majesty.s|senior|\bhm|social care|regulatory|\bofsted|and [A-Z]\S+ \S+)$",
    re.IGNORECASE,
)
_COVER_FACT = re.compile(
    r"^(?:inspection dates?\b|report published|published\b|(?:lead|reporting) inspector|judgement\s|age group"
    r"|the overall judgement|children.s services in .* (?:is|are|requires?)\b|the effectiveness of the)",
    re.IGNORECASE,
)
_INSPECTION_OF = re.compile(
    r"(?:re-?inspection|inspection) of (?P<name>.+?)(?: local authority)?"
    r" children(?:.s (?:social care )?services|.s (?:services )?trust| first\b)",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"(?:overall judge?ment (?:is|for .{3,80}? is)(?: that)?(?: .{0,70}?(?:is|are)?)?"
    r"|children.s services in .{2,60}?|"
    r"children.s services .{0,40}?)\s(?:is |are )?(?P<grade>requires? improvement(?: to be good)?|inadequate|"
    r"outstanding|good|adequate)",
    re.IGNORECASE,
)
_LSCB = re.compile(
    r"effectiveness of the (?:local safeguarding children.{0,2} board|lscb)(?: \(lscb\))?"
    r"\s+(?:is|are)?\s*(?:that it )?"
    r"(?:is )?(?P<grade>requires? improvement(?: to be good)?|inadequate|outstanding|good|adequate)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The facts of a cover. names: what may be the authority's name, as printed, likeliest first.

    body_start: place of the first line of the running text in the lines given.
    """

    framework: Framework
    title: str
    names: tuple[str, ...]
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    lead_inspector: str
    judgements: tuple[Judgement, ...]
    body_start: int


def read_cover(lines: Sequence[BodyLine]) -> Cover:
    """The cover's facts from the report's running lines (all of them: SIF names the lead inspector late)."""
    head = _cover_lines(lines)
    texts = [clean(body.line.text) for body in head]
    title, names = _title(head, texts)
    dates = _dates(texts)
    table = _grade_table(head)
    kind = kinds.on_cover(CoverWords(title.lower(), tuple(texts), graded=bool(table.rows)))
    return Cover(
        framework=kind.name,
        title=title,
        names=names,
        inspection_start=dates[0] if dates else None,
        inspection_end=dates[1] if dates else None,
        published=next((single_date(m["rest"]) for t in texts if (m := _PUBLISHED.match(t))), None),
        lead_inspector=_lead_inspector(lines, texts),
        judgements=_judgements(texts, table),
        body_start=table.end if kind.text_follows_grades and table.end else len(head),
    )


def _grade_table(head: Sequence[BodyLine]) -> GradeTable:
    """On the first page, on the second, or begun on the first and ended on the second."""
    lines = [body.line for body in head]
    first = sum(body.page in (None, head[0].page) for body in head)
    tables = [read_grade_table(lines[:first])]
    if first < len(head):
        second = read_grade_table(lines[first:])
        tables.append(GradeTable(second.rows, first + second.end if second.rows else 0))
        tables.append(read_grade_table(_one_below_the_other(lines, first)))
    return max(tables, key=lambda table: len(table.rows))  # the first of the longest


def _one_below_the_other(lines: Sequence[Line], first: int) -> list[Line]:
    """The lines of two pages as on one long page. first: how many stand on the first page."""
    if not lines or not lines[0].left:
        return list(lines)
    bottom = min((line.bottom for line in lines[:first]), default=0.0)
    top = max(line.top for line in lines[first:])
    down = top - bottom + _PAGE_STEP
    below = [replace(line, bottom=line.bottom - down, top=line.top - down) for line in lines[first:]]
    return [*lines[:first], *below]


def _cover_lines(lines: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """Lines up to the first heading of the text. Exported text has no pages: the heading decides alone."""
    for place, body in enumerate(lines[:160]):
        if body.page is not None and body.page > (lines[0].page or 1) + 1:
            return lines[:place]
        heading = recognise(clean(body.line.text))
        alone = body.line.bold or not body.line.left
        if heading and alone and place > 3 and heading.role not in ("section", "lscb", "sub"):
            return lines[:place]
        if heading and place > 1 and not body.line.left and _heads_text(lines, place):
            return lines[:place]
        if clean(body.line.text).lower() == "contents":
            return lines[:place]
    return lines[:160]


def _heads_text(lines: Sequence[BodyLine], place: int) -> bool:
    """Whether a heading in a text without places is that, and no row of the grade table worded like it.

    Rows follow each other, or have a grade beside or below them; prose stands below a heading.
    """
    if place + 1 >= len(lines):
        return False
    before, own, after = (clean(body.line.text) for body in lines[place - 1 : place + 2])
    if len(after.split()) < _PROSE or recognise(after):
        return False
    return not (take_grade(own)[1] or _ROW_ABOVE.search(before) or recognise(before))


def _title(head: Sequence[BodyLine], texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Title and possible names. SIF: a line with the council's name, then the title; ILACS: one title."""
    upper: list[str] = []
    for body, text in zip(head, texts, strict=True):
        if _COVER_FACT.match(text):
            break
        marked = "".join(
            c for i, c in enumerate(body.line.text) if not any(a <= i < b for a, b in body.line.marks)
        )
        upper.append(re.sub(r"(?<=[a-z])\d$", "", clean(marked)))
    whole = " ".join(upper)
    names: list[str] = []
    found = _INSPECTION_OF.search(whole)
    if found:
        names.append(found["name"])
    start = next(
        (i for i, t in enumerate(upper) if re.match(r"(?:re-?)?inspection\b|review of\b", t, re.I)), None
    )
    if start is None:
        return whole, tuple(names + upper[:1])
    before = " ".join(upper[:start])
    if before:
        names.append(before)
    title = " ".join(upper[start:])
    if not found and not before:
        # 2012-13: the title first, then the council's name on the last line
        names += upper[-1:]
        title = " ".join(upper[start:-1]) or title
    if found and before:
        names.reverse()
    return title, tuple(names)


def _dates(texts: Sequence[str]) -> tuple[date, date] | None:
    for place, text in enumerate(texts):
        found = _DATES.match(text)
        if found:
            more = [
                t
                for t in texts[place + 1 : place + 2]
                if not _COVER_FACT.match(t) and re.match(r"^[\d\w –-]*\d", t)
            ]
            return date_range(" ".join([found["rest"], *more])) or date_range(found["rest"])
    return None


def _lead_inspector(lines: Sequence[BodyLine], cover: Sequence[str]) -> str:
    """As printed, with title. 'Deputy lead inspector' is someone else."""
    for texts in (list(cover), [clean(body.line.text) for body in lines]):
        for place, text in enumerate(texts):
            found = _LEAD.match(text)
            if not found or not found["name"][0].isupper():
                continue
            name = found["name"]
            after = texts[place + 1] if place + 1 < len(texts) else ""
            if _TITLE_GOES_ON.search(name) or _TITLE.fullmatch(after):
                name = f"{name} {after}"
            return name.rstrip(" .,")
    return ""


def _judgements(texts: Sequence[str], table: GradeTable) -> tuple[Judgement, ...]:
    found = [Judgement(row.area, row.name, row.grade, row.printed_grade) for row in table.rows]
    areas = {judgement.area for judgement in found}
    whole = " ".join(texts)
    if found and "overall" not in areas and (match := _OVERALL.search(whole)):
        grade = _plain(match["grade"])
        found.insert(0, Judgement("overall", "Overall judgement", grade, match["grade"]))
    if found and (match := _LSCB.search(whole)):
        grade = _plain(match["grade"])
        found.append(Judgement("lscb", "Local Safeguarding Children Board", grade, match["grade"]))
    return tuple(found)


def _plain(printed: str) -> str:
    low = printed.lower()
    return "requires improvement" if low.startswith("require") else low
