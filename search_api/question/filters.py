"""Which filters are there? One table, read by the command line, the API, MCP, the pages and questions.

A row added to FILTERS is an option of every command that searches, a parameter of the API and of the tools, a
fieldset of the filter panel with its counts, a chip, a part of the page's address, and, where it says how,
what a question can name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from indexer.arrays import Int64Array
from indexer.authorities.areas import Area, areas_of
from indexer.authorities.register import Register, indexed_only, name_key
from indexer.errors import InvalidRequest, Remedy, UnknownAuthority, UnknownTheme
from indexer.kinds.table import FRAMEWORK_LABELS, GRADES_OF_SERVICES, framework
from indexer.records import FRAMEWORKS, GRADES, KINDS, Report
from search_api.lists import listed
from search_api.question.mentions.mention import Mention
from search_api.themes import vocabulary
from search_api.themes.records import Tagged, Theme

Values = frozenset[str]


class Holdings:
    """The reports of one index beside the register of authorities: what filters are resolved against.

    themes: of its paragraphs; None where none is asked for.
    """

    def __init__(self, reports: Sequence[Report], register: Register, themes: Tagged | None = None) -> None:
        self.reports = tuple(reports)
        self.register = register
        self.themes = themes
        self.authorities = frozenset(report.authority for report in self.reports)

    @cached_property
    def local(self) -> Register:
        """The authorities of the index that the register lacks."""
        return indexed_only(self.authorities, self.register)

    def near_names(self, typed: str) -> tuple[str, ...]:
        """The likeliest three of those that may be meant, those of the index first."""
        return tuple(dict.fromkeys((*self.local.near_names(typed), *self.register.near_names(typed))))[:3]

    @cached_property
    def _areas(self) -> Mapping[str, Area]:
        return areas_of(self.register)

    def area(self, typed: str) -> Values:
        """The authorities that stand for the name of an area or a former council, those with a report here
        where any has one; empty for no such name.
        """
        area = self._areas.get(name_key(typed))
        members = frozenset(area.members if area else ())
        return members & self.authorities or members

    @cached_property
    def _regions(self) -> dict[str, str]:
        found = ((name, self.register.match(name)) for name in self.authorities)
        return {name: known.region for name, known in found if known is not None}

    def region(self, authority: str) -> str:
        """Of an authority that has a report here; "" where the register does not know it."""
        return self._regions.get(authority, "")


def _overlap(held: Values, chosen: Values) -> bool:
    return bool(held & chosen)


def _as_typed(typed: Sequence[str], _: Holdings) -> Values:
    return frozenset(text.strip() for text in typed)


def _finds_nothing(_: str, __: Sequence[Mention]) -> list[Mention]:
    return []


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by names, any of which may hold.

    name: of the option, the parameter and the facet. plural: in Python and in the JSON of what was
    understood. label: for readers. help: a sentence for the command line and the API. values: all there are,
    in order, where they are few and fixed; labels: of those whose names do not speak for themselves; match:
    what was typed as those values, raising InvalidRequest or UnknownAuthority. of: the values that a report
    has; None for a filter on paragraphs. rows: those of a filter on paragraphs that the index does not hold
    itself, ascending. keep: whether a report with these values passes for those chosen.
    of_authority: all reports of one authority have the same values. said: fields of mentions (mentions.py)
    which say the same in a question, and which a chosen value overrules; find: what in a question names it,
    given what was found already. most: values in one request. panel: its place in the filter panel, from 1.
    """

    name: str
    plural: str
    label: str
    help: str
    panel: int
    of: Callable[[Report, Holdings], Values] | None
    examples: tuple[str, ...]
    said: tuple[str, ...]
    metavar: str = "NAME"
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    match: Callable[[Sequence[str], Holdings], Values] = _as_typed
    keep: Callable[[Values, Values], bool] = _overlap
    find: Callable[[str, Sequence[Mention]], list[Mention]] = _finds_nothing
    rows: Callable[[Values, Holdings], Int64Array] | None = None
    of_authority: bool = False
    most: int = 20

    def keeps(self, report: Report, chosen: Values, holdings: Holdings) -> bool:
        """Whether the report passes. A filter on paragraphs lets every report pass."""
        return self.of is None or self.keep(self.of(report, holdings), chosen)

    def worded(self, values: Iterable[str]) -> tuple[str, ...]:
        """The values for a sentence: by their labels, in quotation marks, in the order of the table where
        they have labels; else as they are, by name.
        """
        held = set(values)
        known = tuple(f"‘{label}’" for name, label in self.labels.items() if name in held)
        return (*known, *sorted(held.difference(self.labels)))

    @property
    def what(self) -> str:
        """The label within a sentence, after "of the": "kind" of "Kind of report"."""
        return self.label.lower().removesuffix(" of report")


@dataclass(frozen=True, slots=True)
class Day:
    """A filter by the date of publication; it has at most one value. first: whether it is the first day."""

    name: str
    label: str
    help: str
    examples: tuple[str, ...]
    first: bool
    said: tuple[str, ...] = ("published",)

    def keeps(self, report: Report, day: date) -> bool:
        """Whether the report was published on that day or on the right side of it."""
        return report.published >= day if self.first else report.published <= day


@dataclass(frozen=True, slots=True)
class Newest:
    """On or off: of each authority only the newest of the reports that the other filters leave."""

    name: str
    label: str
    help: str
    said: tuple[str, ...] = ("report",)


ON = "true"  # the value of such a filter
Row = Filter | Day | Newest


def grades_of(report: Report) -> Values:
    """The overall grade alone where there is one, else every grade but that of the board; empty if none.

    A kind of report that judges apart (a school, a home) shares no scale with an authority's services: of it
    only outcomes count that no other kind gives, so that no list of good authorities holds a good school.
    """
    if framework(report.framework).apart:
        return frozenset(item.grade for item in report.judgements) - GRADES_OF_SERVICES
    overall = frozenset(item.grade for item in report.judgements if item.area == "overall")
    return overall or frozenset(item.grade for item in report.judgements if item.area != "lscb")


def is_graded(report: Report, grades: Values) -> bool:
    """By the overall judgement; where there is none by every judgement but that of the board."""
    return _is_within(grades_of(report), grades)


def _is_within(held: Values, chosen: Values) -> bool:
    return bool(held) and held <= chosen


def one_of(typed: Iterable[str], allowed: Sequence[str], what: str, field: str) -> Values:
    """What was typed, in small letters. Raises InvalidRequest for what is not allowed."""
    chosen = frozenset(text.strip().lower() for text in typed)
    wrong = sorted(chosen.difference(allowed))
    if wrong:
        raise InvalidRequest(
            f"{wrong[0][:80]!r} is not a {what}", f"use one of {', '.join(allowed)}", field=field
        )
    return chosen


def _authorities(typed: Sequence[str], holdings: Holdings) -> Values:
    """The register's names, or the index's own."""
    meant: set[str] = set()
    for name in typed:
        found = holdings.local.match(name) or holdings.register.match(name)
        # The reports of a former council that are here are its own.
        if (found is None or found.name not in holdings.authorities) and (area := holdings.area(name)):
            meant |= area
            continue
        if found is None:
            near = holdings.near_names(name)
            said = f"{name[:80]!r} is not in the register of authorities or in this index"
            meant_by = f"did you mean {listed(near, 'or')}?" if near else Remedy.LIST_REPORTS
            raise UnknownAuthority(said, meant_by, field="authority", value=name, near=near)
        meant.add(found.name)
    return frozenset(meant)


def one_authority(typed: str, holdings: Holdings) -> str:
    """The register's name of the one authority that is meant, or the index's own.

    Raises UnknownAuthority, InvalidRequest where the name stands for several.
    """
    found = sorted(_authorities((typed,), holdings))
    if len(found) > 1:
        said = f"{typed[:80]!r} stands for {listed(found)}"
        raise InvalidRequest(said, "give one of them", field="authority")
    return found[0]


def _regions(typed: Sequence[str], holdings: Holdings) -> Values:
    found = (item for name in typed for item in holdings.register.in_region(name)[:1])
    return frozenset(item.region for item in found)


def _frameworks(typed: Sequence[str], _: Holdings) -> Values:
    """Names of kinds, however they are spelled ("Focused visit"), or their labels."""
    by_label = {label.lower(): name for name, label in FRAMEWORK_LABELS.items()}
    names = (text.strip().lower() for text in typed)
    plain = [by_label.get(name) or re.sub(r"[\s-]+", "_", name) for name in names]
    return one_of(plain, FRAMEWORKS, "kind of report", "framework")


def one_theme(typed: str) -> Theme:
    """The theme of that key, name or synonym. Raises UnknownTheme."""
    theme = vocabulary.find(typed)
    if theme is None:
        near = get_close_matches(typed.strip().lower(), [*vocabulary.labels()], 3, 0.5)
        raise UnknownTheme(
            f"{typed[:80]!r} is not a theme",
            f"did you mean {' or '.join(near)}?" if near else "`pinpoint themes` lists them",
            field="theme",
            value=typed,
            near=near,
        )
    return theme


def _themes(typed: Sequence[str], _: Holdings) -> Values:
    return frozenset(one_theme(text).key for text in typed)


def _of_themes(chosen: Values, holdings: Holdings) -> Int64Array:
    if holdings.themes is None:
        raise InvalidRequest("themes are not known here", "leave the filter out", field="theme")
    return holdings.themes.any_of(sorted(chosen))


FILTERS: tuple[Row, ...] = (
    Filter(
        name="authority",
        plural="authorities",
        label="Authority",
        help="Only this authority, by any current or former name.",
        panel=1,
        of=lambda report, _: frozenset({report.authority}),
        match=_authorities,
        examples=("Torbay",),
        said=("authority", "area", "neighbours", "region", "type"),
        of_authority=True,
        most=50,
    ),
    Day(
        name="since",
        label="Published from",
        help="Only reports published on or after this date: 2022, 2022-03 or 2022-03-31.",
        examples=("2016",),
        first=True,
    ),
    Day(
        name="until",
        label="Published to",
        help="Only reports published on or before this date, or by the end of this month or year.",
        examples=("2024-03-31",),
        first=False,
    ),
    Filter(
        name="framework",
        plural="frameworks",
        label="Kind of report",
        help="Only this kind of report, by its name or label.",
        panel=3,
        values=FRAMEWORKS,
        of=lambda report, _: frozenset({report.framework}),
        labels=FRAMEWORK_LABELS,
        match=_frameworks,
        examples=("ilacs",),
        said=("framework",),
    ),
    Filter(
        name="region",
        plural="regions",
        label="Region",
        help="Only authorities in this region.",
        panel=2,
        of=lambda report, holdings: frozenset({holdings.region(report.authority)} - {""}),
        match=_regions,
        examples=("South West",),
        said=("region", "area"),
        of_authority=True,
    ),
    Filter(
        name="grade",
        plural="grades",
        label="Overall grade",
        help="Only reports with this overall grade, or this outcome of an area SEND inspection.",
        panel=4,
        metavar="GRADE",
        values=GRADES,
        of=lambda report, _: grades_of(report),
        match=lambda typed, _: one_of(typed, GRADES, "grade", "grade"),
        keep=_is_within,
        examples=("good",),
        said=("grade",),
        most=10,
    ),
    Filter(
        name="kind",
        plural="kinds",
        label="Type of paragraph",
        help="Only this kind of paragraph.",
        panel=5,
        metavar="KIND",
        values=KINDS,
        of=None,
        match=lambda typed, _: one_of(typed, KINDS, "kind of paragraph", "kind"),
        examples=("finding",),
        said=("kind",),
    ),
    Filter(
        name="theme",
        plural="themes",
        label="Theme",
        help="Only paragraphs on this theme of practice, by its key or name.",
        panel=6,
        metavar="THEME",
        of=None,
        labels=vocabulary.labels(),
        match=_themes,
        rows=_of_themes,
        examples=("private-fostering",),
        said=("theme",),
    ),
    Newest(
        name="latest",
        label="Only latest reports",
        help="Only each authority's newest report among those that the other filters leave.",
    ),
)


def rows() -> tuple[Row, ...]:
    """The whole table."""
    return FILTERS


def named() -> tuple[Filter, ...]:
    """The filters by names, in the order of the table."""
    return tuple(item for item in FILTERS if isinstance(item, Filter))


def days() -> tuple[Day, ...]:
    """The filters by date, in the order of the table."""
    return tuple(item for item in FILTERS if isinstance(item, Day))


def newest() -> tuple[Newest, ...]:
    """The filters that leave each authority's newest report, in the order of the table."""
    return tuple(item for item in FILTERS if isinstance(item, Newest))


def in_panel() -> tuple[Filter, ...]:
    """The filters by names, in the order of the filter panel."""
    return tuple(sorted(named(), key=lambda item: item.panel))


def by_name(name: str) -> Filter:
    """The filter by names of that name. Raises KeyError."""
    return {item.name: item for item in named()}[name]
