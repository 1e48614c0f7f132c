"""Which reports the filters of a question leave, and what to say where they leave none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.records import Report
from search_api.question.mentions.dates import strongest
from search_api.question.mentions.mention import Mention

from .filters import Filter, Holdings, Values, is_graded, named
from .request import Chosen

_SHOWN = 3  # names
_PLACES = ("authority", "neighbours", "region", "type")


@dataclass(frozen=True, slots=True)
class Left:
    """authorities: register names, those without a report among them. reports: ids, None where no
    filter on single reports was named. mentions: the filters in force. empty: no report is left.
    notes: one sentence each.
    """

    authorities: frozenset[str]
    reports: frozenset[str] | None
    mentions: tuple[Mention, ...]
    empty: bool
    notes: tuple[str, ...]


def choose_reports(  # noqa: C901 - each filter in turn may leave nothing, and says so
    mentions: Sequence[Mention], typed: Chosen, holdings: Holdings
) -> Left:
    """Within what the typed filters leave. A weak year without a report is taken as part of the text."""
    here = holdings.authorities
    left = [report for report in holdings.reports if typed.keeps(report, holdings)]
    asked = typed.of("authority")
    notes: list[str] = []
    authorities = _authorities(item for item in mentions if not item.excluded)
    excluded = frozenset(name for item in mentions if item.excluded for name in item.members)
    if excluded and not asked:
        authorities = (authorities or here) - excluded
    if excluded:
        left = [report for report in left if report.authority not in excluded]
        if not left or (not authorities and not asked):
            notes.append(f"{_not_among(mentions)} no report is left among those selected.")
            return Left(authorities, None, tuple(mentions), True, tuple(notes))
    if authorities:
        notes += _absent(mentions, here)
        left = [report for report in left if report.authority in authorities]
        if not left:
            notes += [] if notes else ["The authorities of the question have no report among those selected."]
            return Left(authorities, None, tuple(mentions), True, tuple(notes))
    who = _who((authorities or asked) & here)
    steps: list[tuple[str, Callable[[Report], bool]]] = []
    frameworks = _members(mentions, "framework")
    if frameworks:
        steps.append((f"of framework {_or(frameworks)}", lambda report: report.framework in frameworks))
    dated = [item for item in mentions if item.field == "published"]
    kept_dates, widened = _dates(dated, left, notes)
    if kept_dates:
        steps.append(
            (_when(kept_dates), lambda report: all(_fits(report, group) for group in _groups(widened)))
        )
    grades = _members(mentions, "grade")
    if grades:
        steps.append((f"graded {_or(grades)}", lambda report: is_graded(report, grades)))
    others = [(item, said) for item in _others() if (said := _members(mentions, item.name))]
    steps += [
        (f"of {item.label.lower()} {_or(said)}", _keeper(item, said, holdings)) for item, said in others
    ]
    kept = tuple(item for item in mentions if item.field != "published" or item in kept_dates)
    for words, keep in steps:
        before, left = left, [report for report in left if keep(report)]
        if not left:
            notes.append(_none_left(who, words, before))
            return Left(authorities, None, kept, True, tuple(notes))
    for place, name in ((0, "latest"), (1, "previous")):
        if name in _members(mentions, "report"):
            latest = _by_age(left, place)
            if not latest:
                number = "only one" if who else "a second"
                notes.append(f"{who or 'No authority'} has {number} report among those selected.")
                return Left(authorities, None, kept, True, tuple(notes))
            left = latest
    single = kept_dates or grades or others or _members(mentions, "report") or (excluded and asked)
    chosen = frozenset(report.id for report in left) if single else None
    return Left(authorities, chosen, kept, False, tuple(notes))


def _others() -> Iterable[Filter]:
    """Filters on reports that need no rule of their own here."""
    own = ("authority", "region", "framework", "grade")
    return (item for item in named() if item.of is not None and item.name not in own)


def _keeper(item: Filter, said: Values, holdings: Holdings) -> Callable[[Report], bool]:
    return lambda report: item.keeps(report, said, holdings)


def _members(mentions: Iterable[Mention], field: str) -> frozenset[str]:
    return frozenset(name for item in mentions if item.field == field for name in item.members)


def _authorities(mentions: Iterable[Mention]) -> frozenset[str]:
    """Named ones and those of a region or type; of a region and a type together those of both."""
    items = list(mentions)
    regions, types = _members(items, "region"), _members(items, "type")
    groups = regions & types if regions and types else regions | types
    return groups | _members(items, "authority") | _members(items, "neighbours")


def _absent(mentions: Iterable[Mention], here: frozenset[str]) -> list[str]:
    """What the user should know of authorities that have no report here."""
    notes = []
    for item in mentions:
        members = set(item.members)
        if item.excluded:
            continue
        if item.field == "authority" and not members & here:
            notes.append(f"{item.value} is not among the {_count(len(here), 'authority')} of this index.")
        elif item.field in ("neighbours", "region", "type"):
            what = {
                "neighbours": f"statistical neighbours of {item.value}",
                "region": f"authorities of the region {item.value}",
                "type": f"authorities of the type {item.value}",
            }[item.field]
            if not members:
                notes.append(f"The register names no {what}.")
            else:
                notes.append(f"{len(members & here)} of the {len(members)} {what} are in this index.")
    return list(dict.fromkeys(notes))


def _not_among(mentions: Iterable[Mention]) -> str:
    names = [item.value.removeprefix("not ") for item in mentions if item.excluded]
    return f"Without {' and '.join(names)}"


def _dates(
    dated: Sequence[Mention], left: Sequence[Report], notes: list[str]
) -> tuple[list[Mention], list[Mention]]:
    """The mentions in force, as said and as taken: a month without a report gives way to its year."""
    said = strongest(dated)
    if said and all(item.strength == 1 for item in said) and not any(
        _fits(report, [item]) for report in left for item in said
    ):  # fmt: skip
        return [], []
    taken = []
    for item in said:
        year = _year_of_month(item)
        if year and not any(_fits(report, [item]) for report in left) and any(
            _fits(report, [year]) for report in left
        ):  # fmt: skip
            notes.append(f"There is no report from {item.value}, so reports from {year.value} were used.")
            item = year
        taken.append(item)
    return said, taken


def _year_of_month(item: Mention) -> Mention | None:
    since, until = item.members
    if not since or not until or since[:7] != until[:7]:
        return None
    return replace(item, value=since[:4], members=(f"{since[:4]}-01-01", f"{since[:4]}-12-31"))


def _groups(dated: Iterable[Mention]) -> list[list[Mention]]:
    """Of years and ranges one must fit, of what is open at an end all must."""
    items = list(dated)
    closed = [item for item in items if all(item.members)]
    return [[item] for item in items if not all(item.members)] + ([closed] if closed else [])


def _fits(report: Report, any_of: Iterable[Mention]) -> bool:
    """By publication or by the last day of the inspection: people say either year."""
    days = [day for day in (report.published, report.inspection_end) if day]
    return any(_within(day, *item.members) for item in any_of for day in days)


def _within(day: date, since: str, until: str) -> bool:
    return (not since or day.isoformat() >= since) and (not until or day.isoformat() <= until)


def _by_age(reports: Iterable[Report], place: int) -> list[Report]:
    """The newest (0) or the one before (1) of each authority's."""
    of: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda report: (report.published, report.id), reverse=True):
        of.setdefault(report.authority, []).append(report)
    return [held[place] for held in of.values() if len(held) > place]


def _when(dated: Sequence[Mention]) -> str:
    words = [
        item.value if item.value.startswith(("since", "until")) else f"of {item.value}" for item in dated
    ]
    return " or ".join(dict.fromkeys(words))


def _none_left(who: str, words: str, before: Sequence[Report]) -> str:
    years = sorted({report.published.year for report in before})
    if words.startswith("of framework"):
        held = ", ".join(sorted({report.framework for report in before}))
    elif len(years) > 2 * _SHOWN:
        held = f"reports of {years[0]} to {years[-1]}"
    else:
        held = ", ".join(str(year) for year in years)
    has_none = f"{who} has no" if who else "No authority has a"
    if words.startswith("graded"):
        return f"{has_none} report {words} among those selected."
    return f"{has_none} report {words} in this index; {'it has' if who else 'there are'} {held}."


def _who(names: Iterable[str]) -> str:
    listed = sorted(names)
    return " or ".join(listed) if len(listed) <= _SHOWN else ""


def _or(names: Iterable[str]) -> str:
    return " or ".join(sorted(names))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun.removesuffix('y')}ies"
