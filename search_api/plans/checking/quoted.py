"""Does a paragraph hold what a draft quotes, word for word? What may differ is in docs/citing/checking.md.

Case, white space and the shape of quotation marks and dashes do not count, nor a full stop or comma at the
end. An ellipsis stands for words left out of one paragraph, brackets for a word that was put in place of
others.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
_MOST_REPLACED = 90  # characters that a bracket may stand for
_TURNS = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|too|rarely|seldom|few|fail\w*|lack\w*|in(?:consistent|effective|adequate|sufficient)\w*"
    r"|un(?:til|less)|but|however|although|though|while|despite|except)\b|n['’]t\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Held:
    """Where a text holds a quotation. spans: of its pieces, in order. turned: words left out within them that
    may turn the meaning; "" for none. replaced: (what the draft put in brackets, what the report has there).
    """

    spans: tuple[tuple[int, int], ...]
    turned: str = ""
    replaced: tuple[tuple[str, str], ...] = ()


def held(text: str, quotation: str) -> Held | None:
    """None where the text does not hold all of it, in order."""
    pieces, kinds = _pieces(quotation)
    if not pieces:
        return None
    for first in stretches(text, pieces[0])[:8]:
        spans, replaced = [first], []
        for piece, (kind, words) in zip(pieces[1:], kinds, strict=True):
            after = [
                span
                for span in _after(text, piece, spans[-1][1])
                if kind == "gap" or span[0] - spans[-1][1] <= _MOST_REPLACED
            ]
            if not after:
                break
            if kind == "put in":
                replaced.append((words, text[spans[-1][1] : after[0][0]].strip()))
            spans.append(after[0])
        else:
            left_out = [
                text[before[1] : after[0]]
                for before, after, (kind, _) in zip(spans, spans[1:], kinds, strict=False)
                if kind == "gap"
            ]
            return Held(tuple(spans), _turn(left_out), tuple(replaced))
    return None


def _turn(left_out: Iterable[str]) -> str:
    """The words left out of a sentence that is quoted before and after, where they may turn its meaning."""
    for words in left_out:
        inner = words.strip()
        if not re.search(r"[.!?]\s", words + " ") and (found := _TURNS.search(inner)):
            return inner if len(inner) <= 120 else found[0]
    return ""


def _after(text: str, piece: str, start: int) -> list[tuple[int, int]]:
    return [span for span in stretches(text, piece) if span[0] >= start]


def _pieces(quotation: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What must stand there, in order, and between each two: ("gap", "") or ("put in", the words in
    brackets).
    """
    plain = _LETTER.sub(r"\1", _NOTES.sub("", quotation))
    pieces: list[str] = []
    kinds: list[tuple[str, str]] = []
    place, pending = 0, ("", "")
    marks = sorted(
        [(match.span(), ("gap", "")) for match in _GAP.finditer(plain)]
        + [(match.span(), ("put in", match[1])) for match in _PUT_IN.finditer(plain)],
    )
    for (start, end), kind in [*marks, ((len(plain), len(plain)), ("end", ""))]:
        if start < place:
            continue
        piece = trimmed(plain[place:start])
        if any(map(str.isalnum, piece)):
            if pieces:
                kinds.append(pending if pending[0] else ("gap", ""))
            pieces.append(piece)
            pending = ("", "")
        if kind[0] != "end" and pending[0] != "gap":
            pending = kind
        place = end
    return pieces, kinds


def trimmed(text: str) -> str:
    """Without white space, and without the marks at its end that belong to the draft's own sentence."""
    return text.strip().rstrip(".,;: ").lstrip(" ,;:•–-").strip()


def longest_piece(quotation: str) -> str:
    """The longest of its pieces that must stand in a report as they are; "" where there is none."""
    return max(_pieces(quotation)[0], key=len, default="")


def likeness(text: str, quotation: str) -> float:
    """How much of the quotation stands in the text, from 0 to 1. It only ever suggests."""
    pieces, _ = _pieces(quotation)
    return fuzz.partial_ratio(_folded(" ".join(pieces)), _folded(text)) / 100 if pieces else 0.0


def differences(text: str, quotation: str) -> tuple[Step, ...]:
    """The quotation beside what it is most like in the text, word by word."""
    asked = _folded(quotation)
    found = fuzz.partial_ratio_alignment(asked, _folded(text))
    if found is None:
        return ()
    start, end = _whole_words(text, found.dest_start, found.dest_end)
    quoted, printed = _WORD.findall(quotation), _WORD.findall(text[start:end])
    matcher = difflib.SequenceMatcher(
        None, list(map(_folded, quoted)), list(map(_folded, printed)), autojunk=False
    )
    return tuple(Step(_spaced(quoted[a:b]), _spaced(printed[c:d])) for _, a, b, c, d in matcher.get_opcodes())


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
    return re.sub(r"\s+([.,;:!?’”)\]])", r"\1", " ".join(words))
