"""From words to areas and grades: "leadership", "inadequate", "up"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.errors import InvalidRequest
from indexer.kinds.table import AREA_LABELS, AREAS_OF_JUDGEMENT, GRADES_OF_SERVICES, SCALE
from indexer.records import GRADES
from search_api.comparison.crosswalk import LINES

from .records import WAYS, Asked, Way

# Judged apart from the council: listed only where it is asked for.
APART = ("lscb", "area_send")
COUNCIL = tuple(line for line in LINES if line not in APART)
_ALSO = {"ri": "requires improvement", "requires improvement to be good": "requires improvement"}
_WAYS: dict[str, Way] = {
    "up": "up", "better": "up", "improved": "up", "down": "down", "worse": "down", "declined": "down",
    "same": "same", "unchanged": "same",
}  # fmt: skip


def asked(
    areas: Iterable[str] = (),
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    ways: Iterable[str] = (),
    *,
    later: bool = False,
) -> Asked:
    """What was typed, in the words of the tables. Raises InvalidRequest for what is no area or grade."""
    return Asked(
        tuple(dict.fromkeys(map(_line, _given(areas)))),
        tuple(dict.fromkeys(_grade(text, "from") for text in _given(before))),
        tuple(dict.fromkeys(_grade(text, "to") for text in _given(after))),
        tuple(dict.fromkeys(map(_way, _given(ways)))),
        later,
    )


def _given(values: Iterable[str]) -> list[str]:
    return [value.strip() for value in values if value.strip()]


def _line(text: str) -> str:
    plain = re.sub(r"[\s_-]+", " ", text.lower())
    for line in LINES:
        if plain in (line.replace("_", " "), AREA_LABELS[line].lower()):
            return line
    for area in AREAS_OF_JUDGEMENT:
        if area.name in LINES and area.asked and re.fullmatch(area.asked, plain, re.IGNORECASE):
            return area.name
    raise InvalidRequest(
        f"{text[:60]!r} is not an area of judgement", f"use one of {', '.join(LINES)}", field="area"
    )


def _grade(text: str, field: str) -> str:
    plain = re.sub(r"[\s_-]+", " ", text.lower())
    plain = _ALSO.get(plain, plain)
    if plain in GRADES:
        return plain
    for grade in SCALE:
        if re.fullmatch(grade.asked, plain, re.IGNORECASE):
            return grade.name
    raise InvalidRequest(
        f"{text[:60]!r} is not a grade",
        f"use one of {', '.join(grade for grade in GRADES if grade in GRADES_OF_SERVICES)}",
        field=field,
    )


def _way(text: str) -> Way:
    found = _WAYS.get(text.lower())
    if found is None:
        raise InvalidRequest(f"{text[:60]!r} is no way to move", f"use one of {', '.join(WAYS)}", field="way")
    return found
