"""The authorities, regions, types of authority and statistical neighbours that a question names."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.authorities.register import Register

from .exclusions import OUTWARD, exclude
from .mention import Mention, overlaps
from .names import Names
from .own import Own, find_own
from .periods import MONTH
from .regions import IN, Regions

_TYPES = (
    (r"london\s+boroughs?", "London Borough"),
    (r"(?:county|shire)\s+councils|(?:shire\s+)?counties", "County"),
    (r"unitary\s+(?:authorities|councils)|unitaries", "Unitary Authority"),
    (
        r"metropolitan\s+(?:boroughs?|districts?|authorities|councils)(?:\s+councils)?",
        "Metropolitan District",
    ),
)
_WHICH = rf"(?:{IN}|(?:which|what|do|are|have|how\s+do|all)\s+(?:the\s+)?)"

# "neglect in Wembley": a name where a place is named.
_PLACE = re.compile(r"\b(?:in|across|near)\s+(?P<name>[A-Z][a-z]{3,}(?:\s+[A-Z][a-z]{2,})?)\W*$")
_NO_PLACE = re.compile(
    rf"Ofsted|English|Math\w*|England|Britain|Christmas|Easter|Covid\w*|(?i:{MONTH})|\w+day|Spring|Summer|"
    r"Autumn|Winter|Early|Family|Year|Children\w*|"
    r".* (?:Plans?|Help|Hubs?|Care|Homes?|Board|Panel|Services?|Meetings?|Teams?)"
)

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
        self._regions = Regions(register)
        self._of_type = {
            la_type: tuple(a.name for a in register if a.la_type == la_type) for _, la_type in _TYPES
        }
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
        for region, is_outward in self._regions.find(text, with_authority=bool(authorities)):
            if not overlaps(region.start, region.end, (*found, *outward)):
                (outward if is_outward else found).append(region)
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
        kept = [item for item in marked if item.excluded or item not in outward]
        return kept, notes if kept or notes else _unknown(text)

    def own(self, text: str, own: Own) -> list[Mention]:
        """What means the user's own authority, its neighbours or its region."""
        return find_own(text, own, self._register)

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


def _unknown(text: str) -> list[str]:
    """A note on what is named as a place and is none that filters: it is searched for as a word."""
    match = _PLACE.search(text)
    in_small_letters = re.search(r"\b[a-z]{4,}", text)
    if match is None or not in_small_letters or _NO_PLACE.fullmatch(match["name"]):
        return []
    return [f"‘{match['name']}’ is not an authority or a region that Pinpoint knows, so it chose no reports."]
