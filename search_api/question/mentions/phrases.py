"""Words that are to stand exactly so (“short breaks”), and those that are not to: -fostering, NOT MASH."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.words.analyser import terms

from .mention import Mention, overlaps

PHRASE, WITHOUT = "phrase", "without"  # fields of mentions
MOST = 10  # phrases and words left out that are read in one question
_HIDDEN = "\0"  # no rule that reads questions matches it, nor anything across it

# An opening mark stands before a word, a closing one after it: 5" is neither. Single marks are apostrophes,
# too, so that only those around several words count, and an apostrophe within a word closes nothing.
_QUOTED = re.compile(
    r"(?<!\w)(?:"
    r"\"(?P<straight>[^\"“”„«»]*(?:“[^\"“”]*”[^\"“”„«»]*)*)\""
    r"|[\"“”„«](?P<double>[^\"“”„«»]+)[\"”“»]"
    r"|‘(?P<single>[^‘’\"“”]*(?:’(?=\w)[^‘’\"“”]*)*)’"
    r")(?!\w)"
)
_MINUS = re.compile(r"(?:^|(?<=[^\S\n]))-$")
_NOT = re.compile(r"(?:\b(?:AND|BUT)\s+)?\bNOT\s+$")
_WORD = r"[^\W\d_]\w*(?:[-‐‑'’]\w+)*"  # begins with a letter: "2016 -2018" and "-5%" leave nothing out
_LEFT_OUT = re.compile(rf"(?:(?:^|(?<=[^\S\n]))-|(?:\b(?:AND|BUT)\s+)?\bNOT\s+)(?P<word>{_WORD})")
_LIST_LINE = re.compile(r"\n\s*[-–•]")
# Marks at the ends of what is quoted belong to the question's own sentence, as in “short breaks,”.
_ENDS = "\"“”„«»‘’'.,;:?!…()[]{}<>*•-‐‑‒–—― \t\n"


def find_phrases(text: str, most: int = MOST) -> list[Mention]:
    """The first `most` stretches in quotation marks, in order; after "-" or NOT they are to be left out.

    members: the words without the marks, then "exact". None for what holds no letter or digit.
    """
    found = []
    for match in _QUOTED.finditer(text):
        inner = bare(match["straight"] or match["double"] or match["single"] or "")
        if not any(map(str.isalnum, inner)) or (match["single"] and len(inner.split()) < 2):
            continue
        start, end = match.span()
        sign = _sign(text, start)
        field = PHRASE if sign is None else WITHOUT
        start = start if sign is None else sign
        found.append(Mention(field, inner, text[start:end], start, end, (inner, "exact")))
        if len(found) == most:
            break
    return found


def find_left_out(text: str, places: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Single words that are to be left out, and `places` with those marked that are: "-Torbay".

    text: with what is quoted hidden. members: the word, then "word". A function word is none ("NOT in
    education", "care -what works"), nor is a line of a list, nor NOT in a question all in capitals.
    """
    shouted = not any(map(str.islower, text))
    listed = _LIST_LINE.search(text) is not None
    found: list[Mention] = []
    kept = list(places)
    for match in _LEFT_OUT.finditer(text):
        minus, word = match[0].startswith("-"), match["word"]
        if not terms(word) or (shouted and not minus) or (minus and listed and match.start() == 0):
            continue
        start, begins = match.start(), match.start("word")
        named = next((item for item in kept if item.start == begins), None) if minus else None
        if named is not None and not named.excluded:
            kept[kept.index(named)] = replace(
                named, value=f"not {named.value}", text=text[start : named.end], start=start, excluded=True
            )
        elif not overlaps(start, match.end(), kept):
            found.append(Mention(WITHOUT, word, match[0], start, match.end(), (word, "word")))
    return found[:MOST], kept


def bare(text: str) -> str:
    """Without white space, quotation marks and punctuation at the ends."""
    return text.strip(_ENDS)


def hidden(text: str, found: Iterable[Mention]) -> str:
    """As long as `text`, with the stretches of `found` made unreadable."""
    for item in found:
        text = text[: item.start] + _HIDDEN * (item.end - item.start) + text[item.end :]
    return text


def unquoted(text: str, found: Iterable[Mention]) -> str:
    """`text` with the phrases of `found` without their marks."""
    for item in found:
        if item.field == PHRASE:
            text = text.replace(item.text, item.members[0], 1)
    return text


def _sign(text: str, start: int) -> int | None:
    """Where the "-" or NOT right before `start` begins; None where there is none."""
    before = text[max(start - 20, 0) : start]
    match = _MINUS.search(before) or _NOT.search(before)
    return None if match is None else start - (len(before) - match.start())
