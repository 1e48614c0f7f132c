"""What the tabs by authority and over time count: the one matter that a question names, or why none is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search_api.comparison.matrix.parts import Told, by_report
from search_api.comparison.matrix.tally import Tally
from search_api.index.index import Index
from search_api.lists import listed
from search_api.question.filters import days
from search_api.retrieval.results import Understood
from web.shared.urls import SearchState

_NOTHING = (
    "There is nothing to count here, because your question does not name one subject. Ask about one in a "
    "word or two, as inspectors would write it."
)
_EXAMPLES = ("neglect", "private fostering", "supervision")


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search that would show this view."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """told: what is said of it, None where `why` says that nothing can be counted. reports: each of those
    searched, with what it says of it. offers: what can be asked instead.
    """

    told: Tally | None
    reports: tuple[Told, ...] = ()
    why: str = ""
    offers: tuple[Offer, ...] = ()


def subject(index: Index, state: SearchState, understood: Understood) -> Subject:
    """Of a question within its filters."""
    told = index.tally(understood)
    if told is not None:
        return Subject(told, by_report(index.reader, told, understood.scope.reports))
    if understood.scope.empty:
        return Subject(None, why="No report is within these filters.")
    matters = index.searcher.mentions(understood)
    named = [item for item in matters if item.countable]
    if len(named) > 1:
        labels = [item.label for item in named]
        said = listed(f"‘{name}’" for name in labels)
        return Subject(
            None, why=f"Your question names {said}. Only one can be counted here at a time.",
            offers=tuple(_offer(state, name) for name in labels),
        )  # fmt: skip
    if named:
        return Subject(None, why=f"No paragraph within these filters mentions ‘{named[0].label}’.")
    if understood.question.phrases:
        return Subject(None, why="Words in quotation marks are not counted here. ‘All results’ lists them.")
    return Subject(None, why=_NOTHING, offers=tuple(_offer(state, name) for name in _EXAMPLES))


def within_year(state: SearchState, year: str) -> SearchState:
    """The search in the reports of one year; a day of that year that was chosen stays."""
    return state.having(
        **{
            item.name: tuple(day for day in state.of(item.name) if day.startswith(year)) or (year,)
            for item in days()
        }
    )


def _offer(state: SearchState, words: str) -> Offer:
    """The same view and filters with other words."""
    return Offer(words, replace(state, q=words, as_words=(), literal=False, page=1).url)
