"""Filters as typed, and what they come to in one index."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from indexer.dates import day
from indexer.errors import InvalidRequest, Remedy
from indexer.kinds.table import framework
from indexer.records import Report

from .filters import ON, Day, Filter, Holdings, Values, days, named, newest, rows

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_NONE: Values = frozenset()

Typed = str | bool | Iterable[str]  # of one filter, as a keyword


class Request:
    """What is asked beside the question. Immutable, compared by value.

    filters: by their names in Python, the plural ones of the table (`authorities`, `grades` …), each one
    value or several; `since` and `until` take "2022", "2022-03" or "2022-03-31"; `latest` takes True.
    literal: search exactly the words of the question, no filter is read from them. as_words: stretches of the
    question, as typed, that are words to search for and no filters. mine: the user's own authority, which
    "our last inspection" is of; "" for the one of the settings. An empty value is no filter. Raises TypeError
    for a filter that there is not, and for two values of a date.
    """

    __slots__ = ("_given", "as_words", "literal", "mine")

    def __init__(
        self,
        *,
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
        **filters: Typed,
    ) -> None:
        self.literal = literal
        self.as_words = tuple(as_words)
        self.mine = mine.strip()
        names = {item.plural if isinstance(item, Filter) else item.name: item.name for item in rows()}
        unknown = sorted(filters.keys() - names.keys())
        if unknown:
            raise TypeError(f"{unknown[0]!r} is not a filter: use {', '.join(names)}")
        self._given = _checked({names[key]: _as_texts(given) for key, given in filters.items() if given})

    @classmethod
    def of_keywords(
        cls,
        filters: Mapping[str, Typed],
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
    ) -> Request:
        """filters: as keywords of this class, in one mapping."""
        given: dict[str, Any] = dict(filters)
        return cls(literal=literal, as_words=as_words, mine=mine, **given)

    @classmethod
    def named(
        cls,
        given: Mapping[str, Iterable[str]],
        *,
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
    ) -> Request:
        """given: values by the name of the filter, as an address or a command has them: `authority`,
        `since`. Raises TypeError as the class does.
        """
        made = cls(literal=literal, as_words=as_words, mine=mine)
        made._given = _checked({name: tuple(values) for name, values in given.items()})
        return made

    def of(self, name: str) -> tuple[str, ...]:
        """What was typed for the filter of that name; () for nothing. A date has one value at most."""
        return self._given.get(name, ())

    def having(self, name: str, *values: str) -> Request:
        """The same with these values of one filter; without it where none is given."""
        return self._with(self._given | {name: values}, self.as_words)

    def taking_as_words(self, stretches: Iterable[str]) -> Request:
        """The same with more stretches of the question that are words."""
        return self._with(self._given, (*self.as_words, *stretches))

    def _with(self, given: Mapping[str, Iterable[str]], as_words: Iterable[str]) -> Request:
        return Request.named(given, literal=self.literal, as_words=as_words, mine=self.mine)

    def _facts(self) -> tuple[object, ...]:
        return self.literal, self.as_words, self.mine, tuple(sorted(self._given.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Request) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())

    def __repr__(self) -> str:
        said = dict(self._given) | {"literal": self.literal, "as_words": self.as_words}
        said |= {"mine": self.mine} if self.mine else {}
        return f"Request({', '.join(f'{name}={value!r}' for name, value in said.items())})"


def _as_texts(given: Typed) -> tuple[str, ...]:
    if isinstance(given, bool):
        return (ON,) if given else ()
    return (given,) if isinstance(given, str) else tuple(given)


def _checked(given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """In the order of the table, without what is empty. What would be dropped in silence raises TypeError."""
    known = [item.name for item in rows()]
    if unknown := sorted(given.keys() - set(known)):
        raise TypeError(f"{unknown[0]!r} is not a filter: use {', '.join(known)}")
    for item in days():
        if len(given.get(item.name, ())) > 1:
            raise TypeError(f"{item.name!r} takes one date, not {len(given[item.name])}")
    return {name: given[name] for name in known if given.get(name)}


EVERYTHING = Request()


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Filters resolved against one index; all must hold.

    values: by the name of the filter, those set. since, until: the first and the last day of publication.
    reports: ids that are left by what a question says of single reports; None where it says nothing.
    absent: authorities that were typed and have no report here. latest: whether of each authority only the
    newest report is left of those that the rest leaves.
    """

    values: Mapping[str, Values] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    reports: frozenset[str] | None = None
    absent: tuple[str, ...] = ()
    latest: bool = False

    def of(self, name: str) -> Values:
        """The values chosen for the filter of that name; empty for none."""
        return self.values.get(name, _NONE)

    def day(self, item: Day) -> date | None:
        """What was chosen for a filter by date."""
        return self.since if item.first else self.until

    def having(self, name: str, values: Values) -> Chosen:
        """The same with these values of one filter; without it where there are none."""
        kept = {key: held for key, held in self.values.items() if key != name}
        return replace(self, values=kept | ({name: values} if values else {}))

    def keeps(self, report: Report, holdings: Holdings) -> bool:
        """Whether the filters on whole reports let this one pass, but `latest`, which is for all together."""
        return bool(self._kept((report,), holdings))

    def _kept(self, reports: Iterable[Report], holdings: Holdings) -> tuple[Report, ...]:
        rows = [(item, values) for item in named() if (values := self.values.get(item.name)) is not None]
        bounds = [(item, day) for item in days() if (day := self.day(item)) is not None]
        return tuple(
            report
            for report in reports
            if (self.reports is None or report.id in self.reports)
            and all(item.keeps(report, values, holdings) for item, values in rows)
            and all(item.keeps(report, day) for item, day in bounds)
        )

    def left(self, reports: Sequence[Report], holdings: Holdings) -> tuple[Report, ...]:
        """Those that the filters on whole reports let pass, in their order."""
        kept = tuple(reports)
        if self.values or self.since or self.until or self.reports is not None:  # in most searches nothing is
            kept = self._kept(reports, holdings)
        return newest_of_each(kept) if self.latest else kept


def newest_of_each(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Of each authority the newest of these reports, in their order."""
    left = {report.id for report in by_age(reports, slice(0, 1))}
    return tuple(report for report in reports if report.id in left)


def by_age(reports: Iterable[Report], place: slice) -> list[Report]:
    """Those of each authority's that stand there, the newest first.

    A report on one school or home is none on its authority, where there is another of that.
    """
    of: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda report: (report.published, report.id), reverse=True):
        of.setdefault(report.authority, []).append(report)
    for name, held in of.items():
        of[name] = [report for report in held if not framework(report.framework).of_one_place] or held
    return [report for held in of.values() for report in held[place]]


def choose(request: Request, holdings: Holdings) -> Chosen:
    """The request's filters. Raises UnknownAuthority (neither in the register nor here) and
    InvalidRequest.
    """
    values = {item.name: item.match(typed, holdings) for item in named() if (typed := request.of(item.name))}
    since, until = (_day(request, item) for item in days())
    if since and until and since > until:
        raise InvalidRequest(f"{day(since)} is after {day(until)}", Remedy.SWAP_DATES, field="since")
    wrong = [text for item in newest() for text in request.of(item.name) if text.strip().lower() != ON]
    if wrong:
        raise InvalidRequest(
            f"{wrong[0][:40]!r} cannot be used", f"use {ON}, or leave it out", field="latest"
        )
    latest = any(request.of(item.name) for item in newest())
    absent = tuple(sorted(values.get("authority", _NONE) - holdings.authorities))
    chosen = {name: found for name, found in values.items() if found}
    return Chosen(chosen, since, until, absent=absent, latest=latest)


def _day(request: Request, item: Day) -> date | None:
    typed = request.of(item.name)
    return _span(typed[0], item)[0 if item.first else 1] if typed else None


def _span(text: str, item: Day) -> tuple[date, date]:
    """First and last day of what was typed. Raises InvalidRequest."""
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            year, first, last = int(found["year"]), int(found["month"] or 1), int(found["month"] or 12)
            until = int(found["day"] or monthrange(year, last)[1])
            return date(year, first, int(found["day"] or 1)), date(year, last, until)
    except ValueError:  # also calendar's IllegalMonthError
        pass
    raise InvalidRequest(f"{text[:40]!r} is not a date", Remedy.WRITE_DATE, field=item.name, of_field=True)


def checked_limit(limit: int, offset: int = 0) -> int:
    """The limit. Raises InvalidRequest for one below 1 and an offset below 0."""
    if limit < 1 or offset < 0:
        raise InvalidRequest(
            f"limit {limit} with offset {offset}", "give a limit from 1 and an offset from 0", field="limit"
        )
    return limit
