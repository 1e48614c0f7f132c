"""What the search page shows: the answer, the results, what was understood, facets. No HTTP, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, PinpointError, UnknownAuthority
from indexer.records import KINDS, Kind, Report
from search_api.answers.answerer import Answer, Answerer
from search_api.answers.passages import Passage
from search_api.question.scope import Request as Wanted
from search_api.retrieval.facets import Facet, facets
from search_api.retrieval.results import SearchResult, Understood
from search_api.retrieval.searcher import Searcher
from search_api.serving.snapshots import ServedSearcher
from web.shared.forms import SearchPageParameters
from web.shared.labels import FIELDS, value_label
from web.shared.respond import Values, page
from web.shared.urls import SearchState

from .help import EXAMPLES

router = APIRouter(include_in_schema=False)

PAGE = 20  # results
LAST_PAGE = 25
_PASSAGES = 8
# Of the command line in what is wrong, as the page has them.
_WORDS = {
    "--since": "‘Since’",
    "--until": "‘Until’",
    "`pinpoint info` lists what is indexed": "the list of reports shows what is indexed",
    "write 2022, 2022-03 or 2022-03-31": "write it as in 2018, 31/03/2018 or 2018-03-31",
}


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
class KindQuotes:
    """Passages of one kind of paragraph, by report, in the order of the answer."""

    kind: Kind
    reports: tuple[ReportQuotes, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """answer: of the first page only. last: page. offer: the question as it may have been meant, None if it
    was understood. unused: what the question says of a filter that was chosen otherwise, one sentence each.
    """

    state: SearchState
    understood: Understood
    result: SearchResult
    answer: Answer | None
    quotes: tuple[KindQuotes, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    last: int
    offer: SearchState | None
    unused: tuple[str, ...]


def search_page(searcher: Searcher, state: SearchState) -> SearchPage:
    """Raises InvalidRequest and UnknownAuthority as the searcher does."""
    request = state.request
    result = searcher.search(state.q, request, PAGE, (state.page - 1) * PAGE)
    answer = Answerer(searcher).ask(state.q, request, _PASSAGES) if state.page == 1 else None
    last = max(1, min(-(-result.total // PAGE), LAST_PAGE))
    return SearchPage(
        state,
        result.understood,
        result,
        answer,
        by_kind(answer.passages) if answer else (),
        chips(state, result.understood),
        facets(searcher, state.q, request),
        last,
        _offer(state, result.understood),
        _unused(searcher, state, result.understood),
    )


def wrong(error: PinpointError) -> str:
    """What of the form cannot be used, and what to do, in the page's own words."""
    said = f"{error.problem[:1].upper()}{error.problem[1:]}: {error.remedy or 'correct it'}."
    for theirs, ours in _WORDS.items():
        said = said.replace(theirs, ours)
    return said


def usable_facets(searcher: Searcher, state: SearchState) -> tuple[Facet, ...]:
    """Facets where the request cannot be used: of all that can."""
    for request in (replace(state.request, since="", until=""), Wanted(kinds=state.kind), Wanted()):
        try:
            return facets(searcher, "", request)
        except PinpointError:
            continue
    return ()


def _unused(searcher: Searcher, state: SearchState, understood: Understood) -> tuple[str, ...]:
    """A filter that was chosen silences what the question says of the same: that must not go unsaid."""
    if not state.filtered:
        return ()
    alone = Wanted(literal=state.literal, as_words=state.as_words)
    held = {(item.start, item.end) for item in understood.question.mentions}
    return tuple(
        f"‘{item.text}’ in the question is not used: another {FIELDS.get(item.field, item.field).lower()} "
        "was chosen."
        for item in searcher.understand(state.q, alone).question.mentions
        if (item.start, item.end) not in held and not _chosen(state, item.members)
    )


def _chosen(state: SearchState, members: Sequence[object]) -> bool:
    """Whether what the question says was chosen too."""
    values = {*state.authority, *state.framework, *state.grade, *state.kind}
    return bool(members) and all(member in values for member in members)


def _offer(state: SearchState, understood: Understood) -> SearchState | None:
    """The question with the words that it may have meant instead of those that no report holds."""
    meant = state.q
    for item in understood.offers:
        meant = meant.replace(item.typed, item.meant)
    return replace(state, q=meant, page=1) if meant != state.q else None


def by_kind(passages: Iterable[Passage]) -> tuple[KindQuotes, ...]:
    """Findings first; within a kind the reports in the order of their best passage."""
    grouped: dict[Kind, dict[str, list[Passage]]] = {}
    for passage in passages:
        grouped.setdefault(passage.paragraph.kind, {}).setdefault(passage.report.id, []).append(passage)
    return tuple(
        KindQuotes(
            kind, tuple(ReportQuotes(found[0].report, tuple(found)) for found in grouped[kind].values())
        )
        for kind in KINDS
        if kind in grouped
    )


def chips(state: SearchState, understood: Understood | None) -> tuple[Chip, ...]:
    """Those that were chosen, then those that the question says, in its order."""
    chosen = [
        Chip(FIELDS[name], value_label(name, value), "", state.without(name, value).url)
        for name in ("authority", "region", "framework", "grade", "kind")
        for value in getattr(state, name)
    ]
    chosen += [
        Chip(FIELDS[name], getattr(state, name), "", state.without(name).url)
        for name in ("since", "until")
        if getattr(state, name)
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
    state = query.state()

    def work(searcher: ServedSearcher) -> Values:
        found, problem, choices = None, "", None
        try:
            if state.q:
                found = search_page(searcher, state)
            choices = found.facets if found else facets(searcher, "", state.request)
        except (InvalidRequest, UnknownAuthority) as error:
            problem = wrong(error)
        shown = found.chips if found else chips(state, None)
        named = title(state, shown)
        return {
            "state": state,
            "found": found,
            "facets": usable_facets(searcher, state) if choices is None else choices,
            "chips": shown,
            "title": f"Error: {named}" if problem else named,
            "wrong": problem,
            "examples": EXAMPLES,
        }

    return await page(request, "search.html", work)
