"""The search page: one question, and the views of what the reports say on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, PinpointError, UnknownAuthority
from search_api.answers.quotations.records import Answer
from search_api.comparison.matrix.tally import Tally
from search_api.index.index import Index
from search_api.question.filters import in_panel, rows
from search_api.question.request import Request as Wanted
from search_api.retrieval.results import Facet, SearchResult, Understood
from search_api.views.recognise import view_of
from search_api.views.who import who
from web.shared.forms import SearchPageParameters
from web.shared.respond import Values, page, wrong
from web.shared.urls import SearchState

from . import authorities, compare, time
from .answer import PASSAGES, QuoteGroup, Story, in_groups, story
from .chips import Chip, chips, offer, unused
from .home import home
from .panel import panel
from .results import ORDERS, PAGE, ResultList, every_result, result_list
from .tabs import Tab, tabs
from .whole import countable, with_all

router = APIRouter(include_in_schema=False)

# Views that count over reports, each with its own template.
_COUNTED: dict[str, Callable[[Index, SearchState, Understood], object]] = {
    "authorities": authorities.tab, "time": time.tab, "compare": compare.tab,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchPage:
    """offer: the question as it may have been meant, None if it was understood. unused: what the question
    says of a filter that was chosen otherwise, one sentence each. counted: whether the facets are of what
    mentions what is asked about.

    Of the answer only: answer, story, quotes, and all_results, what a link to them is called, "" for none. Of
    it and of all results: result, list. Of another view: tab, what it shows.
    """

    state: SearchState
    understood: Understood
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    offer: SearchState | None
    unused: tuple[str, ...]
    result: SearchResult | None = None
    answer: Answer | None = None
    story: Story | None = None
    quotes: tuple[QuoteGroup, ...] = ()
    list: ResultList | None = None
    all_results: str = ""
    tab: object = None
    counted: bool = False


def search_page(index: Index, state: SearchState) -> SearchPage:
    """Raises InvalidRequest and UnknownAuthority as the index does."""
    if state.view in _COUNTED:
        asked = index.asked(state.q, state.request)
        understood = asked.understood
        shown = _framed(index, state, understood, asked.told, asked.facets)
        tab = _COUNTED[state.view](index, state, understood)
        return replace(shown, tab=tab, counted=asked.told is not None)
    found = index.explore(
        state.q,
        state.request,
        PAGE,
        (state.page - 1) * PAGE,
        passages=None if state.view else PASSAGES,
        mentioned=state.mentioned,
        said=state.said or None,
        order=ORDERS[state.sort],
    )
    shown = _framed(index, state, found.understood, found.told, found.facets)
    counted = found.result.mentioned is not None
    shown = replace(shown, result=found.result, list=result_list(state, found), counted=counted)
    answer = found.answer
    if answer is None:
        return shown
    columns = index.matrices.columns(found.understood.scope.reports)
    breaks = frozenset(column.name for column in columns if column.breaks)
    groups = in_groups(answer, found.told, state)
    return replace(
        shown,
        answer=answer,
        story=story(answer, found.told, breaks, state.q),
        quotes=with_all(index, state, countable(answer.view, found.understood), groups),
        all_results=every_result(found),
    )


def _framed(
    index: Index, state: SearchState, understood: Understood, told: Tally | None, facets: tuple[Facet, ...]
) -> SearchPage:
    """What stands around every view."""
    return SearchPage(
        state,
        understood,
        tabs(state, told, understood.question.polarity),
        chips(state, understood),
        facets,
        offer(state, understood),
        unused(index, state, understood),
        counted=told is not None,
    )


def followed(index: Index, state: SearchState, follows: str) -> tuple[SearchState, str]:
    """The page of a question that follows another, as one that stands alone, and how it was read.

    A filter that was chosen for the question before gives way where the new one says another. Raises
    InvalidRequest.
    """
    if not follows.strip() or not state.q or state.literal:
        return state, ""
    found = index.followed(state.q, follows)
    silent = {item.name: () for item in rows() if found.said & set(item.said)}
    return replace(state.having(**silent), q=found.question), found.note


def opened(index: Index, state: SearchState) -> tuple[SearchState, str]:
    """The page that opens for a question, and how the question was read: who is criticised or praised for a
    matter is answered by the authorities, with most of that first. Any other question opens its answer.
    """
    if state.view or not state.q:
        return state, ""
    understood = index.asked(state.q, state.request).understood  # the page goes on from there
    found = who(understood)
    if found is None or view_of(understood) is not None:
        return state, ""
    shown = replace(state, q=found.about).ordered(found.side)
    if index.asked(shown.q, shown.request).told is None:  # nothing that can be counted
        return state, ""
    return shown, (
        f"We read your question as: which authorities have {found.side} about ‘{found.subject}’? "
        f"Those with the most {found.side} come first. ‘Answer’ quotes what inspectors said."
    )


def usable_facets(index: Index, state: SearchState) -> tuple[Facet, ...]:
    """Facets where the request cannot be used: of all that can."""
    typed = state.request
    listed = {item.name: typed.of(item.name) for item in in_panel() if item.values}
    for request in (typed.having("since").having("until"), Wanted.named(listed), Wanted()):
        try:
            return index.counts("", request)
        except PinpointError:
            continue
    return ()


def title(state: SearchState, chosen: Sequence[Chip], current: str) -> str:
    """Of the page: the question, its filters, the view, the page of results. current: name of the view."""
    if not state.q:
        return "Search inspection reports"
    parts = [f"‘{state.q}’", *(f"{chip.field.lower()} {chip.value}" for chip in chosen if not chip.said)]
    if state.view:
        parts.append(current.lower())
    if state.page > 1:
        parts.append(f"page {state.page}")
    return ", ".join(parts)


@router.get("/")
async def search(request: Request, query: Annotated[SearchPageParameters, Query()]) -> Response:
    """A question box; with a question one view of what the reports say on it, and filters with counts."""
    asked = query.state()

    def work(index: Index) -> Values:
        state, read_as = asked, ""
        found, problem, choices, first = None, "", None, None  # first: where nothing is asked or chosen
        try:
            state, read_as = followed(index, asked, query.follows)
            if not read_as:
                state, read_as = opened(index, state)
            if state.q:
                found = search_page(index, state)
                choices = found.facets
            elif state.filtered:
                choices = index.counts("", state.request)
            else:
                first, choices = home(index, state.mine), ()
        except (InvalidRequest, UnknownAuthority) as error:
            problem = wrong(error)
        shown = found.chips if found else chips(state, None)
        current = next((tab.name for tab in found.tabs if tab.current), "") if found else ""
        named = title(state, shown, current)
        facets = usable_facets(index, state) if choices is None else choices
        understood = found.understood if found else None
        return {
            "state": state,
            "found": found,
            "read_as": read_as,
            "panel": panel(index, state, facets, understood, found is not None and found.counted),
            "chips": shown,
            "title": f"Error: {named}" if problem else named,
            "wrong": problem,
            "home": first,
        }

    return await page(request, "search/search.html", work)
