"""Which reports the filters of a question leave, and what to say where they leave none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.authorities.areas import listed
from indexer.kinds.table import framework
from indexer.records import Report
from search_api.question.mentions.dates import strongest, wider
from search_api.question.mentions.mention import Mention

from .filters import Filter, Holdings, Values, by_name, is_graded, named
from .request import Chosen, by_age

_SHOWN = 3  # names
# Of an authority's reports, the newest first.
_PLACE_IN_TIME = {
    "latest": slice(0, 1), "latest two": slice(0, 2), "latest three": slice(0, 3),
    "previous": slice(1, 2), "earlier": slice(1, None), "first": slice(-1, None),
}  # fmt: skip
_PLACES = ("authority", "area", "neighbours", "region", "type")


@dataclass(frozen=True, slots=True)
class Left:
    """authorities: register names, those without a report among them. reports: ids, None where no
    filter on single reports was named. mentions: the filters in force. empty: no report is left.
    notes: one sentence each. latest: whether of each authority only the newest report is left.
    """

    authorities: frozenset[str]
    reports: frozenset[str] | None
    mentions: tuple[Mention, ...]
    empty: bool
    notes: tuple[str, ...]
    latest: bool = False


def choose_reports(  # noqa: C901 - each filter in turn may leave nothing, and says so
    mentions: Sequence[Mention], typed: Chosen, holdings: Holdings
) -> Left:
    """Within what the typed filters leave. A weak year without a report is taken as part of the text.

    That only the newest report is to be left of each authority is for the end, after what the question says.
    """
    here = holdings.authorities
    left = list(replace(typed, latest=False).left(holdings.reports, holdings))
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
    mentions, remarks = _without_recalled(mentions, left)
    notes += remarks
    frameworks = _members(mentions, "framework")
    if frameworks:
        wanted = " or ".join(by_name("framework").worded(frameworks))
        steps.append((f"of the kind {wanted}", lambda report: report.framework in frameworks))
    dated = [item for item in mentions if item.field == "published"]
    kept_dates, widened = _dates(dated, left, notes)
    places = {name: place for name, place in _PLACE_IN_TIME.items() if name in _members(mentions, "report")}
    beside = _newest_beside(widened, left) if list(places) == ["latest"] else frozenset()
    if kept_dates:
        notes += [item.note for item in kept_dates if item.note]
        groups = _groups(widened)
        steps.append(
            (_when(kept_dates),
             lambda report: report.id in beside or all(_fits(report, group) for group in groups))
        )  # fmt: skip
    grades = _members(mentions, "grade")
    if grades:
        steps.append((f"graded {_or(grades)}", lambda report: is_graded(report, grades)))
    others = [(item, said) for item in _others() if (said := _members(mentions, item.name))]
    steps += [
        (f"of the {item.what} {' or '.join(item.worded(said))}", _keeper(item, said, holdings))
        for item, said in others
    ]
    kept = tuple(item for item in mentions if item.field != "published" or item in kept_dates)
    for words, keep in steps:
        before, left = left, [report for report in left if keep(report)]
        if not left:
            notes.append(_none_left(who, words, before))
            return Left(authorities, None, kept, True, tuple(notes))
    for place in () if beside else places.values():
        left = by_age(left, place)
        if not left:
            number = "only one" if who else "a second"
            notes.append(f"{who or 'No authority'} has {number} report among those selected.")
            return Left(authorities, None, kept, True, tuple(notes))
    single = kept_dates or grades or others or _members(mentions, "report") or (excluded and asked)
    chosen = frozenset(report.id for report in left) if single else None
    newest = not beside and list(places) == ["latest"]
    return Left(authorities, chosen, kept, False, tuple(notes), newest)


def _without_recalled(
    mentions: Sequence[Mention], left: Sequence[Report]
) -> tuple[Sequence[Mention], list[str]]:
    """Without kinds of report that none of those searched is, but others tell of: these stay words, and it is
    said.
    """
    held = {report.framework for report in left}
    kept, said = [], []
    for item in mentions:
        if (
            item.field != "framework"
            or held.intersection(item.members)
            or not all(framework(name).recalled for name in item.members)
        ):
            kept.append(item)
        else:
            nouns = _or(framework(name).noun for name in item.members)
            said.append(f"No {nouns} is among the reports searched; its name is searched for as words.")
    return kept, said


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
    named = (_members(items, field) for field in ("authority", "area", "neighbours"))
    return groups.union(*named)


def _absent(mentions: Iterable[Mention], here: frozenset[str]) -> list[str]:
    """What the user should know of authorities that have no report here."""
    notes = []
    for item in mentions:
        members = set(item.members)
        if item.field not in _PLACES:
            continue
        if item.note:
            notes.append(item.note)
        if item.excluded:
            continue
        if item.field == "authority" and not members & here:
            notes.append(_not_here(item.value, here))
        elif item.field == "area":
            notes += _absent_of_area(item, here)
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


def _not_here(name: str, here: frozenset[str]) -> str:
    if len(here) == 1:
        return f"{name} is not in this index, which has only {next(iter(here))}."
    return f"{name} is not among the {len(here):,} authorities of this index."


def _absent_of_area(item: Mention, here: frozenset[str]) -> list[str]:
    # A council that is no more is not missed.
    absent = sorted(set(item.members) - here - {item.value})
    if not here & set(item.members):
        return ["This index has no report of any of them."]
    if len(absent) > _SHOWN:
        return [f"{len(absent)} of these {len(item.members)} have no report in this index."]
    return [f"This index has no report of {listed(absent)}."] if absent else []


def _not_among(mentions: Iterable[Mention]) -> str:
    names = [item.value.removeprefix("not ") for item in mentions if item.excluded]
    return f"Without {' and '.join(names)}"


def _dates(
    dated: Sequence[Mention], left: Sequence[Report], notes: list[str]
) -> tuple[list[Mention], list[Mention]]:
    """The mentions in force, as said and as taken: a day or month without a report gives way to its year.

    An authority without a report of a year that stands apart from its name ("the cyber-attack in 2020") has
    later ones, which tell of that year.
    """
    said = strongest(dated)
    names = {report.authority for report in left}
    if said and len(names) == 1 and all(item.strength < 3 and all(item.members) for item in said) and not any(
        _fits(report, [use]) for report in left for item in said for use in (item, wider(item)) if use
    ):  # fmt: skip
        first = min(item.members[0] for item in said)
        none = f"{names.pop()} has no report from {' or '.join(item.value for item in said)}"
        later = replace(said[0], members=(first, ""))
        weak = all(item.strength == 1 for item in said)  # in passing: "the 2014 recommendations"
        if not weak and any(_fits(report, [later]) for report in left):
            notes.append(f"{none}, so its later reports were used.")
            return said, [later]
        notes.append(f"{none}, so all its reports were used.")
        return [], []
    taken = []
    for item in said:
        use: Mention | None = item
        while use and not use.exact and not any(_fits(report, [use]) for report in left):
            use = wider(use)
        if use and use is not item:
            notes.append(f"There is no report from {item.value}, so reports from {use.value} were used.")
        taken.append(use or item)
    return said, taken


def _newest_beside(dated: Sequence[Mention], left: Sequence[Report]) -> frozenset[str]:
    """The newest report of the one authority in question, where years before it are named too: "2019 compared
    with the latest report".
    """
    if len({report.authority for report in left}) != 1 or not any(all(item.members) for item in dated):
        return frozenset()
    newest = by_age(left, slice(0, 1))
    return frozenset(report.id for report in newest if not _fits(report, dated))


def _groups(dated: Iterable[Mention]) -> list[list[Mention]]:
    """Of years and ranges one must fit, of what is open at an end all must, unless no day could."""
    items = list(dated)
    closed = [item for item in items if all(item.members)]
    opened = [item for item in items if not all(item.members)]
    since = max((item.members[0] for item in opened), default="")
    until = min((item.members[1] for item in opened if item.members[1]), default="")
    apart = until and since > until  # "before 2016 or after 2020"
    if (
        closed
        and opened
        and not any((not until or item.members[0] <= until) and item.members[1] >= since for item in closed)
    ):
        return [[*opened, *closed]]  # "since covid, compared with 2017"
    return ([opened] if apart else [[item] for item in opened]) + ([closed] if closed else [])


def _fits(report: Report, any_of: Iterable[Mention]) -> bool:
    """By publication, or, of what is not exact, by the last day of the inspection: people say either year."""
    published, inspected = [report.published], [day for day in (report.inspection_end,) if day]
    return any(
        _within(day, *item.members)
        for item in any_of
        for day in (published if item.exact else published + inspected)
    )


def _within(day: date, since: str, until: str) -> bool:
    return (not since or day.isoformat() >= since) and (not until or day.isoformat() <= until)


def _when(dated: Sequence[Mention]) -> str:
    words = [
        item.value if item.value.startswith(("since", "until")) else f"of {item.value}" for item in dated
    ]
    return " or ".join(dict.fromkeys(words))


def _none_left(who: str, words: str, before: Sequence[Report]) -> str:
    years = sorted({report.published.year for report in before})
    if words.startswith("of the kind "):
        held = listed(by_name("framework").worded({report.framework for report in before}))
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
