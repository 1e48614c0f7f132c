"""The regions that a question names, as people say them: "in the North East", "North East: …", "Midlands"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.authorities.areas import listed
from indexer.authorities.register import Register

from .exclusions import OUTWARD
from .mention import Mention, in_small_letters

_ALIASES = {
    "yorkshire and humberside": ("Yorkshire and the Humber",),
    "yorkshire": ("Yorkshire and the Humber",),
    "midlands": ("East Midlands", "West Midlands"),
    "greater london": ("London",),
}
# Also parts of a county ("the north of Kent"): only where nothing follows that may say of what.
_HALVES = {
    "north": ("North East", "North West", "Yorkshire and the Humber"),
    "south": ("South East", "South West"),
}
GROUP = r"(?:local\s+authorities|authorities|councils|LAs)"
IN = r"(?:in|across|within|among|amongst|throughout|around)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:other\s+)?"
_END = r"(?=\s*(?:[?.!,;:)]|$))"
# Part of a council or of a town bears such names, too.
_PART = (
    r"(?!\s+(?:police|borough|london|teams?|hubs?|areas?|locality|localities|offices?|districts?|quadrant|"
    r"ambulance|adoption|adopt|sector|region\w*\s+adoption)\b)"
)
_NOT_POLICE = r"(?!\s+(?:police|borough))"
_LEADS = re.compile(r"\b(?:a|an|the|of|to|from|for|in|at|by|on|with|and|or|not|than|near|outside)\s+$", re.I)
_PLAIN = re.compile(r"\s+(?:[a-z]|[A-Z]{2,})")


class Regions:
    """What can be named, in one register. Immutable."""

    def __init__(self, register: Register) -> None:
        self._names = _regions(register, _ALIASES)
        self._halves = _regions(register, _HALVES, alone=True)
        every, long = _either(self._names), _either(key for key in self._names if " " in key)
        self._led = _compiled(
            rf"\b(?:{IN}|(?P<out>{OUTWARD}))(?P<in>{every})(?:\s+region)?(?:\s+{GROUP})?\b{_NOT_POLICE}"
            rf"|\b(?:the\s+)?(?P<of>{every})\s+(?:{GROUP}|region|reports|inspections)\b"
        )
        # "North East: neglect", "does the North East …", "reports from the North East", "neglect, London".
        self._bare = _compiled(
            rf"^\W*(?P<first>{every})(?=\s*[:,;–—]|\s-\s)"
            rf"|^\W*(?P<head>{long})\b{_PART}"
            rf"|\b(?:do|does|did|has|have|is)\s+(?:the\s+)?(?P<does>{long})\b{_PART}(?=\s+\w)"
            rf"|\b(?:reports?|inspections?|findings|{GROUP})\s+(?:from|of|for)\s+(?:the\s+)?(?P<theirs>{every})\b{_PART}"
            rf"|[,;:(–—]\s*(?P<listed>{every})\W*$"
            rf"|\s(?P<last>{long})\W*$"
        )
        halves = _either(self._halves) or "(?!)"
        self._half = _compiled(
            rf"\b(?:{IN}|(?P<out>{OUTWARD}))(?P<half>{halves}){_END}"
            rf"|\b(?:{IN}|(?P<beyond>{OUTWARD}))?(?:the\s+)?(?P<england>{halves})(?:\s+of|ern)\s+england\b"
            rf"|\b(?:{IN})?(?P<their>{halves})ern\s+{GROUP}\b"
        )

    def find(self, text: str, with_authority: bool) -> Iterator[tuple[Mention, bool]]:
        """Mentions as they are found, which may overlap, and whether words that leave a place out lead up to
        each. with_authority: "in the north" is then the north of that.
        """
        for match in self._led.finditer(text):
            yield _mention(text, match, self._names), bool(match["out"])
        for match in self._bare.finditer(text):
            spoken = match.lastgroup or ""
            start, end = match.span(spoken)
            before, after = text[:start], text[end:]
            if (spoken == "head" and not (_PLAIN.match(after) or after.startswith(("'", "’")))) or (
                spoken == "last" and _LEADS.search(before)
            ):
                continue
            yield _mention(text, match, self._names, (start, end)), False
        if not with_authority:
            for match in self._half.finditer(text):
                yield _mention(text, match, self._halves), bool(match["out"] or match["beyond"])


_Named = dict[str, tuple[str, tuple[str, ...]]]


def _mention(text: str, match: re.Match[str], names: _Named, span: tuple[int, int] | None = None) -> Mention:
    said = next(value for key, value in match.groupdict().items() if value and key not in ("out", "beyond"))
    name, members = names[" ".join(re.split(r"[\s-]+", in_small_letters(said)))]
    start, end = span or match.span()
    return Mention("region", name, text[start:end], start, end, members)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(keys: Iterable[str]) -> str:
    spelled = sorted(keys, key=len, reverse=True)
    return "|".join(re.escape(key).replace(r"\ ", r"[\s-]+") for key in spelled)


def _regions(register: Register, others: dict[str, tuple[str, ...]], alone: bool = False) -> _Named:
    """What is typed, as lower-case words -> (the name, the authorities). alone: only `others`."""
    held = register.regions()
    names: dict[str, tuple[str, ...]] = {}
    if not alone:
        names |= {region.lower().replace(" the ", " "): (region,) for region in held}
        names |= {region.lower(): (region,) for region in held}
    names |= {key: regions for key, regions in others.items() if set(regions) <= set(held)}
    return {
        key.replace("&", "and"): (
            listed(regions),
            tuple(authority.name for region in regions for authority in register.in_region(region)),
        )
        for key, regions in names.items()
    }
