"""What is printed on a page but is not part of a paragraph, and how the other lines stand together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from .normalise import clean, fold, join_lines
from .order.page_numbers import MARGIN, in_margin, pattern, seams
from .pages import Line, Page

_FOOT = 62.0  # points from the lower edge of a page up to which no text of the body stands
_HEAD = 50.0  # ... and from the upper edge down
_SMALL = 0.92  # a footnote's letters are smaller than this share of the body's
# "12", "page 12 of 30", and the end of a running line in two: "2023 12".
_NUMBER_ALONE = re.compile(r"(?:page\s*|20\d\d\s+)?\d{1,3}(?:\s*of\s*\d{1,3})?", re.IGNORECASE)
_RAISED = 0.7  # ... and its mark smaller than this share
_FOOTNOTE = re.compile(r"(\d{1,2}|[*†‡§]{1,3}|[a-e])(?:\s+(?=\S)|(?=[^\s\d.,])|$)")
_NOTE_ENDS = re.compile(r"[.!?;:)’”]$|\b\w+\.\w+\S*$")  # a sentence, or an address on the web
_LEADING = 1.45  # a step from line to line of more than this many sizes is white space between blocks
_ENDS_SENTENCE = re.compile(r"[.!?:;][’”'\")]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the running text with the number of its page and its place among the page's lines."""

    page: int | None
    line: Line


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's text, without its mark."""

    page: int | None
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """The running text of a report in reading order, and what was set apart from it.

    seams: pages that do not go on where the page before ends, since pages were lost, moved or doubled.
    """

    lines: tuple[BodyLine, ...]
    footnotes: tuple[Footnote, ...]
    size: float
    seams: frozenset[int] = frozenset()


def body_of(pages: tuple[Page, ...]) -> Body:
    """The running text. Pages without positions (text reports) are taken line by line."""
    size = _body_size(pages)
    running = _running_lines(pages)
    lines: list[BodyLine] = []
    notes: list[Footnote] = []
    for page in pages:
        kept = [line for line in page.lines if not _is_furniture(line, page, running, size)]
        if notes and notes[-1].page is not None and notes[-1].page + 1 == page.number:
            kept, notes[-1] = _carried_on(kept, notes[-1], size, _foot(page))
        kept, page_notes = _split_footnotes(kept, page, size)
        marks = {note.mark for note in page_notes}
        kept = [_lone_mark(_true_marks(line, marks), size) for line in _reading_order(kept)]
        lines += [BodyLine(page.number, line) for line in _unraised_marks(kept, marks)]
        notes += page_notes
    return Body(tuple(lines), tuple(notes), size, seams(pages))


def _body_size(pages: tuple[Page, ...]) -> float:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[round(line.size * 2) / 2] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _running_lines(pages: tuple[Page, ...]) -> set[str]:
    """Lines that stand in the margin of at least three pages, but for the numbers in them."""
    seen: Counter[str] = Counter()
    for page in pages:
        if page.height:
            seen.update({pattern(line.text) for line in page.lines if in_margin(line, page)})
    seen.pop("", None)
    return {text for text, count in seen.items() if count >= min(3, max(2, len(pages) - 1))}


def _is_furniture(line: Line, page: Page, running: set[str], size: float) -> bool:
    if not page.height or not in_margin(line, page):
        return False
    text = clean(line.text)
    if _NUMBER_ALONE.fullmatch(text):
        if text.split()[-1] == str(page.number) and line.left > page.width / 3:
            return True  # the page's own number, right of where paragraphs have theirs
        if line.size < _RAISED * size and line.left < page.width / 4:
            return False  # a footnote's mark, on a line of its own
        # A paragraph's own number alone on its line stands in the text column, at the text's size.
        small = abs(line.size - size) > 1 and page.above_foot(line) < MARGIN
        return _at_edge(line, page) or line.size > 1.3 * size or small
    if pattern(line.text) not in running:
        return False
    # Text of the body may repeat by chance at a page's edge: running lines are smaller or outside it.
    return line.size < _SMALL * size or _at_edge(line, page)


def _at_edge(line: Line, page: Page) -> bool:
    """Whether the line stands where no text of the body does."""
    return page.above_foot(line) < _FOOT or page.below_head(line) < _HEAD


def _foot(page: Page) -> float:
    """Height on the sheet below which no text of the body stands."""
    return page.foot + _FOOT


def _split_footnotes(lines: list[Line], page: Page, size: float) -> tuple[list[Line], list[Footnote]]:
    """Footnotes stand below the text and are smaller than it; each starts with a raised mark."""
    head = next(
        (
            line
            for place, line in enumerate(lines)
            if _heads_footnote(line, size)
            and _has_text(lines, place, size)
            and _text_ends(lines, line, size, _foot(page))
        ),
        None,
    )
    if head is None or not page.height:
        return lines, []
    kept: list[Line] = []
    notes: list[tuple[str, list[str]]] = []
    for line in lines:
        if not (0 < line.size < _SMALL * size and line.bottom <= head.bottom + 2):
            kept.append(line)
        elif _heads_footnote(line, size) and (found := _FOOTNOTE.match(line.text)):
            notes.append((found.group(1), [line.text[found.end() :]]))
        elif notes:
            notes[-1][1].append(line.text)
        else:
            kept.append(line)
    return kept, [Footnote(page.number, mark, join_lines(texts)) for mark, texts in notes]


def _carried_on(lines: list[Line], note: Footnote, size: float, foot: float) -> tuple[list[Line], Footnote]:
    """A footnote that its page's end cuts goes on below the next page's text, without a mark."""
    if _NOTE_ENDS.search(note.text):
        return lines, note
    floor = min(
        (line.bottom for line in lines if line.size >= _SMALL * size and line.top > foot), default=0.0
    )
    more: list[Line] = []
    for line in lines:
        if 0 < line.size < _SMALL * size and line.top <= floor:
            if _heads_footnote(line, size):
                break
            more.append(line)
    if not more:
        return lines, note
    text = join_lines([note.text, *(line.text for line in more)])
    return [line for line in lines if line not in more], replace(note, text=text)


def _true_marks(line: Line, marks: set[str]) -> Line:
    """A sign or letter ("A*") is a mark only if the page has such a footnote; raised figures always are."""
    kept = tuple(
        (first, last)
        for first, last in line.marks
        if line.text[first:last].isdigit() or line.text[first:last] in marks
    )
    return line if kept == line.marks else replace(line, marks=kept)


def _unraised_marks(lines: list[Line], marks: set[str]) -> list[Line]:
    """A footnote whose mark is nowhere raised on its page has it at full size, stuck to its word."""
    raised = {line.text[first:last] for line in lines for first, last in line.marks}
    lost = sorted(mark for mark in marks - raised if mark.isdigit())
    if not lost:
        return lines
    stuck = re.compile(rf"(?<=[a-z]{{4}})(?:{'|'.join(lost)})(?=[\s.,;:)]|$)")
    return [
        replace(
            line, marks=tuple(sorted({*line.marks, *(found.span() for found in stuck.finditer(line.text))}))
        )
        for line in lines
    ]


def _lone_mark(line: Line, size: float) -> Line:
    """A footnote's mark that stands as a line of its own, because it is raised above its word."""
    if is_lone_mark(line, size) and not line.marks:
        return replace(line, marks=((0, len(line.text)),))
    return line


def is_lone_mark(line: Line, size: float) -> bool:
    """Whether the line holds nothing but a small number. size: of the body's letters, in points."""
    return 0 < line.size < _RAISED * size and bool(re.fullmatch(r"\d{1,2}", line.text.strip()))


def running_texts(pages: tuple[Page, ...]) -> tuple[str, ...]:
    """Running headers and footers, folded, without the numbers in them, in alphabetical order."""
    return tuple(sorted({fold(text.replace("#", "")) for text in _running_lines(pages)}))


def _heads_footnote(line: Line, size: float) -> bool:
    marked = bool(line.marks) and line.marks[0][0] == 0
    if not line.text[:1].isdigit():
        return marked and 0 < line.size < _SMALL * size and bool(_FOOTNOTE.match(line.text))
    return (marked or 0 < line.size < _RAISED * size) and bool(_FOOTNOTE.match(line.text))


def _has_text(lines: list[Line], place: int, size: float) -> bool:
    """A mark alone on its line heads a footnote only if the footnote's text comes next."""
    if not re.fullmatch(r"\d{1,2}", lines[place].text.strip()):
        return True
    return any(not _heads_footnote(line, size) for line in lines[place + 1 : place + 2])


def _text_ends(lines: list[Line], head: Line, size: float, foot: float) -> bool:
    """Nothing of the body stands below a footnote, but for the lower margin."""
    return not any(
        line.top < head.bottom and line.size >= _SMALL * size and line.bottom > foot for line in lines
    )


def _reading_order(lines: list[Line]) -> list[Line]:
    """The document's own order, but what was drawn late stands where the eye finds it.

    A line that stands above earlier lines, one of which is in its column, goes before them; what was drawn
    after it follows it (a boxed heading and the grade beside it), as far as it stands there on the page.
    """
    ordered: list[Line] = []
    place = 0  # of the next line, behind the line drawn before it
    for line in lines:
        above = place
        while above and _below(ordered[above - 1], line):
            above -= 1
        if any(_overlap(line, passed) for passed in ordered[above:place]):
            place = above
        while place < len(ordered) and _below(line, ordered[place]):
            place += 1
        ordered.insert(place, line)
        place += 1
    return ordered


def _below(one: Line, other: Line) -> bool:
    return one.top + 1 < other.bottom


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def new_page(above: BodyLine, line: BodyLine) -> bool:
    """Whether a page, or in exported text a wide gap, ends between the two lines."""
    return above.page != line.page or line.line.gap > 2


def white_above(above: BodyLine, line: BodyLine) -> bool:
    """Whether white space, or a page's end, stands between the two lines."""
    if not line.line.left:
        return line.line.gap > 0
    if above.page != line.page:
        return True
    # Boxes are tight: a line without capitals stands low, one without descenders high. Both edges must tell.
    step = min(above.line.top - line.line.top, above.line.bottom - line.line.bottom)
    return step > _LEADING * max(line.line.size, 9.0)


def ends_sentence(text: str) -> bool:
    """Whether a line's text, cleaned, ends a sentence or announces what follows."""
    return _ENDS_SENTENCE.search(text) is not None


def goes_on(above: str, below: str) -> bool:
    """Whether two lines, cleaned, belong to one sentence: it has not ended, or goes on after ";" or ":"."""
    return not ends_sentence(above) or (above.endswith((";", ":")) and below[:1].islower())


def runs_on(above: BodyLine, line: BodyLine) -> bool:
    """Whether text goes on over a page's end: the sentence is not finished."""
    return new_page(above, line) and goes_on(clean(above.line.text), clean(line.line.text))
