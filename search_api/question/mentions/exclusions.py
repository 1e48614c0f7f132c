"""Places that a question leaves out: "in councils other than Torbay", "everywhere except Leeds"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .mention import Mention

_GROUP = r"(?:local\s+authorities|authorities|councils|boroughs|LAs|areas|places|regions|everywhere|anywhere)"
_LED_UP = (
    r"(?:(?:\b(?:in|across|within|among|amongst|from|of|by|for|at)\s+)?(?:\b(?:all|any|every|the|those)\s+){0,2}"
    rf"\b{_GROUP}\s*,?\s+)?"
)
_BUT = r"other\s+than|except(?:ing)?(?:\s+for)?|(?:apart|aside)\s+from|excluding|outside(?:\s+of)?"
_CUE = rf"{_BUT}|(?<=everywhere\s)but|(?<=anywhere\s)but|(?:but\s+|and\s+)?not"
# Leads up to a region, as "in" does; `exclude` has the last word.
OUTWARD = rf"(?:{_BUT})\s+(?:in\s+)?(?:the\s+)?"
_EXCEPT = re.compile(
    rf"{_LED_UP}(?:that\s+are\s+)?\b(?P<cue>{_CUE})\s+"
    r"(?:(?:including|in|from|of|by|at|for|those\s+(?:in|of))\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# "Did not Kent …", "children who are not in Kent": no council is left out.
_VERB = re.compile(
    r"\b(?:did|does|do|is|are|was|were|be|been|being|has|have|had|can|could|should|would|will|or|why|whether|"
    r"if|placed|live|lives|lived|living)\s*$",
    re.IGNORECASE,
)
# "Children placed outside Torbay" are Torbay's.
_WHO_IS_OUTSIDE = re.compile(
    r"\b(?:placed|placements?|placing|live|lives|lived|living|accommodated|moved?|moving|resid\w+|schools?|"
    r"homes?|carers?|adopters|provision|provid\w+|educat\w+|children|people|leavers|sent|travel\w*|go|going|"
    r"and|or|is|are|was|were|who|those|far|well|just)\s+$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|,?\s*\b(?:and|or|nor)\b|&)\s*(?:in\s+|from\s+|of\s+)?(?:the\s+)?", re.IGNORECASE)
_COMMA_AND = re.compile(r"\s*,\s*and\b", re.IGNORECASE)


def exclude(text: str, found: Iterable[Mention]) -> list[Mention]:
    """`found`, places in the order of the text, with those marked that the question leaves out.

    Their stretch begins with the words that leave them out. What follows one in the same list is left
    out too: "except Leeds, Torbay and Devon".
    """
    marked: list[Mention] = []
    for item in found:
        cue = _cue(text, item)
        before = marked[-1] if marked else None
        if cue is not None and (before is None or before.end <= cue.start()):
            stretch = text[cue.start() : item.end]
            start = cue.start() + len(stretch) - len(stretch.lstrip())
            marked.append(_left_out(text, item, start))
        elif before is not None and before.excluded and _joins(text, before, item):
            marked.append(_left_out(text, item, item.start))
        else:
            marked.append(item)
    return marked


def _cue(text: str, item: Mention) -> re.Match[str] | None:
    # A region or a type is found with the words before it.
    head = re.match(rf"(?:{OUTWARD}|(?:in|from|of|across|within)\s+(?:the\s+)?)", item.text, re.IGNORECASE)
    until = item.start + (head.end() if head and item.field in ("region", "type") else 0)
    match = _EXCEPT.search(text[:until])
    if match is None:
        return None
    cue, before = match["cue"].lower(), text[: match.start("cue")]
    if cue == "not" and _VERB.search(before):
        return None
    if cue.startswith("outside") and _WHO_IS_OUTSIDE.search(before):
        return None
    return match


def _left_out(text: str, item: Mention, start: int) -> Mention:
    return replace(item, value=f"not {item.value}", text=text[start : item.end], start=start, excluded=True)


def _joins(text: str, before: Mention, item: Mention) -> bool:
    between = text[before.end : item.start]
    listed = _AND.fullmatch(between) is not None
    # "Leeds, not Torbay, and Kent" asks of Kent.
    return listed and not (_COMMA_AND.match(between) and re.match(r"(?:\w+ )?not\b", before.text, re.I))
