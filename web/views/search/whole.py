"""Of authorities that an answer sets side by side: the way to all that mention the matter, of each."""

from __future__ import annotations

from dataclasses import replace

from indexer.errors import PinpointError
from search_api.index.index import Index
from search_api.retrieval.results import Understood
from search_api.views.records import View
from web.shared.urls import SearchState

from .answer import QuoteGroup


def with_all(
    index: Index, state: SearchState, view: View | None, groups: tuple[QuoteGroup, ...]
) -> tuple[QuoteGroup, ...]:
    """The groups, each that quotes fewer paragraphs than mention the matter with a list of all of them.

    Of the newest report alone where the quotations are of that; then the list's name says so.
    """
    if view is None or view.kind != "compare" or not view.subject:
        return groups
    return tuple(_with_all(index, state, view, group) for group in groups)


def countable(view: View | None, understood: Understood) -> View | None:
    """The view, where its subject by itself asks for the same; None where the question also names years or
    the like, which a list of the subject would leave out.
    """
    others = (item.field for item in understood.question.mentions)
    return view if {"authority", "polarity"}.issuperset(others) else None


def _with_all(index: Index, state: SearchState, view: View, group: QuoteGroup) -> QuoteGroup:
    if group.label not in view.authorities or group.every:
        return group
    quoted = {item.report.id for item in group.reports}
    own = state.having(authority=(group.label,))
    if newest := quoted == {_newest(index, group.label)}:
        own = own.having(latest=("true",))
    own = replace(own, q=view.subject, as_words=())
    try:
        told = index.asked(own.q, own.request).told
    except PinpointError:  # the subject by itself cannot be asked about
        return group
    if told is None or told.total <= group.quoted:
        return group
    where = "of this report " if newest else ""
    noun = f"paragraphs {where}that mention ‘{told.label}’"
    return replace(group, total=told.total, every=own.listing().url, noun=noun)


def _newest(index: Index, authority: str) -> str:
    """The id of its newest report."""
    own = [report for report in index.reader.reports() if report.authority == authority]
    return max(own, key=lambda report: (report.published, report.id)).id if own else ""
