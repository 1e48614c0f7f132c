"""Pages on sheets of another size: how large they were printed and where they end, told by what they hold.

Headers, footers and page numbers stand at one height on page after page, outside the text. On an ordinary
sheet they stand near its edges. Where they do not, the page was placed on a larger sheet, made smaller or
cropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from indexer.errors import UnreadableReport
from indexer.reading.normalise import clean
from indexer.reading.pages import Line, Page
from indexer.records import Box, Paragraph

from .page_numbers import MARGIN, number_alone, pattern

_PARAGRAPH = re.compile(r"\s*\d{1,3}\.\s+\S")
_A4 = (595.0, 842.0)
_USUAL_SIZE, _USUAL_HEIGHT = 12.0, 11.6  # points of letters and lines of every report: they tell a scale
_OWN_SIZE, _OWN_HEIGHT = (10.7, 13.3), (10.2, 13.2)  # of a report that may have been set otherwise
_NEAR = 2.0  # points within which two lines stand at one height
_SHARE = 0.5  # of the pages on which a running line stands, at the least
_FEW = 3  # pages with a running line, at the least
_ROWS = 5  # lines from the edge among which running lines are
_FOOT, _HEAD = 62.0, 50.0  # points from the edges between which the text stands, as in furniture.py
_BODY = 11.0  # points of letters that may be the text's
_LONG = 30  # characters of a line of running text
_LINES = 6  # long lines in a half of a sheet that holds two pages
_WHITE = 18.0  # points from line to line, at the least, between text and a running line
_MOST = 8  # pages on one sheet
_COUNTS = {2: "two", 4: "four", 6: "six", 8: "eight"}


def check_one_to_a_sheet(pages: Sequence[Page]) -> None:
    """Raises UnreadableReport where two pages or more stand on most sheets."""
    filled = [page for page in pages if page.height and len(_long(page)) >= _LINES]
    count = _numbers_to_a_sheet(pages)
    if count < 2 and filled and 2 * sum(map(_is_two, filled)) > len(filled):
        count = 2
    if count >= 2:
        raise UnreadableReport(
            f"{_COUNTS.get(count, str(count))} pages of the report stand on each sheet",
            "use the file as it was published, with one page to a sheet",
        )


def _numbers_to_a_sheet(pages: Sequence[Page]) -> int:
    """By how many the page numbers at one place of the sheets go on from sheet to sheet; 1 if by none."""
    seen: Counter[tuple[int, int, int, int]] = Counter()
    for page in pages:
        for line in page.lines:
            number = number_alone(line) if page.height and page.number else None
            if number is not None and page.number:
                place = round(line.right / _NEAR / 4), round(line.bottom / _NEAR / 2)
                seen.update((*place, count, number - count * page.number) for count in range(1, _MOST + 1))
    most = max(seen.values(), default=0)
    if most < max(_FEW, _SHARE * len(pages)):
        return 1
    return min(place[2] for place, times in seen.items() if times == most)


def _long(page: Page) -> list[Line]:
    return [line for line in page.lines if len(line.text) >= _LONG]


def _is_two(page: Page) -> bool:
    if page.width < 1.2 * page.height:
        return False
    middle = page.width / 2
    long = _long(page)
    left = sum(line.right <= middle for line in long)
    right = sum(line.left >= middle for line in long)
    return min(left, right) >= _LINES / 2 and left + right >= 0.9 * len(long)


def usual_size(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages as if their letters had the usual height, with the scale by which they had not.

    The size of a typeface is scaled apart: a page that was placed on another sheet often keeps it as it was.
    """
    height, size = _heights(pages)
    if not height or not size or not pages[0].height:
        return pages
    if _OWN_HEIGHT[0] <= height <= _OWN_HEIGHT[1]:
        return pages
    of_size = 1.0 if _OWN_SIZE[0] <= size <= _OWN_SIZE[1] else size / _USUAL_SIZE
    return tuple(_scaled(page, height / _USUAL_HEIGHT, of_size) for page in pages)


def _heights(pages: Sequence[Page]) -> tuple[float, float]:
    """Height of a long line and size of its letters, in points, of most lines; 0 where there are none."""
    long = [line for page in pages for line in page.lines if len(line.text) >= _LONG]
    if not long:
        return 0.0, 0.0
    return median(line.top - line.bottom for line in long), median(line.size for line in long)


def _scaled(page: Page, scale: float, of_size: float) -> Page:
    def line_of(line: Line) -> Line:
        return replace(
            line,
            left=line.left / scale,
            bottom=line.bottom / scale,
            right=line.right / scale,
            top=line.top / scale,
            size=line.size / of_size,
            gaps=tuple((place, left / scale) for place, left in line.gaps),
        )

    def box_of(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        return box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale

    return replace(
        page,
        width=page.width / scale,
        height=page.height / scale,
        lines=tuple(map(line_of, page.lines)),
        notes=tuple(replace(note, boxes=tuple(map(box_of, note.boxes))) for note in page.notes),
        scale=scale,
    )


def on_their_sheets(paragraphs: Sequence[Paragraph], pages: Sequence[Page]) -> tuple[Paragraph, ...]:
    """The paragraphs with their boxes where they stand in the file. pages: as `usual_size` gave them."""
    scales = {page.number: page.scale for page in pages if page.scale != 1.0}
    if not scales:
        return tuple(paragraphs)
    return tuple(replace(item, boxes=tuple(_boxes(item, scales))) for item in paragraphs)


def _boxes(item: Paragraph, scales: dict[int | None, float]) -> Iterator[Box]:
    for box in item.boxes:
        scale = scales.get(box.page, 1.0)
        yield replace(
            box,
            left=box.left * scale,
            bottom=box.bottom * scale,
            right=box.right * scale,
            top=box.top * scale,
        )


def placed(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages, with foot and head where they stand otherwise than usual on their sheets."""
    groups: dict[tuple[int, int], list[Page]] = {}
    for page in pages:
        if page.height:
            groups.setdefault((round(page.width / 10), round(page.height / 10)), []).append(page)
    found: dict[int | None, Page] = {}
    for group in groups.values():
        foot, head = _edges(group)
        if foot or head:
            found.update((page.number, replace(page, foot=foot, head=head)) for page in group)
    return tuple(found.get(page.number, page) for page in pages) if found else pages


def _edges(pages: Sequence[Page]) -> tuple[float, float]:
    """foot and head of pages of one size; 0, 0 where they stand as usual."""
    first = pages[0]
    low = [sorted(page.lines, key=lambda line: line.bottom)[:_ROWS] for page in pages]
    high = [sorted(page.lines, key=lambda line: -line.top)[:_ROWS] for page in pages]
    at_foot = max((line.top for line in _running(pages, low) if _tells(line, line.top, pages)), default=0.0)
    heads = ((line, first.height - line.bottom) for line in _running(pages, high))
    at_head = max((depth for line, depth in heads if _tells(line, depth, pages)), default=0.0)
    foot, head = max(at_foot - _FOOT + 1, 0.0), max(at_head - _HEAD + 1, 0.0)
    spare = _A4[1] - first.height
    if foot or head or not 0.03 * _A4[1] < spare < 0.25 * _A4[1] or first.width > 1.01 * _A4[0]:
        return foot, head
    # Cropped: where a running line is left, its side is whole.
    if bool(at_foot) != bool(at_head) and first.width > 0.95 * _A4[0]:
        return (0.0, -spare) if at_foot else (-spare, 0.0)
    return -spare / 2, -spare / 2


def _tells(line: Line, depth: float, pages: Sequence[Page]) -> bool:
    """Small print near the edge and a file's own page numbers are known as such without an edge."""
    own = number_alone(line) is not None and line.left > pages[0].width / 3
    return depth >= MARGIN or (line.size >= _BODY and not own)


def _running(pages: Sequence[Page], rows: Sequence[Sequence[Line]]) -> list[Line]:
    """Lines alike on most pages with nothing but such lines outside them. rows: from the edge in."""
    marks = [[_mark(line, page) for line in lines] for page, lines in zip(pages, rows, strict=True)]
    seen: Counter[tuple[str, int]] = Counter()
    for page_marks in marks:
        seen.update({(text, slot + step) for text, slot in page_marks for step in (-1, 0, 1)})
    needed = max(_FEW, _SHARE * len(pages))
    found: list[Line] = []
    for page_marks, lines in zip(marks, rows, strict=True):
        alike = [bool(mark[0]) and seen[mark] >= needed for mark in page_marks]
        if all(alike):  # the text itself is alike on every page
            continue
        inner = alike.index(False)
        if inner and abs(lines[inner].bottom - lines[inner - 1].bottom) > _WHITE:
            found += lines[:inner]
    return found


def _mark(line: Line, page: Page) -> tuple[str, int]:
    """What is alike on every page: the words but for numbers or that a number counts; the height."""
    if _PARAGRAPH.match(line.text):
        return "", 0
    number = number_alone(line)
    text = f"#{number - (page.number or 0)}" if number is not None else pattern(clean(line.text))
    return text, round(line.bottom / _NEAR)
