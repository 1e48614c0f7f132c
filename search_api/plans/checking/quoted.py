"""Does a paragraph hold what a draft quotes, word for word? What may differ is in docs/citing/checking.md.

Case, white space and the shape of quotation marks and dashes do not count, nor a full stop or comma at the
end. An ellipsis stands for words left out of one paragraph, brackets for a word that was put in place of
others.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from search_api.question.exact import stretches

from .records import Step

_NOTES = re.compile(
    r"\s*[\[(](?:sic|(?:our|my|added|original)\s+emphasis|emphasis\s+(?:added|ours|in\s+original))[\])]",
    re.IGNORECASE,
)
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.{3,}|\. \. \.)\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.\s\.\s\.|\.{3,})\s*")
_LETTER = re.compile(r"\[(\w)\](?=\w)")
_PUT_IN = re.compile(r"\[([^\[\]]{1,80})\]")
_ROOM = 60  # characters of the text on either side of what a quotation is most like
_MOST_REPLACED = 90  # characters that a bracket may stand for
_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Join:
    """What a draft has between two pieces of a quotation, and the report between them.

    kind: "gap" for an ellipsis, "put in" for words in brackets. put: those words; of an ellipsis "".
    ends: whether the draft ends a sentence before it.
    """

    kind: Literal["gap", "put in"]
    put: str
    printed: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Where a text holds a quotation. spans: of its pieces, in order. joins: between each two of them.

    before, after: words in brackets with which the quotation begins or ends; "" for none.
    """

    spans: tuple[tuple[int, int], ...]
    joins: tuple[Join, ...] = ()
    before: str = ""
    after: str = ""


def held(text: str, quotation: str) -> Held | None:
    """None where the text does not hold all of it, in order."""
    read = _pieces(quotation)
    if not read.pieces:
        return None
    for first in stretches(text, read.pieces[0])[:8]:
        spans, joins = [first], []
        for piece, join in zip(read.pieces[1:], read.joins, strict=True):
            after = [
                span
                for span in _after(text, piece, spans[-1][1])
                if join.kind == "gap" or span[0] - spans[-1][1] <= _MOST_REPLACED
            ]
            if not after:
                break
            joins.append(replace(join, printed=text[spans[-1][1] : after[0][0]]))
            spans.append(after[0])
        else:
            return Held(tuple(spans), tuple(joins), read.before, read.after)
    return None


def _after(text: str, piece: str, start: int) -> list[tuple[int, int]]:
    return [span for span in stretches(text, piece) if span[0] >= start]


@dataclass(frozen=True, slots=True)
class _Read:
    """A quotation as it is to be looked for: the pieces that must stand there, in order, and their joins."""

    pieces: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    before: str = ""
    after: str = ""


def _pieces(quotation: str) -> _Read:
    plain = _LETTER.sub(r"\1", _NOTES.sub("", quotation))
    pieces: list[str] = []
    joins: list[Join] = []
    place, before, pending = 0, "", None
    marks = sorted(
        [(match.span(), Join("gap", "", "")) for match in _GAP.finditer(plain)]
        + [(match.span(), Join("put in", match[1].strip(), "")) for match in _PUT_IN.finditer(plain)],
        key=lambda mark: mark[0],
    )
    for (start, end), join in [*marks, ((len(plain), len(plain)), None)]:
        if start < place:
            continue
        between = plain[place:start]
        piece = trimmed(between)
        if any(map(str.isalnum, piece)):
            if pieces:
                joins.append(pending or Join("gap", "", ""))
            elif pending is not None:
                before = pending.put
            pieces.append(piece)
            pending = None
        if join is not None and (pending is None or pending.kind != "gap"):
            pending = replace(join, ends=between.rstrip().endswith((".", "!", "?")))
        place = end
    return _Read(tuple(pieces), tuple(joins), before, pending.put if pending is not None and pieces else "")


def trimmed(text: str) -> str:
    """Without white space, and without the marks at its end that belong to the draft's own sentence."""
    return text.strip().rstrip(".,;: ").lstrip(" ,;:•–-").strip()


def longest_piece(quotation: str) -> str:
    """The longest of its pieces that must stand in a report as they are; "" where there is none."""
    return max(_pieces(quotation).pieces, key=len, default="")


def likeness(text: str, quotation: str) -> float:
    """How much of the quotation stands in the text, from 0 to 1. It only ever suggests."""
    pieces = _pieces(quotation).pieces
    return fuzz.partial_ratio(_folded(" ".join(pieces)), _folded(text)) / 100 if pieces else 0.0


def differences(text: str, quotation: str) -> tuple[Step, ...]:
    """The quotation beside what it is most like in the text, word by word."""
    return compared(text, quotation).steps


@dataclass(frozen=True, slots=True)
class Comparison:
    """steps: the quotation beside the text, word by word. span: of the text that it was compared with."""

    steps: tuple[Step, ...]
    span: tuple[int, int]


def compared(text: str, quotation: str) -> Comparison:
    """With the stretch of the text that the quotation is most like; all of the text where it is like none.

    Words that the quotation leaves out make what it is of longer than it is, so a wider stretch is tried too.
    """
    found = fuzz.partial_ratio_alignment(_folded(quotation), _folded(text))
    if found is None:
        return Comparison((), (0, len(text)))
    start, end = found.dest_start, found.dest_end
    room = max(_ROOM, len(quotation) // 2)
    tried = [_stepped(text, start, end, quotation), _stepped(text, start - room, end + room, quotation)]
    return max(tried, key=_agreeing)


def _agreeing(found: Comparison) -> int:
    return sum(len(step.quoted) for step in found.steps if step.quoted.lower() == step.printed.lower())


def _stepped(text: str, start: int, end: int, quotation: str) -> Comparison:
    """Of one stretch, without the words at its ends that the quotation has nothing of."""
    start, end = _whole_words(text, max(start, 0), min(end, len(text)))
    quoted, printed = _WORD.findall(quotation), list(_WORD.finditer(text, start, end))
    words = [match[0] for match in printed]
    matcher = difflib.SequenceMatcher(
        None, list(map(_folded, quoted)), list(map(_folded, words)), autojunk=False
    )
    found = list(matcher.get_opcodes())
    while found and found[0][0] == "insert":
        found.pop(0)
    while found and found[-1][0] == "insert":
        found.pop()
    steps = tuple(Step(_spaced(quoted[a:b]), _spaced(words[c:d])) for _, a, b, c, d in found)
    if not found or found[0][3] >= len(printed) or found[-1][4] <= found[0][3]:
        return Comparison(steps, (start, end))
    return Comparison(steps, (printed[found[0][3]].start(), printed[found[-1][4] - 1].end()))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


_SHAPES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "\xa0": " "}
)


def _folded(text: str) -> str:
    """As long as the text."""
    return text.translate(_SHAPES).lower() if len(text.lower()) == len(text) else text.translate(_SHAPES)


def _spaced(words: Sequence[str]) -> str:
    return re.sub(r"([(\[“‘])\s+", r"\1", re.sub(r"\s+([.,;:!?’”)\]])", r"\1", " ".join(words)))
