"""The list of all results: what is listed, in which order, and the ways to other lists of the same search."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.comparison.matrix.tally import SAID, Tally
from search_api.index.records import Explored
from search_api.retrieval.ordering import BEST, Order
from web.shared.urls import SearchState, Sort

from .answer import NOUNS

PAGE = 20  # results
LAST_PAGE = 25  # of matches: what is further down is hardly about the question; a list of mentions is whole
_NAMES: dict[Sort, str] = {"": "Best match first", "newest": "Newest first", "oldest": "Oldest first"}
ORDERS: dict[Sort, Order] = {"": "best", "newest": "newest", "oldest": "oldest"}
_SHORT = {
    "concern": "Concerns",
    "strength": "Strengths",
    "recommendation": "Recommendations",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to another list. count: of its paragraphs, None where that is not said."""

    name: str
    url: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ResultList:
    """heading: what is listed. orders, lists: the choices, of which one is chosen. last: page.

    hint: what the list is not, "" for nothing.
    """

    heading: str
    hint: str
    orders: tuple[Choice, ...]
    lists: tuple[Choice, ...]
    last: int


def result_list(state: SearchState, found: Explored) -> ResultList:
    """Of a search on the page that `state` says."""
    told = found.told
    total = found.result.total
    named = told if told is not None and (state.mentioned or state.said) else None
    exact = found.understood.question.only_phrases  # no match is better than another
    sorts = [sort for sort in _NAMES if sort or not exact]
    current = state.sort or sorts[0]
    return ResultList(
        _heading(state, named, total, exact) + (" with these words" if exact else ""),
        "" if exact else _hint(state, told, named, total),
        tuple(Choice(_NAMES[sort], state.sorted_by(sort).url, sort == current) for sort in sorts),
        _lists(state, told) if told else (),
        max(1, -(-total // PAGE) if named or exact else min(-(-total // PAGE), LAST_PAGE)),
    )


def every_result(found: Explored) -> str:
    """Of an answer what the list of all results holds beside it, "" where its groups lead to their own."""
    answer, total = found.answer, found.result.total
    if answer is None or found.told is not None or len(answer.passages) >= total:
        return ""
    if found.understood.question.only_phrases:
        return f"Show all {total:,} paragraphs with these words"
    return "Show all results, the best match first"


def _heading(state: SearchState, named: Tally | None, total: int, exact: bool) -> str:
    """exact: each of them has the words, so that they can be counted."""
    if named is None:
        many = f"{total:,} paragraph{'' if total == 1 else 's'}"
        return (
            many if exact or not total else "The best match" if total == 1 else f"The {total:,} best matches"
        )
    if state.said:
        return f"{total:,} {NOUNS[state.said][0 if total == 1 else 1]} about ‘{named.label}’"
    return f"{total:,} paragraph{' that mentions' if total == 1 else 's that mention'} ‘{named.label}’"


def _hint(state: SearchState, told: Tally | None, named: Tally | None, total: int) -> str:
    if named is not None:
        return ""
    if state.sort and total >= BEST:
        return f"The {BEST} best matches, by date. A match further down is rarely about your question."
    if told is not None:
        return "Some say it in other words. For a number that you can quote, choose ‘All mentions’."
    if total > 1:
        return "These come closest to your question. Their number is not a count of all that mention it."
    return ""


def _lists(state: SearchState, told: Tally) -> tuple[Choice, ...]:
    every = state.listing()
    named = state.mentioned and not state.said
    return (
        Choice("All mentions", every.url, named, told.total),
        *(
            Choice(_SHORT[said], state.listing(said).url, state.said == said, told.count(said))
            for said in SAID
            if told.count(said)
        ),
        Choice("In other words too", state.listing(mentioned=False).url, not named and not state.said),
    )
