"""The authorities, regions, types of authority and statistical neighbours that a question names."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.authorities.register import Register

from .exclusions import OUTWARD, exclude
from .mention import Mention, overlaps
from .names import Names

_REGION_ALIASES = {
    "yorkshire and humberside": ("Yorkshire and the Humber",),
    "yorkshire": ("Yorkshire and the Humber",),
    "midlands": ("East Midlands", "West Midlands"),
}
_TYPES = (
    (r"london\s+boroughs?", "London Borough"),
    (r"(?:county|shire)\s+councils|(?:shire\s+)?counties", "County"),
    (r"unitary\s+(?:authorities|councils)|unitaries", "Unitary Authority"),
    (
        r"metropolitan\s+(?:boroughs?|districts?|authorities|councils)(?:\s+councils)?",
        "Metropolitan District",
    ),
)
_GROUP = r"(?:local\s+authorities|authorities|councils|LAs)"
_IN = r"(?:in|across|within|among|amongst|throughout|around)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:other\s+)?"
_WHICH = rf"(?:{_IN}|(?:which|what|do|are|have|how\s+do|all)\s+(?:the\s+)?)"

_NEIGHBOURS = (
    r"(?:(?:statistical|nearest|closest)\s+){0,2}neighbou?r(?:s|ing\s+(?:authorities|councils|boroughs))\b"
)
_NEIGHBOURS_OF = re.compile(
    rf"(?:\b(?:the|all)\s+)?\b{_NEIGHBOURS}\s+(?:of|to|for)\s+(?:the\s+)?$", re.IGNORECASE
)
_OWN_NEIGHBOURS = re.compile(rf"(?:['’]s|['’])\s+{_NEIGHBOURS}", re.IGNORECASE)
_ITS_NEIGHBOURS = re.compile(rf"\b(?P<whose>its|their|my|our)\s+{_NEIGHBOURS}", re.IGNORECASE)


class Places:
    """What can be named, in one index and in the register. Immutable."""

    def __init__(self, register: Register, indexed: Register) -> None:
        """indexed: the authorities of the index that the register lacks."""
        self._register = register
        self._names = Names(register, indexed)
        self._regions = _regions(register)
        self._of_type = {
            la_type: tuple(a.name for a in register if a.la_type == la_type) for _, la_type in _TYPES
        }
        spelled = "|".join(
            re.escape(key).replace(r"\ ", r"[\s-]+") for key in sorted(self._regions, key=len, reverse=True)
        )
        self._region = re.compile(
            rf"\b(?:{_IN}|(?P<out>{OUTWARD}))(?P<in>{spelled})(?:\s+region)?(?:\s+{_GROUP})?\b(?!\s+(?:police|borough))"
            rf"|\b(?:the\s+)?(?P<of>{spelled})\s+(?:{_GROUP}|region|reports|inspections)\b",
            re.IGNORECASE,
        )
        self._types = tuple(
            (re.compile(rf"\b(?:{_WHICH}|(?P<out>{OUTWARD})|^)(?P<name>{pattern})\b", re.IGNORECASE), la_type)
            for pattern, la_type in _TYPES
        )

    def find(self, text: str) -> tuple[list[Mention], list[str]]:
        """Mentions in the order of the text, none overlapping, and notes for the user.

        Places that the question leaves out are marked as excluded.
        """
        authorities = self._names.find(text)
        found, notes = self._with_neighbours(text, authorities)
        outward: list[Mention] = []
        for match in self._region.finditer(text):
            name = " ".join(re.split(r"[\s-]+", (match["in"] or match["of"]).lower()))
            if not overlaps(*match.span(), found):
                names, members = self._regions[name]
                region = Mention("region", names, match[0], *match.span(), members)
                (outward if match["out"] else found).append(region)
        for pattern, la_type in self._types:
            for match in pattern.finditer(text):
                before = text[: match.start("name")].lower().split()
                if not overlaps(*match.span("name"), found) and before[-1:] not in (["inner"], ["outer"]):
                    start, end = match.span()
                    start = next(
                        (item.end for item in found if start < item.end <= match.start("name")), start
                    )
                    stretch = text[start:end]
                    start += len(stretch) - len(stretch.lstrip())
                    members = self._of_type[la_type]
                    group = Mention("type", la_type, text[start:end], start, end, members)
                    (outward if match["out"] else found).append(group)
        found = [item for item in found if not overlaps(item.start, item.end, outward)]
        marked = exclude(text, sorted([*found, *outward], key=lambda item: item.start))
        # "Children placed outside London" names no region.
        return [item for item in marked if item.excluded or item not in outward], notes

    def _with_neighbours(self, text: str, authorities: list[Mention]) -> tuple[list[Mention], list[str]]:
        found: list[Mention] = []
        for item in authorities:
            before = _NEIGHBOURS_OF.search(text[: item.start])
            after = _OWN_NEIGHBOURS.match(text, item.end)
            if before or after:
                start = before.start() if before else item.start
                end = after.end() if after else item.end
                found.append(self._neighbours(text, start, end, item.value))
            else:
                found.append(item)
        its = _ITS_NEIGHBOURS.search(text)
        named = [item for item in found if item.field == "authority"]
        if its and len(named) == 1 and not overlaps(*its.span(), found):
            found.append(self._neighbours(text, *its.span(), named[0].value))
            if its["whose"].lower() in ("my", "our"):
                found.remove(named[0])
                found.append(replace(named[0], field="neighbours", members=found[-1].members))
        elif its and its["whose"].lower() in ("my", "our") and not found:
            return found, [f"Whose neighbours? Write ‘neighbours of’ and the authority for ‘{its[0]}’."]
        return found, []

    def _neighbours(self, text: str, start: int, end: int, name: str) -> Mention:
        authority = next((item for item in self._register if item.name == name), None)
        members = tuple(item.name for item in self._register.neighbours(authority)) if authority else ()
        return Mention("neighbours", name, text[start:end], start, end, members)


def _regions(register: Register) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is typed for a region, as lower-case words -> (its name, its authorities)."""
    names: dict[str, tuple[str, ...]] = {
        region.lower().replace(" the ", " "): (region,) for region in register.regions()
    }
    names |= {region.lower(): (region,) for region in register.regions()}
    names |= {
        key: regions for key, regions in _REGION_ALIASES.items() if set(regions) <= set(register.regions())
    }
    return {
        key.replace("&", "and"): (
            " and ".join(regions),
            tuple(authority.name for region in regions for authority in register.in_region(region)),
        )
        for key, regions in names.items()
    }
