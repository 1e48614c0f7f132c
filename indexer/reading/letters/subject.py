"""Is this a letter of a known kind? Its subject line says so, with the words that its kind must have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.kinds import table
from indexer.kinds.base import KindOfReport, LetterWords
from indexer.reading.furniture import BodyLine
from indexer.reading.normalise import clean, join_lines
from indexer.reading.pages import without_marks

_LINES = 90  # a subject stands among the first lines of the first page
_LONGEST = 5  # lines of a subject
_STEP = 1.9  # lines of one subject are no further apart than this many sizes

_KINDS = [
    (kind, kind.letter, re.compile(kind.letter.subject, re.I), re.compile(kind.letter.asks, re.I))
    for kind in table.LETTERS
    if kind.letter is not None
]
_OPENS = re.compile(r"(?:first|second|third|fourth|fifth|sixth|final|focus|monitoring|joint|area)", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    """kind, words: of the letter. places: of its lines. printed: in one line. name: of the authority as
    printed, "" where the subject has none.
    """

    kind: KindOfReport
    words: LetterWords
    places: tuple[int, ...]
    printed: str
    name: str


def find_subject(lines: Sequence[BodyLine]) -> Subject | None:
    """The subject line of a letter of a known kind; None for anything else, which is never guessed."""
    head: str | None = None
    for first, body in enumerate(lines[:_LINES]):
        if body.page not in (None, lines[0].page):
            break
        if not _OPENS.match(clean(body.line.text)):
            continue
        run = _run(lines, first)
        for count in range(len(run), 0, -1):
            places = run[:count]
            printed = join_lines([without_marks(lines[place].line) for place in places])
            for kind, words, subject, asks in _KINDS:
                found = subject.fullmatch(printed)
                if found is None:
                    continue
                head = head or " ".join(
                    clean(item.line.text)
                    for item in lines
                    if item.page is None or item.page <= (lines[0].page or 1) + 1
                )
                if asks.search(head):
                    named = found.groupdict()
                    name = next((named[key] for key in ("name", "alone") if named.get(key)), "")
                    return Subject(kind, words, places, printed.rstrip(" ."), name)
    return None


def may_have_subject(texts: Sequence[str]) -> bool:
    """Whether one of the cleaned lines may begin a subject line: a quick look before `find_subject`."""
    return any(map(_OPENS.match, texts[:_LINES]))


def _run(lines: Sequence[BodyLine], first: int) -> tuple[int, ...]:
    """Places of the lines that may belong to the same subject: of one weight and size, close together.

    What another line was drawn over is passed by: it is not seen.
    """
    start = lines[first].line
    run = [first]
    for place in range(first + 1, min(first + 2 * _LONGEST, len(lines))):
        line, above = lines[place].line, lines[run[-1]].line
        if lines[place].page != lines[first].page or len(run) == _LONGEST:
            break
        if line.left and line.top > above.bottom + 2 and line.bold != start.bold:
            continue
        if line.bold != start.bold or abs(line.size - start.size) > 0.6 or line.gap:
            break
        if line.left and not 0 < above.top - line.top <= _STEP * max(line.size, 9.0):
            break
        run.append(place)
    return tuple(run)
