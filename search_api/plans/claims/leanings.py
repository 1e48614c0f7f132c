"""Does a draft tell of what it cites as a strength or as a weakness? Only plain words for it count."""

from __future__ import annotations

import re
from typing import Literal

Leaning = Literal["praise", "criticism", ""]
_NOT = r"(?:\b(?:not|no|never|without|n't|hardly|neither|nor|lack\w*)\b\W+(?:\w+\W+){0,2})"
_PRAISE = re.compile(
    r"\b(?:strengths?|what(?:['’]s|\s+is)?\s+(?:working|going)\s+well|praised?|praising|commend(?:ed|ing|s)?|good\s+practice|"
    r"positives?|(?:is|are|was|were|as|found|be|been|being)\s+(?:\w+ly\s+)?(?:strong|good|excellent|effective|impressive|robust|outstanding))\b",
    re.IGNORECASE,
)
_CRITICISM = re.compile(
    r"\b(?:weakness(?:es)?|concern(?:s|ed)?|criticis(?:ed|ms?|ing|es)|areas?\s+(?:for|of|requiring)\s+(?:improvement|development|concern)|"
    r"shortfalls?|fail(?:ed|ing|ings|ure|ures)|deficienc(?:y|ies)|what\s+needs\s+to\s+improve|gaps?|"
    r"(?:is|are|was|were|as|found|be|been|being)\s+(?:\w+ly\s+)?(?:weak|poor|inadequate|ineffective|inconsistent|insufficient))\b",
    re.IGNORECASE,
)
# What ought to be is not what was found.
_WANTED = re.compile(
    r"\b(?:(?:should|must)(?!\s+(?:also\s+)?(?:note|notice|recall|remember|see|read|know|be\s+aware))|needs?\s+to|ought|ensur\w+|so\s+that|will|shall|aims?|recommend\w*|asks?|asked|required?\s+to|to\s+be(?:come)?)\b[^.;]*$",
    re.IGNORECASE,
)
_HEADS: tuple[tuple[re.Pattern[str], Leaning], ...] = (
    (
        re.compile(r"\b(?:strengths?|working\s+well|good\s+practice|positives?|praise)\b", re.IGNORECASE),
        "praise",
    ),
    (
        re.compile(
            r"\b(?:weakness(?:es)?|concerns?|criticisms?|areas?\s+(?:for|of)\s+(?:improvement|development|concern)|"
            r"(?:needs|required)\s+to\s+improve|shortfalls?|findings?\s+to\s+address|gaps?)\b",
            re.IGNORECASE,
        ),
        "criticism",
    ),
)


def leaning(text: str) -> tuple[Leaning, str]:
    """The side of a sentence of a draft without what it quotes, and the words that say so; "" for both or
    none.
    """
    praise = [item for item in _PRAISE.finditer(text) if not _denied(text, item.start())]
    criticism = [item for item in _CRITICISM.finditer(text) if not _denied(text, item.start())]
    if bool(praise) == bool(criticism):
        return "", ""
    return ("praise", praise[0][0]) if praise else ("criticism", criticism[0][0])


def heads(text: str) -> tuple[Leaning, str]:
    """The side of what stands below a heading or beside a label; "" where it names both or none."""
    found = [(side, match[0]) for pattern, side in _HEADS if (match := pattern.search(text))]
    return found[0] if len(found) == 1 else ("", "")


def _denied(text: str, start: int) -> bool:
    before = text[:start]
    return (
        re.search(rf"{_NOT}$", before[-40:], re.IGNORECASE) is not None or _WANTED.search(before) is not None
    )
