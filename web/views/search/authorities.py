"""The tab ‘By authority’: what the reports of each authority say of the matter, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.records import Report
from search_api.comparison.matrix.parts import Part, Told, joined, parts
from search_api.comparison.matrix.records import NO_REGION, Column
from search_api.comparison.matrix.tally import Said
from search_api.index.index import Index
from search_api.question.request import Request
from search_api.retrieval.results import Understood
from web.shared.urls import Order, SearchState, authority_url

from .answer import NOUNS
from .subject import Subject, subject, within_year

_SHOWN = 12  # rows before ‘show all’
# What is counted of each authority over all years, in the order of the columns.
COUNTED: dict[Said, str] = {
    "concern": "Concerns",
    "strength": "Strengths",
    "recommendation": "Recommend\u00adations",  # it may be parted where the column is narrow
}
# What stands in a cell beside its figure, and how it is read out.
SIGNS = {
    "praised": ("+", "strengths"),
    "criticised": ("−", "concerns or recommendations"),
    "both": ("±", "strengths, and concerns or recommendations"),
    "mentioned": ("·", "neither strengths nor concerns"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A cell. url: the list of its paragraphs, "" where there is none."""

    part: Part
    url: str


@dataclass(frozen=True, slots=True)
class Count:
    """Of one kind of finding. noun: what is counted. url: the list of them, "" where there is none."""

    count: int
    noun: str
    url: str


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """url: of the authority's page. own: whether it is the reader's. counts: of all years, as `COUNTED` has
    them. latest: year of the last concern, "" for none; latest_url: the list of that year's concerns. boxes:
    one of each year.
    """

    name: str
    url: str
    own: bool
    whole: Box
    counts: tuple[Count, ...]
    latest: str
    latest_url: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """A region to look at alone. mentioning, searched: authorities with a report here."""

    name: str
    url: str
    chosen: bool
    mentioning: int
    searched: int


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order of the rows."""

    name: str
    url: str
    chosen: bool


_ORDERS: dict[Order, str] = {
    "": "Most mentions",
    "concerns": "Most concerns",
    "strengths": "Most strengths",
    "name": "Name",
}


@dataclass(frozen=True, slots=True)
class AuthoritiesTab:
    """first: the rows that stand there at once; rest: those that ‘show all’ adds. mentioning: authorities
    that mention the matter, of all those that have a report within the filters.
    """

    subject: Subject
    columns: tuple[Column, ...] = ()
    first: tuple[AuthorityRow, ...] = ()
    rest: tuple[AuthorityRow, ...] = ()
    regions: tuple[RegionChoice, ...] = ()
    every_region: str = ""
    orders: tuple[OrderChoice, ...] = ()
    mentioning: int = 0
    notes: tuple[str, ...] = ()

    @property
    def all(self) -> int:
        """Authorities with a report within the filters."""
        return len(self.first) + len(self.rest)

    @property
    def counted(self) -> dict[Said, str]:
        """The columns between the mentions and the years."""
        return COUNTED

    @property
    def signs(self) -> dict[str, tuple[str, str]]:
        """What cells say beside their figure."""
        return SIGNS


def tab(index: Index, state: SearchState, understood: Understood) -> AuthoritiesTab:
    """Of the one matter that the question names: the reader's own authority first, then as the order says."""
    about = subject(index, state, understood)
    if about.told is None:
        return AuthoritiesTab(about)
    columns = index.matrices.columns(understood.scope.reports)
    known = index.interpreter.own(Request(mine=state.mine))
    rows = _rows(about.reports, columns, state, known.name if known else "")
    cut = _SHOWN if len(rows) > _SHOWN + 3 else len(rows)
    return AuthoritiesTab(
        about,
        columns,
        rows[:cut],
        rows[cut:],
        _regions(index, about.reports, state),
        state.having(region=()).url if state.of("region") else "",
        tuple(OrderChoice(name, state.ordered(key).url, key == state.order) for key, name in _ORDERS.items()),
        sum(bool(row.whole.part.mentions) for row in rows),
        index.matrices.cautions(understood.scope.reports, columns),
    )


def _rows(
    reports: Sequence[Told], columns: Sequence[Column], state: SearchState, own: str
) -> tuple[AuthorityRow, ...]:
    cells = parts(reports, lambda report: (report.authority, str(report.published.year)))
    totals = parts(reports, lambda report: report.authority)
    none = joined(())
    last: dict[str, str] = {}  # authority -> year of its last concern
    for item in reports:
        if item.counts.get("concern"):
            year = str(item.report.published.year)
            last[item.report.authority] = max(last.get(item.report.authority, ""), year)
    found = []
    for name, whole in totals.items():
        of_it = replace(state.having(authority=(name,), region=()), order="")
        boxes = tuple(
            _box(cells.get((name, column.name), none), within_year(of_it, column.name)) for column in columns
        )
        latest = last.get(name, "")
        found.append(
            AuthorityRow(
                name,
                authority_url(name),
                name == own,
                _box(whole, of_it),
                tuple(_count(whole, of_it, said) for said in COUNTED),
                latest,
                within_year(of_it, latest).listing("concern").url if latest else "",
                boxes,
            )
        )
    return tuple(sorted(found, key=lambda row: (not row.own, _most(row.whole.part, state.order), row.name)))


def _most(part: Part, order: Order) -> tuple[int, ...]:
    """By which rows are sorted before their names: most of what is asked for first, then most mentions."""
    if order == "name":
        return ()
    asked = {"concerns": part.paragraphs["concern"], "strengths": part.paragraphs["strength"]}
    return -asked.get(order, 0), -part.mentions


def _count(part: Part, state: SearchState, said: Said) -> Count:
    count = part.paragraphs[said]
    return Count(count, NOUNS[said][0 if count == 1 else 1], state.listing(said).url if count else "")


def _box(part: Part, state: SearchState) -> Box:
    return Box(part, state.listing().url if part.mentions else "")


def _regions(index: Index, reports: Iterable[Told], state: SearchState) -> tuple[RegionChoice, ...]:
    """Of a search that names no authority; none where all are of one region."""

    def region(report: Report) -> str:
        return index.holdings.region(report.authority) or NO_REGION

    held: dict[str, dict[str, bool]] = {}
    for item in reports:
        there = held.setdefault(region(item.report), {})
        there[item.report.authority] = there.get(item.report.authority, False) or bool(item.counts)
    if state.of("authority") or len(held) < 2:
        return ()
    return tuple(
        RegionChoice(
            name,
            state.having(region=(name,)).url,
            name in state.of("region"),
            sum(held[name].values()),
            len(held[name]),
        )
        for name in sorted(held)
        if name != NO_REGION
    )
