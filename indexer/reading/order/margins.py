"""What people print beside and over the text of a report: line numbers, notes in the margin, a word on all.

It is left out and said. Numbers of paragraphs that stand beside their text but were drawn apart from it are
put before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexer.reading.pages import Line, Page, PageNote

from .page_numbers import in_margin, pattern

_NUMBER = re.compile(r"(\d{1,4})\.?")
_WORD = re.compile(r"[^\W\d]{3}")
_PARAGRAPH = re.compile(r"\d{1,3}\.")
_STEPS = {1: 8, 2: 5, 5: 4, 10: 3}  # how line numbers count: how many of them a page has at the least
_PITCH = 2.6  # sizes of the body from line to line at the most: double spacing
_UNEVEN = 0.25  # share of the pitch by which a step between lines may differ
_SHARE = 0.5  # of the pages that have line numbers
_OVER = 0.2  # of the pages that have the same words over the text
_FEW = 3  # pages with the same words over the text
_LONG = 40  # characters of a line that tells where the text block ends
_BLOCK = 20  # such lines, to tell it
_NEAR = 2.0  # points
_MOST = 500  # lines of a page, or numbers on it, that are compared with each other
_RUNNING = 30  # characters of a line of running text
_BODY = 11.0  # points of letters that may be the text's; smaller ones are of headers, footers and footnotes


def without_additions(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages without line numbers, notes in the margin and words over the text, each with a note."""
    pages = _without_line_numbers(pages)
    pages = _without_words_over_the_text(pages)
    pages = _without_notes(pages)
    return tuple(
        _with_overprint_said(_with_numbers_before_text(page)) if len(page.lines) <= _MOST else page
        for page in pages
    )


def _without(page: Page, lines: Iterable[Line], note: PageNote | None = None) -> Page:
    gone = {id(line) for line in lines}
    kept = tuple(line for line in page.lines if id(line) not in gone)
    return replace(page, lines=kept, notes=(*page.notes, note) if note else page.notes)


def _box(line: Line) -> tuple[float, float, float, float]:
    return line.left, line.bottom, line.right, line.top


def _without_line_numbers(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    found = [_line_numbers(page) for page in pages]
    count = sum(map(bool, found))
    filled = sum(len(page.lines) > max(_STEPS.values()) for page in pages)
    if count < 2 or count < _SHARE * filled:
        return pages
    column = [line for lines in found for line in lines]
    found = [lines or _in_column(page, column) for page, lines in zip(pages, found, strict=True)]
    count = sum(map(bool, found))
    first = next(place for place, lines in enumerate(found) if lines)
    detail = f"line numbers in the margin of {count} pages, left out"
    boxes = tuple(map(_box, found[first]))
    return tuple(
        _with_joined_said(
            _without(page, lines, PageNote("margin", detail, boxes) if place == first else None), column
        )
        for place, (page, lines) in enumerate(zip(pages, found, strict=True))
    )


def _with_joined_said(page: Page, beside: Sequence[Line]) -> Page:
    """A line that was read together with what stands in the margin at its height stays so, and is said."""
    lefts, rights = {round(line.left) for line in beside}, {round(line.right) for line in beside}
    joined = [
        line
        for line in page.lines
        if (round(line.left) in lefts or (len(line.text) > _RUNNING and round(line.right) in rights))
        and _is_inside(line, page)
    ]
    if not joined:
        return page
    detail = "a number or note in the margin is read as part of a line"
    return replace(
        page, notes=(*page.notes, PageNote("margin", detail, tuple(map(_box, joined)), unsure=True))
    )


def _line_numbers(page: Page) -> list[Line]:
    """A column of numbers of its own that counts the lines of the page, if there is one."""
    if not page.height:
        return []
    alone = [line for line in page.lines if _NUMBER.fullmatch(line.text.strip())]
    if not min(_STEPS.values()) <= len(alone) <= _MOST:
        return []
    columns = [[other for other in alone if _at_one_edge(line, other)] for line in alone]
    _, longest = max((len(lines), place) for place, lines in enumerate(columns))
    column = sorted(columns[longest], key=lambda line: -line.top)
    if len(column) < min(_STEPS.values()):
        return []
    left, right = min(line.left for line in column), max(line.right for line in column)
    ids = set(map(id, column))
    beside = [line for line in page.lines if id(line) not in ids]
    if sum(line.left < right and line.right > left for line in beside) > 1:
        return []
    return _counting(column, median(line.size for line in beside) if beside else 0.0)


def _in_column(page: Page, column: Sequence[Line]) -> list[Line]:
    """Numbers of the page that stand where line numbers do on others, though they do not count on."""
    lefts, rights = {round(line.left) for line in column}, {round(line.right) for line in column}
    dots = column[0].text.strip().endswith(".")
    numbers = (line for line in page.lines if _NUMBER.fullmatch(line.text.strip()))
    return [
        line
        for line in numbers
        if line.text.strip().endswith(".") == dots
        and (round(line.left) in lefts if len(lefts) < len(rights) else round(line.right) in rights)
    ]


def _at_one_edge(one: Line, other: Line) -> bool:
    return abs(one.left - other.left) < _NEAR or abs(one.right - other.right) < _NEAR


def _counting(column: Sequence[Line], size: float) -> list[Line]:
    """The column, where it goes on by one step, evenly, as closely as lines stand."""
    numbers = [int(line.text.strip().rstrip(".")) for line in column]
    step, times = Counter(below - above for above, below in pairwise(numbers)).most_common(1)[0]
    if len(column) < _STEPS.get(step, len(column) + 1) or times < 0.9 * (len(column) - 1):
        return []
    pitches = [(above.bottom - below.bottom) / step for above, below in pairwise(column)]
    pitch = median(pitches)
    even = sum(abs(found - pitch) <= _UNEVEN * pitch for found in pitches)
    return list(column) if 0 < pitch <= _PITCH * max(size, 6.0) and 2 * even >= len(pitches) else []


def _without_words_over_the_text(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    places: Counter[tuple[str, int, int]] = Counter()
    found = [{_place(line): line for line in page.lines if page.height} for page in pages]
    for lines in found:
        places.update(lines.keys())
    needed = max(_FEW, _OVER * sum(bool(page.lines) for page in pages))
    same = {place for place, count in places.items() if count >= needed and place[0]}
    crossed = {
        place: [
            other
            for page, lines in zip(pages, found, strict=True)
            if place in lines
            for other in _crossed(lines[place], page)[:1]
        ]
        for place in same
    }
    if not any(len(others) >= _FEW for others in crossed.values()):
        return pages
    seen = Counter(text for page in pages for text in {pattern(line.text) for line in page.lines})
    over = {
        place
        for place, others in crossed.items()
        if sum(seen[pattern(other.text)] < _FEW for other in others) >= _FEW
    }
    if not over:
        return pages
    words = {line.text.strip(): line for lines in found for place, line in lines.items() if place in over}
    changed: list[Page] = []
    for page, lines in zip(pages, found, strict=True):
        gone = [line for place, line in lines.items() if place in over]
        kept = _without(page, gone)
        cut = [_cut(line, words) for line in kept.lines]
        gone += [line for line, rest in zip(kept.lines, cut, strict=True) if rest is not line]
        detail = "the same words are printed over the text of many pages, left out"
        note = PageNote("over the text", detail, tuple(map(_box, gone)))
        changed.append(
            _with_stuck_said(replace(kept, lines=tuple(cut), notes=(*page.notes, note)), words)
            if gone
            else _with_stuck_said(page, words)
        )
    return tuple(changed)


def _with_stuck_said(page: Page, words: Mapping[str, Line]) -> Page:
    """Words over the text that were read in the midst of one of its lines stay there, and are said."""
    stuck = [
        line
        for line in page.lines
        for text, other in words.items()
        if text in line.text and line.text.strip() != text and _is_near(other, line)
    ]
    if not stuck:
        return page
    detail = "words that are printed over the text are read in the midst of a line"
    return replace(
        page, notes=(*page.notes, PageNote("over the text", detail, tuple(map(_box, stuck)), unsure=True))
    )


def _is_near(one: Line, other: Line) -> bool:
    return min(one.top, other.top) > max(one.bottom, other.bottom)


def _cut(line: Line, words: Mapping[str, Line]) -> Line:
    """The line without the words, which were drawn behind it and so are read as its end."""
    for text, other in words.items():
        at_place = line.left < other.left and _is_near(other, line)
        if at_place and line.text.rstrip().endswith(text) and line.text.strip() != text:
            rest = line.text.rstrip().removesuffix(text).rstrip()
            return replace(line, text=rest, gaps=tuple(gap for gap in line.gaps if gap[0] < len(rest)))
    return line


def _place(line: Line) -> tuple[str, int, int]:
    return line.text.strip(), round(line.left / _NEAR), round(line.bottom / _NEAR)


def _is_inside(line: Line, page: Page) -> bool:
    return bool(page.height) and not in_margin(line, page)


def _crossed(line: Line, page: Page) -> list[Line]:
    """Lines of running text that are printed at the same place."""
    return [
        other
        for other in page.lines
        if other is not line
        and other.size >= _BODY
        and len(other.text) >= _RUNNING
        and other.left < line.right - _NEAR
        and other.right > line.left + _NEAR
        and min(other.top, line.top) - max(other.bottom, line.bottom)
        > 0.3 * min(line.top - line.bottom, other.top - other.bottom)
    ]


def _without_notes(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    changed: list[Page] = []
    found: list[Line] = []
    blocks: dict[tuple[int, int], tuple[float, float] | None] = {}
    for page in pages:
        size = round(page.width), round(page.height)
        if size not in blocks:
            alike = [other for other in pages if (round(other.width), round(other.height)) == size]
            blocks[size] = _text_block(alike)
        block = blocks[size]
        outside = [
            line for line in page.lines if block and _is_inside(line, page) and _is_beside(line, block)
        ]
        detail = "notes in the margin, left out: " + (
            "1 line" if len(outside) == 1 else f"{len(outside)} lines"
        )
        note = PageNote("margin", detail, tuple(map(_box, outside)))
        changed.append(_without(page, outside, note) if outside else page)
        found += outside
    return tuple(_with_joined_said(page, found) if found else page for page in changed)


def _text_block(pages: Sequence[Page]) -> tuple[float, float] | None:
    """Left and right edge of the text of pages of one size, None where too little text tells them."""
    long = [line for page in pages for line in page.lines if len(line.text) >= _LONG]
    if len(long) < _BLOCK:
        return None
    lefts, rights = sorted(line.left for line in long), sorted(line.right for line in long)
    few = max(1, len(long) // 50)  # lines that something in the margin may have lengthened
    return lefts[few], rights[-1 - few]


def _is_beside(line: Line, block: tuple[float, float]) -> bool:
    """On the left words only: numbers and bullets stand there before their text."""
    left = line.right < block[0] + _NEAR and _WORD.search(line.text) is not None
    return left or line.left > block[1] - _NEAR


def _with_numbers_before_text(page: Page) -> Page:
    """A paragraph's number that was drawn apart from its text stands before the line at its height."""
    lines = list(page.lines)
    for number in page.lines:
        if not _PARAGRAPH.fullmatch(number.text.strip()) or not number.left:
            continue
        level = [line for line in lines if line is not number and _is_level(number, line)]
        place = lines.index(number)
        if (
            not level
            or any(line.left < number.left for line in level)
            or lines[place + 1 : place + 2] == level[:1]
        ):
            continue
        if any(line in level for line in lines[place + 1 : place + 2]):
            continue
        del lines[place]
        lines.insert(lines.index(min(level, key=lambda line: line.left)), number)
    return (
        page
        if all(a is b for a, b in zip(lines, page.lines, strict=True))
        else replace(page, lines=tuple(lines))
    )


def _is_level(number: Line, line: Line) -> bool:
    shared = min(number.top, line.top) - max(number.bottom, line.bottom)
    return shared > 0.6 * min(number.top - number.bottom, line.top - line.bottom) > 0


def _with_overprint_said(page: Page) -> Page:
    """Lines that are printed over each other: one of them may have been added."""
    lines = sorted((line for line in page.lines if _is_inside(line, page)), key=lambda line: -line.top)
    over: list[Line] = []
    for place, line in enumerate(lines):
        for other in lines[place + 1 :]:
            if other.top < line.bottom:
                break
            if _is_over(line, other):
                over += [line, other]
    if not over:
        return page
    detail = "lines are printed over each other: words may stand in a sentence that are not of it"
    return replace(
        page, notes=(*page.notes, PageNote("over the text", detail, tuple(map(_box, over)), unsure=True))
    )


def _is_over(one: Line, other: Line) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 2 * _NEAR and shared > 0.5 * min(one.top - one.bottom, other.top - other.bottom) > 0
