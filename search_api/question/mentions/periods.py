"""Which days does a date in a question stand for? "1 March 2019", "01/03/2019", "autumn 2019", "2018/19".

Days are written before months, as in Britain. Years from 2000 on are dates, and no others.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.dates import MONTHS, period
from indexer.dates import day as written

from .mention import in_small_letters

MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' if len(name) > 3 else name for name in MONTHS)}|sept)\.?"
YEAR = r"20\d\d(?![\w%])(?![-–—/.,]\d)"
_NUMBER = r"\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty"
NUMBER = rf"(?:{_NUMBER}|(?:a\s+)?few|(?:a\s+)?couple(?:\s+of)?)"
UNIT = r"(?:years?|months?|weeks?|days?)"
DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_YEARS = r"20\d\d\s?(?:[-–—/]\s?\d\d|/\s?20\d\d)(?![\w%-])"
_KIND = r"(?:financial|fiscal|municipal|academic|school)"
_DAYS = (
    rf"{_WEEKDAY}(?P<d1>{DAY_OF_MONTH})(?:\s+of)?\s+(?P<m1>{MONTH}),?\s+(?P<y1>{YEAR})",
    rf"(?P<m2>{MONTH})\s+(?P<d2>{DAY_OF_MONTH}),?\s+(?P<y2>{YEAR})",
    r"(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?![\w-])",
    r"(?P<d4>\d{1,2})(?P<sep>[/.-])(?P<m4>\d{1,2})(?P=sep)(?P<y4>20\d\d)(?![\w%/-])",
    r"(?P<d5>\d{1,2})/(?P<m5>\d{1,2})/(?P<y5>\d\d)(?![\w%/-])",
)
_SPANS = (
    r"(?P<m6>0?[1-9]|1[0-2])/(?P<y6>20\d\d)(?![\w%/-])",
    rf"(?P<m7>{MONTH}),?\s+(?P<y7>{YEAR})",
    rf"(?:the\s+)?(?:(?P<kind>{_KIND}|FY)\s?(?:year\s+)?)?(?P<years>{_YEARS})(?:\s+(?P<kind2>{_KIND})\s+year)?",
    r"(?P<y8>20\d\d)-(?P<m8>0[1-9]|1[0-2])(?![\w-])",
    r"(?:the\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+of)?\s+(?P<y9>20\d\d)(?:[/-]\d\d)?(?![\w%])",
    rf"(?P<part>early|mid|late)[\s-](?P<y10>{YEAR})",
    r"(?:the\s+)?(?P<decade>20\d0)['’]?s\b",
    rf"(?P<year>{YEAR})",
)
_RELATIVES = (
    r"(?P<which>last|this)\s+(?P<unit>year|month)\b",
    rf"(?:the\s+)?(?P<which2>last|this|current|previous)\s+(?P<of>{_KIND}|calendar)\s+year\b",
    rf"(?P<count>{_NUMBER})\s+(?P<units>{UNIT})\s+ago",
    r"(?P<which3>last|this)\s+(?P<quarter>spring|summer|autumn|winter)\b",
)
_DAY, _SPAN, _RELATIVE = (
    tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    for patterns in (_DAYS, _SPANS, _RELATIVES)
)


def _unnamed(patterns: tuple[str, ...]) -> str:
    whole = "|".join(patterns).replace("(?P=sep)", "[/.-]")
    return f"(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', whole)})"


# For use within other patterns; what they match is for `read`.
DAY, RELATIVE = _unnamed(_DAYS), _unnamed(_RELATIVES)
STATED = _unnamed((*_DAYS, *_SPANS))
ANY = _unnamed((*_DAYS, *_SPANS, *_RELATIVES))

_WRITTEN_DAY = re.compile(rf"(?<![\w£$/.‐‑–—-]){DAY}", re.IGNORECASE)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PARTS = {"early": 1, "mid": 5, "late": 9}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
           "ten": 10, "twelve": 12, "eighteen": 18, "twenty": 20, "few": 3, "couple": 2}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """first, last: days, both of it. named: whether single days were named, not months or years. note: how
    it was read, as a sentence for the user, "" where that is plain.
    """

    first: date
    last: date
    named: bool = False
    note: str = ""

    @property
    def shown(self) -> str:
        """In plain words: "2018", "March 2019", "April 2018 to March 2019", "5 February 2018"."""
        first, last = self.first, self.last
        if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
            return _joined(f"{first.year}", f"{last.year}")
        if first.day == 1 and last == month_end(last):
            start = month_and_year(first)
            same = first.year == last.year and first.month != last.month
            return _joined(start.split()[0] if same else start, month_and_year(last))
        return period(first, last)


def read(text: str, today: date, year: int | None = None) -> Period | None:
    """What one match of the patterns here stands for; None for a day that no calendar has.

    year: of a text that names a month or a day of one and no year.
    """
    plain = in_small_letters(" ".join(text.split()))
    if year is not None and not re.search(r"\d{4}", plain):
        plain = f"{plain} {year}"
    for place, pattern in enumerate(_DAY, start=1):
        if match := pattern.fullmatch(plain):
            day, month, of = (match[f"{part}{place}"] for part in "dmy")
            number = int(month) if month.isdigit() else _month(month)
            return _day(int(re.sub(r"\D", "", day)), number, int(of) % 100 + 2000)
    for pattern in (*_SPAN, *_RELATIVE):
        if match := pattern.fullmatch(plain):
            said = {key: value for key, value in match.groupdict().items() if value}
            return _relative(said, today) if pattern in _RELATIVE else _span(said, " ".join(text.split()))
    return None


def no_days(text: str) -> list[re.Match[str]]:
    """What is written as a day and is none: "31/02/2019"."""
    return [match for match in _WRITTEN_DAY.finditer(text) if read(match[0], date.min) is None]


def ago(count: str, unit: str, today: date) -> date:
    """The day that many years, months, weeks or days before today."""
    number = _count(count)
    if unit.startswith(("day", "week")):
        return today - timedelta(days=number * (7 if unit.startswith("week") else 1))
    months = today.year * 12 + today.month - 1 - number * (12 if unit.startswith("year") else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_and_year(day: date) -> str:
    """As in "March 2019"."""
    return written(day).partition(" ")[2]


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _count(text: str) -> int:
    words = text.lower().split()
    return next((_COUNTS[word] for word in words if word in _COUNTS), 1) if not text.isdigit() else int(text)


def _month(name: str) -> int:
    return next(place for place, full in enumerate(MONTHS, start=1) if full[:3] == name[:3].lower())


def _day(day: int, month: int, year: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found, named=True)


def _months(year: int, month: int, count: int, note: str = "") -> Period:
    last = date(year + (month + count - 2) // 12, (month + count - 2) % 12 + 1, 1)
    return Period(date(year, month, 1), month_end(last), note=note)


def _span(said: dict[str, str], text: str) -> Period | None:
    if "years" in said:
        return _year_across_two(said, text)
    if "season" in said:
        return _months(int(said["y9"]), _SEASONS[said["season"]], 3)
    if "part" in said:
        return _months(int(said["y10"]), _PARTS[said["part"]], 4)
    if "decade" in said:
        return _months(int(said["decade"]), 1, 120)
    for month, year in (("m6", "y6"), ("m7", "y7"), ("m8", "y8")):
        if month in said:
            number = int(said[month]) if said[month].isdigit() else _month(said[month])
            return _months(int(said[year]), number, 1)
    return _months(int(said["year"]), 1, 12)


def _year_across_two(said: dict[str, str], text: str) -> Period | None:
    """A year of local government runs from April to March, one of schools from September to August."""
    first, last = re.findall(r"\d+", said["years"])
    if int(last) % 100 != (int(first) + 1) % 100:
        month = int(last)
        is_month = len(last) == 2 and "-" in said["years"] and 1 <= month <= 12
        return _months(int(first), month, 1) if is_month else None
    kind = said.get("kind", said.get("kind2", "")).lower()
    school = kind in ("academic", "school")
    found = _months(int(first), 9 if school else 4, 12)
    if kind:
        return found
    note = f"‘{text}’ is taken as the financial year, {period(found.first, found.last)}."
    return Period(found.first, found.last, note=note)


def _relative(said: dict[str, str], today: date) -> Period:
    if "count" in said:
        day = ago(said["count"], said["units"].lower(), today)
        unit = said["units"].lower()
        if unit.startswith("year"):
            return _months(day.year, 1, 12)
        return _months(day.year, day.month, 1) if unit.startswith("month") else Period(day, day, named=True)
    if "quarter" in said:
        month = _SEASONS[said["quarter"]]
        begun = today.year - (today.month < month)  # the latest that has begun
        over = today > _months(begun, month, 3).last
        return _months(begun - (said["which3"] == "last" and not over), month, 3)
    before = said.get("which", said.get("which2", "")).lower() in ("last", "previous")
    if said.get("unit", "").lower() == "month":
        day = today.replace(day=1) - timedelta(days=1) if before else today
        return _months(day.year, day.month, 1)
    kind = said.get("of", "calendar").lower()
    starts = 1 if kind == "calendar" else 9 if kind in ("academic", "school") else 4
    year = today.year - (today.month < starts) - before
    return _months(year, starts, 12)
