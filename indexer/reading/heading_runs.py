"""Which lines of the body are headings: by weight, by white space in exported text, by wording and place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .furniture import BodyLine, ends_sentence, new_page, white_above
from .headings import Heading, grade_of, recognise
from .normalise import clean, split_bullet
from .pages import without_marks

_STEP = 1.9  # from line to line of a heading, in sizes of its letters
# Sections that are never the theme of a recommendation.
_SECTION = re.compile(r"the (?:experiences? (?:and|of) progress|impact of leader)", re.IGNORECASE)
_LARGER = 1.1  # sizes of the body that letters of a heading may have in the place of weight
_WORDS = 8  # of a bold sentence
_LONGEST = 4  # lines of a heading that is not set bold, its grade among them


def heading_runs(
    lines: Sequence[BodyLine], size: float, starts: set[int]
) -> dict[int, tuple[int, Heading | None]]:
    """First line of each heading -> the line after its last, and what it was recognised as."""
    runs: dict[int, tuple[int, Heading | None]] = {}
    place = 0
    while place < len(lines):
        if place in starts:
            place += 1
            continue
        end = _bold_run(lines, place, size, starts) if lines[place].line.left else _text_run(lines, place)
        if end == place:
            plain = _plain_heading(lines, place, size, starts)
            if plain is not None:
                runs[place] = plain
            place = plain[0] if plain else place + 1
            continue
        heading, end = _recognise_longest(lines, place, end)
        if heading is not None or (lines[place].line.left and not _is_sentence(lines, place, end)):
            runs[place] = (end, heading)
            place = end
        else:
            place += 1
    return runs


def _is_sentence(lines: Sequence[BodyLine], place: int, end: int) -> bool:
    """Bold words of the text: the end of a sentence that began above them, or a sentence by themselves."""
    text = " ".join(clean(body.line.text) for body in lines[place:end])
    if place and text[:1].islower() and not white_above(lines[place - 1], lines[place]):
        return not ends_sentence(clean(without_marks(lines[place - 1].line)))
    return text.endswith((".", ";")) and len(text.split()) >= _WORDS


def _plain_heading(
    lines: Sequence[BodyLine], place: int, size: float, starts: set[int]
) -> tuple[int, Heading] | None:
    """A known heading that is not set bold: white space above and below it, or larger letters."""
    first = lines[place].line
    if not first.left or first.bold or first.size < 0.95 * size or not first.text.lstrip()[:1].isupper():
        return None
    above = lines[place - 1] if place else None
    if above is not None and not white_above(above, lines[place]):
        return None
    if above is not None and new_page(above, lines[place]) and not above.line.bold:  # noqa: SIM102
        if not ends_sentence(clean(without_marks(above.line))):
            return None
    longest = place + 1
    while longest < min(len(lines), place + _LONGEST) and longest not in starts:
        step = abs(lines[longest - 1].line.top - lines[longest].line.top)
        if lines[longest].page != lines[place].page or step > _STEP * first.size:
            break
        longest += 1
    for end in range(longest, place, -1):
        if not _stands_alone(lines, place, end, size, starts):
            continue
        text = " ".join(clean(without_marks(body.line)) for body in lines[place:end])
        heading = recognise(text)
        if heading is not None and _needs_no_weight(heading, text, large=first.size >= _LARGER * size):
            return end, heading
    return None


def _needs_no_weight(heading: Heading, text: str, *, large: bool) -> bool:
    """Whether the words alone tell the heading: "Adoption" may be the theme of a recommendation."""
    if text[-1:].isdigit() or text.endswith((".", ",", ";")) or heading.role in ("contents", "sub"):
        return False  # a line of a list of contents
    if heading.role == "section":
        return heading.grade is not None or _SECTION.match(text) is not None
    return heading.role != "lscb" or large


def _stands_alone(lines: Sequence[BodyLine], place: int, end: int, size: float, starts: set[int]) -> bool:
    if lines[place].line.size >= _LARGER * size or end >= len(lines) or end in starts:
        return True
    below = lines[end]
    return below.line.bold or split_bullet(below.line.text.strip())[0] or white_above(lines[end - 1], below)


def _bold_run(lines: Sequence[BodyLine], place: int, size: float, starts: set[int]) -> int:
    """End of the run of bold lines of one size that starts here; `place` itself if there is none."""
    end = place
    while end < len(lines) and end not in starts:
        line = lines[end]
        if not line.line.bold or line.line.size < 0.95 * size or split_bullet(line.line.text)[0]:
            break
        if end > place:
            above = lines[end - 1]
            step = abs(above.line.top - line.line.top)
            if above.page != line.page or step > _STEP * line.line.size:
                break
            if abs(above.line.size - line.line.size) > 0.6:
                break
        end += 1
    return end


def _text_run(lines: Sequence[BodyLine], place: int) -> int:
    """In a text report a heading stands between blank lines; its grade may follow on the next line."""
    line = lines[place].line
    if (place and not line.gap) or len(line.text) > 140 or line.text.rstrip().endswith((".", ",", ";")):
        return place
    end = place + 1
    while end < len(lines) and not lines[end].line.gap and end < place + 3:
        end += 1
    if end < len(lines) and grade_of(clean(lines[end].line.text)) is not None:
        end += 1
    return end


def _recognise_longest(lines: Sequence[BodyLine], place: int, end: int) -> tuple[Heading | None, int]:
    """The longest head of the run with a known wording; else the whole run as an unknown heading."""
    for stop in range(end, place, -1):
        heading = recognise(" ".join(clean(without_marks(body.line)) for body in lines[place:stop]))
        if heading is not None:
            return heading, stop
    return None, end
