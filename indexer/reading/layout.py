"""How lines stand to each other on the page: white space between them, page ends, sentences that go on."""

from __future__ import annotations

import re

from .furniture import BodyLine
from .normalise import clean

_LEADING = 1.45  # a step from line to line of more than this many sizes is white space between blocks
_ENDS_SENTENCE = re.compile(r"[.!?:;][’”'\")]*\d{0,2}$")


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
