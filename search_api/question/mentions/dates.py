"""When the reports are of, as a question says it: years, months, days, ranges, "since", "before covid".

A year in a question may be part of what is asked ("the 2014 recommendations"), so each stretch has a
strength, and of several years only the strongest count:
3: a year with a report, beside an authority or in brackets, and every range, "since" and "before";
2: "in 2018"; 1: a year somewhere in a question that names an authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from indexer.dates import day as written

from .inspections import told_later
from .mention import Mention, overlaps
from .periods import (
    ANY,
    DAY,
    DAY_OF_MONTH,
    MONTH,
    NUMBER,
    RELATIVE,
    STATED,
    UNIT,
    YEAR,
    Period,
    ago,
    month_and_year,
    month_end,
    no_days,
    read,
)

_REPORT = r"(?:\w+\s+){0,2}?(?:report|inspection|re-?inspection)s?\b"
_REPORTS = r"(?:ofsted\s+|\w+\s+)?(?:reports|(?:re-?)?inspections)\b"
_SHORT_RANGE = r"(?P<a>20\d\d\s?(?:[-–—/]\s?\d\d|/\s?20\d\d)(?![\w%-]))"
_COVID = r"(?:the\s+)?(?:covid(?:[-\s]?19)?|coronavirus|(?:(?:covid(?:[-\s]?19)?|coronavirus)\s+)?pandemic)"
_TO = r"(?:to|until|till|[-–—])"
_A, _B, _STATED, _RELATIVE = (
    rf"(?P<{name}>{pattern})" for name, pattern in (("a", ANY), ("b", ANY), ("a", STATED), ("a", RELATIVE))
)
# Of a range whose end alone has the year: "from March to June 2019", "1 to 15 March 2019".
_HALF = rf"(?P<a>(?:{DAY_OF_MONTH}\s+)?{MONTH}|{DAY_OF_MONTH})"
_END = r"(?:\s+or\s+so)?(?=\W*$|\s*[,:;)]|\s+(?:please|pls)\b)"
_NOT_OF = r"(?!\s+of\s+(?!(?:reports|inspections)\b))"  # "the last year of school"
# The pandemic in England: from the first guidance on it to the end of the last restrictions.
_COVID_DAYS = (date(2020, 3, 1), date(2022, 2, 28))

# Ends of what is open: how the first (and the last) day follow from the date that was typed.
_BOTH, _SINCE, _AFTER, _BEFORE, _UNTIL = "both", "since", "after", "before", "until"
_WITHIN, _OLDER = "within", "more than"
_Rule = tuple[re.Pattern[str], str, int, bool]  # pattern, ends, strength, only with an authority
_Stated = tuple[str, str, int, bool]  # the same, not compiled


def _said(pattern: str, ends: str = _BOTH, strength: int = 3, *, authority: bool = False) -> _Stated:
    return rf"(?<![\w£$/.‐‑–—-]){pattern}", ends, strength, authority


# What names an earlier event and not the report: nothing in it counts.
_EVENT = re.compile(
    rf"\b(?P<how>since|after|following)\s+(?:the|its|their|our)\s+(?:{MONTH}\s+)?20\d\d\b(?!\s?[-–/]\s?\d)",
    re.IGNORECASE,
)
# What every rule needs: without it there is no date to be read, and the rules need not be compiled, which
# takes a tenth of a second in a new process.
_MAY_SAY = re.compile(
    r"\d|year|month|week|day|decade|spring|summer|autumn|winter|covid|coronavirus|pandemic", re.IGNORECASE
)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        (re.compile(pattern, re.IGNORECASE), ends, strength, beside)
        for pattern, ends, strength, beside in _PATTERNS
    )


_PATTERNS: tuple[_Stated, ...] = (
    _said(rf"between\s+{_A}\s+and\s+{_B}"),
    _said(rf"between\s+{_HALF}\s+and\s+{_B}"),
    _said(rf"from\s+{_A}\s*{_TO}\s*{_B}"),
    _said(rf"(?:(?:from|in|during)\s+)?{_HALF}\s*{_TO}\s*{_B}"),
    _said(rf"(?:(?:in|during|over|for|of)\s+)?(?P<a>20\d\d)\s?(?:[-–—]|to)\s?(?P<b>{YEAR})"),
    _said(rf"(?:(?:in|during|over|for|of)\s+)?{_STATED}\s*{_TO}\s*{_B}"),
    _said(
        rf"(?:(?:since|from)\s+)?{_STATED}\s*(?:{_TO}|up\s+to|through\s+to)\s*(?:now|today|date|the\s+present)\b",
        _SINCE,
    ),
    _said(
        rf"(?:(?:since|from)\s+)?{_STATED}\s*(?:(?:right\s+)?up|through|all\s+the\s+way)\s+to\s+(?:the\s+)?"
        r"(?:latest|newest|most\s+recent)(?:\s+(?:one|report|inspection))?\b",
        _SINCE,
    ),
    _said(rf"(?:since|from)\s+{_A}(?:\s+(?:onwards?|on))", _SINCE),
    _said(rf"(?:from\s+)?{_STATED}\s+onwards?\b", _SINCE),
    _said(rf"(?:since|after)\s+the\s+end\s+of\s+{_A}", _AFTER),
    _said(rf"since\s+(?:the\s+start\s+of\s+)?{_A}", _SINCE),
    _said(rf"(?:after|later\s+than)\s+{_A}", _AFTER),
    _said(rf"(?:before|prior\s+to|earlier\s+than|pre)[\s-](?:the\s+start\s+of\s+)?{_A}", _BEFORE),
    _said(rf"(?:more\s+than|over)\s+(?P<a>{NUMBER}\s+{UNIT}\s+ago)", _OLDER),
    _said(rf"(?:until|till|up\s+to(?:\s+and\s+including)?)\s+(?:the\s+end\s+of\s+)?{_A}", _UNTIL),
    _said(rf"by\s+(?:the\s+end\s+of\s+)?{_STATED}(?!\s+{_REPORT})", _UNTIL, authority=True),
    _said(rf"(?:since|after|post)[\s-]{_COVID}\b", "after covid"),
    _said(rf"(?:before|prior\s+to|pre)[\s-]{_COVID}\b", "before covid"),
    _said(rf"(?:during|in|throughout|amid)\s+{_COVID}\b(?![\s-]+(?:response|recovery))", "during covid"),
    _said(
        rf"(?:in|over|during|within|across)\s+(?:the\s+|these\s+)?(?:last|past|previous)\s+(?:(?P<n>{NUMBER})\s+)?"
        rf"(?P<unit>{UNIT}|decade)\b{_NOT_OF}",
        _WITHIN,
    ),
    _said(rf"(?:(?<!\bfor )the\s+)?(?:last|past)\s+(?P<n>{NUMBER})\s+(?P<unit>{UNIT})\b{_END}", _WITHIN),
    _said(
        rf"(?:published|inspected|reported|report|reports|inspection|inspections)\s+"
        rf"(?:(?:published|made|carried\s+out|done)\s+)?(?:in|of|from|for|during|on)\s+{_A}"
    ),
    _said(rf"(?:on|dated)\s+(?:the\s+)?(?P<a>{DAY})"),
    _said(rf"(?:according\s+to|in)\s+(?:the|its|their|our)\s+{_STATED}\s+{_REPORT}"),
    _said(rf"(?:the\s+)?{_STATED}\s+{_REPORTS}"),
    _said(
        rf"(?:(?:before|from|at|by|of|for|in)\s+)?(?:(?:the|its|their)\s+)?{_STATED}\s+{_REPORT}",
        authority=True,
    ),
    _said(rf"(?<=\(){_STATED}(?=[\s,)])", authority=True),
    _said(rf"(?:(?:in|during|from)\s+)?{_RELATIVE}{_NOT_OF}(?:['’]s\s+{_REPORT})?"),
    _said(rf"(?:in|during)\s+(?:the\s+year\s+)?{_STATED}", strength=2),
    _said(rf"(?<!\bfor )(?<!\bof ){_SHORT_RANGE}{_END}", strength=2),
    _said(rf"(?:for|of|from)\s+{_STATED}", strength=2, authority=True),
    _said(rf"from\s+{_STATED}{_END}", strength=2),
    _said(_STATED, strength=1, authority=True),
)  # fmt: skip
_BESIDE = re.compile(r"(?:['’]s)?[\s,:(–—-]{0,3}(?:in\s+|on\s+)?")
# "JTAI 2018", "area SEND inspections in 2024", "visits 2019 and 2021"; not "the ILACS 2018 framework".
_YEAR_HERE = rf"(?P<said>(?:(?:in|of|from)\s+)?(?P<a>{YEAR}))(?!\s?[-–—/]|\s+(?:to|framework)\b)"
_AFTER_KIND = re.compile(rf"[\s,(]{{1,3}}{_YEAR_HERE}", re.IGNORECASE)
_AND_YEAR = re.compile(rf"\s*(?:,|and|or|&|,\s*and|vs?\.?|versus)\s*{_YEAR_HERE}", re.IGNORECASE)
_LIST = re.compile(
    r"\s*(?:,|and|or|&|,\s*and|vs?\.?|versus|against|(?:as\s+)?compared\s+(?:with|to)|to)\s*(?:in\s+)?",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compar\w+|vs\.?|versus|v|against|side\s+by\s+side|before\s+and\s+after|better|worse|differ\w*|across)\b",
    re.I,
)
# What was found then is asked after now: "has it been sorted?", "did things get better?".
_DONE = (
    r"(?:improv|better|worse|chang|fix|sort|address|resolv|put\s+right|progress|got|come\s+down|gone|moved\s+on|tackl|"
    r"turned)\w*"
)
EACH_YEAR = re.compile(
    r"\b(?:per|each|every|by|a)[\s-]year\b|\byear[\s-](?:by|on)[\s-]year\b|\btrend\w*|\bover\s+(?:time|the\s+years)\b|"
    r"\b(?:died|dying)\s+out\b|\b(?:more|less)\s+(?:often|frequent\w*)\b|\bmentioned\s+(?:more|less)\b|\btimeline\b",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    rf"\b(?:has|have)\b(?!\s+to\b)[^?.;]*\b{_DONE}|\bsince\s+then\b|\b(?:is|are)\b[^?.;]*\bstill\b|\bstill\s+(?:a|an|the)\b|"
    rf"\bdid\b[^?.;]*\b(?:get|got)\s+(?:any\s+)?(?:better|worse|sorted|fixed)\b|\bany\s+better\b|\bever\s+{_DONE}|"
    r"\b(?:next|following|subsequent)\s+(?:inspection|report|visit|one|time)\b|"
    rf"\bwas\s+(?:it|this|that)\b[^?.;]*\b{_DONE}",
    re.IGNORECASE,
)
# "Children who came into care last year", "their last year of school": no report is of then.
_OF_PEOPLE = re.compile(
    r"\b(?:who|whose)\b[^?.;,:]*$|\b(?:the|their|its|his|her|a|an|final|every|each|same)\s+$", re.IGNORECASE
)


def find_dates(
    text: str, taken: Iterable[Mention], with_authority: bool, today: date | None = None
) -> list[Mention]:
    """Mentions of the field "published" in the order of the text. taken: what is not to be read again.

    today: that "last year" is told from; by default the day on which this is called.
    """
    held = list(taken)
    now = today or date.today()
    places = [item for item in held if item.field in ("authority", "area", "neighbours", "region", "type")]
    events = [Mention("published", "", match[0], *match.span()) for match in _EVENT.finditer(text)
              if match["how"].lower() == "since" or told_later(text, match)]  # fmt: skip
    events += [Mention("published", "", match[0], *match.span()) for match in no_days(text)]
    found = [item for kind in held for item in _of_kind(text, kind)]
    for pattern, ends, strength, needs_authority in _rules() if _MAY_SAY.search(text) else ():
        if needs_authority and not with_authority:
            continue
        for match in pattern.finditer(text):
            if overlaps(*match.span(), (*held, *events, *found)) or _is_of_people(text, match):
                continue
            item = _made(match, ends, strength, now)
            if item is None:
                continue
            if ends == _BOTH and with_authority and strength < 3 and _is_beside(text, item, places):
                item = replace(item, strength=3)
            found.append(item)
    return _until_now(text, _listed_alike(text, sorted(found, key=lambda item: item.start)))


def _of_kind(text: str, kind: Mention) -> Iterator[Mention]:
    """The years right after the name of a kind of report."""
    match = _AFTER_KIND.match(text, kind.end) if kind.field == "framework" and not kind.excluded else None
    while match is not None:
        year = match["a"]
        days_of_it = (f"{year}-01-01", f"{year}-12-31")
        yield Mention("published", year, match["said"], *match.span("said"), days_of_it)
        match = _AND_YEAR.match(text, match.end())


def _is_of_people(text: str, match: re.Match[str]) -> bool:
    """Whether what reads as a time before today is part of what is asked."""
    said = match.groupdict()
    relative = said.get("unit") or re.fullmatch(RELATIVE, said.get("a") or "", re.IGNORECASE)
    return relative is not None and _OF_PEOPLE.search(text[: match.start()]) is not None


def _is_beside(text: str, item: Mention, places: Iterable[Mention]) -> bool:
    """Directly after an authority, or a bare year at the end of the question."""
    last = item.strength == 1 and not text[item.end :].strip(" ?.!)")
    return last or any(
        place.end <= item.start and _BESIDE.fullmatch(text[place.end : item.start]) for place in places
    )


def _listed_alike(text: str, found: list[Mention]) -> list[Mention]:
    """In "in 2016 and 2018" one year is as strong as the other, and so is whatever is compared."""
    closed = [item for item in found if all(item.members)]
    if len(closed) > 1 and _COMPARED.search(text):
        most = max(item.strength for item in closed)
        return [replace(item, strength=most) if item in closed else item for item in found]
    alike = list(found)
    for order in (range(1, len(alike)), range(len(alike) - 2, -1, -1)):
        for at in order:
            beside = at + (1 if order.step < 0 else -1)
            first, last = sorted((alike[at], alike[beside]), key=lambda item: item.start)
            if all(first.members) and all(last.members) and _LIST.fullmatch(text[first.end : last.start]):
                strength = max(first.strength, last.strength)
                alike[at] = replace(alike[at], strength=strength)
    return alike


def _until_now(text: str, found: list[Mention]) -> list[Mention]:
    """Of one year that something was found in and is asked whether it is put right, all from then on.

    And of "what did they want in 2022, was it done by 2026?" the years from the one to the other.
    """
    closed = [item for item in found if all(item.members)]
    if len(closed) != 1:
        return found
    item, others = closed[0], [other for other in found if other is not closed[0]]
    first = date.fromisoformat(item.members[0])
    counted = item.text.lower().startswith("from") and EACH_YEAR.search(text) is not None
    if (
        not others
        and (counted or item.strength < 3)
        and not item.exact
        and (counted or _SINCE_THEN.search(text))
    ):
        since = f"since {_from(first, Period(first, first))}"
        return [replace(item, value=since, members=(item.members[0], ""), strength=3)]
    if len(others) == 1 and not others[0].members[0] and others[0].members[1] > item.members[1]:
        last = date.fromisoformat(others[0].members[1])
        span = Period(first, last)
        return [replace(item, value=span.shown, members=(item.members[0], others[0].members[1])), others[0]]
    return found


def strongest(found: Iterable[Mention]) -> list[Mention]:
    """Those whose ends are open, and of the others the strongest."""
    items = list(found)
    best = max((item.strength for item in items if all(item.members)), default=0)
    return [item for item in items if not all(item.members) or item.strength == best]


def wider(item: Mention) -> Mention | None:
    """The month of a day, the year of a month, both years of twelve months across two; None of the rest.

    Figures of a financial year stand in reports of the months after it.
    """
    since, until = item.members
    if not since or not until:
        return None
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if last.year == first.year + 1 and (last - first).days in (364, 365):
        span = Period(date(first.year, 1, 1), date(last.year, 12, 31))
    elif since[:7] != until[:7]:
        return None
    elif since == until:
        span = Period(first.replace(day=1), month_end(first))
    else:
        span = Period(date(first.year, 1, 1), date(first.year, 12, 31))
    return replace(item, value=span.shown, members=(span.first.isoformat(), span.last.isoformat()))


def _made(match: re.Match[str], ends: str, strength: int, today: date) -> Mention | None:
    parts = match.groupdict()
    if ends.endswith("covid"):
        return _covid(match, ends, strength)
    if ends == _WITHIN:
        unit, count = parts["unit"].lower(), parts["n"] or "one"
        since = ago("10", "years", today) if unit == "decade" else ago(count, unit, today)
        if since == today:  # "the last 0 years"
            return None
        return _mention(match, strength, since, None, f"since {written(since)}")
    if ends == _OLDER:
        amount, unit, _ = parts["a"].rsplit(maxsplit=2)
        until = ago(amount, unit.lower(), today)
        return _mention(match, strength, None, until, f"until {written(until)}", exact=True)
    second = read(parts["b"], today) if parts.get("b") else None
    first = _first(parts["a"], second, today)
    if first is None or (parts.get("b") and second is None):
        return None
    last = second or first
    if last.last < first.first:
        return None
    note = " ".join(dict.fromkeys(item.note for item in (first, last) if item.note))
    return replace(_ended(match, first, last, ends, strength), note=note)


def _first(typed: str, second: Period | None, today: date) -> Period | None:
    """The start of a range, in the year and the month of its end where it names none."""
    if second is None or re.search(r"20\d\d|/|ago|last|this", typed, re.IGNORECASE):
        return read(typed, today)
    if re.fullmatch(DAY_OF_MONTH, typed):
        if not second.named:
            return None
        typed = f"{typed} {month_and_year(second.first).split()[0]}"
    found = read(typed, today, second.first.year)
    return read(typed, today, second.first.year - 1) if found and found.first > second.last else found


def _ended(match: re.Match[str], first: Period, last: Period, ends: str, strength: int) -> Mention:
    if ends == _SINCE:
        return _mention(match, strength, first.first, None, f"since {_from(first.first, first)}")
    if ends == _UNTIL:
        return _until(match, strength, first.last, first)
    if ends == _AFTER:
        after = first.last + timedelta(days=1)
        return _mention(match, strength, after, None, f"since {_from(after, first)}")
    if ends == _BEFORE:
        return _until(match, strength, first.first - timedelta(days=1), first)
    exact = first is not last and (first.named or last.named)
    span = Period(first.first, last.last)
    return _mention(match, strength, span.first, span.last, span.shown, exact=exact)


def _until(match: re.Match[str], strength: int, until: date, of: Period) -> Mention:
    if of.named:
        return _mention(match, strength, None, until, f"until {written(until)}", exact=True)
    when = f"{until.year}" if until.month == 12 else month_and_year(until)
    return _mention(match, strength, None, until, f"until the end of {when}")


def _from(day: date, of: Period) -> str:
    if of.named:
        return written(day)
    return f"{day.year}" if day.month == 1 else month_and_year(day)


def _covid(match: re.Match[str], ends: str, strength: int) -> Mention:
    first, last = _COVID_DAYS
    if ends.startswith("after"):
        return _mention(match, strength, first, None, "since March 2020")
    if ends.startswith("before"):
        return _mention(match, strength, None, month_end(first), "until the end of March 2020")
    span = Period(first, last)
    said = f"‘{match[0]}’ is taken as {span.shown}, until the last restrictions in England ended."
    return replace(_mention(match, strength, first, last, span.shown), note=said)


def _mention(
    match: re.Match[str],
    strength: int,
    since: date | None,
    until: date | None,
    value: str,
    *,
    exact: bool = False,
) -> Mention:
    members = (since.isoformat() if since else "", until.isoformat() if until else "")
    return Mention("published", value, match[0], *match.span(), members, strength, exact=exact)
