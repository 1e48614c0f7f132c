"""The tab ‘Over time’: how many reports of each year mention the matter, and what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search_api.comparison.matrix.change import YearShare, change
from search_api.comparison.matrix.parts import Part, Told, joined, parts
from search_api.comparison.matrix.records import Column
from search_api.comparison.matrix.tally import Said
from search_api.index.index import Index
from search_api.retrieval.results import Understood
from search_api.views.recognise import view_of
from search_api.views.screens import filters_given
from web.shared.pictures import share
from web.shared.urls import SearchState

from .subject import Subject, subject, within_year

_LINKED: tuple[Said, ...] = ("strength", "concern", "recommendation")


@dataclass(frozen=True, slots=True)
class YearRow:
    """column: the year, with its kinds of report. every: the list of its mentions, "" for none.

    lists: what is said -> the list of that.
    """

    column: Column
    part: Part
    every: str
    lists: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TimeTab:
    """change: whether it is mentioned more often than it was. rows: the newest year first. whole: all years.

    notes: what to know before years are compared.
    """

    subject: Subject
    picture: str = ""
    change: str = ""
    rows: tuple[YearRow, ...] = ()
    whole: YearRow | None = None
    notes: tuple[str, ...] = ()


def tab(index: Index, state: SearchState, understood: Understood) -> TimeTab:
    """Of the one matter that the question names."""
    about = subject(index, state, understood)
    view = view_of(understood) if about.told is None else None
    if view is not None and view.kind == "trend":  # "has talk of neglect grown?" is of neglect
        state = replace(state.having(**filters_given(view)), q=view.subject, as_words=())
        understood = index.understand(state.q, state.request)
        about = subject(index, state, understood)
    if about.told is None:
        return TimeTab(about)
    reports = understood.scope.reports
    columns = index.matrices.columns(reports)
    by_year = parts(about.reports, lambda report: str(report.published.year))
    none = joined(())
    rows = [
        _row(column, by_year.get(column.name, none), within_year(state, column.name)) for column in columns
    ]
    return TimeTab(
        about,
        share([(row.column.name, row.part) for row in rows], f"‘{about.told.label}’", _breaks(columns)),
        change(about.told.label, [_share(row, about.reports) for row in rows]),
        tuple(reversed(rows)),
        _row(Column("All years", ()), joined(about.reports), state),
        index.matrices.cautions(reports, columns),
    )


def _share(row: YearRow, reports: tuple[Told, ...]) -> YearShare:
    year, part = row.column.name, row.part
    held = tuple(sum(item.counts.values()) for item in reports if str(item.report.published.year) == year)
    return YearShare(year, part.searched, part.mentioning, row.column.breaks, held)


def _row(column: Column, part: Part, state: SearchState) -> YearRow:
    lists: dict[str, str] = {said: state.listing(said).url for said in _LINKED if part.paragraphs[said]}
    return YearRow(column, part, state.listing().url if part.mentions else "", lists)


def _breaks(columns: tuple[Column, ...]) -> frozenset[str]:
    return frozenset(column.name for column in columns if column.breaks)
