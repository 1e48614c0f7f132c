"""Blocks of a report -> typed paragraphs with their sections, pages and boxes, and what was odd.

The headings above a block decide what it is: under 'Recommendations' a number is a recommendation,
under 'What needs to improve' a bullet is an improvement, and so on. Pure: no files, no PDF library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.records import Anomaly, Area, Grade, Kind, Paragraph, Pinpoint

from .blocks import Block
from .checks.anomalies import in_page_order
from .checks.sequence_checks import sequence_anomalies
from .furniture import Footnote
from .headings import Heading, JudgedSections, grade_of, is_closing, recognise
from .normalise import clean, split_bullet, unknown_characters
from .paragraph_text import boxes_of, has_recommendation_mark, linked_findings, text_of

_LEAF = re.compile(r"(?:priority|areas for)\b", re.IGNORECASE)
_UNNUMBERED = 5  # with fewer printed numbers than this a report counts as one without numbers


@dataclass(slots=True)
class _Place:
    """Where in the report we are: what the last headings said."""

    mode: str = "cover"
    key: str = ""
    part: str = ""
    path: tuple[str, ...] = ()
    base: int = 0
    area: Area | None = None
    grade: str = ""
    contents_page: object = None
    numbered: bool = False


@dataclass(slots=True)
class _Parsed:
    paragraphs: list[Paragraph] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    judged: JudgedSections = field(default_factory=JudgedSections)
    ordinals: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def paragraphs_of(
    blocks: Sequence[Block],
    report: str,
    footnotes: Sequence[Footnote],
    grades: Mapping[Area, Grade],
    *,
    opening: str,
) -> tuple[tuple[Paragraph, ...], tuple[Anomaly, ...]]:
    """Paragraphs in reading order and the anomalies met.

    opening: the mode before the first heading ("summary" where a narrative follows the grade table,
    else "cover": skipped). grades: judgements of the cover, for sections that print no grade.
    """
    blocks = _with_their_lists(blocks)
    numbered = sum(block.form == "numbered" for block in blocks)
    place = _Place(mode=opening)
    parsed = _Parsed()
    notes = {(note.page, note.mark): note.text for note in footnotes}
    if numbered < _UNNUMBERED:
        parsed.anomalies.append(
            Anomaly("no numbers", None, "the report prints no paragraph numbers; ordinals are given")
        )
    previous: Block | None = None
    last_number = next((block for block in reversed(blocks) if block.form == "numbered"), None)
    for block in blocks:
        if block.form == "text" and _is_table_row(block):
            block.form = "heading"
        if block.form == "heading":
            _turn(parsed, place, block, grades)
        elif block.form == "numbered":
            _leave_summary(place)
            _add_numbered(parsed, place, block, report, notes)
            place.numbered = True
            previous = block
        elif is_closing(block.text) and previous is None and last_number is not None:
            continue  # said before the findings begin, as of the lead inspector: no end of the report
        elif is_closing(block.text) or (
            place.mode == "finding"
            and previous is last_number
            and numbered >= _UNNUMBERED
            and _new_page(previous, block)
        ):
            place.mode, place.path, place.base = "closed", (), 0
        elif re.fullmatch(r"contents(?: page)?", clean(block.lines[0].line.text), re.IGNORECASE):
            place.mode, place.contents_page = "contents", block.page
        else:
            _add_unnumbered(parsed, place, block, report, notes, numbered < _UNNUMBERED)
    parsed.anomalies += [*sequence_anomalies(parsed.paragraphs), *parsed.judged.anomalies(grades)]
    return tuple(parsed.paragraphs), in_page_order(parsed.anomalies)


def _with_their_lists(blocks: Sequence[Block]) -> list[Block]:
    """Among the facts about an area a text holds the list that it announces, as in "There have been:"."""
    whole: list[Block] = []
    facts = False
    for block in blocks:
        if block.heading is not None and block.heading.role != "sub":
            facts = block.heading.role == "area-facts"
        above = whole[-1] if whole else None
        announced = (
            above is not None and above.form == "text" and (above.starts_list or above.text.endswith(":"))
        )
        if facts and above is not None and announced and block.form == "item" and not _is_whole(block):
            for place, line in enumerate(block.lines):
                above.add(line, list_line=place == 0 or place in block.starts_list)
        else:
            whole.append(block)
    return whole


def _is_whole(item: Block) -> bool:
    """Whether the item begins as a sentence does."""
    return split_bullet(item.text)[1][:1].isupper()


def _new_page(last: Block | None, block: Block) -> bool:
    """Text after the last number of the report, on another page, is the closing page."""
    return last is not None and (block.page is None or last.lines[-1].page != block.page)


def _is_table_row(block: Block) -> bool:
    """A section's heading set as a row of a grade table, not in bold: '1. Children who … Good'."""
    if len(block.lines) > 4 or len(block.text) > 120 or block.text.rstrip().endswith("."):
        return False
    heading = recognise(block.text)
    if heading is None or heading.role != "section" or not (heading.grade or re.match(r"\d\.", block.text)):
        return False
    block.heading, block.title = heading, heading.title
    return True


def _turn(parsed: _Parsed, place: _Place, block: Block, grades: Mapping[Area, Grade]) -> None:
    heading = block.heading
    # "Quality of practice" is a section of 2012-13 and a sub-heading of an executive summary since.
    if heading is None or heading.role == "sub" or (heading.key == "quality" and place.key == "executive"):
        if place.mode in ("closed", "contents", "cover"):
            return
        stated = grade_of(re.sub(r"(?i)^grade\s*\d\s*", "", block.text))
        if stated:
            place.grade = stated
            parsed.judged.state(place.area, stated, block.page)
        elif place.base:
            place.path = (*place.path[: place.base], block.title)
        return
    if place.mode == "contents" and block.page == place.contents_page and block.page is not None:
        return
    if place.mode == "contents" and block.page is None and block.lines[0].line.gap < 3:
        return
    if place.mode == "closed" and re.fullmatch(
        r"the (?:lscb|local authority)", block.text.strip(" :"), re.IGNORECASE
    ):
        return  # a part of 'What the inspection judgements mean'
    _enter(place, heading, block, grades)
    parsed.judged.state(heading.area, heading.grade, block.page)


def _enter(place: _Place, heading: Heading, block: Block, grades: Mapping[Area, Grade]) -> None:
    role, title = heading.role, _bare_title(block, heading)
    place.numbered = False
    lscb = place.path[:1] if place.part == "lscb" else ()
    if role in ("contents", "closing"):
        place.mode = "contents" if role == "contents" else "closed"
        place.contents_page = block.page
        place.path, place.base, place.key, place.area, place.grade = (title,), 1, "", None, ""
    elif role == "lscb":
        place.part, place.mode, place.key, place.area = "lscb", "finding", "lscb", "lscb"
        place.path, place.base = (title,), 1
        place.grade = heading.grade or (place.grade if lscb else "") or grades.get("lscb") or ""
    elif role == "section":
        nested = heading.area in ("adoption", "care_leavers") and title.lower().startswith("the graded")
        place.path = (*place.path[:1], title) if nested else (title,)
        place.base = len(place.path)
        if not nested:
            place.part = ""
        place.mode, place.key, place.area = "finding", heading.key, heading.area
        place.grade = heading.grade or (heading.area and grades.get(heading.area)) or ""
    elif role in ("summary", "findings"):
        if role == "findings" and place.mode == "recommendation" and place.base > 1:
            place.base, place.key = 1, place.part  # the board's "Recommendations" have ended
        place.mode = "summary" if role == "summary" else "finding"
        place.path = (*place.path[: place.base], title)
    else:
        modes = {
            "executive": ("summary", "executive"),
            "area-facts": ("context", "area"),
            "recommendations": ("recommendation", "recommendations"),
            "improve": ("improvement", "improve"),
            "young-people": ("summary", "young-people"),
        }
        was = place.mode
        place.mode, place.key = modes[role]
        above = lscb
        if role == "recommendations" and was == "recommendation" and place.base:
            above = place.path[: place.base]
            while above and _LEAF.match(above[-1]):  # two of these stand beside each other
                above = above[:-1]
        place.path = (*above, title)
        place.base = len(place.path)
        place.area = "lscb" if lscb else None
        place.grade = place.grade if lscb else ""


def _leave_summary(place: _Place) -> None:
    """Numbers that follow a section's summary without a heading between are the section's findings."""
    if place.mode != "summary" or not (place.area or place.part == "lscb"):
        return
    place.mode = "finding"
    if place.part == "lscb":
        place.base, place.key = 1, "lscb"
    place.path = place.path[: place.base]


def _bare_title(block: Block, heading: Heading) -> str:
    """The heading's wording without footnote marks and without a page number from a contents list."""
    return re.sub(r"(?<=[a-z?])\d{1,2}$", "", heading.title).strip()


def _add_numbered(
    parsed: _Parsed, place: _Place, block: Block, report: str, notes: Mapping[tuple[int | None, str], str]
) -> None:
    start = block.start
    if start is None:
        return
    kind: Kind = "recommendation" if place.mode in ("recommendation", "improvement") else "finding"
    part = "" if start.sequence == 1 else ("lscb" if place.part == "lscb" else f"part{start.sequence}")
    pinpoint = Pinpoint(
        report, kind, start.number, part=part, repeat="" if not start.repeat else chr(ord("a") + start.repeat)
    )
    _append(parsed, place, block, pinpoint, notes)
    if start.odd:
        parsed.anomalies.append(
            Anomaly(
                "odd number",
                block.page,
                f"number {start.number} is printed with other characters: {start.odd}",
                (str(pinpoint),),
            )
        )


def _add_unnumbered(
    parsed: _Parsed,
    place: _Place,
    block: Block,
    report: str,
    notes: Mapping[tuple[int | None, str], str],
    numberless: bool,
) -> None:
    if place.mode in ("closed", "cover", "contents"):
        return
    if _is_subheading(block):
        if place.base:
            place.path = (*place.path[: place.base], clean(block.text))
        return
    kind, section, printed = _unnumbered_kind(place, block, numberless)
    if kind is None:
        return
    group = (place.part, kind, section)
    pinpoint = Pinpoint(
        report, kind, parsed.ordinals[group] + 1, part=place.part, section=section, printed=printed
    )
    if _append(parsed, place, block, pinpoint, notes):
        parsed.ordinals[group] += 1
        if place.mode == "finding" and place.numbered and not numberless:
            parsed.anomalies.append(
                Anomaly(
                    "unnumbered",
                    block.page,
                    f"text without a number: {str(pinpoint).partition('/')[2]}",
                    (str(pinpoint),),
                )
            )


def _is_subheading(block: Block) -> bool:
    """A short line alone without an end: a heading that is not set bold."""
    text = block.text
    return (
        block.form == "text"
        and len(block.lines) == 1
        and len(text) < 80
        and text[:1].isupper()
        and text[-1:].isalnum()
    )


def _unnumbered_kind(place: _Place, block: Block, numberless: bool) -> tuple[Kind | None, str, bool]:
    """Kind, section word of the id, and False where a finding or recommendation prints no number."""
    if place.mode == "context":
        return "context", "", True
    if place.mode == "improvement":
        return ("improvement", "", True) if block.form == "item" else ("summary", "improve", True)
    if place.mode == "recommendation":
        if block.form == "item" or numberless:
            return "recommendation", "", False
        return "summary", "recommendations", True
    if place.mode == "finding" and numberless:
        return "finding", place.key, False
    return "summary", place.key, True


def _append(
    parsed: _Parsed,
    place: _Place,
    block: Block,
    pinpoint: Pinpoint,
    notes: Mapping[tuple[int | None, str], str],
) -> bool:
    text, marks = text_of(block)
    if not re.search(r"[A-Za-z]{2}", text):
        return False
    pages = [body.page for body in block.lines if body.page is not None]
    if unknown := unknown_characters(text):
        parsed.anomalies.append(
            Anomaly(
                "characters",
                block.page,
                f"{unknown} characters could not be read" if unknown > 1 else "a character could not be read",
                (str(pinpoint),),
            )
        )
    footnotes = tuple(notes[page, mark] for page, mark in marks if (page, mark) in notes)
    parsed.paragraphs.append(
        Paragraph(
            id=str(pinpoint),
            kind=pinpoint.kind,
            number=pinpoint.number,
            printed=pinpoint.kind in ("finding", "recommendation") and pinpoint.printed,
            part=pinpoint.part,
            section=place.path,
            grade=place.grade,
            page_first=min(pages) if pages else None,
            page_last=max(pages) if pages else None,
            text=text,
            boxes=tuple(boxes_of(block.lines)),
            footnotes=footnotes,
            linked=linked_findings(text) if pinpoint.kind == "recommendation" else (),
            recommendation_mark=has_recommendation_mark(text),
        )
    )
    if pinpoint.kind == "finding":
        parsed.judged.add(place.area, str(pinpoint))
    return True
