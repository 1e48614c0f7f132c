"""What the search page shows: the answer, the results, what was understood, facets. No HTTP, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, PinpointError, UnknownAuthority
from indexer.records import Report
from search_api.answers.quotations.records import Answer, Group, Passage
from search_api.index.index import Index
from search_api.question.filters import Day, Filter, days, in_panel
from search_api.question.request import Request as Wanted
from search_api.retrieval.results import Facet, SearchResult, Understood
from web.shared.forms import SearchPageParameters
from web.shared.labels import FIELDS, value_label
from web.shared.respond import Values, page, wrong
from web.shared.urls import SearchState
from web.views.help import EXAMPLES

router = APIRouter(include_in_schema=False)

PAGE = 20  # results
LAST_PAGE = 25
_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force. said: the stretch of the question that says it, "" where it was chosen.

    remove: the address without it.
    """

    field: str
    value: str
    said: str
    remove: str


@dataclass(frozen=True, slots=True)
class ReportQuotes:
    """Passages of one report."""

    report: Report
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Passages that belong together, by report, in the order of the answer. label: "" for a plain list.

    more: found beside those that are quoted. further: those of other authorities, cited only.
    """

    label: str
    more: int
    reports: tuple[ReportQuotes, ...]
    further: tuple[Passage, ...] = ()

    @property
    def unlisted(self) -> int:
        """How many are neither quoted nor cited."""
        return self.more - len(self.further)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """answer: of the first page only. last: page. offer: the question as it may have been meant, None if it
    was understood. unused: what the question says of a filter that was chosen otherwise, one sentence each.
    """

    state: SearchState
    understood: Understood
    result: SearchResult
    answer: Answer | None
    quotes: tuple[QuoteGroup, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    last: int
    offer: SearchState | None
    unused: tuple[str, ...]


def search_page(index: Index, state: SearchState) -> SearchPage:
    """Raises InvalidRequest and UnknownAuthority as the index does."""
    offset = (state.page - 1) * PAGE
    passages = _PASSAGES if state.page == 1 else None
    found = index.explore(state.q, state.request, PAGE, offset, passages=passages, mentioned=state.mentioned)
    last = max(1, min(-(-found.result.total // PAGE), LAST_PAGE))
    return SearchPage(
        state,
        found.understood,
        found.result,
        found.answer,
        in_groups(found.answer) if found.answer else (),
        chips(state, found.understood),
        found.facets,
        last,
        _offer(state, found.understood),
        _unused(index, state, found.understood),
    )


def followed(index: Index, state: SearchState, follows: str) -> tuple[SearchState, str]:
    """The page of a question that follows another, as one that stands alone, and how it was read.

    A filter that was chosen for the question before gives way where the new one says another. Raises
    InvalidRequest.
    """
    if not follows.strip() or not state.q or state.literal:
        return state, ""
    found = index.followed(state.q, follows)
    rows: tuple[Filter | Day, ...] = (*in_panel(), *days())
    silent = {item.name: () for item in rows if found.said & set(item.said)}
    return replace(state.having(**silent), q=found.question), found.note


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


def _unused(index: Index, state: SearchState, understood: Understood) -> tuple[str, ...]:
    """A filter that was chosen silences what the question says of the same: that must not go unsaid."""
    if not state.filtered:
        return ()
    alone = Wanted(literal=state.literal, as_words=state.as_words, mine=state.mine)
    held = {(item.start, item.end) for item in understood.question.mentions}
    chosen = {value for values in state.given.values() for value in values}
    question = index.interpreter.understand(alone, understood.parsed)
    return tuple(
        f"We did not use ‘{item.text}’ from your question, because you chose a different filter for "
        f"{FIELDS.get(item.field, item.field).lower()}."
        for item in question.mentions
        if (item.start, item.end) not in held and not (item.members and chosen.issuperset(item.members))
    )


def _offer(state: SearchState, understood: Understood) -> SearchState | None:
    """The question with the words that it may have meant instead of those that no report holds."""
    meant = state.q
    for item in understood.offers:
        if item.certain:  # searched for already
            continue
        meant = meant.replace(item.typed, item.meant)
    return replace(state, q=meant, page=1) if meant != state.q else None


def in_groups(answer: Answer) -> tuple[QuoteGroup, ...]:
    """The groups of an answer; one without a label where it has none."""
    passages = {passage.paragraph.id: passage for passage in answer.passages}
    groups = answer.groups or (Group("", len(passages), tuple(passages)),)
    return tuple(
        QuoteGroup(
            group.label,
            group.count - len(group.passages),
            tuple(
                ReportQuotes(items[0].report, items)
                for _, found in groupby(
                    (passages[name] for name in group.passages), key=lambda passage: passage.report.id
                )
                if (items := tuple(found))
            ),
            group.further,
        )
        for group in groups
    )


def chips(state: SearchState, understood: Understood | None) -> tuple[Chip, ...]:
    """Those that were chosen, then those that the question says, in its order."""
    rows: tuple[Filter | Day, ...] = (*in_panel(), *days())
    chosen = [
        Chip(item.label, value_label(item.name, value), "", state.without(item.name, value).url)
        for item in rows
        for value in state.of(item.name)
    ]
    said = [
        Chip(FIELDS.get(item.field, item.field), value_label(item.field, item.value), item.text,
             state.as_typed(item.text).url)
        for item in (understood.question.mentions if understood else ())
    ]  # fmt: skip
    return (*chosen, *said)


def title(state: SearchState, chosen: Sequence[Chip]) -> str:
    """Of the page: the question, its filters, the page of results."""
    if not state.q:
        return "Search inspection reports"
    parts = [f"‘{state.q}’", *(f"{chip.field.lower()} {chip.value}" for chip in chosen if not chip.said)]
    if state.page > 1:
        parts.append(f"page {state.page}")
    return ", ".join(parts)


@router.get("/")
async def search(request: Request, query: Annotated[SearchPageParameters, Query()]) -> Response:
    """A question box; with a question the cited answer, the results, and filters with counts."""
    asked = query.state()

    def work(index: Index) -> Values:
        state, read_as = asked, ""
        found, problem, choices = None, "", None
        try:
            state, read_as = followed(index, asked, query.follows)
            if state.q:
                found = search_page(index, state)
            choices = found.facets if found else index.counts("", state.request)
        except (InvalidRequest, UnknownAuthority) as error:
            problem = wrong(error)
        shown = found.chips if found else chips(state, None)
        named = title(state, shown)
        return {
            "state": state,
            "found": found,
            "read_as": read_as,
            "facets": usable_facets(index, state) if choices is None else choices,
            "chips": shown,
            "title": f"Error: {named}" if problem else named,
            "wrong": problem,
            "examples": EXAMPLES,
        }

    return await page(request, "search/search.html", work)
