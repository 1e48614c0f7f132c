"""When the reports are of, as a question says it: years, months, ranges, "since", "before covid".

A year in a question may be part of what is asked ("the 2014 recommendations"), so each stretch has a
strength, and of several years only the strongest count:
3: a year with a report, beside an authority or in brackets, and every range, "since" and "before";
2: "in 2018"; 1: a year somewhere in a question that names an authority.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from indexer.dates import MONTHS

from .mention import Mention, overlaps

_MONTH = (
    rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' if len(name) > 3 else name for name in MONTHS)}|sept)\.?"
)
_YEAR = r"20\d\d(?![\w%])(?![-–—/.,]\d)"


def _day(name: str) -> str:
    of_month = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    return rf"(?:{of_month}(?P<{name}m>{_MONTH}),?\s+)?(?P<{name}y>{_YEAR})"


_REPORT = r"(?:\w+\s+){0,2}?(?:report|inspection|re-?inspection)s?\b"
_REPORTS = r"(?:ofsted\s+|\w+\s+)?(?:reports|(?:re-?)?inspections)\b"
_SHORT_RANGE = r"(?P<ay>20\d\d)\s?[-–—/]\s?(?P<short>\d\d)(?![\w%-])"
_COVID = r"(?:the\s+)?(?:covid(?:[-\s]?19)?|coronavirus|(?:(?:covid(?:[-\s]?19)?|coronavirus)\s+)?pandemic)"
_A, _B = _day("a"), _day("b")

# Ends of what is open: how the first (and the last) day follow from the date that was typed.
_BOTH, _SINCE, _AFTER, _BEFORE, _UNTIL = "both", "since", "after", "before", "until"
_Rule = tuple[re.Pattern[str], str, int, bool]  # pattern, ends, strength, only with an authority


def _rule(pattern: str, ends: str = _BOTH, strength: int = 3, *, authority: bool = False) -> _Rule:
    return re.compile(rf"(?<![\w£$/.‐‑–—-]){pattern}", re.IGNORECASE), ends, strength, authority


# What names an earlier event and not the report: nothing in it counts.
_EVENT = re.compile(
    rf"\b(?:since|after|following)\s+(?:the|its|their|our)\s+(?:{_MONTH}\s+)?20\d\d\b", re.IGNORECASE
)
_RULES: tuple[_Rule, ...] = (
    _rule(rf"between\s+{_A}\s+and\s+{_B}"),
    _rule(rf"from\s+{_A}\s*(?:to|until|till|[-–—])\s*{_B}"),
    _rule(rf"(?:(?:in|during|over|for|of)\s+)?(?P<ay>20\d\d)\s?(?:[-–—]|to)\s?(?P<by>{_YEAR})"),
    _rule(rf"(?:since|from)\s+{_A}(?:\s+(?:onwards?|on))", _SINCE),
    _rule(rf"(?:from\s+)?{_A}\s+onwards?\b", _SINCE),
    _rule(rf"since\s+(?:the\s+start\s+of\s+)?{_A}", _SINCE),
    _rule(rf"(?:after|later\s+than)\s+{_A}", _AFTER),
    _rule(rf"(?:before|prior\s+to|earlier\s+than|pre)[\s-]{_A}", _BEFORE),
    _rule(rf"(?:until|till|up\s+to)\s+(?:the\s+end\s+of\s+)?{_A}", _UNTIL),
    _rule(rf"by\s+(?:the\s+end\s+of\s+)?{_A}(?!\s+{_REPORT})", _UNTIL, authority=True),
    _rule(rf"(?:since|after|post)[\s-]{_COVID}\b", "after covid"),
    _rule(rf"(?:before|prior\s+to|pre)[\s-]{_COVID}\b", "before covid"),
    _rule(
        rf"(?:published|inspected|reported|report|reports|inspection|inspections)\s+"
        rf"(?:(?:published|made|carried\s+out|done)\s+)?(?:in|of|from|for|during)\s+{_A}"
    ),
    _rule(rf"(?:according\s+to|in)\s+(?:the|its|their|our)\s+{_A}\s+{_REPORT}"),
    _rule(rf"(?:the\s+)?{_A}\s+{_REPORTS}"),
    _rule(
        rf"(?:(?:before|from|at|by|of|for|in)\s+)?(?:(?:the|its|their)\s+)?{_A}\s+{_REPORT}", authority=True
    ),
    _rule(rf"(?<=\(){_A}(?=[\s,)])", authority=True),
    _rule(rf"(?:in|during)\s+(?:the\s+year\s+)?{_A}", strength=2),
    _rule(rf"(?:in|for|of|from)\s+{_SHORT_RANGE}", strength=2, authority=True),
    _rule(rf"(?:for|of|from)\s+{_A}", strength=2, authority=True),
    _rule(_SHORT_RANGE, strength=1, authority=True),
    _rule(_A, strength=1, authority=True),
)  # fmt: skip
_BESIDE = re.compile(r"(?:['’]s)?[\s,:(–—-]{0,3}(?:in\s+)?")
_LIST = re.compile(
    r"\s*(?:,|and|or|&|,\s*and|vs?\.?|versus|against|(?:as\s+)?compared\s+(?:with|to)|to)\s*(?:in\s+)?",
    re.IGNORECASE,
)


def find_dates(text: str, taken: Iterable[Mention], with_authority: bool) -> list[Mention]:
    """Mentions of the field "published" in the order of the text. taken: what is not to be read again."""
    held = list(taken)
    places = [item for item in held if item.field in ("authority", "neighbours", "region", "type")]
    events = [Mention("published", "", match[0], *match.span()) for match in _EVENT.finditer(text)]
    found: list[Mention] = []
    for pattern, ends, strength, needs_authority in _RULES:
        if needs_authority and not with_authority:
            continue
        for match in pattern.finditer(text):
            if overlaps(*match.span(), (*held, *events, *found)):
                continue
            item = _made(match, ends, strength)
            if item is None:
                continue
            if ends == _BOTH and with_authority and strength < 3 and _is_beside(text, item, places):
                item = _made(match, ends, 3) or item
            found.append(item)
    return _listed_alike(text, sorted(found, key=lambda item: item.start))


def _is_beside(text: str, item: Mention, places: Iterable[Mention]) -> bool:
    """Directly after an authority, or a bare year at the end of the question."""
    last = item.strength == 1 and not text[item.end :].strip(" ?.!)")
    return last or any(
        place.end <= item.start and _BESIDE.fullmatch(text[place.end : item.start]) for place in places
    )


def _listed_alike(text: str, found: list[Mention]) -> list[Mention]:
    """In "in 2016 and 2018" the second year is as strong as the first."""
    alike: list[Mention] = []
    for item in found:
        if (
            alike
            and item.strength < alike[-1].strength
            and all(item.members)
            and (_LIST.fullmatch(text[alike[-1].end : item.start]))
        ):
            item = Mention(
                item.field, item.value, item.text, item.start, item.end, item.members, alike[-1].strength
            )  # fmt: skip
        alike.append(item)
    return alike


def strongest(found: Iterable[Mention]) -> list[Mention]:
    """Those whose ends are open, and of the others the strongest."""
    items = list(found)
    best = max((item.strength for item in items if all(item.members)), default=0)
    return [item for item in items if not all(item.members) or item.strength == best]


def _made(match: re.Match[str], ends: str, strength: int) -> Mention | None:
    parts = match.groupdict()
    if ends.endswith("covid"):
        members = ("2020-03-01", "") if ends.startswith("after") else ("", "2020-03-31")
        value = "since 2020-03" if ends.startswith("after") else "until 2020-03"
        return Mention("published", value, match[0], *match.span(), members, strength)
    first = _span(int(parts["ay"]), parts.get("am"))
    second = first
    if parts.get("short"):
        second = _span(int(parts["ay"][:2] + parts["short"]), None)
        if second[0].year != first[0].year + 1:  # "2019-12" is a month
            return None
    elif parts.get("by"):
        second = _span(int(parts["by"]), parts.get("bm"))
    if second[0] < first[0]:
        return None
    since, until, value = _ends(first, second, ends)
    members = (since.isoformat() if since else "", until.isoformat() if until else "")
    return Mention("published", value, match[0], *match.span(), members, strength)


def _ends(
    first: tuple[date, date], second: tuple[date, date], ends: str
) -> tuple[date | None, date | None, str]:
    if ends == _SINCE:
        return first[0], None, f"since {_shown(first)}"
    if ends == _UNTIL:
        return None, first[1], f"until {_shown(first)}"
    if ends == _AFTER:
        after = date.fromordinal(first[1].toordinal() + 1)
        return after, None, f"since {after.year if after.month == 1 else after.isoformat()[:7]}"
    if ends == _BEFORE:
        before = date.fromordinal(first[0].toordinal() - 1)
        return None, before, f"until {before.year if before.month == 12 else before.isoformat()[:7]}"
    value = _shown(first) if first == second else f"{_shown(first)} to {_shown(second)}"
    return first[0], second[1], value


def _span(year: int, month: str | None) -> tuple[date, date]:
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    number = next(place for place, name in enumerate(MONTHS, 1) if name[:3] == month[:3].lower())
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _shown(span: tuple[date, date]) -> str:
    whole_year = span[0].month != span[1].month
    return f"{span[0].year}" if whole_year else span[0].isoformat()[:7]
